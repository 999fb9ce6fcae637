"""When a fact wants looking at, as conditions for queries: each is the rule of its kind for one row.

What `zones.freshness` says of one fact is said here of a table; a test holds the two together.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest
from django.db.models.lookups import Exact
from modeltranslation.utils import get_translation_fields

from .fact_groups import MODELS
from .freshness import last_day
from .models import FactGroup, Indicator
from .models.fact import Doubt

# Groups whose facts speak of the present and may grow old.
DATED = [group for group in MODELS if group not in (FactGroup.TIMELINE, FactGroup.TARGETS, FactGroup.PHOTOS)]
# Groups in which a newer statement about the same thing makes an older one history: what tells the thing.
_THING = {
    FactGroup.INDICATORS: ("kind_id", "is_cumulative", "unit_id", "currency"),
    FactGroup.AREA: ("kind",),
    FactGroup.COSTS: ("kind_id", "unit_id", "currency"),
}
_THING_TEXTS = {FactGroup.INDICATORS: "scope", FactGroup.AREA: "scope", FactGroup.COSTS: "note"}
# What figures share that cannot all be true, an estimate and what came of it among them: one is preferred.
_OCCASION = (
    "kind_id",
    "period_start",
    "period_end",
    "unit_id",
    "currency",
    "is_cumulative",
)


def with_moment(facts: QuerySet, group: FactGroup) -> QuerySet:
    """Annotate `moment`, the day from which age counts: `freshness.moment_of` for a table."""
    return facts.annotate(moment=_moment(group))


def stale(group: FactGroup, cutoff: datetime.date, on: datetime.date) -> Any:
    """Facts with a moment, due for review, and the newest about their thing."""
    is_old = Q(moment__lt=cutoff) if _is_date(group) else Q(moment__gt="", moment__lt=cutoff.isoformat())
    is_old &= _has_not_ended(group, on)
    return is_old & ~Exists(_newer(group)) if group in _THING else is_old


def undated(group: FactGroup, on: datetime.date) -> Q:
    """Facts that carry no date, so that nobody can tell how old they are."""
    is_undated = Q(moment__isnull=True) if _is_date(group) else Q(moment="")
    return is_undated & _has_not_ended(group, on)


def contradictory() -> Any:
    """The first of figures for one occasion that differ and of which none is preferred."""
    same = _like(QuerySet(Indicator), _OCCASION, "scope")
    return (
        Exists(same.exclude(value=OuterRef("value")))
        & ~Exists(same.filter(is_preferred=True))
        & ~Exists(same.filter(pk__lt=OuterRef("pk")))
    )


def occasion_of(figure: Indicator) -> tuple:
    """The same as a key: figures that share it cannot all be true."""
    scope = tuple(getattr(figure, column) or "" for column in get_translation_fields("scope"))
    return (figure.zone_id, *(getattr(figure, name) for name in _OCCASION), scope)


def unlikely() -> Q:
    """Values in doubt of which nobody has said why they are right."""
    notes = [Q(**{column: ""}) | Q(**{f"{column}__isnull": True}) for column in _columns("warning_note")]
    overruled = ~notes[0]
    for note in notes[1:]:
        overruled |= ~note
    return ~Q(doubt=Doubt.NONE) & ~overruled


def overdue(on: datetime.date) -> Any:
    """Targets whose year is over, without a figure of that year or a later one.

    Where no figure will come, verifying the target after its year is an answer too.
    """
    reached = QuerySet(Indicator).filter(
        zone=OuterRef("zone"),
        kind=OuterRef("kind"),
        is_estimate=False,
        period_end__year__gte=OuterRef("due_year"),
    )
    not_looked_at = Q(verified_on__isnull=True) | Q(verified_on__year__lte=F("due_year"))
    return Q(due_year__lt=on.year) & not_looked_at & ~Exists(reached)


# --- moments


def _is_date(group: FactGroup) -> bool:
    return group in (FactGroup.INDICATORS, FactGroup.SITES)


def _moment(group: FactGroup, column: Callable[[str], Any] = F) -> Any:
    """`column` is OuterRef for the moment of the row around a subquery.

    An alias of it would do, but inside an aggregate Django takes the alias for a string.
    """
    if group == FactGroup.INDICATORS:
        return column("period_end")
    if group == FactGroup.SITES:
        return column("last_confirmed_on")
    dates = [_text_of(column("as_of"))]
    if group == FactGroup.DOCUMENTS:
        dates.append(_text_of(column("published_on")))
    # A null would swallow the others on some databases.
    verified = Coalesce(Cast(column("verified_on"), CharField()), Value(""))
    return Greatest(*dates, verified, output_field=CharField())


def _text_of(date: Any) -> Case:
    return Case(
        When(Exact(date, Value("")), then=Value("")), default=last_day(date), output_field=CharField()
    )


def _has_not_ended(group: FactGroup, on: datetime.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=on) if group == FactGroup.INCENTIVES else Q()


# --- other rows about the same


def _newer(group: FactGroup) -> QuerySet:
    same = with_moment(_like(QuerySet(MODELS[group]), _THING[group], _THING_TEXTS[group]), group)
    moment = _moment(group, OuterRef)
    # Of two that speak of the same day one is listed.
    return same.filter(Q(moment__gt=moment) | Q(moment=moment, pk__lt=OuterRef("pk")))


def _like(rows: QuerySet, columns: tuple[str, ...], text: str) -> QuerySet:
    """Rows of the same zone with the same columns, and the same text in every language."""
    same = rows.filter(zone=OuterRef("zone"), **{column: OuterRef(column) for column in columns})
    for column in _columns(text):
        same = same.alias(**{f"like_{column}": Coalesce(column, Value(""))}).filter(
            **{f"like_{column}": Coalesce(OuterRef(column), Value(""))}
        )
    return same


def _columns(name: str) -> list[str]:
    return list(get_translation_fields(name))
