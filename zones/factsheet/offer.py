"""What a zone has to offer, as rows of its factsheet: firms beside you, ways, costs, incentives, sites, people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext

from .. import figures
from ..profile import Profile
from .citations import Citations
from .sheet import Block, Text
from .words import as_of, date, joined, labelled, localised, named, row, since


def firms(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for firm in profile.zone.firms.all():
        country = firm.country.name if firm.country else ""
        what = joined(country, firm.industry) or gettext("industry not published")
        began = since(date(firm.since)) or as_of(firm)
        rows.append(row(localised(firm, "name"), what, firm, cites, when=began))
    yield Block(rows)


def connections(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for way, _question in profile.connections:
        far = figures.kilometres(way.distance_km, way.distance_km_max) if way.distance_km is not None else ""
        minutes = gettext("%(minutes)s min") % {"minutes": way.minutes} if way.minutes else ""
        how_far = joined(far, minutes) or gettext("Distance not published")
        value = (localised(way, "name"), Text(gettext(": ") + how_far))
        rows.append(row(named(way.kind), value, way, cites, when=as_of(way), notes=(localised(way, "note"),)))
    yield Block(rows)


def costs(profile: Profile, cites: Citations) -> Iterable[Block]:
    for group, of_group in profile.costs:
        yield Block(
            [
                row(
                    named(cost.kind),
                    figures.price(cost.low, cost.high, cost.currency, cost.unit),
                    cost,
                    cites,
                    when=as_of(cost),
                    notes=(Text(_tax(cost.tax_included)), localised(cost, "note")),
                )
                for cost in of_group
            ],
            Text(str(group)),
        )


def _tax(included: bool | None) -> str:
    if included is None:
        return gettext("tax: not stated")
    return gettext("tax included") if included else gettext("without tax")


def incentives(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for state, words, found in profile.incentives:
        for incentive in found:
            notes = [
                labelled(label, localised(incentive, field))
                for label, field in (
                    (gettext("Who qualifies"), "eligibility"),
                    (gettext("Benefit"), "benefit"),
                    (gettext("Legal document"), "legal_document"),
                )
                if getattr(incentive, field)
            ]
            rows.append(
                row(
                    str(words),
                    localised(incentive, "title"),
                    incentive,
                    cites,
                    when=_validity(incentive.starts_on, incentive.ends_on),
                    notes=tuple(notes),
                    is_past=state == "expired",
                )
            )
    yield Block(rows)


def _validity(starts_on: datetime.date | None, ends_on: datetime.date | None) -> str:
    if not starts_on and not ends_on:
        return gettext("no dates published")
    start = gettext("from %(date)s") % {"date": _day(starts_on)} if starts_on else ""
    end = gettext("until %(date)s") % {"date": _day(ends_on)} if ends_on else gettext("no end published")
    return f"{start} {end}" if start and ends_on else joined(start, end)


def sites(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for site in profile.zone.sites.all():
        unpublished = gettext("not published")
        asked = unpublished
        if site.price_low is not None:
            asked = figures.price(site.price_low, site.price_high, site.currency, site.price_unit)
        notes = (
            labelled(gettext("Tenure"), Text(site.get_tenure_display())),
            labelled(gettext("Price"), Text(asked)),
            labelled(gettext("Ready"), Text(date(site.ready_on) or unpublished)),
        )
        confirmed = gettext("never confirmed")
        if site.last_confirmed_on:
            confirmed = gettext("confirmed %(date)s") % {"date": _day(site.last_confirmed_on)}
        is_doubtful = getattr(site, "is_stale", False) or not site.last_confirmed_on
        rows.append(
            row(
                Text(joined(site.code, capfirst(site.get_kind_display()))),
                figures.counted(site.size, site.size_unit.symbol),
                site,
                cites,
                when=confirmed,
                notes=notes,
                marks=(gettext("may be taken by now"),) if is_doubtful else (),
            )
        )
    yield Block(rows)


def contacts(profile: Profile, cites: Citations) -> Iterable[Block]:
    """Never an e-mail address: the form on the zone's page passes questions on."""
    rows = []
    for desk in profile.zone.desks.all():
        notes = (
            labelled(gettext("Languages"), Text(desk.languages)) if desk.languages else None,
            labelled(gettext("Hours"), localised(desk, "hours")) if desk.hours else None,
            localised(desk, "role"),
        )
        phone = desk.phone or gettext("phone not published")
        rows.append(row(localised(desk, "name"), phone, desk, cites, when=as_of(desk), notes=notes))
    yield Block(rows)


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
