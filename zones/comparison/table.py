"""The table of a comparison: sections of rows, a cell for each zone, and the published values in it.

A row holds only what may be compared. What was counted differently stands in its cell as an
aside, and takes no part in whether the row differs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from ..models import ExchangeRate, Source, Zone
from ..models.reference import Reference

# What a label may be: words, or a row of a controlled list, which is called by its name.
Text = str | Promise | Reference


@dataclass(frozen=True)
class Converted:
    """A value that the portal has worked out: never shown without how."""

    text: str
    how: str
    number: Decimal
    unit: str
    rates: Sequence[ExchangeRate] = ()


@dataclass(frozen=True)
class Entry:
    """One published value with its year and the record behind it.

    `number`, `unit`, `period` are what a file says; `year` is there where years can be compared.
    """

    text: str
    fact: Any = None
    others: Sequence[Any] = ()
    when: str = ""
    year: int | None = None
    is_estimate: bool = False
    # The record whose scope says what was counted.
    scoped: Any = None
    is_aside: bool = False
    remarks: Sequence[str] = ()
    converted: Converted | None = None
    url: str = ""
    number: Decimal | int | None = None
    unit: str = ""
    period: str = ""

    @property
    def source(self) -> Source | None:
        return getattr(self.fact, "source", None)


@dataclass(frozen=True)
class Item:
    """One word of a list, and how many of the compared zones have it too."""

    text: str
    shared_by: int = 1

    @property
    def is_shared(self) -> bool:
        return self.shared_by > 1


@dataclass(frozen=True)
class Cell:
    """What one zone has published for a row. `key` is equal where two zones say the same; None is not published."""

    zone: Zone
    key: Hashable = None
    entries: Sequence[Entry] = ()
    items: Sequence[Item] = ()
    question: str = ""

    @property
    def is_published(self) -> bool:
        return self.key is not None

    @property
    def main(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_aside]

    @property
    def asides(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_aside]


@dataclass(frozen=True)
class Row:
    """One thing that can be compared. `question` asks all its zones at once when none has published it."""

    label: Text
    cells: Sequence[Cell]
    question: str = ""
    note: str = ""
    scoped: Any = None

    @cached_property
    def _keys(self) -> list[Hashable]:
        return [cell.key for cell in self.cells if cell.is_published]

    @property
    def is_empty(self) -> bool:
        return not any(cell.is_published or cell.entries for cell in self.cells)

    @property
    def differs(self) -> bool:
        return len(set(self._keys)) > 1

    @property
    def is_same(self) -> bool:
        """Whether every zone has published it, and all say the same."""
        return len(self._keys) == len(self.cells) and not self.differs

    @property
    def years_note(self) -> str:
        """Which years are compared with each other, where they are not the same one."""
        years = [entry.year for cell in self.cells for entry in cell.main if entry.year]
        if not years or min(years) == max(years):
            return ""
        return gettext("Different years: %(first)s to %(last)s") % {"first": min(years), "last": max(years)}


@dataclass(frozen=True)
class Section:
    slug: str
    title: Text
    rows: Sequence[Row]
    note: Text = ""


@dataclass
class Table:
    """The sections that have something to say, and the rows of which nobody has published anything."""

    sections: list[Section] = field(default_factory=list)
    unpublished: list[Row] = field(default_factory=list)
    hidden: int = 0

    @classmethod
    def of(cls, sections: Iterable[Section], *, only_differing: bool) -> Table:
        table = cls()
        for section in sections:
            filled = [row for row in section.rows if not row.is_empty]
            table.unpublished += [row for row in section.rows if row.is_empty]
            shown = [row for row in filled if not (only_differing and row.is_same)]
            table.hidden += len(filled) - len(shown)
            if shown:
                table.sections.append(Section(section.slug, section.title, shown, section.note))
        return table

    @property
    def entries(self) -> list[Entry]:
        return [
            entry
            for section in self.sections
            for row in section.rows
            for cell in row.cells
            for entry in cell.entries
        ]

    @cached_property
    def sources(self) -> dict[int, tuple[int, Source]]:
        """Each source that the table rests on, by its key: its number in order of appearance, and itself."""
        found: dict[int, tuple[int, Source]] = {}
        for entry in self.entries:
            if entry.source is not None and entry.source.pk not in found:
                found[entry.source.pk] = (len(found) + 1, entry.source)
        return found

    @cached_property
    def rates(self) -> list[ExchangeRate]:
        """The exchange rates that were used, each once, the latest year first."""
        used = {rate.pk: rate for entry in self.entries if entry.converted for rate in entry.converted.rates}
        return sorted(used.values(), key=lambda rate: (-rate.year, rate.currency))
