"""How much of its profile a zone has filled, in percent and per language.

The weights of the groups that are filled, as a share of all weights. A group counts in a
language when it has a fact and none of its texts has to be borrowed from another language.
For lists of thousands that is told in SQL, for a profile that is read already in Python:
`percents` and `with_completeness` are twins, and a test holds them together.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from .fact_groups import MODELS
from .freshness import Policy
from .models import FactGroup, Zone
from .translation import TRANSLATED

# The words of a source stand in the source's language.
_QUOTED = {"label"}
_PLACE = ("district", "address")
CODES = {code: code.replace("-", "_") for code, _name in settings.LANGUAGES}


@dataclass(frozen=True)
class Completeness:
    """Of one zone: the percent per language, and what is missing, the heaviest first."""

    percent: Mapping[str, int]
    missing: list[FactGroup]
    # Per language: groups with a fact, of which texts stand in another language only.
    untranslated: Mapping[str, list[FactGroup]]


def with_completeness(zones: QuerySet, *, policy: Policy | None = None) -> QuerySet:
    """Annotate `completeness_en`, `completeness_zh_hans`, ...: whole percent, 100 only where nothing lacks."""
    weights = _weights(policy)
    return zones.annotate(
        **{f"completeness_{column}": _percent(column, weights) for column in CODES.values()}
    )


def completeness_of(zone: Zone, *, policy: Policy | None = None) -> dict[str, int]:
    """The percent by language code: `{"en": 71, "zh-hans": 64}`."""
    return dict(read(zone, policy=policy).percent)


def read(zone: Zone, *, policy: Policy | None = None) -> Completeness:
    """Everything about one zone that is stored, in one query beside the one for the policy."""
    policy = policy or Policy.load()
    groups = _weights(policy)
    rows = with_completeness(QuerySet(Zone).filter(pk=zone.pk), policy=policy).annotate(
        **{f"has_{group}": _case(_is_present(group)) for group in groups},
        **{
            f"lacks_{group}_{column}": _case(_is_untranslated(group, column))
            for group in groups
            for column in CODES.values()
        },
    )
    row = rows.values().get()
    present = [group for group in groups if row[f"has_{group}"]]
    return Completeness(
        percent={code: row[f"completeness_{column}"] for code, column in CODES.items()},
        missing=[group for group in groups if group not in present],
        untranslated={
            code: [group for group in present if row[f"lacks_{group}_{column}"]]
            for code, column in CODES.items()
        },
    )


def percents(
    zone: Zone, facts: Mapping[FactGroup, Sequence[Any]], relations: Sequence[Any], *, policy: Policy
) -> dict[str, int]:
    """The same percents by language code, from the facts of a zone that are read already.

    `relations` are those that either side tells of; nothing is asked of the database.
    """
    weights = _weights(policy)
    total = sum(weights.values())
    return {
        code: sum(
            weight for group, weight in weights.items() if _counts(zone, group, facts, relations, column)
        )
        * 100
        // total
        if total
        else 100
        for code, column in CODES.items()
    }


def _counts(
    zone: Zone,
    group: FactGroup,
    facts: Mapping[FactGroup, Sequence[Any]],
    relations: Sequence[Any],
    column: str,
) -> bool:
    """Whether the group is filled and needs no other language: `_is_present` and `_is_untranslated`."""
    if group == FactGroup.OVERVIEW:
        has_text = getattr(zone, f"summary_{column}") or getattr(zone, f"description_{column}")
        return bool(getattr(zone, f"name_{column}") and has_text)
    if group == FactGroup.PLACE:
        is_placed = zone.city_id is not None and zone.latitude is not None
        return is_placed and not _borrows([zone], _PLACE, column)
    if group == FactGroup.STRUCTURE:
        own = [relation for relation in relations if relation.zone_id == zone.pk]
        return bool(relations) and not _borrows(own, _texts(group), column)
    return bool(facts[group]) and not _borrows(facts[group], _texts(group), column)


def _borrows(records: Iterable[Any], texts: Iterable[str], column: str) -> bool:
    others = [other for other in CODES.values() if other != column]
    return any(
        not getattr(record, f"{name}_{column}")
        and any(getattr(record, f"{name}_{other}") for other in others)
        for record in records
        for name in texts
    )


def is_missing(group: FactGroup) -> Any:
    """The condition under which a zone has nothing in a group: for queries on zones."""
    return ~_is_present(group)


def _weights(policy: Policy | None) -> dict[FactGroup, int]:
    """The groups that count, the heaviest first."""
    weights = (policy or Policy.load()).weights
    counted = [group for group in FactGroup if weights.get(group)]
    return {group: weights[group] for group in sorted(counted, key=lambda group: -weights[group])}


def _percent(column: str, weights: Mapping[FactGroup, int]) -> Any:
    total = sum(weights.values())
    if not total:
        return Value(100, output_field=IntegerField())
    filled = [
        _case(_is_present(group) & ~_is_untranslated(group, column), weight)
        for group, weight in weights.items()
    ]
    # Whole numbers throughout: databases cut the remainder off alike.
    return reduce(operator.add, filled) * Value(100) / Value(total)


def _case(condition: Any, value: int = 1) -> Case:
    return Case(When(condition, then=Value(value)), default=Value(0), output_field=IntegerField())


# --- the definition in SQL


def _is_present(group: FactGroup) -> Any:
    """Whether the group says anything, in whichever language."""
    if group == FactGroup.OVERVIEW:
        return reduce(operator.or_, map(_is_told, CODES.values()))
    if group == FactGroup.PLACE:
        return Q(city__isnull=False, latitude__isnull=False)
    facts = Exists(_facts(group))
    if group == FactGroup.STRUCTURE:
        # Shown on both pages, whichever of the two says it.
        return facts | Exists(QuerySet(MODELS[group]).filter(other=OuterRef("pk")))
    return facts


def _is_untranslated(group: FactGroup, column: str) -> Any:
    """Whether another language has to stand in for one of the group's texts."""
    if group == FactGroup.OVERVIEW:
        return ~_is_told(column)
    if group == FactGroup.PLACE:
        return _is_borrowed(_PLACE, column)
    return Exists(_facts(group).filter(_is_borrowed(_texts(group), column)))


def _texts(group: FactGroup) -> list[str]:
    return [name for name in TRANSLATED.get(MODELS[group], ()) if name not in _QUOTED]


def _is_told(column: str) -> Q:
    """A name, and a summary or a description."""
    return ~_is_blank("name", column) & ~(_is_blank("summary", column) & _is_blank("description", column))


def _is_borrowed(texts: Any, column: str) -> Q:
    """One of the texts is blank in this language and not in another."""
    others = [other for other in CODES.values() if other != column]
    borrowed = [
        _is_blank(name, column) & reduce(operator.or_, (~_is_blank(name, other) for other in others))
        for name in texts
    ]
    return reduce(operator.or_, borrowed, Q(pk__in=[])) if others else Q(pk__in=[])


def _is_blank(name: str, column: str) -> Q:
    return Q(**{f"{name}_{column}": ""}) | Q(**{f"{name}_{column}__isnull": True})


def _facts(group: FactGroup) -> QuerySet:
    return QuerySet(MODELS[group]).filter(zone=OuterRef("pk"))
