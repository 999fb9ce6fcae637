"""What of the profiles wants looking at: stale, missing, undated, past its year, contradictory, unlikely.

The queue is the cells (kind × group) one after the other: what the public reads and may be wrong,
then what lacks, each the heaviest group first. A page asks how much each cell holds and fetches
from the cells that it touches. Nothing of it is stored: what is put right is gone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import completeness, review_rules
from .fact_groups import MODELS
from .freshness import Policy
from .models import FactGroup, Indicator, Stage, Zone


class Kind(TextChoices):
    """Why something is in the queue; within a group in this order."""

    CONTRADICTORY = "contradictory", _("contradictory")
    UNLIKELY = "unlikely", _("unlikely")
    STALE = "stale", _("out of date")
    OVERDUE = "overdue", _("past its target year")
    UNDATED = "undated", _("without a date")
    MISSING = "missing", _("missing")


@dataclass(frozen=True)
class Cell:
    kind: Kind
    group: FactGroup


@dataclass(frozen=True)
class Item:
    """One thing to look at: a fact of a zone, or a group in which it has none."""

    kind: Kind
    group: FactGroup
    zone: Zone
    fact: Any = None
    # The day from which it has been due; None where no date tells.
    since: datetime.date | None = None
    # Of a contradiction: the other figures of the same period.
    rivals: tuple[Indicator, ...] = ()


class Queue:
    """The queue of the zones that a person may see."""

    def __init__(
        self, zones: QuerySet, *, policy: Policy | None = None, on: datetime.date | None = None
    ) -> None:
        """`zones` in any order and with whatever they were fetched for: only which they are counts."""
        self.on = on or timezone.localdate()
        self.policy = policy or Policy.load()
        keys = zones.exclude(stage=Stage.ARCHIVED).order_by().values("pk")
        self._zones = QuerySet(Zone).filter(pk__in=keys)

    @cached_property
    def cells(self) -> list[Cell]:
        """Those that may hold anything, in the order of the queue."""
        weights = self.policy.weights
        groups = sorted(FactGroup, key=lambda group: -weights.get(group, 0))
        cells = [Cell(kind, group) for group in groups for kind in Kind if self._applies(kind, group)]
        return sorted(cells, key=lambda cell: cell.kind == Kind.MISSING)

    @cached_property
    def counts(self) -> dict[Cell, int]:
        """How much each cell holds, in one query for each table."""
        by_group: dict[FactGroup, list[Cell]] = defaultdict(list)
        missing = [cell for cell in self.cells if cell.kind == Kind.MISSING]
        for cell in self.cells:
            if cell.kind != Kind.MISSING:
                by_group[cell.group].append(cell)
        counts = self._counted(self._zones, missing)
        for group, cells in by_group.items():
            counts |= self._counted(self._facts(group), cells)
        return counts

    def count_up_to(self, kind: Kind, most: int) -> int:
        """How much there is of a kind; counting stops beyond `most`, at `most + 1`."""
        found = 0
        for cell in self.cells:
            if cell.kind == kind and found <= most:
                found += self._rows(cell)[: most + 1 - found].count()
        return found

    def page(self, cells: Iterable[Cell], *, start: int, size: int) -> list[Item]:
        """`size` items of the cells, from the `start`th on, counted from 0."""
        found: list[Item] = []
        for cell in cells:
            held = self.counts[cell]
            if start < held and len(found) < size:
                found += self._fetched(cell, start, size - len(found))
            start = max(0, start - held)
        return self._with_rivals(found)

    def all_items(self, cells: list[Cell], *, chunk: int = 500) -> Iterator[Item]:
        """Every item, fetched in chunks: for a file."""
        for cell in cells:
            for start in range(0, self.counts[cell], chunk):
                yield from self._with_rivals(self._fetched(cell, start, chunk))

    # --- one cell

    def _applies(self, kind: Kind, group: FactGroup) -> bool:
        match kind:
            case Kind.MISSING:
                return bool(self.policy.weights.get(group))
            case Kind.CONTRADICTORY:
                return group == FactGroup.INDICATORS
            case Kind.UNLIKELY:
                return group in (FactGroup.INDICATORS, FactGroup.AREA)
            case Kind.OVERDUE:
                return group == FactGroup.TARGETS
        grows_old = group in review_rules.DATED and self.policy.months.get(group) is not None
        # A figure always has its period.
        return grows_old and (kind == Kind.STALE or group != FactGroup.INDICATORS)

    def _condition(self, cell: Cell) -> Any:
        match cell.kind:
            case Kind.MISSING:
                return completeness.is_missing(cell.group)
            case Kind.CONTRADICTORY:
                return review_rules.contradictory()
            case Kind.UNLIKELY:
                return review_rules.unlikely()
            case Kind.OVERDUE:
                return review_rules.overdue(self.on)
            case Kind.UNDATED:
                return review_rules.undated(cell.group, self.on)
        # `cells` leaves out groups that do not grow old.
        cutoff = self.policy.cutoff(cell.group, on=self.on) or datetime.date.min
        return review_rules.stale(cell.group, cutoff, self.on)

    def _facts(self, group: FactGroup) -> QuerySet:
        facts = QuerySet(MODELS[group]).filter(zone__in=self._zones.values("pk"))
        return review_rules.with_moment(facts, group) if group in review_rules.DATED else facts

    def _counted(self, rows: QuerySet, cells: list[Cell]) -> dict[Cell, int]:
        if not cells:
            return {}
        counted = rows.aggregate(
            **{
                f"count_{number}": Count("pk", filter=self._condition(cell))
                for number, cell in enumerate(cells)
            }
        )
        return {cell: counted[f"count_{number}"] for number, cell in enumerate(cells)}

    def _rows(self, cell: Cell) -> QuerySet:
        rows = self._zones if cell.kind == Kind.MISSING else self._facts(cell.group)
        return rows.filter(self._condition(cell))

    def _fetched(self, cell: Cell, start: int, size: int) -> list[Item]:
        rows = self._rows(cell)
        if cell.kind == Kind.MISSING:
            # By name: whoever fills gaps goes from zone to zone.
            listed = rows.order_by("sort_key_en", "pk")[start : start + size]
            return [Item(cell.kind, cell.group, zone) for zone in listed]
        related = [field.name for field in MODELS[cell.group]._meta.fields if field.many_to_one]
        order = ("moment", "pk") if cell.kind == Kind.STALE else ("pk",)
        facts = rows.select_related(*related).order_by(*order)[start : start + size]
        return [Item(cell.kind, cell.group, fact.zone, fact, since=self._since(cell, fact)) for fact in facts]

    def _since(self, cell: Cell, fact: Any) -> datetime.date | None:
        match cell.kind:
            case Kind.STALE:
                due = self.policy.due_on(cell.group, fact)
                return due + datetime.timedelta(days=1) if due else None
            case Kind.OVERDUE:
                return datetime.date(fact.due_year + 1, 1, 1)
        return None

    def _with_rivals(self, items: list[Item]) -> list[Item]:
        """Contradictions with the figures that contradict, in one query for all."""
        first = {item.fact.pk: item.fact for item in items if item.kind == Kind.CONTRADICTORY}
        if not first:
            return items
        near = QuerySet(Indicator).filter(
            zone__in={fact.zone_id for fact in first.values()},
            kind__in={fact.kind_id for fact in first.values()},
            period_end__in={fact.period_end for fact in first.values()},
        )
        by_occasion: dict[tuple, list[Indicator]] = defaultdict(list)
        for figure in near.select_related("unit", "kind", "source").order_by("pk"):
            by_occasion[review_rules.occasion_of(figure)].append(figure)
        return [
            Item(
                item.kind,
                item.group,
                item.zone,
                item.fact,
                rivals=tuple(
                    rival for rival in by_occasion[review_rules.occasion_of(item.fact)] if rival != item.fact
                ),
            )
            if item.kind == Kind.CONTRADICTORY
            else item
            for item in items
        ]
