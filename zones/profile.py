"""A zone profile as it is read: every group of facts, and which groups nobody has published.

Everything is read at once, in the same number of queries for an empty zone as for a
full one; the templates find it all here and ask the database for nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from . import questions, stale_marks
from .borrowed_texts import borrowed_languages
from .completeness import percents
from .fact_groups import RELATIONS
from .freshness import Policy
from .key_facts import KeyFigure, key_figures
from .models import (
    Area,
    Connection,
    CostKind,
    Fact,
    FactGroup,
    Incentive,
    IndicatorKind,
    Industry,
    IndustryRole,
    Site,
    Source,
    Zone,
    ZoneName,
)
from .partial_dates import PartialDate
from .profile_groups import GROUPS, GroupKind
from .questions import Gap
from .series import Figure, KindOfFigures, Series, arrange
from .standing import area_on
from .structure import Structure, structure_of
from .timeline import Timeline
from .trust import Trust

INDUSTRIES_IN_STRIP = 3


@dataclass(frozen=True)
class Record:
    """What identity and place rest on, in the shape of a fact."""

    source: Source | None
    as_of: str = ""
    is_verified: bool = False


@dataclass(frozen=True)
class Profile(Timeline):
    """One zone's facts, read once. Lists are in the order in which the page shows them."""

    zone: Zone
    on: datetime.date
    headline_kinds: Sequence[IndicatorKind]
    figures: list[KindOfFigures]
    structure: Structure
    # Percent by language code.
    completeness: Mapping[str, int]

    @property
    def one_line(self) -> str:
        """What the page is about, for those who see it in a list of results."""
        return gettext(
            "%(zone)s, %(province)s: facts with their dates and sources, news, and a desk that answers."
        ) % {
            "zone": self.zone,
            "province": self.zone.province,
        }

    @cached_property
    def groups(self) -> list[GroupKind]:
        return [group for group in GROUPS if group.is_filled(self)]

    @cached_property
    def gaps(self) -> list[Gap]:
        """The groups without a fact, to be named once."""
        return [Gap(group.title, self.ask(group.question)) for group in GROUPS if not group.is_filled(self)]

    @cached_property
    def overview_gap(self) -> Gap | None:
        return questions.hole(self.zone, "overview")

    @cached_property
    def place_gap(self) -> Gap | None:
        return questions.hole(self.zone, "place")

    # --- identity and class

    @property
    def level_question(self) -> str:
        return self.ask(questions.LEVEL)

    @property
    def type_question(self) -> str:
        return self.ask(questions.TYPE)

    @property
    def record(self) -> Record:
        return Record(self.zone.record_source)

    @cached_property
    def other_names(self) -> list[tuple[str, list[ZoneName]]]:
        names = sorted(self.zone.other_names.all(), key=lambda name: (name.kind, name.text))
        return [(ZoneName.Kind(kind).label, list(same)) for kind, same in groupby(names, lambda n: n.kind)]

    # --- groups that are read in parts

    @cached_property
    def targets(self) -> list:
        return sorted(self.zone.targets.all(), key=lambda target: (-target.due_year, target.pk))

    @cached_property
    def areas(self) -> list[tuple[str, list[Area]]]:
        """By kind in the kinds' own order, the latest first."""
        return [
            (kind.label, sorted(of_kind, key=lambda area: area.as_of or "", reverse=True))
            for kind in Area.Kind
            if (of_kind := [area for area in self.zone.areas.all() if area.kind == kind])
        ]

    @cached_property
    def approved_area(self) -> Area | None:
        """The one that holds today, as lists and filters have it."""
        return area_on(PartialDate.of(self.on), self.zone.areas.all(), kind=Area.Kind.APPROVED)

    @cached_property
    def industries(self) -> list[tuple[str, list[tuple[Industry, list[IndustryRole]]]]]:
        """By role, then by industry: each source has its own words for it."""
        by_role = []
        for role in IndustryRole.Role:
            entries = [entry for entry in self.zone.industry_roles.all() if entry.role == role]
            # In the order in which the industries were first named: it is the zone's own.
            by_industry: dict[Industry, list[IndustryRole]] = {}
            for entry in entries:
                by_industry.setdefault(entry.industry, []).append(entry)
            if entries:
                by_role.append((role.label, list(by_industry.items())))
        return by_role

    @property
    def main_industries(self) -> str:
        """The first few of the first role, in a line."""
        first = self.industries[0][1] if self.industries else []
        return gettext(", ").join(str(industry) for industry, _entries in first[:INDUSTRIES_IN_STRIP])

    @property
    def main_industries_fact(self) -> IndustryRole | None:
        return self.industries[0][1][0][1][0] if self.industries else None

    @cached_property
    def sites(self) -> list[tuple[Site, str]]:
        """Each with the question for its price and date, or "" where both are known."""
        return [
            (
                site,
                self.ask(questions.SITE, site=site.code)
                if site.price_low is None or not site.ready_on
                else "",
            )
            for site in self.zone.sites.all()
        ]

    @cached_property
    def connections(self) -> list[tuple[Connection, str]]:
        """Each with the question for its distance, or "" where that is known."""
        return [
            (way, "" if way.is_measured else self.ask(questions.DISTANCE, place=way.name))
            for way in self.zone.connections.all()
        ]

    @cached_property
    def costs(self) -> list[tuple[str, list]]:
        return [
            (group.label, of_group)
            for group in CostKind.Group
            if (of_group := [cost for cost in self.zone.costs.all() if cost.kind.group == group])
        ]

    @cached_property
    def incentives(self) -> list[tuple[str, Promise, list[Incentive]]]:
        """In force, not started, expired: a key, its words, and the incentives in that state today."""
        states: dict[str, list[Incentive]] = {"in-force": [], "not-started": [], "expired": []}
        for incentive in self.zone.incentives.all():
            if incentive.is_expired(self.on):
                states["expired"].append(incentive)
            elif incentive.is_in_force(self.on):
                states["in-force"].append(incentive)
            else:
                states["not-started"].append(incentive)
        return [(state, INCENTIVE_STATES[state], found) for state, found in states.items() if found]

    @property
    def single_figures(self) -> list[tuple[Series, Figure]]:
        """The kinds of which one figure is all there is."""
        return [(entry.series[0], entry.series[0].figures[0]) for entry in self.figures if entry.is_single]

    # --- the strip of key facts

    @cached_property
    def key_figures(self) -> list[tuple[KeyFigure, str]]:
        """Each with the question that asks for it."""
        found = key_figures(self.headline_kinds, self.figures)
        return [(key, self.ask(questions.FIGURE, fact=key.kind.name)) for key in found]

    @property
    def approval_question(self) -> str:
        return self.ask(questions.APPROVAL)

    @property
    def area_question(self) -> str:
        return self.ask(questions.AREA)

    @property
    def industries_question(self) -> str:
        return self.ask(questions.INDUSTRIES)

    def ask(self, question: str | Promise, **words: str) -> str:
        return questions.ask(self.zone, question, **words)

    # --- how far it can be trusted, and in which language

    @cached_property
    def trust(self) -> Trust:
        facts = [record for record in self._facts() if isinstance(record, Fact)]
        return Trust.of(facts, self.completeness)

    @cached_property
    def borrowed_languages(self) -> list[str]:
        """The languages in which parts of this page stand because its own has no text for them."""
        active = get_language()
        records = [self.zone, *self._facts()]
        found = {language for record in records for language in borrowed_languages(record, active)}
        return sorted(found)

    def _facts(self):
        for name in FACT_SETS:
            yield from getattr(self.zone, name).all()


