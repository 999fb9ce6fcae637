"""Rows of figures: one for each kind, scope and way of counting, the latest full year of each zone in it.

A figure of another scope stands in its zone's cell as an aside. Targets have a section of
their own: what is announced is never set beside what was reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import figures, questions
from ..models import IndicatorKind, Quantity, Target
from ..periods import Period
from ..rates import Rates
from ..series import Figure, Series
from . import amounts
from .side import Side
from .table import Cell, Converted, Entry, Row, Section

TARGETS = _("Which targets has %(zone)s announced, and by when?")


class Key(NamedTuple):
    """What figures must have in common to stand in one row."""

    kind: int
    scope: str
    is_cumulative: bool
    dimension: str


def indicators(
    sides: Sequence[Side],
    headline_kinds: Sequence[IndicatorKind],
    *,
    currency: str,
    rates: Rates,
    joint: str,
) -> list[Section]:
    """The key figures, every one of them, and whatever else one of the zones has published."""
    kinds = {kind.pk: kind for kind in headline_kinds}
    by_zone = [_by_key(side) for side in sides]
    for side in sides:
        kinds |= {entry.kind.pk: entry.kind for entry in side.figures}
    scopes = {key: sum(key in of_zone for of_zone in by_zone) for of_zone in by_zone for key in of_zone}
    rows = {key._replace(scope="") if scopes[key] < 2 else key for key in scopes}
    named = {key.kind for key in rows if not key.scope and not key.is_cumulative}
    rows |= {Key(kind.pk, "", False, kind.unit.dimension) for kind in headline_kinds if kind.pk not in named}
    main: list[Row] = []
    further: list[Row] = []
    for key in sorted(rows, key=lambda key: (kinds[key.kind].position, kinds[key.kind].slug, key)):
        kind = kinds[key.kind]
        cells = [
            _cell(side, kind, key, of_zone, rows, currency, rates)
            for side, of_zone in zip(sides, by_zone, strict=True)
        ]
        scoped = (
            next((e.scoped for cell in cells for e in cell.main if e.scoped), None) if key.scope else None
        )
        row = Row(
            kind,
            cells,
            str(questions.FIGURE) % {"zone": joint, "fact": str(kind)},
            gettext("cumulative") if key.is_cumulative else "",
            scoped,
        )
        (main if kind.is_headline else further).append(row)
    return [
        Section("key-figures", _("Key figures"), main),
        Section("figures", _("Further figures"), further),
    ]


def _by_key(side: Side) -> dict[Key, list[Series]]:
    found: dict[Key, list[Series]] = defaultdict(list)
    for entry in side.figures:
        for series in entry.series:
            scope = " ".join(series.scope.split())
            found[Key(entry.kind.pk, scope, series.is_cumulative, series.unit.dimension)].append(series)
    return dict(found)


def _cell(
    side: Side,
    kind: IndicatorKind,
    key: Key,
    published: dict[Key, list[Series]],
    rows: set[Key],
    currency: str,
    rates: Rates,
) -> Cell:
    def entry(series: list[Series], *, is_aside: bool = False) -> Entry:
        figure = _latest(series, currency)
        return _entry(figure, currency, rates, is_aside=is_aside)

    entries, shown = [], None
    if key in published:
        shown = _latest(published[key], currency).shown
        entries = [entry(published[key])]
    if not key.scope:
        entries += [
            entry(series, is_aside=True)
            for other, series in published.items()
            if other.scope and other._replace(scope="") == key and other not in rows
        ]
    question = side.ask(questions.FIGURE, fact=str(kind))
    return Cell(side.zone, shown and _key(shown), entries, question=question)


def _key(record: Quantity) -> tuple[Any, ...]:
    return (record.value.normalize(), record.unit_id, record.currency, record.qualifier)


def _latest(series: Sequence[Series], currency: str) -> Figure:
    """The one figure to compare by: of a full year, the latest, in the wanted currency where there is a choice."""
    return max(
        (one.latest for one in series),
        key=lambda figure: (
            figure.period.kind == "year",
            figure.period.end,
            figure.shown.currency == currency,
            not figure.shown.is_estimate,
            -(figure.shown.pk or 0),
        ),
    )


def _entry(figure: Figure, currency: str, rates: Rates, *, is_aside: bool) -> Entry:
    shown = figure.shown
    converted, why_not = in_currency(shown, figure.period, currency, rates, is_cumulative=shown.is_cumulative)
    remarks = [why_not] if why_not else []
    if figure.period.kind != "year":
        remarks.insert(
            0, gettext("several years") if figure.period.kind == "span" else gettext("part of a year")
        )
    return Entry(
        figures.quantity(shown, short=True),
        shown,
        figure.others,
        when=figure.period.display(),
        year=figure.period.end.year,
        is_estimate=shown.is_estimate,
        scoped=shown if shown.scope else None,
        is_aside=is_aside,
        remarks=remarks,
        converted=converted,
        number=shown.value,
        unit=shown.currency or shown.unit.slug,
        period=str(figure.period),
    )


def in_currency(
    record: Quantity, period: Period | None, currency: str, rates: Rates, *, is_cumulative: bool = False
) -> tuple[Converted | None, str]:
    """A money figure in the chosen currency, or why it is not; nothing for other figures."""
    if record.unit.dimension != "money":
        return None, ""
    return amounts.money(
        [record.value], record.currency, currency, period, rates, is_cumulative=is_cumulative
    )


def targets(sides: Sequence[Side], *, joint: str) -> Section:
    """One row: targets are as different as the plans that name them."""
    cells = [
        Cell(
            side.zone,
            tuple(target.pk for target in _targets_of(side)) or None,
            [_target(target, side) for target in _targets_of(side)],
            question=side.ask(TARGETS),
        )
        for side in sides
    ]
    note = _("Announced, not reached. Never to be compared with the figures above.")
    return Section("targets", _("Targets"), [Row(_("Targets"), cells, str(TARGETS) % {"zone": joint})], note)


def _targets_of(side: Side) -> list[Target]:
    return sorted(side.zone.targets.all(), key=lambda target: (-target.due_year, target.pk))


def _target(target: Target, side: Side) -> Entry:
    due = gettext("was due %(year)s") if target.is_past_due(side.on) else gettext("due %(year)s")
    return Entry(
        gettext("%(metric)s: %(value)s")
        % {"metric": target.metric, "value": figures.quantity(target, short=True)},
        target,
        when=due % {"year": target.due_year},
        number=target.value,
        unit=target.currency or target.unit.slug,
        period=str(target.due_year),
    )
