"""The ranges a visitor may set: years of founding and approval, approved area, way to a port.

What is typed and not understood narrows nothing: it stays in its field, with a message beside it.
A zone whose value nobody published is in no range; the finder counts it apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise

_LONGEST = 20  # characters of what was typed that are shown again
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Measure:
    """What kind of number a range takes. `column_value` turns it into what its column holds."""

    least: int
    most: int
    decimals: int
    unit: Text
    mistake: Text
    is_year: bool = False


YEAR = Measure(1900, 2100, 0, "", _("Enter a year from 1900 to 2100, such as 1992."), is_year=True)
HECTARES = Measure(
    0, 99_999_999, 4, _("ha"), _("Enter a number of hectares from 0 to 99,999,999, such as 500.")
)
KILOMETRES = Measure(0, 20_000, 1, _("km"), _("Enter a number of kilometres from 0 to 20,000, such as 50."))


@dataclass(frozen=True)
class Range:
    """A range of the finder: `low` and `high` are its names in addresses, "" where it has no such end."""

    name: str
    label: Text
    column: str
    measure: Measure
    low: str
    high: str


RANGES = (
    Range("approved", _("First approved"), "approved_on", YEAR, "approved_from", "approved_to"),
    Range("founded", _("Founded"), "founded_on", YEAR, "founded_from", "founded_to"),
    Range("area", _("Approved area"), "approved_area_ha", HECTARES, "area_min", "area_max"),
    Range("port", _("Distance to a port"), "port_km", KILOMETRES, "", "port_km"),
)
_FROM, _TO = pgettext_lazy("range", "from"), pgettext_lazy("range", "to")
_AT_MOST = pgettext_lazy("range", "at most")


@dataclass
class Field:
    """One end of a range: what was typed, what it means, and what is wrong with it."""

    name: str
    label: Text
    range_label: Text
    typed: str = ""
    value: Decimal | None = None
    error: str = ""


class ChosenRange:
    """A range as one visitor has set it, or left it open."""

    def __init__(self, range_: Range, params: Mapping[str, str]) -> None:
        self.range = range_
        self.name, self.label, self.unit = range_.name, range_.label, range_.measure.unit
        self.is_year = range_.measure.is_year
        ends = ((range_.low, _FROM), (range_.high, _TO if range_.low else _AT_MOST))
        self.fields = [
            _read(Field(name, label, self.label), params.get(name) or "", range_.measure)
            for name, label in ends
            if name
        ]
        low, high = self._low, self._high
        if low is not None and high is not None and low > high:
            self.fields[-1].error = gettext("The range ends before it starts.")

    @property
    def has_errors(self) -> bool:
        return any(field.error for field in self.fields)

    @property
    def is_set(self) -> bool:
        return bool(self.params())

    @property
    def is_open(self) -> bool:
        """Whether its fields are to be seen at once."""
        return self.is_set or self.has_errors

    def params(self) -> dict[str, str]:
        """The ends that are understood, as an address says them."""
        if self._is_reversed:
            return {}
        return {field.name: f"{field.value:f}" for field in self.fields if field.value is not None}

    def known(self) -> Q:
        """Zones whose value lies inside."""
        column, low, high = self.range.column, self._low, self._high
        inside = ~self.unknown()
        if self.is_year:
            # Dates are texts of a year, a month or a day: all of 2001 stands before "2002".
            inside &= Q() if low is None else Q(**{f"{column}__gte": f"{low}"})
            return inside & (Q() if high is None else Q(**{f"{column}__lt": f"{high + 1}"}))
        inside &= Q() if low is None else Q(**{f"{column}__gte": low})
        return inside & (Q() if high is None else Q(**{f"{column}__lte": high}))

    def unknown(self) -> Q:
        """Zones whose value nobody published."""
        column = self.range.column
        return Q(**{column: ""}) if self.is_year else Q(**{f"{column}__isnull": True})

    @property
    def chip(self) -> str:
        """The range in words: “First approved: 1990–2000”."""
        low, high = ("" if end is None else f"{end:f}" for end in (self._low, self._high))
        if low and high:
            span = low if low == high else f"{low}–{high}"
        elif low:
            span = (gettext("since %(end)s") if self.is_year else gettext("at least %(end)s")) % {"end": low}
        else:
            span = (gettext("until %(end)s") if self.is_year else gettext("at most %(end)s")) % {"end": high}
        # Translators: a range in words, such as "Approved area: at least 100 ha". Years have no unit.
        words = gettext("%(label)s: %(span)s %(unit)s")
        return (words % {"label": self.label, "span": span, "unit": self.unit}).rstrip()

    @property
    def _is_reversed(self) -> bool:
        return self._low is not None and self._high is not None and self._low > self._high

    @property
    def _low(self) -> Decimal | None:
        return self.fields[0].value if self.range.low else None

    @property
    def _high(self) -> Decimal | None:
        return self.fields[-1].value


def _read(field: Field, raw: str, measure: Measure) -> Field:
    text = unicodedata.normalize("NFKC", raw).replace(" ", "")
    # What is shown again holds no character that a page cannot show.
    field.typed = "".join(char for char in raw if char.isprintable()).strip()[:_LONGEST]
    if not text:
        return field
    if _NUMBER.fullmatch(text) and len(text) <= _LONGEST:
        value = Decimal(text.replace(",", ""))
        if measure.least <= value <= measure.most and value == round(value, measure.decimals):
            field.value = Decimal(f"{value.normalize():f}")
            return field
    field.error = str(measure.mistake)
    return field
