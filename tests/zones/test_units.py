"""Conversion between units: exact, and never between things that cannot be compared."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.units import AREA_UNITS, convert, significant


def unit(slug, dimension, factor):
    return SimpleNamespace(slug=slug, dimension=dimension, factor=Decimal(factor))


HECTARE = unit("hectare", "area", "1")
KM2 = unit("square-kilometre", "area", "100")
# As the portal's list holds them, rounded to ten decimals.
MU = unit("mu", "area", "0.0666666667")
ACRE = unit("acre", "area", "0.4046856422")
NAUTICAL_MILE = unit("nautical-mile", "length", "1.852")
KILOMETRE = unit("kilometre", "length", "1")
HOUR, MINUTE = unit("hour", "time", "60"), unit("minute", "time", "1")

areas = st.sampled_from([HECTARE, KM2, MU, ACRE])
values = st.decimals(min_value=0, max_value=10**8, places=4)


@pytest.mark.parametrize(
    ("value", "given_in", "wanted_in", "expected"),
    [
        ("12.5", KM2, HECTARE, "1250"),
        ("1250", HECTARE, KM2, "12.5"),
        ("1", HECTARE, MU, "15"),
        ("3000", MU, KM2, "2"),
        ("10000", ACRE, HECTARE, "4046.8564224"),
        ("10", NAUTICAL_MILE, KILOMETRE, "18.52"),
        ("1.5", HOUR, MINUTE, "90"),
    ],
)
def test_a_conversion_is_exact(value, given_in, wanted_in, expected):
    assert convert(Decimal(value), given_in, wanted_in) == Decimal(expected)


@given(values, areas, areas)
def test_there_and_back_is_the_same(value, one, other):
    assert round(convert(convert(value, one, other), other, one), 10) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HECTARE, KILOMETRE),
        (unit("money", "money", "1"), unit("coins", "money", "1")),
        (unit("rank", "rank", "1"), unit("place", "rank", "1")),
        (unit("per-mu", "price", "1"), unit("per-hectare", "price", "1")),
        (unit("companies", "count", "1"), unit("people", "count", "1")),
    ],
)
def test_what_cannot_be_compared_is_not_converted(one, other):
    with pytest.raises(ValueError, match="cannot be shown"):
        convert(Decimal(1), one, other)


def test_an_editors_own_factor_counts():
    old_mu = unit("mu", "area", "0.06144")
    assert convert(Decimal(100), old_mu, HECTARE) == Decimal("6.144")


@pytest.mark.parametrize(
    ("code", "expected"), [("ha", "2000"), ("km2", "20"), ("mu", "30000"), ("acre", "4942.107629")]
)
def test_areas_are_offered_in_four_units(code, expected):
    assert round(AREA_UNITS[code].of(Decimal(2000)), 6) == Decimal(expected)


@given(values)
def test_every_hectare_is_fifteen_mu(value):
    assert AREA_UNITS["mu"].of(value) == value * 15


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [
        ("4942.107629", True, "4942.11"),
        ("18518505.4", True, "18518505"),
        ("0.000123456789", True, "0.000123457"),
        ("1412249854.2", False, "1412250000"),
        ("0", False, "0"),
    ],
)
def test_a_converted_value_claims_no_precision_that_it_has_not(value, whole, expected):
    assert significant(Decimal(value), whole=whole) == Decimal(expected)
