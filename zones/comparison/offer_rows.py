"""Rows about what a zone offers: ways to ports and airports, costs, incentives, sites, somebody to talk to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import figures
from ..models import Connection, ConnectionKind, Cost, CostKind, Unit
from ..partial_dates import PartialDate
from ..periods import Period
from ..profile_groups import GROUPS
from ..rates import Rates
from . import amounts
from .side import Side
from .table import Cell, Entry, Row, Section

NEAREST = _("How far is it from %(zone)s to the nearest place of this kind: %(kind)s?")
COST = _("What does this cost in %(zone)s: %(kind)s?")
_QUESTIONS = {group.slug: group.question for group in GROUPS}


def connections(sides: Sequence[Side], kinds: Sequence[ConnectionKind], *, joint: str) -> Section:
    """The nearest place of each kind."""
    rows = [
        Row(
            kind,
            [_nearest(side, kind) for side in sides],
            str(NEAREST) % {"zone": joint, "kind": str(kind)},
        )
        for kind in kinds
    ]
    return Section("connections", _("Connections"), rows)


def _nearest(side: Side, kind: ConnectionKind) -> Cell:
    ways = sorted(
        (way for way in side.zone.connections.all() if way.kind_id == kind.pk),
        key=lambda way: (way.distance_km is None, way.distance_km or 0, way.minutes or 0, way.pk),
    )
    question = side.ask(NEAREST, kind=str(kind))
    if not ways:
        return Cell(side.zone, question=question)
    nearest, others = ways[0], len(ways) - 1
    remarks = [nearest.name]
    if others:
        remarks.append(ngettext("%(count)s more", "%(count)s more", others) % {"count": others})
    length = _length(nearest)
    entry = Entry(
        length or nearest.name,
        nearest,
        when=PartialDate(nearest.as_of).display() if nearest.as_of else "",
        year=PartialDate(nearest.as_of).year if nearest.as_of else None,
        remarks=remarks if length else remarks[1:],
        number=nearest.distance_km,
        unit="km" if nearest.distance_km is not None else "",
        period=str(nearest.as_of or ""),
    )
    return Cell(side.zone, (nearest.distance_km, nearest.minutes, nearest.name), [entry], question=question)


def _length(way: Connection) -> str:
    parts = []
    if way.distance_km is not None:
        parts.append(figures.kilometres(way.distance_km, way.distance_km_max))
    if way.minutes is not None:
        parts.append(gettext("%(minutes)s min") % {"minutes": figures.plain(way.minutes)})
    return gettext(", ").join(parts)


def costs(
    sides: Sequence[Side], kinds: Sequence[CostKind], *, currency: str, rates: Rates, joint: str
) -> Section:
    """A row for each kind and unit: a price per mu is not one per square metre."""
    rows = []
    for kind in kinds:
        of_kind = [[cost for cost in p.zone.costs.all() if cost.kind_id == kind.pk] for p in sides]
        units: dict[int, Unit] = {cost.unit_id: cost.unit for of_zone in of_kind for cost in of_zone}
        question = str(COST) % {"zone": joint, "kind": str(kind)}
        if not units:
            rows.append(Row(kind, [Cell(side.zone) for side in sides], question))
        for pk, unit in sorted(units.items(), key=lambda pair: (pair[1].position, pair[0])):
            cells = [
                _cost(side, kind, [cost for cost in of_zone if cost.unit_id == pk], currency, rates)
                for side, of_zone in zip(sides, of_kind, strict=True)
            ]
            rows.append(Row(kind, cells, question, str(unit)))
    return Section("costs", _("Utilities and costs"), rows)


def _cost(side: Side, kind: CostKind, found: list[Cost], currency: str, rates: Rates) -> Cell:
    key = tuple((cost.low, cost.high, cost.currency, cost.tax_included, cost.note) for cost in found) or None
    question = side.ask(COST, kind=str(kind))
    return Cell(side.zone, key, [_price(cost, currency, rates) for cost in found], question=question)


def _price(cost: Cost, currency: str, rates: Rates) -> Entry:
    symbol = cost.unit.symbol or ""
    per = symbol if symbol.startswith("/") or not symbol else f" {symbol}"
    day = PartialDate(cost.as_of) if cost.as_of else None
    ends = [cost.low] if cost.high is None or cost.high == cost.low else [cost.low, cost.high]
    period = Period.of_months(day.year, 1, 12) if day else None
    converted, why_not = amounts.money(ends, cost.currency, currency, period, rates, per=per)
    taxes: dict[bool | None, str] = {True: gettext("tax included"), False: gettext("tax not included")}
    return Entry(
        figures.price(cost.low, cost.high, cost.currency, cost.unit),
        cost,
        when=day.display() if day else "",
        year=day.year if day else None,
        remarks=[remark for remark in (cost.note, taxes.get(cost.tax_included, ""), why_not) if remark],
        converted=converted,
        number=cost.low,
        unit=f"{cost.currency}{symbol}",
        period=str(day or ""),
    )


def offers(sides: Sequence[Side], *, joint: str) -> Section:
    """How much there is of what the profile tells in full."""

    def row(slug: str, label: str | Promise, cells: list[tuple[Any, str]]) -> Row:
        """Each cell as its number, or None where nothing is published, and its words."""
        made = [_count(side, slug, number, words) for side, (number, words) in zip(sides, cells, strict=True)]
        return Row(label, made, str(_QUESTIONS[slug]) % {"zone": joint})

    return Section(
        "offers",
        _("Offers"),
        [
            row("incentives", _("Incentives in force"), [_incentives(side) for side in sides]),
            row("sites", _("Available sites"), [_sites(side) for side in sides]),
            row("contacts", _("Somebody to talk to"), [_desks(side) for side in sides]),
        ],
    )


def _count(side: Side, slug: str, number: int | None, words: str) -> Cell:
    question = side.ask(_QUESTIONS[slug])
    if number is None:
        return Cell(side.zone, question=question)
    entry = Entry(words, url=f"{side.zone.get_absolute_url()}#{slug}", number=number, unit="count")
    return Cell(side.zone, number, [entry], question=question)


def _incentives(side: Side) -> tuple[int | None, str]:
    published = list(side.zone.incentives.all())
    if not published:
        return None, ""
    number = sum(incentive.is_in_force(side.on) for incentive in published)
    if not number:
        return 0, gettext("none in force today")
    return number, ngettext("%(count)s in force", "%(count)s in force", number) % {"count": number}


def _sites(side: Side) -> tuple[int | None, str]:
    number = len(side.zone.sites.all())
    return number or None, ngettext("%(count)s site", "%(count)s sites", number) % {"count": number}


def _desks(side: Side) -> tuple[int | None, str]:
    number = len(side.zone.desks.all())
    return number or None, ngettext("yes: %(count)s desk", "yes: %(count)s desks", number) % {"count": number}
