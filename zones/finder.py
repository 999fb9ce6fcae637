"""The zone finder: what a visitor has chosen, the zones that remain, and a count beside each further choice.

Several values of one facet widen, several facets narrow. The counts of a facet are
taken with every other facet applied, so a number always says what choosing it would give.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, F, Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import search
from .models import Industry, IndustryRole, Level, Province, Status, Zone, ZoneType


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

    @property
    def is_active(self):
        return any(option.selected for option in self.options)


def _by_type(values):
    return Q(pk__in=Zone.types.through.objects.filter(zonetype__slug__in=values).values("zone"))


def _by_industry(values):
    return Q(pk__in=IndustryRole.objects.filter(industry__slug__in=values).values("zone"))


# What each facet filters by, and the column whose values are counted.
FACETS = {
    "province": (_("Province"), lambda values: Q(province__slug__in=values), "province__slug", Province),
    "type": (_("Type"), _by_type, "types__slug", ZoneType),
    "industry": (_("Industry"), _by_industry, "industry_roles__industry__slug", Industry),
    "level": (_("Level"), lambda values: Q(level__slug__in=values), "level__slug", Level),
    "status": (_("Status"), lambda values: Q(status__in=values), "status", None),
}

SORTS = {
    "name": (_("Name"), ["sort_key", "pk"]),
    "approved": (_("First approved, oldest first"), ["approved_on", "pk"]),
    "newest": (_("First approved, newest first"), ["-approved_on", "pk"]),
    "area": (_("Approved area, largest first"), [F("approved_area_ha").desc(nulls_last=True), "pk"]),
}


class Finder:
    """One visitor's choices, read from a query string. What is not understood is left out."""

    def __init__(self, params: QueryDict, path: str, *, at=None):
        self.path = path
        self.at = at
        self.query = " ".join(params.get("q", "").split())[:100]
        self.chosen = {
            # PostgreSQL takes no null character in a text, not even to find nothing.
            name: sorted({value for value in params.getlist(name) if value and "\0" not in value})[:40]
            for name in FACETS
        }
        self.sort = params.get("sort") if params.get("sort") in SORTS else ""

    # --- the zones

    def zones(self):
        """The zones that remain, in the chosen order."""
        zones = self._found.filter(self._condition())
        if not self.sort and self.query:
            return zones.order_by(search.by_match(self.query, at=self.at), "sort_key", "pk")
        if self.sort == "approved":
            # Unknown comes last in both directions.
            return zones.annotate(undated=Q(approved_on="")).order_by("undated", *SORTS["approved"][1])
        return zones.order_by(*SORTS[self.sort or "name"][1])

    @cached_property
    def total(self) -> int:
        return self._found.filter(self._condition()).count()

    @property
    def _found(self):
        zones = Zone.objects.live(self.at)
        return zones.filter(pk__in=search.zones_matching(self.query, at=self.at)) if self.query else zones

    def _condition(self, without=None) -> Q:
        condition = Q()
        for name, (_label, by, _column, _model) in FACETS.items():
            if self.chosen[name] and name != without:
                condition &= by(self.chosen[name])
        return condition

    # --- what is shown beside them

    @cached_property
    def facets(self) -> list[Facet]:
        facets = []
        for name, (label, _by, _column, _model) in FACETS.items():
            counts, names = self._counts[name], self._names(name)
            options = [
                Option(
                    value=value,
                    label=names[value],
                    count=counts.get(value, 0),
                    selected=value in self.chosen[name],
                    url=self.url(toggle=(name, value)),
                )
                for value in names
                if counts.get(value) or value in self.chosen[name]
            ]
            if len(options) > 1 or self.chosen[name]:
                facets.append(Facet(name, label, options))
        return facets

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        counts = {}
        for name, (_label, _by, column, _model) in FACETS.items():
            rows = (
                self._found.filter(self._condition(without=name))
                .order_by()
                .values_list(column)
                .annotate(Count("pk", distinct=True))
            )
            counts[name] = dict(rows)
        return counts

    def _names(self, name) -> dict[str, str]:
        model = FACETS[name][3]
        if model is None:
            return dict(Status.choices)
        if name == "province":
            return {province.slug: province.name for province in self._provinces}
        return {row.slug: row.name for row in model.objects.all()}

    @cached_property
    def _provinces(self):
        return list(Province.objects.all())

    @cached_property
    def tiles(self):
        """Every province with `zone_count` and the address that chooses it."""
        counts = Counter(self._counts["province"])
        for province in self._provinces:
            province.zone_count = counts[province.slug]
            province.selected = province.slug in self.chosen["province"]
            province.url = self.url(toggle=("province", province.slug))
        return [province for province in self._provinces if province.tile_row is not None]

    @cached_property
    def chips(self) -> list[dict]:
        """What is chosen, each with the address that takes it back."""
        chips = []
        if self.query:
            chips.append({"label": f"“{self.query}”", "url": self.url(without="q")})
        for facet in self.facets:
            chips += [
                {"label": option.label, "url": option.url} for option in facet.options if option.selected
            ]
        known = {option.value for facet in self.facets for option in facet.options}
        for name, values in self.chosen.items():
            chips += [
                {"label": value, "url": self.url(toggle=(name, value))}
                for value in values
                if value not in known
            ]
        return chips

    @cached_property
    def sort_options(self) -> list[dict]:
        default = gettext("Best match") if self.query else gettext("Name")
        options = [{"value": "", "label": default, "selected": not self.sort, "url": self.url(sort="")}]
        for value, (label, _order) in SORTS.items():
            if value != "name" or self.query:
                options.append(
                    {
                        "value": value,
                        "label": label,
                        "selected": self.sort == value,
                        "url": self.url(sort=value),
                    }
                )
        return options

    @cached_property
    def loosen(self) -> list[dict]:
        """For an empty result: which single choice to take back, and what would then be found."""
        if self.total:
            return []
        ways = []
        active = [name for name, values in self.chosen.items() if values]
        for name in active:
            count = self._found.filter(self._condition(without=name)).count()
            if count:
                label = gettext("Without “%(facet)s”") % {"facet": FACETS[name][0]}
                ways.append({"label": label, "url": self.url(without=name), "count": count})
        if self.query and active:
            count = Zone.objects.live(self.at).filter(self._condition()).count()
            if count:
                ways.append(
                    {"label": gettext("Without the words"), "url": self.url(without="q"), "count": count}
                )
        return sorted(ways, key=lambda way: -way["count"])

    @property
    def is_filtered(self):
        return bool(self.query or any(self.chosen.values()))

    def url(self, *, toggle=None, without=None, sort=None) -> str:
        """The address of these choices with one change; always on the first page."""
        params = QueryDict(mutable=True)
        if self.query and without != "q":
            params["q"] = self.query
        for name, values in self.chosen.items():
            values = set(values)
            if toggle and toggle[0] == name:
                values ^= {toggle[1]}
            if values and without != name:
                params.setlist(name, sorted(values))
        sort = self.sort if sort is None else sort
        if sort:
            params["sort"] = sort
        return f"{self.path}?{params.urlencode()}" if params else self.path
