"""Charts on a profile: figures, estimates, targets and contradictions are told apart, in the drawing and in the table."""

import datetime
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from zones.indicator_charts import charts_of
from zones.models import Indicator, Target
from zones.periods import Period
from zones.series import arrange

pytestmark = pytest.mark.django_db
BILLION = 10**9


@pytest.fixture
def zone():
    return factories.zone("Harbour Zone", slug="harbour")


def publish(zone, period, value, **fields):
    period = Period.parse(period)
    return Indicator.objects.create(
        zone=zone,
        kind=factories.indicator_kind(),
        unit=factories.unit(),
        currency=fields.pop("currency", "CNY"),
        period_start=period.start,
        period_end=period.end,
        value=Decimal(value) * BILLION,
        **fields,
    )


def announce(zone, due_year, value, **fields):
    return Target.objects.create(
        zone=zone,
        kind=fields.pop("kind", factories.indicator_kind()),
        unit=factories.unit(),
        currency="CNY",
        metric="Output",
        value=Decimal(value) * BILLION,
        due_year=due_year,
        **fields,
    )


def three_years(zone):
    for year, value in (("2019", 100), ("2020", 120), ("2021", 130)):
        publish(zone, year, value)


def the_chart(zone):
    [kind] = arrange(zone.indicators.all(), zone.targets.all())
    [chart] = charts_of(kind.series[0])
    return chart


def test_a_target_is_named_with_its_year_and_what_has_become_of_it(zone):
    three_years(zone)
    announce(zone, 2023, 150)
    announce(zone, 2030, 200)
    with time_machine.travel(datetime.date(2026, 11, 23)):
        svg = the_chart(zone).svg
    assert svg.count("chart__target") == 2
    assert "Target, was due 2023: 150 billion yuan (CNY)." in svg
    assert "Target, due 2030: 200 billion yuan (CNY)." in svg
    assert "3 values, from 100 billion yuan (CNY) (2019) to 130 billion yuan (CNY) (2021)." in svg
    assert ">target 150<" in svg


def test_a_target_for_a_year_is_no_target_for_half_years(zone):
    for period in ("2019 H1", "2020 H1", "2021 H1"):
        publish(zone, period, 50)
    announce(zone, 2023, 150)
    assert the_chart(zone).targets == ()
    assert "chart__target" not in the_chart(zone).svg


def test_estimates_and_contradictions_are_said_to_those_who_hear_the_drawing(zone):
    three_years(zone)
    publish(zone, "2022", 140, is_estimate=True)
    publish(zone, "2021", 128)
    chart = the_chart(zone)
    assert chart.has_estimates
    assert chart.disputed == ["2021"]
    assert "Estimates: 2022." in chart.svg
    assert "Sources disagree about 2021." in chart.svg
    assert chart.svg.count("chart__other") == 1
    assert not chart.is_cut
    publish(zone, "2020", 120_000)
    assert the_chart(zone).is_cut


def test_the_table_has_every_number_of_the_drawing_and_calls_targets_targets(client, zone):
    three_years(zone)
    publish(zone, "2021", 128)
    announce(zone, 2023, 150)
    page = client.get("/zones/harbour/").text
    table = page[page.index("<table") : page.index("</table>")]
    for value in ("100 billion", "120 billion", "130 billion", "128 billion", "150 billion"):
        assert value in table
    [row] = re.findall(r"<tr class=.figures__target.>.*?</tr>", table, re.S)
    assert "150 billion" in row
    assert '2023 <span class="mark">target</span>' in row
    assert "was due 2023" in row
    caption = page[page.index("<figcaption") : page.index("</figcaption>")]
    for words in ("published figure", "target, not a result:", "was due 2023", "what another source says"):
        assert words in caption
    assert "estimate" not in caption
    assert "nothing published in between" not in caption


def test_a_dashed_stretch_is_explained(client, zone):
    three_years(zone)
    publish(zone, "2025", 140)
    assert the_chart(zone).has_gap
    assert "nothing published in between" in client.get("/zones/harbour/").text


def test_figures_too_few_for_a_drawing_have_their_target_beside_them(client, zone):
    publish(zone, "2020", 120)
    announce(zone, 2035, 150)
    page = client.get("/zones/harbour/").text
    assert "chart__target" not in page
    [fact] = re.findall(r"<div class=.fact fact--target.>.*?</dd>", page, re.S)
    assert "150 billion" in fact
    assert "due 2035" in fact
    assert "was due" not in fact


def test_a_profile_asks_as_much_for_one_target_as_for_many(client, zone):
    three_years(zone)
    announce(zone, 2023, 150)
    with CaptureQueriesContext(connection) as few:
        assert client.get("/zones/harbour/").status_code == 200
    for year in range(2024, 2044):
        announce(zone, year, 150 + year % 7)
    zone.announce_change()
    with CaptureQueriesContext(connection) as many:
        assert client.get("/zones/harbour/?many").status_code == 200
    assert len(many) == len(few)
