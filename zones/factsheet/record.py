"""What a zone is, as rows of its factsheet: names and class, its place, its history, the zones it belongs with."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext

from .. import figures
from ..models import Source, ZoneEvent
from ..profile import Profile
from .citations import Citations
from .sheet import Block, Row, Text
from .words import as_of, date, joined, localised, named, row, since, with_short


def overview(profile: Profile, cites: Citations) -> Iterable[Block]:
    zone, record = profile.zone, cites.of(profile.record)
    rows = []
    standing = profile.standing_event
    if zone.level:
        rows.append(_since(gettext("Level"), named(zone.level), profile.level_event, cites))
    elif zone.status == "withdrawn":
        rows.append(_since(gettext("Level"), gettext("None any more"), standing, cites))
    else:
        rows.append(row(gettext("Level"), gettext("Not published")))
    types = gettext(", ").join(with_short(str(kind), kind.abbreviation) for kind in zone.types.all())
    rows.append(row(gettext("Type"), types or gettext("Not published"), cite=record if types else None))
    rows.append(
        row(
            gettext("Status"),
            zone.get_status_display(),
            standing,
            cites,
            when=since(date(zone.status_since)),
            marks=(),
        )
    )
    for label, field in (
        (gettext("Supervised by"), "supervising_body"),
        (gettext("Managed by"), "managing_body"),
    ):
        if getattr(zone, field):
            rows.append(row(label, localised(zone, field)))
    if zone.code:
        rows.append(row(gettext("Official code"), zone.code, cite=record))
    if zone.short_name:
        rows.append(row(gettext("Short name"), localised(zone, "short_name"), cite=record))
    for kind, names in profile.other_names:
        told = gettext(", ").join(
            with_short(
                name.text, gettext("until %(date)s") % {"date": date(name.until)} if name.until else ""
            )
            for name in names
        )
        rows.append(row(kind, told, cite=record))
    if zone.name_is_rendered:
        rendering = gettext("A rendering of the Chinese name: no official English name was found.")
        rows.append(row(gettext("English name"), rendering))
    if zone.website and Source(url=zone.website).is_linkable:
        rows.append(row(gettext("Website"), zone.website))
    yield Block(rows)


def place(profile: Profile, cites: Citations) -> Iterable[Block]:
    zone, record = profile.zone, cites.of(profile.record)
    rows = [row(gettext("Province"), named(zone.province), cite=record)]
    if zone.city:
        rows.append(row(gettext("City"), named(zone.city), cite=record))
    for label, field in ((gettext("District"), "district"), (gettext("Address"), "address")):
        if getattr(zone, field):
            rows.append(row(label, localised(zone, field)))
    if zone.has_coordinates:
        exact = zone.coordinate_precision == zone.CoordinatePrecision.ZONE
        marking = gettext("marking: %(what)s; located from its name, not published by the zone") % {
            "what": zone.get_coordinate_precision_display()
        }
        where = figures.coordinates(zone.latitude, zone.longitude, 4 if exact else 2)
        rows.append(row(gettext("Coordinates"), where, notes=(Text(marking),)))
    yield Block(rows)


def timeline(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for event in profile.timeline:
        title, body = localised(event, "title"), localised(event, "body")
        what = Text(joined(capfirst(event.get_kind_display()), event.level))
        marks = () if event.is_confirmed else (gettext("not confirmed"),)
        told = (what, Text(gettext(" – ")), title) if title else (what,)
        when = Text(date(event.date) or gettext("date not given"))
        rows.append(row(when, told, event, cites, notes=(body,), marks=marks))
    yield Block(rows)


def structure(profile: Profile, cites: Citations) -> Iterable[Block]:
    told = profile.structure
    yield Block(
        [
            row(
                label,
                (localised(relation.partner, "name"), Text(f" · {relation.partner.province}")),
                relation,
                cites,
                when=as_of(relation),
            )
            for label, relations in (
                (gettext("Part of"), told.parents),
                (gettext("Zones within"), told.parts),
                (gettext("Managed together with"), told.managed_with),
                (gettext("Overlaps with"), told.overlaps),
            )
            for relation in relations
        ]
    )


def _since(label: str, value: Text | str, event: ZoneEvent | None, cites: Citations) -> Row:
    return row(label, value, event, cites, when=since(date(event.date)) if event else "", marks=())
