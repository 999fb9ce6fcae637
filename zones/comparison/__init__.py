"""Two to four zones side by side: what each has published, with its year and source, and nothing made equal.

Values stay as published; one in another unit or currency stands beside them, with how it was
worked out. The number of queries is the same for two zones as for four.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from .. import stale_marks
from ..freshness import Policy
from ..models import ConnectionKind, CostKind, IndicatorKind, Source, Zone
from ..rates import Rates
from ..series import arrange
from ..structure import Structure
from .choice import FEWEST, MOST, Choice
from .figure_rows import indicators, targets
from .identity_rows import areas, identity, industries
from .offer_rows import connections, costs, offers
from .side import Side
from .table import Cell, Entry, Row, Section, Table

__all__ = ["FEWEST", "MOST", "Cell", "Choice", "Comparison", "Entry", "Row", "Section", "Table", "build"]


@dataclass(frozen=True)
class Comparison:
    choice: Choice
    table: Table

    @property
    def zones(self) -> Sequence[Zone]:
        return self.choice.zones


def build(choice: Choice, rates: Rates, *, on: datetime.date | None = None) -> Comparison:
    """Read what the chosen zones have published, as it stands on the day `on`."""
    on = on or timezone.localdate()
    _read(choice.zones)
    policy = Policy.load()
    kinds = list(IndicatorKind.objects.filter(is_headline=True).select_related("unit"))
    sides = [Side(zone, on, arrange(zone.indicators.all())) for zone in choice.zones]
    for side in sides:
        stale_marks.mark(side.zone, side.figures, Structure(), policy=policy, on=on)
    joint = choice.names
    sections = [
        identity(sides, joint=joint),
        areas(sides, unit=choice.area_unit, joint=joint),
        industries(sides, joint=joint),
        *indicators(sides, kinds, currency=choice.currency, rates=rates, joint=joint),
        connections(sides, list(ConnectionKind.objects.all()), joint=joint),
        costs(sides, list(CostKind.objects.all()), currency=choice.currency, rates=rates, joint=joint),
        offers(sides, joint=joint),
        targets(sides, joint=joint),
    ]
    return Comparison(choice, Table.of(sections, only_differing=choice.only_differing))


def _read(zones: Sequence[Zone]) -> None:
    """Everything that a row may need, in a constant number of queries."""

    def facts(name: str, *related: str) -> Prefetch:
        model: Any = Zone._meta.get_field(name).related_model
        return Prefetch(name, model.objects.select_related("source", "verified_by", *related))

    prefetch_related_objects(
        list(zones),
        "province",
        "city",
        "level",
        "record_source",
        "types",
        facts("events", "level"),
        Prefetch("events__further_sources", Source.objects.all()),
        facts("targets", "unit", "kind"),
        facts("areas"),
        facts("industry_roles", "industry"),
        facts("indicators", "unit", "kind"),
        facts("connections", "kind"),
        facts("costs", "kind", "unit"),
        "incentives",
        "sites",
        "desks",
        # Not compared, but their age is marked with that of all others.
        "firms",
        "documents",
    )
