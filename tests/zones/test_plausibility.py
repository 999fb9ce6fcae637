"""Which values look unlikely, and that the likely ones beside them are left in peace."""

from decimal import Decimal

import pytest

from zones.models import (
    Area,
    ExchangeRate,
    Indicator,
    IndicatorKind,
    PlausibleRange,
    Unit,
    ZoneType,
)
from zones.models.fact import Doubt
from zones.periods import Period
from zones.plausibility import doubts, is_overruled
from zones.rates import Rates

MONEY = Unit(pk=1, slug="money", dimension="money", factor=Decimal(1))
COUNT = Unit(pk=2, slug="projects", dimension="count", factor=Decimal(1))
THOUSANDS = Unit(pk=3, slug="thousands", dimension="count", factor=Decimal(1000))
GDP = IndicatorKind(pk=1, slug="gdp", name_en="GDP", unit=MONEY)
TRADE = IndicatorKind(pk=2, slug="imports-exports", name_en="Trade", unit=MONEY)
PROJECTS = IndicatorKind(pk=3, slug="projects", name_en="Projects", unit=COUNT)
NO_RATES = Rates([])
IN_2007 = Rates([ExchangeRate(currency="CNY", year=2007, per_usd=Decimal("7.6"))])


def figure(kind, value, period="2007", *, unit=None, currency=None, **fields):
    unit = unit or kind.unit
    currency = currency or ("CNY" if unit.dimension == "money" else "")
    made = Indicator(kind=kind, value=Decimal(value), unit=unit, currency=currency, **fields)
    made.period = Period.parse(period)
    return made


def bounds(kind, low=None, high=None, *, per=None, currency=""):
    low, high = (None if bound is None else Decimal(bound) for bound in (low, high))
    return PlausibleRange(kind=kind, per=per, low=low, high=high, currency=currency)


def judged(*indicators, ranges=(), areas=(), types=(), rates=NO_RATES):
    """The doubts about the facts, in their order."""
    found = doubts(indicators, areas, types=types, ranges=ranges, rates=rates)
    return [found[fact.uuid].doubt if fact.uuid in found else "" for fact in (*indicators, *areas)]


# --- ranges


@pytest.mark.parametrize(
    ("value", "doubt"), [("9", Doubt.RANGE), ("10", ""), ("20", ""), ("21", Doubt.RANGE)]
)
def test_the_bounds_themselves_are_likely(value, doubt):
    assert judged(figure(PROJECTS, value), ranges=[bounds(PROJECTS, 10, 20)]) == [doubt]


def test_bounds_are_in_the_usual_unit_of_the_kind():
    ranges = [bounds(PROJECTS, 1000, 5000)]
    assert judged(figure(PROJECTS, 2, unit=THOUSANDS), ranges=ranges) == [""]
    assert judged(figure(PROJECTS, 6, unit=THOUSANDS), ranges=ranges) == [Doubt.RANGE]


def test_money_is_compared_in_the_currency_of_the_bounds_and_never_guessed():
    ranges = [bounds(GDP, 100, currency="CNY")]
    in_dollars = figure(GDP, 12, currency="USD")
    assert judged(in_dollars, ranges=ranges, rates=IN_2007) == [Doubt.RANGE]
    assert judged(in_dollars, ranges=ranges, rates=NO_RATES) == [""]
    assert judged(figure(GDP, 14, currency="USD"), ranges=ranges, rates=IN_2007) == [""]
    over_years = figure(GDP, 1, "2006/2007", currency="USD")
    assert judged(over_years, ranges=ranges, rates=IN_2007) == [""]


# --- proportions


def test_trade_out_of_proportion_to_output_is_in_doubt_and_output_is_not():
    ranges = [bounds(TRADE, "0.25", 10, per=GDP)]
    facts = [figure(TRADE, 14_920_000_000), figure(GDP, 70_310_000_000)]
    assert judged(*facts, ranges=ranges) == [Doubt.RATIO, ""]
    message = doubts(facts, [], types=[], ranges=ranges, rates=NO_RATES)[facts[0].uuid].message
    assert message == "About 0.212 when divided by “GDP” of the same period; usual is 0.25 to 10."


@pytest.mark.parametrize(
    "fields",
    [{"period": "2008"}, {"period": "2007 H1"}, {"scope_en": "The new area"}, {"is_cumulative": True}],
)
def test_figures_of_another_period_or_scope_are_not_divided(fields):
    ranges = [bounds(TRADE, "0.25", per=GDP)]
    assert judged(figure(TRADE, 1), figure(GDP, 100, **fields), ranges=ranges) == ["", ""]


