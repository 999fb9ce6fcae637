"""What the finder's facets filter by, and how many zones each of their options would give.

Several values of one facet widen, several facets narrow; what is on record of a zone narrows with
every further value. A count is taken with every other choice applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import (
    Cost,
    Desk,
    Firm,
    Incentive,
    Indicator,
    IndicatorKind,
    Industry,
    IndustryRole,
    Level,
    Province,
    Site,
    Status,
    Zone,
    ZoneType,
)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass
class Facet:
    """One facet as it is shown: options with anything to find, the chosen ones always among them."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)
    hint: str = ""

    @property
    def is_active(self):
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Filter:
    """What a facet filters by. `column` leads from a zone to the key of its row in `model`."""

    label: str
    by: Callable[[list[str]], Q]
    column: str
    model: type | None = None


def _by_type(values):
    return Q(pk__in=Zone.types.through.objects.filter(zonetype__slug__in=values).values("zone"))


def _by_industry(values):
    return Q(pk__in=IndustryRole.objects.filter(industry__slug__in=values).values("zone"))


FILTERS = {
    "province": Filter(_("Province"), lambda v: Q(province__slug__in=v), "province_id", Province),
    "type": Filter(_("Type"), _by_type, "types", ZoneType),
    "industry": Filter(_("Industry"), _by_industry, "industry_roles__industry", Industry),
    "level": Filter(_("Level"), lambda v: Q(level__slug__in=v), "level_id", Level),
    "status": Filter(_("Status"), lambda v: Q(status__in=v), "status"),
}
# A zone has one of each: one pass over the zones counts them all, with each other's choices applied.
SINGLE = ("province", "level", "status")
ON_RECORD = "has"


def _in_force():
    return Incentive.objects.exclude(ends_on__lt=timezone.localdate())


# What may be on record beside figures, which go by the slug of their kind.
GROUPS = {
    "sites": (_("Available sites"), Site.objects.all),
    "costs": (_("Utilities and costs"), Cost.objects.all),
    "incentives": (_("Incentives in force"), _in_force),
    "firms": (_("Anchor firms"), Firm.objects.all),
    "contacts": (_("Contacts"), Desk.objects.all),
}


def has_on_record(value: str) -> Q:
    """Zones with facts of this group, or with figures of this kind."""
    figures = Indicator.objects.filter(kind__slug=value)
    facts = GROUPS[value][1]() if value in GROUPS else figures
    return Q(pk__in=facts.values("zone"))


class Lists:
    """The rows that the facets offer, each list read once."""

    def __init__(self):
        self._read = {}

    def rows(self, model):
        if model not in self._read:
            self._read[model] = list(model.objects.all())
        return self._read[model]

    def slugs(self, model) -> dict[int, str]:
        return {row.pk: row.slug for row in self.rows(model)}

    def names(self, name) -> dict[str, str]:
        """Value → label of a facet's options, in their order."""
        if name == ON_RECORD:
            groups = {value: str(label) for value, (label, _facts) in GROUPS.items()}
            return {row.slug: str(row) for row in self.rows(IndicatorKind)} | groups
        model = FILTERS[name].model
        return {row.slug: str(row) for row in self.rows(model)} if model else dict(Status.choices)


def count_single(zones, chosen: dict[str, list[str]], lists: Lists) -> tuple[int, dict[str, Counter]]:
    """How many zones remain, and the counts of the `SINGLE` facets.

    `zones` meet every other choice. They are grouped by the three at once: a group that meets all three
    choices counts everywhere, a group that misses one counts for that facet's options only.
    """
    slugs = [lists.slugs(FILTERS[name].model) if FILTERS[name].model else None for name in SINGLE]
    total, counts = 0, {name: Counter() for name in SINGLE}
    columns = [FILTERS[name].column for name in SINGLE]
    for *keys, number in zones.order_by().values_list(*columns).annotate(Count("pk")):
        values = [key if known is None else known.get(key) for key, known in zip(keys, slugs, strict=True)]
        missed = [
            name
            for name, value in zip(SINGLE, values, strict=True)
            if chosen[name] and value not in chosen[name]
        ]
        total += 0 if missed else number
        for name, value in zip(SINGLE, values, strict=True):
            if not missed or missed == [name]:
                counts[name][value] += number
    return total, counts


def count_multiple(zones, name: str, lists: Lists) -> Counter:
    """Zones per option of a facet of which a zone may have several."""
    facet = FILTERS[name]
    slugs = lists.slugs(facet.model)
    rows = zones.order_by().values_list(facet.column).annotate(Count("pk", distinct=True))
    return Counter({slugs[key]: number for key, number in rows if key in slugs})


def count_on_record(zones, lists: Lists) -> Counter:
    """Zones per kind of figure and per group of facts."""
    slugs = lists.slugs(IndicatorKind)
    rows = zones.order_by().values_list("indicators__kind").annotate(Count("pk", distinct=True))
    counts = Counter({slugs[key]: number for key, number in rows if key in slugs})
    held = {
        value: Count("pk", filter=Exists(facts().filter(zone=OuterRef("pk"))))
        for value, (_label, facts) in GROUPS.items()
    }
    return counts | Counter(zones.order_by().aggregate(**held))
