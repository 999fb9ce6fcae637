"""Rows about what a zone is: its class, its place, how it came about, its size, its industries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import figures, questions
from ..models import Area, Fact, Industry, IndustryRole, Zone
from ..partial_dates import PartialDate
from ..units import AreaUnit
from . import amounts
from .side import Side
from .table import Cell, Entry, Item, Row, Section

FOUNDED = _("When was %(zone)s founded?")
AREA_OF_KIND = _("How large is the area of %(zone)s: %(kind)s?")


def identity(sides: Sequence[Side], *, joint: str) -> Section:
    """`joint` is what questions call all the zones together."""

    def row(label: str | Promise, question: str | Promise, cells: list[Cell]) -> Row:
        return Row(label, cells, str(question) % {"zone": joint})

    return Section(
        "identity",
        _("Identity"),
        [
            row(_("Type"), questions.TYPE, [_types(side) for side in sides]),
            row(_("Level"), questions.LEVEL, [_level(side) for side in sides]),
            Row(_("Status"), [_status(side) for side in sides]),
            row(_("Founded"), FOUNDED, [_founded(side) for side in sides]),
            row(_("First approved"), questions.APPROVAL, [_approved(side) for side in sides]),
            Row(_("Place"), [_place(side) for side in sides]),
        ],
    )


def _types(side: Side) -> Cell:
    types = list(side.zone.types.all())
    if not types:
        return Cell(side.zone, question=side.ask(questions.TYPE))
    text = gettext(", ").join(str(zone_type) for zone_type in types)
    key = frozenset(zone_type.pk for zone_type in types)
    return Cell(side.zone, key, [Entry(text, side.record)])


def _level(side: Side) -> Cell:
    level, event = side.zone.level, side.level_event
    if not level and side.zone.status == "withdrawn":
        # Known, not missing: as the profile says it.
        since = side.zone.status_since
        return _dated(side, "withdrawn", gettext("None any more"), since, side.standing_event, "")
    since = event.date if event else ""
    return _dated(side, level and level.pk, str(level or ""), since, event, questions.LEVEL)


def _status(side: Side) -> Cell:
    zone = side.zone
    text = str(zone.get_status_display())
    return _dated(side, zone.status, text, zone.status_since, side.standing_event, "")


def _dated(
    side: Side, key: Hashable, text: str, since: str, event: Fact | None, question: str | Promise
) -> Cell:
    """Something that holds since a date."""
    if not key:
        return Cell(side.zone, question=side.ask(question))
    when = gettext("since %(date)s") % {"date": PartialDate(since).display()} if since else ""
    entry = Entry(text, event or side.record, when=when, period=str(since or ""))
    return Cell(side.zone, key, [entry])


def _founded(side: Side) -> Cell:
    return _date(side, side.zone.founded_on, side.founding, FOUNDED)


def _approved(side: Side) -> Cell:
    return _date(side, side.zone.approved_on, side.approval, questions.APPROVAL)


def _date(side: Side, date: str, event: Fact | None, question: str | Promise) -> Cell:
    if not date:
        return Cell(side.zone, question=side.ask(question))
    entry = Entry(PartialDate(date).display(), event or side.record, period=str(date))
    return Cell(side.zone, str(date), [entry])


def _place(side: Side) -> Cell:
    zone = side.zone
    text = str(zone.province)
    if zone.city and zone.city.name != zone.province.name:
        text = gettext("%(city)s, %(province)s") % {"city": zone.city, "province": zone.province}
    return Cell(zone, (zone.province_id, zone.city_id), [Entry(text, side.record)])


# --- size


def areas(sides: Sequence[Side], *, unit: AreaUnit | None, joint: str) -> Section:
    """One row for each kind: an approved core is never set beside an administered area."""
    return Section(
        "area",
        _("Area"),
        [
            Row(
                kind.label.capitalize(),
                [_area(side, kind, unit) for side in sides],
                str(AREA_OF_KIND) % {"zone": joint, "kind": kind.label},
            )
            for kind in Area.Kind
        ],
        _area_note(unit),
    )


def _area_note(unit: AreaUnit | None) -> str:
    """What holds for every cell: how areas are converted, and that kinds have nothing to do with each other."""
    parts = [gettext("Kinds of area measure different things. Do not compare one kind with another.")]
    if converted := amounts.area(Decimal(1), unit):
        parts.append(gettext("Converted %(rate)s.") % {"rate": converted.how})
    return " ".join(parts)


def _area(side: Side, kind: Area.Kind, unit: AreaUnit | None) -> Cell:
    """The newest of the whole zone that holds today; parts of it are asides."""
    today = PartialDate.of(side.on)
    holding = [
        area
        for area in sorted(side.zone.areas.all(), key=lambda a: (a.as_of or "", a.pk), reverse=True)
        if area.kind == kind and (area.as_of or "") <= today
    ]
    whole = next((area for area in holding if not area.scope), None)
    shown = ([whole] if whole else []) + _first_of_each_scope(holding)
    return Cell(
        side.zone,
        (whole.value_ha.normalize(), whole.qualifier) if whole else None,
        [_area_entry(area, unit) for area in shown],
        question=side.ask(AREA_OF_KIND, kind=str(kind.label)),
    )


def _first_of_each_scope(areas: list[Area]) -> list[Area]:
    by_scope: dict[str, Area] = {}
    for area in areas:
        if area.scope:
            by_scope.setdefault(area.scope, area)
    return list(by_scope.values())


def _area_entry(area: Area, unit: AreaUnit | None) -> Entry:
    text = figures.hectares(area.value_ha)
    if unit is None:
        text = gettext("%(hectares)s (%(square_kilometres)s)") % {
            "hectares": text,
            "square_kilometres": figures.square_kilometres(area.value_ha),
        }
    return Entry(
        figures.qualified(text, area.qualifier),
        area,
        when=PartialDate(area.as_of).display() if area.as_of else "",
        year=PartialDate(area.as_of).year if area.as_of else None,
        scoped=area if area.scope else None,
        is_aside=bool(area.scope),
        converted=amounts.area(area.value_ha, unit),
        number=area.value_ha,
        unit="ha",
        period=str(area.as_of or ""),
    )


# --- industries


def industries(sides: Sequence[Side], *, joint: str) -> Section:
    """One row: the industries of each zone, those that it shares with another one marked and first."""
    named = [_industries_of(side.zone) for side in sides]
    counts = Counter(industry for of_zone in named for industry in of_zone)
    cells = [
        Cell(
            side.zone,
            frozenset(industry.pk for industry in of_zone) or None,
            _sources_of(side.zone),
            sorted((Item(str(i), counts[i]) for i in of_zone), key=lambda item: -item.shared_by),
            side.ask(questions.INDUSTRIES),
        )
        for side, of_zone in zip(sides, named, strict=True)
    ]
    question = str(questions.INDUSTRIES) % {"zone": joint}
    return Section("industries", _("Industries"), [Row(_("Industries"), cells, question)])


def _industries_of(zone: Zone) -> list[Industry]:
    return list(dict.fromkeys(role.industry for role in zone.industry_roles.all()))


def _sources_of(zone: Zone) -> list[Entry]:
    """One entry for each source that names industries."""
    roles: dict[int | None, IndustryRole] = {}
    for role in zone.industry_roles.all():
        roles.setdefault(role.source_id, role)
    return [Entry("", role) for role in roles.values()]
