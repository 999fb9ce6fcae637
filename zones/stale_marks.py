"""Which facts of a page are marked as out of date.

Of several statements about the same thing only the newest can be: the others are its
history, and a reader sees their dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .fact_groups import RELATIONS
from .freshness import Policy, moment_of
from .models import Area, Cost, FactGroup

if TYPE_CHECKING:
    from .models import Zone
    from .series import KindOfFigures
    from .structure import Structure


def mark(
    zone: Zone,
    figures: Iterable[KindOfFigures],
    structure: Structure,
    *,
    policy: Policy,
    on: datetime.date,
) -> None:
    """Set `is_stale` on the facts of a profile that is read already."""
    for group, facts in _groups(zone, figures, structure):
        for fact in _newest_of_each(facts):
            fact.is_stale = policy.is_stale(group, fact, on=on)


def _groups(
    zone: Zone, figures: Iterable[KindOfFigures], structure: Structure
) -> Iterator[tuple[FactGroup, Iterable[Any]]]:
    for group, name in RELATIONS.items():
        if group == FactGroup.INDICATORS:
            # The latest full year speaks for the series; the last figure may be of half a year.
            yield (
                group,
                [
                    figure.shown
                    for kind in figures
                    for series in kind.series
                    for figure in (series.latest, series.figures[-1])
                ],
            )
        elif group == FactGroup.STRUCTURE:
            yield group, structure.relations
        elif group != FactGroup.PHOTOS:
            # A photograph is no statement that could be out of date.
            yield group, getattr(zone, name).all()


def _newest_of_each(facts: Iterable[Any]) -> Iterable[Any]:
    newest: dict[Hashable, Any] = {}
    for fact in facts:
        thing = _thing(fact)
        if thing not in newest or _age(fact) > _age(newest[thing]):
            newest[thing] = fact
    return newest.values()


def _thing(fact: Any) -> Hashable:
    """What the fact speaks of: two statements about one thing are the newer and the older."""
    match fact:
        case Area():
            return (fact.kind, fact.scope)
        case Cost():
            return (fact.kind_id, fact.unit_id, fact.currency, fact.note)
    return (type(fact), fact.pk)


def _age(fact: Any) -> datetime.date:
    return moment_of(fact) or datetime.date.min
