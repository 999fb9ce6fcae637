"""The zone finder: what a visitor has chosen, the zones that remain, and a count beside each further choice.

One address says one choice, always in the same words, so that it can be shared. What is not
understood is left out of the address; a range that cannot be read says so beside its field.
"""

from __future__ import annotations

from functools import cached_property

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import search
from .finder_facets import (
    FILTERS,
    ON_RECORD,
    SINGLE,
    Facet,
    Lists,
    Option,
    count_multiple,
    count_on_record,
    count_single,
    has_on_record,
)
from .finder_ranges import RANGES, ChosenRange
from .models import Province, Zone

SORTS = {
    "name": (_("Name"), ["sort_key", "pk"]),
    "approved": (_("First approved, oldest first"), ["approved_on", "pk"]),
    "newest": (_("First approved, newest first"), ["-approved_on", "pk"]),
    "area": (_("Approved area, largest first"), [F("approved_area_ha").desc(nulls_last=True), "pk"]),
    "port": (_("Distance to a port, nearest first"), [F("port_km").asc(nulls_last=True), "pk"]),
}
# How many values of a facet are heard; each thing that is to be on record is a search of its own.
MOST_VALUES, MOST_ON_RECORD = 40, 8
# With so few zones or fewer, other words are offered where these look like a slip.
FEW = 2
# Ways out of an empty result that are offered.
WAYS_OUT = 6


