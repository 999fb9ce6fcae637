"""Conversion between units of one dimension: exact, never across dimensions, never of money or prices.

A unit of the portal's list has a factor to the base unit of its dimension. Areas of zones are
kept in hectares and offered in four units, whose definitions are exact ratios: a mu is a
fifteenth of a hectare, which no decimal factor can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a number of each means has no factor: an amount needs a year's rate, a rank has no size.
UNCONVERTIBLE = ("money", "rank", "price", "count")
# The international mu and acre; a factor that is rounded to ten decimals stands for its exact ratio.
EXACT_FACTORS = {"mu": Fraction(1, 15), "acre": Fraction("0.40468564224")}
DIGITS = 6


class MeasuredIn(Protocol):
    """What conversion needs to know of a unit."""

    slug: str
    dimension: str
    factor: Decimal


@dataclass(frozen=True)
class AreaUnit:
    """A unit that areas can be shown in. `code` stands in addresses; `hectares` is the size of one."""

    code: str
    name: str | Promise
    pattern: str | Promise
    hectares: Fraction

    def of(self, hectares: Decimal) -> Decimal:
        """So many hectares in this unit."""
        return _decimal(Fraction(hectares) / self.hectares)


AREA_UNITS = {
    unit.code: unit
    for unit in (
        AreaUnit("ha", _("hectares (ha)"), _("%(number)s ha"), Fraction(1)),
        AreaUnit("km2", _("square kilometres (km²)"), _("%(number)s km²"), Fraction(100)),
        AreaUnit("mu", _("mu"), _("%(number)s mu"), EXACT_FACTORS["mu"]),
        AreaUnit("acre", _("acres"), _("%(number)s acres"), EXACT_FACTORS["acre"]),
    )
}


def convert(value: Decimal, unit: MeasuredIn, to: MeasuredIn) -> Decimal:
    """`value` of `unit` in the unit `to`. ValueError across dimensions and for what has no factor."""
    if unit.slug == to.slug:
        return value
    if unit.dimension != to.dimension or unit.dimension in UNCONVERTIBLE:
        raise ValueError(f"{unit.slug} cannot be shown in {to.slug}")
    return _decimal(Fraction(value) * _factor(unit) / _factor(to))


def _factor(unit: MeasuredIn) -> Fraction:
    exact = EXACT_FACTORS.get(unit.slug)
    factor = Fraction(unit.factor)
    # An editor may keep another mu under the name; then the editor's factor counts.
    return exact if exact is not None and abs(exact - factor) < Fraction(1, 10**9) else factor


def _decimal(exact: Fraction) -> Decimal:
    """The nearest decimal of the context's 28 digits."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def significant(value: Decimal, digits: int = DIGITS, *, whole: bool = True) -> Decimal:
    """A converted value no more precise than it can be meant; `whole` leaves its whole part alone."""
    if not value:
        return value
    places = digits - 1 - value.adjusted()
    return round(value, max(0, places) if whole else places).normalize()
