"""What a reader is told of the age of facts: on the page of the zone, by the intervals that editors set."""

import datetime
from decimal import Decimal

import pytest

from tests import factories
from tests.zones.test_profile import page_of
from zones import profile
from zones.models import Area, Connection, ConnectionKind, Indicator, ReviewInterval, Zone
from zones.periods import Period

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 23)


@pytest.fixture
def zone():
    return factories.zone("Aging Zone", slug="aging")


def gdp(zone, period, value=1, **fields):
    figure = Indicator(
        zone=zone,
        kind=factories.indicator_kind(),
        unit=factories.unit(),
        currency="CNY",
        value=value,
        **fields,
    )
    figure.period = Period.parse(period)
    figure.save()
    return figure


def area(zone, as_of, kind="approved", **fields):
    return Area.objects.create(zone=zone, kind=kind, value_ha=Decimal(500), as_of=as_of, **fields)


def stale(zone, on=ON):
    """What is marked, by how it calls itself."""
    read = profile.build(Zone.objects.get(pk=zone.pk), on=on).zone
    return {
        str(fact)
        for name in ("areas", "indicators", "connections")
        for fact in getattr(read, name).all()
        if getattr(fact, "is_stale", False)
    }


def test_only_the_newest_figure_of_a_series_can_be_out_of_date(zone):
    for year in ("2010", "2015", "2020"):
        gdp(zone, year)
    assert stale(zone) == {"Gdp 2020"}
    gdp(zone, "2025")
    assert stale(zone) == set()


def test_the_latest_full_year_is_marked_beside_a_later_half(zone):
    gdp(zone, "2018")
    gdp(zone, "2019 H1")
    assert stale(zone) == {"Gdp 2018", "Gdp 2019 H1"}


def test_each_kind_of_area_has_its_own_newest(zone):
    area(zone, "1990")
    area(zone, "2020")
    area(zone, "2000", kind="developed")
    assert stale(zone) == {"developed 500 ha"}


def test_a_year_is_old_only_after_its_last_day(zone):
    ReviewInterval.objects.update_or_create(group="area", defaults={"months": 12})
    area(zone, "2024")
    assert stale(zone, on=datetime.date(2025, 12, 31)) == set()
    assert stale(zone, on=datetime.date(2026, 1, 1)) == {"approved 500 ha"}


def test_a_check_makes_a_description_fresh_again(zone):
    kind = ConnectionKind.objects.create(slug="airport", name_en="Airport")
    way = Connection.objects.create(zone=zone, kind=kind, name_en="Airfield", as_of="2010")
    assert stale(zone) == {"Airfield"}
    way.verified_on = datetime.date(2026, 1, 1)
    way.save()
    assert stale(zone) == set()


def test_editors_decide_how_long_a_group_stays_fresh(zone):
    gdp(zone, "2020")
    ReviewInterval.objects.filter(group="indicators").update(months=120)
    assert stale(zone) == set()
    ReviewInterval.objects.filter(group="indicators").update(months=None)
    assert stale(zone) == set()


def test_the_public_page_says_it_beside_the_source(client, zone):
    gdp(zone, "2001")
    area(zone, "1999")
    page = page_of(client, zone)
    assert "older figure" in page
    assert "may be out of date" in page
    assert "数据较早" in page_of(client, zone, "zh-hans")


def test_the_page_tells_the_span_of_its_facts_and_who_has_checked_them(client, zone):
    area(zone, "1999")
    gdp(zone, "2021", verified_on=datetime.date(2026, 5, 4))
    page = " ".join(page_of(client, zone).split())
    assert "2 facts; figures and descriptions date from 1999 to 2021." in page
    assert "1 has been checked against its source by an editor, on May 4, 2026." in page


def test_the_page_tells_how_complete_it_is_in_its_language(client, zone):
    before = profile.build(zone).completeness["en"]
    area(zone, "1999", scope_zh_hans="东区")
    read = profile.build(Zone.objects.get(pk=zone.pk))
    assert read.completeness["en"] == before
    assert read.completeness["zh-hans"] > before
    assert f"This profile is {before}% complete." in page_of(client, zone)
    assert f"本档案完整度为{read.completeness['zh-hans']}%。" in page_of(client, zone, "zh-hans")
