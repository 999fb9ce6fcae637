"""Published values in another unit or currency, each with the words that say how it was worked out.

An amount is converted by the average rate of its own year. What belongs to no single year
stays as it was published, and the reader is told why.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from .. import figures
from ..periods import Period
from ..rates import Rates
from ..units import AreaUnit, significant
from .table import Converted

# More digits would claim more than an average rate of a year can give.
MONEY_DIGITS = 4


def money(
    values: Sequence[Decimal],
    currency: str,
    to: str,
    period: Period | None,
    rates: Rates,
    *,
    is_cumulative: bool = False,
    per: str = "",
) -> tuple[Converted | None, str]:
    """An amount, or both ends of a range, in `to`, or why not; neither where nothing is to be converted.

    `per` is the symbol of what a price is for, such as "/kWh".
    """
    if not to or currency == to:
        return None, ""
    if period is None:
        return None, gettext("Not converted: its year is not published")
    if is_cumulative:
        return None, gettext("Not converted: it adds up several years")
    if period.start.year != period.end.year:
        return None, gettext("Not converted: it spans several years")
    year = period.end.year
    found = [rates.convert(value, currency, to, year) for value in values]
    known = [number for number in found if number is not None]
    if len(known) < len(values):
        return None, gettext("Not converted: no average rate of %(year)s") % {"year": year}
    rounded = [significant(number, MONEY_DIGITS, whole=False) for number in known]
    is_price = bool(per) or len(rounded) > 1
    text = (
        figures.amount("–".join(figures.plain(number) for number in rounded), to)
        if is_price
        else figures.short_money(rounded[0], to)
    )
    used = rates.behind(currency, to, year)
    return Converted(
        text=f"≈ {text}{per}",
        how=gettext("at %(rates)s per US dollar, average of %(year)s")
        % {
            "rates": gettext(", ").join(f"{figures.plain(rate.per_usd)} {rate.currency}" for rate in used),
            "year": year,
        },
        number=rounded[0],
        unit=to,
        rates=used,
    ), ""


def area(hectares: Decimal, unit: AreaUnit | None) -> Converted | None:
    """An area in the chosen unit; None where that is the hectare, in which areas are kept."""
    if unit is None or unit.code == "ha":
        return None
    exact = unit.of(hectares)
    number = significant(exact)
    sign = "=" if number == exact else "≈"
    per_hectare = significant(unit.of(Decimal(1)))
    return Converted(
        text=f"{sign} {unit.pattern % {'number': figures.plain(number)}}",
        how=gettext("at %(amount)s per hectare")
        % {"amount": unit.pattern % {"number": figures.plain(per_hectare)}},
        number=number,
        unit=unit.code,
    )
