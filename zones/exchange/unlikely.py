"""Values of a file that look unlikely, told before they are written. They stop nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..models import PlausibleRange, Unit
from ..plausibility import doubts, is_overruled
from ..rates import Rates
from .facts import StoredFacts
from .layout import GROUPS_BY_NAME

if TYPE_CHECKING:
    from .planning import ZonePlan

_JUDGED = ("indicators", "areas")


class Judge:
    """Judges new and changed facts beside those that stand; reads the rules once, when first asked."""

    def __init__(self) -> None:
        self._rules: tuple[Any, Any, Any] | None = None

    def notes(self, plan: ZonePlan, stored: StoredFacts) -> Iterator[tuple[str, str]]:
        """Where in the file a doubtful fact stands, and what the doubt is."""
        said = [fact for name in _JUDGED for fact in [*plan.facts.new[name], *plan.facts.changed[name]]]
        if not said or plan.facts.problems:
            return
        if self._rules is None:
            units = {unit.pk: unit for unit in Unit.objects.all()}
            self._rules = list(PlausibleRange.objects.select_related("kind", "per")), Rates.load(), units
        ranges, rates, units = self._rules
        figures, areas = (
            [*stored.of(GROUPS_BY_NAME[name], plan.zone), *plan.facts.new[name]] for name in _JUDGED
        )
        for figure in figures:
            # One query for all units, not one for each figure.
            figure.kind.unit = units[figure.kind.unit_id]
        types = plan.types or plan.types_before
        found = doubts(figures, areas, types=types, ranges=ranges, rates=rates)
        for fact in said:
            if fact.uuid in found and not is_overruled(fact):
                yield plan.facts.places.get(id(fact), ""), f"{fact}: {found[fact.uuid].message}"
