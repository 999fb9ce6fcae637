"""The sections of a factsheet, in the order of the profile: what each group of facts says on paper.

A section reads the profile that is built already; photographs and documents stay on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils.translation import gettext

from .. import figures
from ..models import IndustryRole
from ..profile import Profile
from ..series import Figure, Series
from .citations import Citations
from .offer import connections, contacts, costs, firms, incentives, sites
from .record import overview, place, structure, timeline
from .sheet import Block, Row, Section, Text
from .words import age_marks, as_of, date, joined, localised, named, row


def targets(profile: Profile, cites: Citations) -> Iterable[Block]:
    rows = []
    for target in profile.targets:
        pattern = gettext("was due %(year)s") if target.is_past_due(profile.on) else gettext("due %(year)s")
        due = pattern % {"year": target.due_year}
        announced = gettext("announced %(date)s") % {"date": date(target.announced_on)}
        notes = (Text(announced),) if target.announced_on else ()
        metric = localised(target, "metric")
        rows.append(row(metric, figures.quantity(target), target, cites, when=due, notes=notes))
    yield Block(rows)


def area(profile: Profile, cites: Citations) -> Iterable[Block]:
    yield Block(
        [
            row(kind, figures.area(one), one, cites, when=as_of(one), notes=(localised(one, "scope"),))
            for kind, areas in profile.areas
            for one in areas
        ]
    )


def industries(profile: Profile, cites: Citations) -> Iterable[Block]:
    """Industries of one role, date and source in one line, each with the words of its source."""
    rows = []
    for role, by_industry in profile.industries:
        alike: dict[tuple, list[IndustryRole]] = defaultdict(list)
        for _industry, entries in by_industry:
            for entry in entries:
                alike[entry.as_of, entry.source_id, entry.is_verified].append(entry)
        for told in alike.values():
            notes = tuple(localised(entry, "remark") for entry in told if entry.remark)
            marks = tuple({mark for entry in told for mark in age_marks(entry)})
            value = tuple(_listed(told))
            when = as_of(told[0])
            rows.append(row(role, value, when=when, marks=marks, notes=notes, cite=cites.of_all(told)))
    yield Block(rows)


def _listed(entries: list[IndustryRole]) -> Iterable[Text]:
    for position, entry in enumerate(entries):
        if position:
            yield Text(gettext(", "))
        yield named(entry.industry)
        if label := localised(entry, "label"):
            yield Text(gettext(" (“%(words)s”)") % {"words": label}, label.lang)


def indicators(profile: Profile, cites: Citations) -> Iterable[Block]:
    for entry in profile.figures:
        if entry.is_single:
            continue
        for series in entry.series:
            currency = series.currency if entry.has_several_currencies else ""
            title = joined(series.kind, localised(series.lead, "scope"), _cumulative(series), currency)
            yield Block(
                [_figure(figure.period.display(), series, figure, cites) for figure in series.newest_first],
                Text(title),
            )
    single = [
        _figure(named(series.kind), series, figure, cites, when=figure.period.display())
        for series, figure in profile.single_figures
    ]
    if single:
        several = len(single) < len(profile.figures)
        yield Block(single, Text(gettext("Further figures") if several else ""))


def _figure(label: Text | str, series: Series, figure: Figure, cites: Citations, *, when: str = "") -> Row:
    shown = figure.shown
    notes = [Text(gettext("estimate"))] if shown.is_estimate else []
    if when:
        scope = localised(series.lead, "scope")
        notes += [note for note in (scope, Text(_cumulative(series))) if note]
    told = row(label, figures.quantity(shown), shown, cites, when=when, notes=tuple(notes))
    others = []
    for other in figure.others:
        says = gettext("Another source says: %(value)s") % {"value": figures.quantity(other)}
        numbers = "".join(f" [{number}]" for number in cites.of(other).numbers)
        others.append(Text(joined(says, gettext("estimate") if other.is_estimate else "") + numbers))
    return row(
        told.label, told.value, when=when, notes=(*told.notes, *others), marks=told.marks, cite=told.cite
    )


def _cumulative(series: Series) -> str:
    return gettext("cumulative") if series.is_cumulative else ""


SECTIONS: dict[str, Callable[[Profile, Citations], Iterable[Block]]] = {
    section.__name__: section
    for section in (
        overview,
        timeline,
        targets,
        place,
        area,
        industries,
        indicators,
        firms,
        connections,
        costs,
        incentives,
        sites,
        contacts,
        structure,
    )
}


def _leads(profile: Profile) -> dict[str, str]:
    """What a reader must know before a section."""
    leads = {
        "targets": gettext("What the zone announced to reach. These are aims, not results."),
        "industries": gettext("In quotation marks: the words of the source."),
        "indicators": gettext("As published: amounts keep their currency and are not adjusted for prices."),
        "contacts": gettext(
            "Write by the form on the zone's page: it passes questions on and an officer answers."
        ),
    }
    if len(profile.areas) > 1:
        leads["area"] = gettext(
            "Kinds of area measure different things. Do not compare one kind with another."
        )
    return leads


def written(profile: Profile, cites: Citations) -> list[Section]:
    """Every section that has something to say; the groups of the page give order and titles."""
    leads = _leads(profile)
    return [
        Section(
            group.slug,
            str(group.title),
            list(SECTIONS[group.slug](profile, cites)),
            leads.get(group.slug, ""),
        )
        for group in profile.groups
        if group.slug in SECTIONS
    ]
