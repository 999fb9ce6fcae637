"""Rows of the portal's own columns as zone records.

What a row says as the zone stands is nothing new and is left out: only the difference is read back
as the facts that it stands for. So a file that was taken from here changes nothing, whatever it sums up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Industry, Zone
from . import timeline
from .columns import AREA, DIRECT, SEPARATOR, SUMMARY, Columns, Row
from .files import Numbered
from .lookups import Lookups
from .planning import Entry
from .report import Report
from .sources import SourceBook
from .standing_facts import approval, withdrawal
from .stored import StoredZones
from .values import messages, words

CHUNK = 500
_IDENTITY = ("uuid", "slug", "code", "name_zh")
_PLACE = ("province", "city", "types")
_NEW = Row({})


def entries(rows: list[Numbered], columns: Columns, lookups: Lookups, report: Report) -> list[Entry]:
    """The records of a table's rows, each against the zone that it speaks of."""
    stored = StoredZones([_identity(row) for _number, row in rows], SourceBook(), lock=False)
    found = {number: _find(stored, row) for number, row in rows}
    standing = _standing({zone.pk for zone in found.values() if zone}, columns)
    made = []
    for number, cells in rows:
        zone = found[number]
        reader = _Reader(cells, standing[zone.pk] if zone else None, columns, lookups)
        record = reader.record()
        for column, message in reader.problems:
            report.problem(number, column, message)
        for column, message in reader.notes:
            report.note(number, column, message)
        made.append(Entry(number, record, reader.places))
    return made


def _identity(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in _IDENTITY if row.get(name)}


def _find(stored: StoredZones, row: dict[str, str]) -> Zone | None:
    try:
        return stored.find(_identity(row))
    except ValidationError:
        # Told when the record is compared.
        return None


def _standing(ids: Collection[int], columns: Columns) -> dict[int, Row]:
    """What the zones say now, in the columns of the file."""
    wanted, rows = sorted(ids), {}
    for start in range(0, len(wanted), CHUNK):
        zones = columns.prefetched(QuerySet(Zone).filter(pk__in=wanted[start : start + CHUNK]))
        rows |= {zone.pk: columns.row(zone) for zone in zones}
    return rows


