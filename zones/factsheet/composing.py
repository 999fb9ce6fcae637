"""Put a sheet together: the profile that the page shows, in the active language, on one day."""

from __future__ import annotations

import datetime
import io

import segno
from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext, pgettext

from .. import figures, profile
from ..borrowed_texts import bcp47, other_name
from ..models import Zone
from ..partial_dates import PartialDate
from ..profile import Profile
from ..profile_groups import GROUPS
from ..structured_data import absolute
from .citations import Citations
from .sections import SECTIONS, written
from .sheet import Row, Sheet, Text
from .words import active_language, age_marks, date, joined, localised, row


def sheet_of(zone: Zone, *, on: datetime.date | None = None) -> Sheet:
    """The factsheet of a zone in the active language, with the facts as the portal holds them on the day `on`."""
    read = profile.build(zone, on=on)
    cites = Citations()
    language = active_language()
    address = absolute(zone.get_absolute_url())
    held_on = gettext("Facts as held on %(date)s") % {"date": formats.date_format(read.on, "DATE_FORMAT")}
    other = other_name(zone)
    # The facts first: they number the sources.
    key_facts = _key_facts(read, cites)
    sections = written(read, cites)
    return Sheet(
        language=bcp47(language),
        title=gettext("%(zone)s: factsheet") % {"zone": zone},
        portal=gettext("EDZ Portal"),
        kind=gettext("Factsheet"),
        held_on=held_on,
        day=(read.on.year, read.on.month, read.on.day),
        address=address,
        qr=qr_code(address),
        kicker=joined(zone.level, gettext(", ").join(str(kind) for kind in zone.types.all())),
        name=localised(zone, "name"),
        other_name=Text(other[0], bcp47(other[1])) if other else Text(""),
        place=_place(zone),
        pitch=localised(zone, "pitch"),
        summary=localised(zone, "summary"),
        warning=_warning(zone),
        notices=_notices(read),
        key_facts=key_facts,
        sections=sections,
        missing=_missing(read),
        sources=cites.entries(),
        words=_words(),
    )


def qr_code(address: str) -> str:
    """The address as a picture (SVG) that a phone reads from paper."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=0, omitsize=True, xmldecl=False, nl=False, svgclass=None, lineclass=None
    )
    return picture.getvalue().decode()


def _place(zone: Zone) -> str:
    if zone.city and zone.city.name != zone.province.name:
        return gettext("%(city)s, %(province)s") % {"city": zone.city, "province": zone.province}
    return str(zone.province)


def _warning(zone: Zone) -> list[str]:
    """What a reader must know before anything else: the zone is not, or may not be, on the list."""
    if zone.status == "active":
        return []
    lines = [joined(zone.get_status_display(), date(zone.status_since))]
    if zone.status == "withdrawn":
        lines.append(
            gettext(
                "This zone is no longer on the national list. What is told here of its approval, area and figures is kept with its dates."
            )
        )
    elif zone.status == "doubtful":
        lines.append(
            gettext(
                "A later list leaves this zone out, but no notice of a withdrawal was found. Ask before you rely on its status."
            )
        )
    return lines


def _notices(read: Profile) -> list[str]:
    text = gettext("Parts of this profile are not translated yet. They are shown in %(language)s.")
    names = dict(settings.LANGUAGES)
    return [text % {"language": names[language]} for language in read.borrowed_languages]


def _missing(read: Profile) -> str:
    """The groups without a fact, named once."""
    empty = [group.title for group in GROUPS if group.slug in SECTIONS and not group.is_filled(read)]
    if not empty:
        return ""
    groups = gettext(", ").join(str(title) for title in empty)
    return gettext("The portal holds no facts on these yet: %(groups)s") % {"groups": groups}


def _key_facts(read: Profile, cites: Citations) -> list[Row]:
    """The strip at the top of the page: what nobody has published is said as well."""
    zone, found = read.zone, []
    approved = PartialDate(zone.approved_on).display() if zone.approved_on else ""
    approval = read.approval
    level = str(approval.level) if approval and approval.level else ""
    found.append(_key(gettext("First approved"), approved, approval, cites, notes=(Text(level),)))
    size = read.approved_area
    hectares = figures.hectares(size.value_ha) if size else ""
    notes = (Text(figures.square_kilometres(size.value_ha)),) if size else ()
    found.append(
        _key(
            gettext("Approved area"),
            hectares,
            size,
            cites,
            when=date(size.as_of) if size else "",
            notes=notes,
        )
    )
    for key, _question in read.key_figures:
        if figure := key.figure:
            notes = [localised(figure.shown, "scope")]
            if figure.shown.is_estimate:
                notes.append(Text(gettext("estimate")))
            value = figures.quantity(figure.shown, short=True)
            when = figure.period.display()
            found.append(_key(str(key.kind), value, figure.shown, cites, when=when, notes=tuple(notes)))
        else:
            found.append(_key(str(key.kind), "", None, cites))
    main = read.main_industries_fact
    when = date(main.as_of) if main else ""
    found.append(_key(gettext("Main industries"), read.main_industries, main, cites, when=when))
    return found


def _key(label, value, fact, cites, *, when="", notes=()) -> Row:
    if not value:
        return Row(Text(label), (Text(gettext("Not published")),), is_missing=True)
    told = row(label, value, when=when, notes=notes)
    return Row(
        told.label,
        told.value,
        when,
        told.notes,
        marks=age_marks(fact) if fact else (),
        cite=cites.of(fact) if fact else None,
    )


def _words() -> dict[str, str]:
    """The words of the sheet itself."""
    return {
        "key_facts": gettext("Key facts"),
        "overview": gettext("Overview"),
        "fact": gettext("Fact"),
        "value": gettext("Value"),
        "as_of": gettext("As of"),
        "source": gettext("Source"),
        "checked": gettext("Checked"),
        # Where the number of a source would stand.
        "no_source": pgettext("source", "none"),
        "sources": gettext("Sources"),
        "sources_lead": gettext(
            "Numbers in brackets lead here. A tick (✓) marks a fact that an editor has checked against its source."
        ),
        "no_sources": gettext("No source is recorded for any fact on this sheet."),
        "missing": gettext("Not published"),
        "qr": gettext("QR code of the page of this zone"),
        "page": gettext("To the page of this zone, with a form for questions"),
        "licence": gettext(
            "The compilation is licensed under CC BY 4.0: name this portal. The sources keep their own rights. Whoever quotes a fact names its source and its date."
        ),
        "glyphs": gettext("Characters that no font here has are shown as 〓. The page on the web has them."),
        "dot": gettext(" · "),
    }
