"""How old facts may grow: intervals as data, dates with their precision, and the same rule in a query."""

import datetime

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zones import freshness
from zones.fact_groups import MODELS, RELATIONS
from zones.freshness import Policy
from zones.models import Area, Cost, Document, FactGroup, Incentive, Indicator, ReviewInterval, Site, Zone
from zones.partial_dates import PartialDate
from zones.periods import Period

ON = datetime.date(2026, 11, 23)
YEARLY = Policy({"area": 12, "indicators": 12, "sites": 6, "timeline": None, "incentives": 12}, {"area": 3})
days = st.dates(datetime.date(1950, 1, 1), datetime.date(2150, 12, 31))


def day(text):
    return datetime.date.fromisoformat(text)


# --- the pure rule


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        ("2025-11-23", "2026-11-23"),
        ("2025-11", "2026-11-30"),
        ("2025", "2026-12-31"),
        ("2024-02-29", "2025-02-28"),
        ("2023-02", "2024-02-28"),
    ],
)
def test_an_interval_counts_from_the_last_day_that_the_date_may_mean(as_of, due):
    assert YEARLY.due_on("area", Area(as_of=PartialDate(as_of))) == day(due)


def test_the_due_day_itself_is_still_fresh():
    fact = Area(as_of=PartialDate("2025-11-23"))
    assert not YEARLY.is_stale("area", fact, on=day("2026-11-23"))
    assert YEARLY.is_stale(FactGroup.AREA, fact, on=day("2026-11-24"))


def test_verifying_a_fact_makes_it_fresh_again():
    fact = Area(as_of=PartialDate("2018"), verified_on=day("2026-10-01"))
    assert not YEARLY.is_stale("area", fact, on=ON)


def test_a_figure_is_as_old_as_its_period_whoever_has_checked_it():
    figure = Indicator(verified_on=day("2026-10-01"), as_of=PartialDate("2026"))
    figure.period = Period.parse("2021")
    assert YEARLY.is_stale("indicators", figure, on=ON)


def test_a_site_is_as_old_as_its_last_confirmation():
    site = Site(as_of=PartialDate("2026-11"), last_confirmed_on=day("2026-01-02"))
    assert YEARLY.due_on("sites", site) == day("2026-07-02")


def test_a_document_without_another_date_is_as_old_as_its_publication():
    assert freshness.moment_of(Document(published_on=PartialDate("2020"))) == day("2020-12-31")


def test_a_fact_without_a_date_is_not_called_old():
    assert YEARLY.due_on("area", Area()) is None
    assert not YEARLY.is_stale("area", Area(), on=ON)


def test_a_group_without_an_interval_never_grows_old():
    assert not YEARLY.is_stale("timeline", Area(as_of=PartialDate("1950")), on=ON)
    assert YEARLY.cutoff("timeline", on=ON) is None


def test_an_incentive_that_has_run_out_is_history_and_not_out_of_date():
    offer = Incentive(as_of=PartialDate("2019"), ends_on=day("2026-11-22"))
    assert not YEARLY.is_stale("incentives", offer, on=ON)
    assert YEARLY.is_stale("incentives", offer, on=day("2026-11-22"))


@given(moment=days, on=days, months=st.integers(1, 600))
def test_the_rule_for_one_fact_and_the_cutoff_of_queries_are_the_same(moment, on, months):
    is_stale = freshness.months_later(moment, months) < on
    assert is_stale == (moment < freshness.earliest_fresh(on, months))


# --- ages


def test_the_ages_of_a_page_keep_their_precision_and_leave_history_out():
    figure = Indicator(verified_on=day("2026-03-04"))
    figure.period = Period.parse("2018 H1")
    facts = [figure, Area(as_of=PartialDate("2022")), Area(), Site(last_confirmed_on=day("2026-05-06"))]
    ages = freshness.ages_of(facts)
    assert (ages.oldest, ages.newest, ages.last_review) == ("2018-06", "2022", day("2026-05-06"))


def test_a_page_without_dates_has_no_ages():
    assert freshness.ages_of([Area()]) == freshness.Ages(None, None, None)


# --- the table


@pytest.mark.django_db
def test_every_group_has_a_row_after_migrate_and_what_editors_set_stays():
    assert set(ReviewInterval.objects.values_list("group", flat=True)) == set(FactGroup.values)
    ReviewInterval.objects.filter(group="area").update(months=7)
    ReviewInterval.objects.filter(group="costs").delete()
    freshness.establish()
    policy = Policy.load()
    assert (policy.months["area"], policy.months["costs"]) == (7, 12)


@pytest.mark.django_db
def test_the_policy_is_read_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert set(Policy.load().weights) == set(FactGroup.values)


@pytest.mark.django_db
@pytest.mark.parametrize("cutoff", ["2022-01-01", "2022-06-15", "2022-07-01", "2023-01-01"])
def test_the_last_day_of_a_date_is_the_same_in_a_query(cutoff):
    zone = factories.zone()
    texts = ["2021", "2021-12-31", "2022", "2022-05", "2022-06", "2022-06-14", "2022-06-15", "2022-12"]
    for text in texts:
        Area.objects.create(zone=zone, kind="planned", value_ha=1, as_of=text)
    found = Area.objects.annotate(last_day=freshness.last_day(F("as_of"))).filter(last_day__lt=cutoff)
    expected = {text for text in texts if PartialDate(text).latest < day(cutoff)}
    assert set(found.values_list("as_of", flat=True)) == expected


def test_every_group_names_its_table_and_the_way_to_it_from_a_zone():
    assert set(FactGroup) - set(MODELS) == {FactGroup.OVERVIEW, FactGroup.PLACE}
    for group, relation in RELATIONS.items():
        assert Zone._meta.get_field(relation).related_model is MODELS[group]
    assert MODELS[FactGroup.COSTS] is Cost
