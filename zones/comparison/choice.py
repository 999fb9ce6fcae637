"""What somebody wants compared: the zones of an address, in its order, and how values are to be shown.

Every change to the choice is an address too, so that a comparison can be shared and works without script.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from ..models import Zone
from ..shortlist import Shortlist
from ..units import AREA_UNITS, AreaUnit

MOST = 4
FEWEST = 2
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Choice:
    """At most `MOST` live zones; `left_over` are those beyond, `unknown` words that name no zone."""

    path: str
    zones: Sequence[Zone] = ()
    left_over: Sequence[Zone] = ()
    unknown: Sequence[str] = ()
    # A code of ISO 4217, or "" for amounts as they were published.
    currency: str = ""
    area_unit: AreaUnit | None = None
    only_differing: bool = False
    words: str = ""

    @classmethod
    def read(cls, params: QueryDict, path: str, *, currencies: Sequence[str]) -> Choice:
        """From a query string; what is not understood is left out."""
        named = Shortlist.read(params.getlist("zone"))
        currency = params.get("currency", "")
        return cls(
            path=path,
            zones=named.zones[:MOST],
            left_over=[*named.zones[MOST:], *named.left_over],
            unknown=named.unknown,
            currency=currency if currency in currencies else "",
            area_unit=AREA_UNITS.get(params.get("area", "")),
            only_differing=params.get("differ") == "1",
            words=" ".join(params.get("q", "").split())[:LONGEST_SEARCH],
        )

    @property
    def is_full(self) -> bool:
        return len(self.zones) >= MOST

    @property
    def is_enough(self) -> bool:
        return len(self.zones) >= FEWEST

    @property
    def slugs(self) -> list[str]:
        return [zone.slug for zone in self.zones]

    @property
    def names(self) -> str:
        """All of them in a sentence: "A, B and C"."""
        names = [str(zone) for zone in self.zones]
        if len(names) < 2:
            return "".join(names)
        listed = {"first": gettext(", ").join(names[:-1]), "last": names[-1]}
        return gettext("%(first)s and %(last)s") % listed

    @property
    def view(self) -> list[tuple[str, str]]:
        """How values are shown, as parameters: forms and links keep them."""
        shown = [
            ("currency", self.currency),
            ("area", self.area_unit.code if self.area_unit else ""),
            ("differ", "1" if self.only_differing else ""),
        ]
        return [(name, value) for name, value in shown if value]

    @property
    def url(self) -> str:
        return self._url(self.path)

    @property
    def plain_url(self) -> str:
        """The zones alone: the one address of a comparison, however it is shown."""
        return replace(self, currency="", area_unit=None, only_differing=False).url

    def url_at(self, path: str) -> str:
        """The same choice at another address, such as that of the file."""
        return self._url(path)

    def url_without(self, zone: Zone) -> str:
        return replace(self, zones=[other for other in self.zones if other.pk != zone.pk]).url

    def url_with(self, zone: Zone) -> str:
        return replace(self, zones=[*self.zones, zone]).url

    @property
    def columns(self) -> list[tuple[Zone, str]]:
        """Each zone with the address of the comparison without it."""
        return [(zone, self.url_without(zone)) for zone in self.zones]

    def matches(self, *, at: datetime.datetime | None = None) -> list[tuple[Zone, str]]:
        """Zones that the words find and that are not chosen yet, each with the address that adds it."""
        if not self.words or self.is_full:
            return []
        found = Shortlist(self.path, self.zones).matches(self.words, at=at)
        return [(match.zone, self.url_with(match.zone)) for match in found]

    def _url(self, path: str) -> str:
        query = urlencode([*(("zone", slug) for slug in self.slugs), *self.view])
        return f"{path}?{query}" if query else path
