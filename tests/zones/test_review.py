"""The review queue: what is in it and what is not, in which order, and at what cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from zones import profile
from zones.models import (
    Area,
    Cost,
    CostKind,
    Firm,
    Incentive,
    Indicator,
    ReviewInterval,
    Site,
    Target,
    Zone,
)
from zones.models.fact import Doubt
from zones.periods import Period
from zones.review import Kind, Queue

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def intervals():
    """A year for everything that grows old; what is missing is asked for in one test alone."""
    ReviewInterval.objects.exclude(months=None).update(months=12)
    ReviewInterval.objects.update(weight=0)


@pytest.fixture
def zone():
    return factories.zone("Harbour Zone")


def queue(zones=None):
    return Queue(Zone.objects.all() if zones is None else zones, on=ON)


def listed(kind, zones=None):
    """The facts in the queue for this reason; what is counted is what is fetched."""
    whole = queue(zones)
    cells = [cell for cell in whole.cells if cell.kind == kind]
    items = whole.page(cells, start=0, size=100)
    assert sum(whole.counts[cell] for cell in cells) == len(items) == whole.count_up_to(kind, 100)
    return [item.fact for item in items]


def figure(zone, value, period="2024", kind="gdp", **fields):
    made = Indicator(
        zone=zone,
        kind=factories.indicator_kind(kind),
        value=value,
        unit=factories.unit(),
        currency=fields.pop("currency", "CNY"),
        **fields,
    )
    made.period = Period.parse(period)
    made.save()
    return made


def area(zone, as_of="", **fields):
    return Area.objects.create(
        zone=zone, kind=fields.pop("kind", "approved"), value_ha=1, as_of=as_of, **fields
    )


# --- out of date


def test_only_the_newest_figure_of_a_series_is_out_of_date(zone):
    figure(zone, 1, "2019")
    newest = figure(zone, 2, "2020")
    other_scope = figure(zone, 3, "2018", scope_en="The new area")
    figure(zone, 4, "2018", kind="exports")
    figure(zone, 5, "2026 H1", kind="exports")
    assert listed(Kind.STALE) == [other_scope, newest]


def test_two_figures_of_one_period_are_one_thing_to_look_at(zone):
    first = figure(zone, 1, "2020")
    figure(zone, 2, "2020")
    assert listed(Kind.STALE) == [first]


@pytest.mark.parametrize(
    ("as_of", "is_stale"),
    [("2024", True), ("2025", False), ("2025-10", True), ("2025-11", False), ("2025-11-22", True)],
)
def test_a_date_counts_by_the_last_day_that_it_may_mean(zone, as_of, is_stale):
    fact = area(zone, as_of)
    assert listed(Kind.STALE) == ([fact] if is_stale else [])


def test_a_verified_fact_is_fresh_and_an_older_area_is_history(zone):
    area(zone, "2018", verified_on=datetime.date(2026, 1, 2))
    area(zone, "2010")
    area(zone, "2012", kind="planned")
    assert [fact.as_of for fact in listed(Kind.STALE)] == ["2012"]


def test_sites_costs_and_incentives_grow_old_by_their_own_dates(zone):
    unit = factories.unit("hectare", dimension="area")
    sites = [
        Site.objects.create(zone=zone, code=code, kind="land", size=1, size_unit=unit, last_confirmed_on=day)
        for code, day in [("A", datetime.date(2025, 1, 1)), ("B", ON), ("C", None)]
    ]
    kind = CostKind.objects.create(slug="water")
    costs = [
        Cost.objects.create(zone=zone, kind=kind, low=1, unit=unit, currency="CNY", as_of=date)
        for date in ("2020", "2022")
    ]
    Incentive.objects.create(zone=zone, title_en="Over", as_of="2019", ends_on=datetime.date(2020, 1, 1))
    running = Incentive.objects.create(zone=zone, title_en="Running", as_of="2019")
    assert set(listed(Kind.STALE)) == {sites[0], costs[1], running}
    assert listed(Kind.UNDATED) == [sites[2]]


def test_the_queue_and_the_marks_in_public_call_the_same_facts_old(zone):
    for value, period in enumerate(["2019", "2021", "2024 H1", "2023"]):
        figure(zone, value + 1, period)
    figure(zone, 1, "2026 H1", kind="exports")
    for as_of in ("2012", "2018", ""):
        area(zone, as_of)
    area(zone, "2026", kind="planned")
    Firm.objects.create(zone=zone, name_en="Acme", as_of="2020-05")
    Firm.objects.create(zone=zone, name_en="Bolt", as_of="2020", verified_on=ON)
    page = profile.build(zone, on=ON)
    marked = {
        fact
        for facts in (zone.areas.all(), zone.firms.all(), zone.indicators.all())
        for fact in facts
        if getattr(fact, "is_stale", False)
    }
    # The latest full year is marked too where a later half-year stands beside it.
    latest_years = {series.latest.shown for kind in page.figures for series in kind.series}
    in_queue = set(listed(Kind.STALE))
    assert in_queue <= marked and marked - in_queue <= latest_years


def test_a_fact_that_never_grows_old_is_not_in_the_queue(zone):
    ReviewInterval.objects.filter(group="area").update(months=None)
    area(zone, "1990")
    area(zone)
    assert listed(Kind.STALE) == listed(Kind.UNDATED) == []


def test_a_fact_without_any_date_is_undated(zone):
    fact = area(zone)
    area(zone, "2026")
    area(zone, verified_on=ON)
    assert listed(Kind.UNDATED) == [fact]


# --- contradictions and doubts


def test_figures_that_differ_contradict_until_one_is_preferred(zone):
    first, second = figure(zone, 125), figure(zone, 108, is_estimate=True)
    assert listed(Kind.CONTRADICTORY) == [first]
    whole = queue()
    [item] = [item for item in whole.page(whole.cells, start=0, size=9) if item.kind == Kind.CONTRADICTORY]
    assert item.rivals == (second,)
    second.is_preferred = True
    second.save()
    assert listed(Kind.CONTRADICTORY) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"period": "2023"},
        {"currency": "USD"},
        {"scope_zh_hans": "新区"},
        {"is_cumulative": True},
        {"kind": "exports"},
        {"value": 125},
    ],
)
def test_figures_of_different_things_or_of_one_value_do_not_contradict(zone, fields):
    figure(zone, 125)
    figure(zone, **{"value": 108} | fields)
    figure(factories.zone("Elsewhere"), 108)
    assert listed(Kind.CONTRADICTORY) == []


def test_a_doubt_is_listed_until_a_note_in_any_language_overrules_it(zone):
    doubted = figure(zone, 1, doubt=Doubt.RATIO)
    figure(zone, 1, kind="exports", doubt=Doubt.RATIO, warning_note_zh_hans="公报如此")
    small = area(zone, "2026", doubt=Doubt.RANGE, warning_note_en="")
    assert set(listed(Kind.UNLIKELY)) == {doubted, small}


# --- targets


def target(zone, due_year=2024, **fields):
    kind = factories.indicator_kind("gdp")
    return Target.objects.create(
        zone=zone,
        **{"kind": kind, "metric_en": "GDP", "value": 1, "unit": factories.unit()} | fields,
        due_year=due_year,
    )


def test_a_target_past_its_year_waits_for_the_figure(zone):
    due = target(zone)
    target(zone, 2026)
    assert listed(Kind.OVERDUE) == [due]
    figure(zone, 1, "2023")
    figure(zone, 1, "2024", is_estimate=True)
    assert listed(Kind.OVERDUE) == [due]
    figure(zone, 1, "2024")
    assert listed(Kind.OVERDUE) == []


def test_verifying_a_target_after_its_year_answers_too(zone):
    fact = target(zone, kind=None, verified_on=datetime.date(2024, 12, 31))
    assert listed(Kind.OVERDUE) == [fact]
    Target.objects.update(verified_on=datetime.date(2025, 1, 1))
    assert listed(Kind.OVERDUE) == []


# --- missing, order, whose


def test_groups_that_count_and_are_empty_are_missing(zone):
    ReviewInterval.objects.filter(group__in=["costs", "area"]).update(weight=3)
    area(zone, "2026")
    whole = queue()
    items = whole.page(whole.cells, start=0, size=9)
    assert [(item.kind, item.group, item.zone) for item in items] == [(Kind.MISSING, "costs", zone)]


def test_what_is_wrong_comes_before_what_lacks_and_heavy_groups_before_light_ones(zone):
    for group, weight in {"area": 9, "firms": 3, "costs": 20, "indicators": 5}.items():
        ReviewInterval.objects.filter(group=group).update(weight=weight)
    Firm.objects.create(zone=zone, name_en="Acme", as_of="2001")
    area(zone, "2001")
    figure(zone, 1, "2001")
    figure(zone, 2, "2001")
    whole = queue()
    order = [(item.group, item.kind) for item in whole.page(whole.cells, start=0, size=9)]
    assert order == [
        ("area", "stale"),
        ("indicators", "contradictory"),
        ("indicators", "stale"),
        ("firms", "stale"),
        ("costs", "missing"),
    ]


def test_pages_follow_each_other_without_a_gap():
    ReviewInterval.objects.filter(group__in=["costs", "firms"]).update(weight=1)
    for number in range(5):
        area(factories.zone(f"Zone {number}"), f"200{number}")
    whole = queue()
    everything = whole.page(whole.cells, start=0, size=100)
    pages = [whole.page(whole.cells, start=start, size=4) for start in range(0, 16, 4)]
    assert [item for page in pages for item in page] == everything
    assert list(whole.all_items(whole.cells, chunk=2)) == everything
    assert len(everything) == sum(whole.counts.values()) == 15
    assert everything[0].since == datetime.date(2002, 1, 1)


def test_the_queue_is_of_the_zones_given_and_not_of_archived_ones(zone):
    other = factories.zone("Other")
    mine = area(zone, "2001")
    area(other, "2001")
    assert listed(Kind.STALE, Zone.objects.filter(pk=zone.pk)) == [mine]
    other.archive(by=None)
    assert listed(Kind.STALE) == [mine]


def test_counting_stops_where_nobody_reads_on(zone):
    for _number in range(5):
        area(zone, "2001", kind="planned", scope_en=f"Part {_number}")
    assert queue().count_up_to(Kind.STALE, 3) == 4


def test_a_page_of_the_queue_costs_no_more_for_fifty_zones_than_for_one():
    ReviewInterval.objects.update(weight=1)

    def fill(zone):
        figure(zone, 1, "2001")
        figure(zone, 2, "2001")
        area(zone, "2001", doubt=Doubt.RANGE)
        area(zone)
        target(zone)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            whole = queue()
            whole.page(whole.cells, start=0, size=50)
        return len(asked)

    fill(factories.zone())
    for_one = cost()
    for _number in range(49):
        fill(factories.zone())
    assert cost() <= for_one