class Finder:
    """One visitor's choices, read from a query string, and what they lead to."""

    def __init__(self, params: QueryDict, path: str, *, at=None):
        self.path = path
        self.at = at
        self.query = " ".join(params.get("q", "").replace("\0", " ").split())[:100].strip()
        self.chosen = {name: _values(params, name, MOST_VALUES) for name in FILTERS}
        self.chosen[ON_RECORD] = _values(params, ON_RECORD, MOST_ON_RECORD)
        self.ranges = [ChosenRange(range_, params) for range_ in RANGES]
        self.sort = params.get("sort") if params.get("sort") in SORTS else ""
        if self.sort == "name" and not self.query:
            self.sort = ""
        self._lists = Lists()

    # --- the zones

    def zones(self):
        """The zones that remain, in the chosen order."""
        zones = self._matching()
        if not self.sort and self.query:
            return zones.order_by(search.by_match(self.query, at=self.at), "sort_key", "pk")
        if self.sort == "approved":
            # Unknown comes last in both directions.
            return zones.annotate(undated=Q(approved_on="")).order_by("undated", *SORTS["approved"][1])
        return zones.order_by(*SORTS[self.sort or "name"][1])

    @cached_property
    def total(self) -> int:
        return self._counted[0]

    def _matching(self, *without: str):
        """Live zones that meet every choice but those of these names."""
        zones = Zone.objects.live(self.at)
        for name, condition in self._conditions.items():
            if name.partition(":")[0] not in without:
                zones = zones.filter(condition)
        return zones

    @cached_property
    def _conditions(self) -> dict[str, Q]:
        """Each choice as a condition. What is to be on record is a choice of its own each time."""
        conditions = {}
        if self.query:
            conditions["q"] = Q(pk__in=search.zones_matching(self.query, at=self.at))
        for name, facet in FILTERS.items():
            if self.chosen[name]:
                conditions[name] = facet.by(self.chosen[name])
        conditions |= {range_.name: range_.known() for range_ in self._set_ranges}
        conditions |= {f"{ON_RECORD}:{value}": has_on_record(value) for value in self.chosen[ON_RECORD]}
        return conditions

    @cached_property
    def _set_ranges(self):
        return [range_ for range_ in self.ranges if range_.is_set]

    # --- what is shown beside them

    @cached_property
    def _counted(self):
        return count_single(self._matching(*SINGLE), self.chosen, self._lists)

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets in which choices widen."""
        facets = []
        for name, filter_ in FILTERS.items():
            counts = (
                self._counted[1][name]
                if name in SINGLE
                else count_multiple(self._matching(name), name, self._lists)
            )
            facet = self._facet(name, filter_.label, counts)
            if len(facet.options) > 1 or self.chosen[name]:
                facets.append(facet)
        return facets

    @cached_property
    def on_record(self) -> list[Facet]:
        """What zones have figures or facts of, one facet in which each further choice narrows, or none."""
        counts = count_on_record(self._matching(), self._lists)
        hint = gettext("Each choice narrows further.")
        facet = self._facet(ON_RECORD, gettext("Has on record"), counts, hint)
        return [facet] if facet.options else []

    def _facet(self, name, label, counts, hint="") -> Facet:
        options = [
            Option(value, text, counts[value], value in self.chosen[name], self.url(toggle=(name, value)))
            for value, text in self._lists.names(name).items()
            if counts[value] or value in self.chosen[name]
        ]
        return Facet(name, label, options, hint)

    @cached_property
    def tiles(self):
        """Every province with `zone_count` and the address that chooses it."""
        counts = self._counted[1]["province"]
        provinces = self._lists.rows(Province)
        for province in provinces:
            province.zone_count = counts[province.slug]
            province.selected = province.slug in self.chosen["province"]
            province.url = self.url(toggle=("province", province.slug))
        return [province for province in provinces if province.tile_row is not None]

    @cached_property
    def chips(self) -> list[dict]:
        """What is chosen, each with the address that takes it back."""
        chips = [{"label": f"“{self.query}”", "url": self.url(without={"q"})}] if self.query else []
        for name, values in self.chosen.items():
            names = self._lists.names(name) if values else {}
            listed = [value for value in names if value in values]
            chips += [
                {"label": names.get(value, value), "url": self.url(toggle=(name, value))}
                for value in [*listed, *(value for value in values if value not in names)]
            ]
        chips += [
            {"label": range_.chip, "url": self.url(without={range_.name})} for range_ in self._set_ranges
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
    def left_out(self) -> int:
        """Zones that no published value rules out, but for which a value that is asked for is not published."""
        if not self._set_ranges:
            return 0
        zones = self._matching(*(range_.name for range_ in self._set_ranges))
        for range_ in self._set_ranges:
            zones = zones.filter(range_.known() | range_.unknown())
        return zones.count() - self.total

    @property
    def asked_for(self) -> str:
        """What the ranges that are set ask a value of, in words."""
        return gettext(", ").join(str(range_.label).lower() for range_ in self._set_ranges)

    @cached_property
    def suggestion(self) -> dict | None:
        """Other words that find more, for a query with a slip: with the other choices, else without them."""
        if not self.query or self.total > FEW:
            return None
        for choices in (self._params(), QueryDict(mutable=True)):
            for words in search.suggestions(self.query):
                choices["q"] = words
                other = Finder(choices, self.path, at=self.at)
                if (count := other._matching().count()) > self.total:
                    return {"words": other.query, "url": other.url(), "count": count}
        return None

    @cached_property
    def loosen(self) -> list[dict]:
        """For an empty result: the fewest choices to take back, and what would then be found."""
        if self.total or not self._conditions:
            return []
        missed = {
            f"misses_{place}": Case(
                When(condition, then=Value(0)), default=Value(1), output_field=IntegerField()
            )
            for place, condition in enumerate(self._conditions.values())
        }
        zones = Zone.objects.live(self.at).annotate(**missed)
        groups = zones.order_by().values_list(*missed).annotate(zones=Count("pk"))
        ways = [
            ([name for name, misses in zip(self._conditions, flags, strict=True) if misses], count)
            for *flags, count in sorted(groups, reverse=True)
        ]
        fewest = min((len(names) for names, _count in ways), default=0)
        # Taking everything back is offered beside these.
        best = [way for way in ways if len(way[0]) == fewest < max(2, len(self._conditions))]
        return [
            {"label": self._without(names), "url": self.url(without=names), "count": count}
            for names, count in sorted(best, key=lambda way: -way[1])[:WAYS_OUT]
        ]

    def _without(self, names) -> str:
        labels = {"q": gettext("the words")}
        labels |= {name: f"“{filter_.label}”" for name, filter_ in FILTERS.items()}
        labels |= {range_.name: f"“{range_.label}”" for range_ in self.ranges}
        on_record = self._lists.names(ON_RECORD)
        labels |= {
            f"{ON_RECORD}:{value}": f"“{on_record.get(value, value)}”" for value in self.chosen[ON_RECORD]
        }
        parts = [labels[name] for name in self._conditions if name in names]
        return gettext("Without %(choices)s") % {"choices": gettext(", ").join(parts)}

    @property
    def is_filtered(self):
        return bool(self._conditions)

    @property
    def mistakes(self) -> list:
        """Fields of ranges that could not be read, and so narrow nothing."""
        return [field for range_ in self.ranges for field in range_.fields if field.error]

    # --- addresses

    @property
    def query_string(self) -> str:
        """These choices as the query of an address, without a page: lists of the same zones take it too."""
        return self._params().urlencode()

    def url(self, *, toggle=None, without=(), sort=None) -> str:
        """The address of these choices with one change; always on the first page."""
        params = self._params(toggle=toggle, without=without, sort=sort)
        return f"{self.path}?{params.urlencode()}" if params else self.path

    def _params(self, *, toggle=None, without=(), sort=None) -> QueryDict:
        params = QueryDict(mutable=True)
        if self.query and "q" not in without:
            params["q"] = self.query
        for name in FILTERS:
            if name not in without:
                self._set_values(params, name, toggle)
        for range_ in self._set_ranges:
            if range_.name not in without:
                params.update(range_.params())
        self._set_values(params, ON_RECORD, toggle, without)
        sort = self.sort if sort is None else sort
        if sort:
            params["sort"] = sort
        return params

    def _set_values(self, params, name, toggle, without=()):
        values = {value for value in self.chosen[name] if f"{name}:{value}" not in without}
        if toggle and toggle[0] == name:
            values ^= {toggle[1]}
        if values:
            params.setlist(name, sorted(values))


def _values(params, name, most):
    # PostgreSQL takes no null character in a text, not even to find nothing.
    return sorted({value for value in params.getlist(name) if value and "\0" not in value})[:most]
