"""What a currency was worth on the average of a year, and what an amount makes in another one.

Rates are editable data with a source. A conversion is always of one year, goes through the
US dollar, and is never guessed: without a rate for that year there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import ExchangeRate

PIVOT = "USD"
ONE = Decimal(1)


class Rates:
    """The yearly average rates of the portal, read once and asked often."""

    def __init__(self, rows: Iterable[ExchangeRate]) -> None:
        self._rows = {(row.currency, row.year): row for row in rows}

    @classmethod
    def load(cls) -> Rates:
        """Every rate with its source, in one query."""
        from .models import ExchangeRate

        return cls(ExchangeRate.objects.select_related("source"))

    @property
    def currencies(self) -> list[str]:
        """The currencies that amounts can be shown in, the dollar among them when there is any rate."""
        found = {currency for currency, _year in self._rows}
        return sorted(found | {PIVOT}) if found else []

    def per_usd(self, currency: str, year: int) -> Decimal | None:
        """Units of the currency for one dollar on the average of the year."""
        if currency == PIVOT:
            return ONE
        row = self._rows.get((currency, year))
        return row.per_usd if row else None

    def convert(self, amount: Decimal, currency: str, to: str, year: int) -> Decimal | None:
        """The amount in `to`, unrounded; None when the year or one of the currencies is missing."""
        if currency == to:
            return amount
        given, wanted = self.per_usd(currency, year), self.per_usd(to, year)
        if given is None or wanted is None:
            return None
        return amount * wanted / given

    def behind(self, currency: str, to: str, year: int) -> list[ExchangeRate]:
        """The published rates that a conversion rests on: one, or two when neither side is the dollar."""
        if currency == to:
            return []
        return [row for code in (currency, to) if (row := self._rows.get((code, year)))]