def test_a_ratio_of_two_currencies_goes_by_the_rate_of_the_year():
    ranges = [bounds(TRADE, "0.5", 2, per=GDP)]
    facts = [figure(TRADE, 10, currency="USD"), figure(GDP, 76)]
    assert judged(*facts, ranges=ranges, rates=IN_2007) == ["", ""]
    assert judged(*facts, ranges=ranges, rates=NO_RATES) == ["", ""]
    facts = [figure(TRADE, 1, currency="USD"), figure(GDP, 76)]
    assert judged(*facts, ranges=ranges, rates=IN_2007) == [Doubt.RATIO, ""]


def test_money_per_piece_is_compared_in_the_currency_of_the_bounds():
    ranges = [bounds(TRADE, 30, per=PROJECTS, currency="CNY")]
    assert judged(figure(TRADE, 290), figure(PROJECTS, 10), ranges=ranges) == [Doubt.RATIO, ""]
    in_dollars = figure(TRADE, 40, currency="USD")
    assert judged(in_dollars, figure(PROJECTS, 10), ranges=ranges, rates=IN_2007) == ["", ""]


def test_nothing_is_divided_by_zero():
    assert judged(figure(TRADE, 5), figure(GDP, 0), ranges=[bounds(TRADE, 1, per=GDP)]) == ["", ""]


def test_of_two_sources_of_the_divisor_the_preferred_one_counts():
    ranges = [bounds(TRADE, 1, per=GDP)]
    facts = [figure(TRADE, 50), figure(GDP, 100), figure(GDP, 40, is_preferred=True)]
    assert judged(*facts, ranges=ranges) == ["", "", ""]


# --- jumps


@pytest.mark.parametrize(
    ("values", "in_doubt"),
    [
        ([100, 120, 2900, 140, 150], [2]),
        ([100, 120, 6, 140], [2]),
        ([100, 120, 140, 3000], [2, 3]),
        ([1, 100, 110, 120], [0, 1]),
        ([100, 2001], [0, 1]),
        ([100, 120, 2500, 2600], [1, 2]),
        ([100, 1999, 2100], []),
        ([0, 100, 0], []),
    ],
)
def test_a_value_twenty_times_its_neighbour_is_in_doubt(values, in_doubt):
    facts = [figure(GDP, value, str(2000 + year)) for year, value in enumerate(values)]
    found = judged(*facts)
    assert [place for place, doubt in enumerate(found) if doubt] == in_doubt
    assert set(found) <= {"", Doubt.JUMP}


def test_a_half_year_is_no_neighbour_of_a_year_nor_one_scope_of_another():
    facts = [figure(GDP, 1, "2007"), figure(GDP, 100, "2008 H1"), figure(GDP, 100, "2008", scope_en="City")]
    assert judged(*facts) == ["", "", ""]


def test_growth_over_many_years_is_no_jump():
    assert judged(figure(GDP, 1, "1994"), figure(GDP, 1081, "2015")) == ["", ""]


# --- areas


def area(value, kind="approved", **fields):
    return Area(kind=kind, value_ha=Decimal(value), **fields)


HTDZ = ZoneType(slug="htdz", name_en="HTDZ", area_low_ha=Decimal(50), area_high_ha=Decimal(30000))
PARK = ZoneType(slug="park", name_en="Park", area_low_ha=Decimal(10), area_high_ha=Decimal(100))
ANY = ZoneType(slug="any", name_en="Any")


def test_an_approved_area_beyond_the_bounds_of_its_type_is_in_doubt():
    assert judged(areas=[area("25.96")], types=[HTDZ]) == [Doubt.RANGE]
    assert judged(areas=[area("30001")], types=[HTDZ]) == [Doubt.RANGE]


def test_one_of_several_types_that_finds_it_likely_is_enough_and_one_without_bounds_has_no_say():
    assert judged(areas=[area("25.96")], types=[HTDZ, PARK]) == [""]
    assert judged(areas=[area("25.96")], types=[HTDZ, ANY]) == [Doubt.RANGE]
    assert judged(areas=[area("25.96")], types=[ANY]) == [""]


def test_other_kinds_of_area_and_parts_of_a_zone_are_not_measured_by_the_approved_one():
    areas = [area("5", "developed"), area("5", scope_en="First phase"), area("5", scope_zh_hans="一期")]
    assert judged(areas=areas, types=[HTDZ]) == ["", "", ""]


# --- around it


def test_a_row_that_is_being_typed_is_left_in_peace():
    assert doubts([Indicator()], [Area(kind="approved")], types=[HTDZ], ranges=[], rates=NO_RATES) == {}


def test_a_note_in_any_language_overrules_a_doubt():
    assert is_overruled(Area(warning_note_zh_hans="公告如此"))
    assert not is_overruled(Area())