@dataclass
class _Reader:
    """One row: what it says anew becomes a record, `places` tells where each part of that stands."""

    cells: dict[str, str]
    stored: Row | None
    columns: Columns
    lookups: Lookups
    places: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        record: dict[str, Any] = _identity(self.cells)
        record |= {name: self.cells[name] for name in (*DIRECT, *_PLACE) if self._is_new(name)}
        if self._is_new("source", "source_url"):
            record["source"] = self._source("")
        for name, facts in (
            ("events", self._events()),
            ("areas", self._areas()),
            ("industries", self._industries()),
            ("indicators", self._indicators()),
        ):
            if facts:
                record[name] = facts
        return record

    def _is_new(self, *names: str) -> bool:
        """Whether the row says in one of the columns what the zone does not say."""
        before = (self.stored or _NEW).texts
        return any(
            self.cells.get(name) and not _is_same(self.cells[name], before.get(name, "")) for name in names
        )

    def _cell(self, name: str) -> str:
        """What the row says, else what stands: an empty cell says nothing."""
        return self.cells.get(name) or (self.stored or _NEW).texts.get(name, "")

    def _source(self, prefix: str) -> dict[str, str]:
        """The source in its own columns; where the table has none, that of the record."""
        if prefix and f"{prefix}source" not in self.cells and f"{prefix}source_url" not in self.cells:
            prefix = ""
        title, url = self._cell(f"{prefix}source"), self._cell(f"{prefix}source_url")
        return {"title": title, "url": url} if title or url else {}

    # --- what follows from events

    def _events(self) -> list[dict[str, Any]]:
        statements = [
            part.strip() for part in self.cells.get("timeline", "").split(SEPARATOR) if part.strip()
        ]
        if not statements:
            return self._from_summary()
        events = self._from_timeline(statements)
        if not events and self.stored:
            self._tell_summary()
        events += self._approval_source(events)
        self.places["events"] = "timeline"
        return events

    def _from_timeline(self, statements: list[str]) -> list[dict[str, Any]]:
        """The events that are not there yet; one that stands in place of another of its kind corrects that."""
        known = list(self.stored.events) if self.stored else []
        new = list((Counter(statements) - Counter(statement for statement, _uuid in known)).elements())
        gone = Counter(statement for statement, _uuid in known) - Counter(statements)
        replaced = defaultdict(list)
        for statement, identity in known:
            if gone[statement]:
                gone[statement] -= 1
                replaced[_kind(statement)].append(identity)
        events = []
        for statement in new:
            try:
                event = timeline.read(statement)
            except ValidationError as error:
                self.problems.append(("timeline", messages(error)))
                continue
            if self.stored is None:
                # Each statement is an event of its own, even where the dates would agree.
                event["uuid"] = str(uuid4())
            elif replaced[event["kind"]]:
                corrected = ("date", "level", "is_confirmed", "kind")
                event = {name: event[name] for name in corrected if name in event}
                event["uuid"] = str(replaced[event["kind"]].pop(0))
            events.append(event)
        return events

    def _approval_source(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Gives the first approval its source; returns the event where only its source is new."""
        if not self._is_new("approved_source", "approved_source_url"):
            return []
        source = self._source("approved_")
        for event in events:
            if event["kind"] in ("approved", "upgraded") and event["date"] == self._cell("approved_on"):
                event["source"] = source
                return []
        identity = self.stored and self.stored.approval
        return [{"uuid": str(identity), "source": source}] if identity else []

    def _tell_summary(self) -> None:
        # An older file is told as well: an event may have come to pass since.
        for name in SUMMARY:
            if self._is_new(name):
                self.notes.append(
                    (name, _("Left as it is: it follows from the timeline, so change it there."))
                )

    def _from_summary(self) -> list[dict[str, Any]]:
        """A table without a timeline: its dates and words stand for one event each."""
        events: list[dict[str, Any]] = []

        def add(event: dict[str, Any], **columns: str) -> None:
            events.append(event)
            place = f"events[{len(events)}]"
            self.places |= {f"{place}.{name}": column for name, column in columns.items()}

        if self._is_new("founded_on"):
            add({"kind": "founded", "date": self.cells["founded_on"]}, date="founded_on")
        is_planned = self.cells.get("status") == "planned" and not self.cells.get("approved_on")
        if self._is_new("level", "approved_on") and not is_planned:
            level = self.cells.get("level") if self._is_new("level") else ""
            source = self._source("approved_")
            event = approval(level, self._cell("approved_on"))
            add(event | ({"source": source} if source else {}), date="approved_on", level="level")
        status = self.cells.get("status", "")
        if self._is_new("status") or (status in ("withdrawn", "doubtful") and self._is_new("status_since")):
            if status in ("withdrawn", "doubtful"):
                add(
                    withdrawal(self._cell("status_since"), is_confirmed=status == "withdrawn"),
                    date="status_since",
                )
            elif self.stored or status not in ("active", "planned"):
                known = _(
                    "The status follows from dated events: give “withdrawn” or “doubtful”, or a timeline."
                )
                self.problems.append(("status", known))
        return events

    # --- other facts

    def _areas(self) -> list[dict[str, Any]]:
        names = [*("area_ha" if not suffix else f"area{suffix}" for suffix in AREA)]
        if not self._is_new(*names, "area_source", "area_source_url"):
            return []
        area: dict[str, Any] = {"kind": "approved"}
        for column, attribute in zip(names, AREA.values(), strict=True):
            area[attribute] = self._cell(column)
            self.places[f"areas[1].{attribute}"] = column
        self.places["areas"] = "area_ha"
        source = self._source("area_")
        return [area | ({"source": source} if source else {})]

    def _indicators(self) -> list[dict[str, Any]]:
        figures: list[dict[str, Any]] = []
        for prefix, kind in self.columns.kinds.items():
            columns = {
                "value": prefix,
                "qualifier": f"{prefix}_qualifier",
                "unit": f"{prefix}_unit",
                "currency": f"{prefix}_currency",
                "period": f"{prefix}_period",
                "is_estimate": f"{prefix}_estimate",
            }
            if not self._is_new(*columns.values(), f"{prefix}_source", f"{prefix}_source_url"):
                continue
            figure = {name: self._cell(column) for name, column in columns.items()}
            figure |= {"kind": kind.slug, "unit": figure["unit"] or kind.unit.slug}
            if not figure["period"]:
                self.problems.append((columns["period"], _("A figure needs its period, such as 2022.")))
                continue
            source = self._source(f"{prefix}_")
            figures.append(figure | ({"source": source} if source else {}))
            place = f"indicators[{len(figures)}]"
            self.places |= {f"{place}.{name}": column for name, column in columns.items()}
            self.places |= {place: prefix, f"{place}.source": f"{prefix}_source_url"}
        return figures

    def _industries(self) -> list[dict[str, Any]]:
        if not self._is_new("industries"):
            return []
        before = set(words((self.stored or _NEW).texts.get("industries")))
        found: dict[str, dict[str, Any]] = {}
        for word in words(self.cells["industries"]):
            if industry := self.lookups.find(Industry, word):
                sectors, label = [industry], {}
            else:
                named = self.lookups.label(word)
                sectors = list(named.industries.all()) if named else []
                label = {"label_en": named.label_en, "label_zh": named.label_zh_hans} if named else {}
            if not sectors:
                self.notes.append(("industries", _("“%(label)s” stands for no sector.") % {"label": word}))
            for sector in sectors:
                if sector.slug not in before:
                    found.setdefault(sector.slug, {"industry": sector.slug, "role": "key"} | label)
        return list(found.values())


def _kind(statement: str) -> str:
    return str(timeline.read(statement)["kind"])


def _is_same(one: str, other: str) -> bool:
    """Whether two cells say the same: Excel writes 27.50 as 27.5, true as TRUE, and lists as somebody sorted them."""
    if one == other or one.casefold() == other.casefold() in ("true", "false"):
        return True
    if SEPARATOR in one or SEPARATOR in other:
        return sorted(words(one)) == sorted(words(other))
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
