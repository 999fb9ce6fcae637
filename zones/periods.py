"""The stretch of time that a figure belongs to: a year, a half, a quarter, some months, a span.

A period is its first and its last day; what it is called follows from them. Texts are
read and written in one canonical form: `2014`, `2014 H1`, `2018 Q1`, `2017-01/2017-11`, `1993/2012`.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

_MONTHS = {name: index for index, name in enumerate(calendar.month_abbr) if name}
_QUARTERS = {(1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_SHORT = re.compile(r"\A(\d{4})(?:\s*(?:(H[12])|(Q[1-4])(?:-(Q[1-4]))?|([A-Z][a-z]{2})-([A-Z][a-z]{2})))?\Z")
_SPAN = re.compile(r"\A(\d{4})(?:-(\d{2}))?\s*[/–]\s*(\d{4})(?:-(\d{2}))?\Z")
_YEARS = re.compile(r"\A(\d{4})-(\d{4})\Z")
_DECADE = re.compile(r"\A(\d{3}0)s\Z")


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `start` to `end`, both days included."""

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError("a period ends after it starts")

    @classmethod
    def of_months(cls, year: int, first: int, last: int, last_year: int | None = None) -> Period:
        last_year = last_year or year
        last_day = calendar.monthrange(last_year, last)[1]
        return cls(datetime.date(year, first, 1), datetime.date(last_year, last, last_day))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2014`, `2014 H1`, `2018 Q1-Q3`, `2017 Jan-Nov`, `1993-2012`, `1990s` or `2017-01/2017-11`.

        Raises ValueError for anything else.
        """
        text = str(text).strip()
        if match := _DECADE.match(text):
            year = int(match[1])
            return cls.of_months(year, 1, 12, year + 9)
        if match := _YEARS.match(text):
            return cls.of_months(int(match[1]), 1, 12, int(match[2]))
        if match := _SPAN.match(text):
            first, last = int(match[2] or 1), int(match[4] or 12)
            return cls.of_months(int(match[1]), first, last, int(match[3]))
        match = _SHORT.match(text)
        if not match:
            raise ValueError(f"not a period: {text!r}")
        year = int(match[1])
        if half := match[2]:
            return cls.of_months(year, 1 if half == "H1" else 7, 6 if half == "H1" else 12)
        if quarter := match[3]:
            last_quarter = match[4] or quarter
            return cls.of_months(year, int(quarter[1]) * 3 - 2, int(last_quarter[1]) * 3)
        if match[5]:
            if match[5] not in _MONTHS or match[6] not in _MONTHS:
                raise ValueError(f"not a month: {text!r}")
            return cls.of_months(year, _MONTHS[match[5]], _MONTHS[match[6]])
        return cls.of_months(year, 1, 12)

    @property
    def kind(self) -> str:
        """`year`, `half`, `quarter`, `months` (part of one year) or `span` (several years)."""
        if self.start.year != self.end.year:
            return "span"
        months = (self.start.month, self.end.month)
        if months == (1, 12):
            return "year"
        return {"H": "half", "Q": "quarter"}.get(_QUARTERS.get(months, " ")[0], "months")

    def __str__(self) -> str:
        """The canonical text, which `parse` reads back."""
        months = (self.start.month, self.end.month)
        match self.kind:
            case "year":
                return f"{self.start:%Y}"
            case "half" | "quarter":
                return f"{self.start:%Y} {_QUARTERS[months]}"
            case "span" if months == (1, 12):
                return f"{self.start:%Y}/{self.end:%Y}"
        return f"{self.start:%Y-%m}/{self.end:%Y-%m}"

    def display(self) -> str:
        """The period in words of the active language."""
        words: dict[str, int | str] = {
            "year": self.start.year,
            "first": self.start.year,
            "last": self.end.year,
        }
        match self.kind:
            case "year":
                return gettext("%(year)s") % words
            case "half":
                first = gettext("first half of %(year)s")
                return (first if self.start.month == 1 else gettext("second half of %(year)s")) % words
            case "quarter":
                words["quarter"] = (self.start.month + 2) // 3
                return gettext("Q%(quarter)s %(year)s") % words
            case "months":
                # Translators: a date format for a month within a year: "Jan" in English, "1" in Chinese.
                month = pgettext("month of a period", "M")
                words |= {"from": date_format(self.start, month), "to": date_format(self.end, month)}
                return gettext("%(from)s–%(to)s %(year)s") % words
        return gettext("%(first)s–%(last)s") % words