INCENTIVE_STATES = {
    "in-force": _("In force"),
    "not-started": _("Not started yet"),
    "expired": _("Expired"),
}
FACT_SETS = (
    "events",
    "targets",
    "areas",
    "industry_roles",
    "indicators",
    "firms",
    "connections",
    "costs",
    "incentives",
    "sites",
    "desks",
    "photos",
    "documents",
)


def build(zone: Zone, *, on: datetime.date | None = None) -> Profile:
    """Read the whole profile of a zone as it stands on the day `on`."""
    sourced = ("source", "verified_by")

    def facts(name: str, *related: str) -> Prefetch:
        model = Zone._meta.get_field(name).related_model
        return Prefetch(name, model.objects.select_related(*sourced, *related))

    prefetch_related_objects(
        [zone],
        "types",
        "other_names",
        facts("events", "level"),
        Prefetch("events__further_sources", Source.objects.all()),
        facts("targets", "unit", "kind"),
        facts("areas"),
        facts("industry_roles", "industry"),
        facts("indicators", "unit", "kind"),
        facts("firms", "industry"),
        facts("connections", "kind"),
        facts("costs", "kind", "unit"),
        facts("incentives"),
        facts("sites", "size_unit", "price_unit"),
        facts("desks"),
        "photos__image__renditions",
        "logo__renditions",
        facts("documents"),
    )
    on = on or timezone.localdate()
    figures, structure, policy = (
        arrange(zone.indicators.all(), zone.targets.all()),
        structure_of(zone),
        Policy.load(),
    )
    stale_marks.mark(zone, figures, structure, policy=policy, on=on)
    return Profile(
        zone=zone,
        on=on,
        headline_kinds=IndicatorKind.objects.filter(is_headline=True),
        figures=figures,
        structure=structure,
        completeness=percents(zone, _by_group(zone), structure.told, policy=policy),
    )


def _by_group(zone: Zone) -> dict[FactGroup, list]:
    """The facts that are read already; the structure is read by itself."""
    return {
        group: list(getattr(zone, name).all())
        for group, name in RELATIONS.items()
        if group != FactGroup.STRUCTURE
    }
