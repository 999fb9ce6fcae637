"""A shortlist: the zones that an address names, in its order. No account, no cookie, nothing stored.

Whoever has the address has the list, so the addresses of every change to it are
made here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import questions, search
from .models import OldAddress, Zone
from .old_addresses import unprefixed

# Enough to choose among; more is a search, and the finder does that better.
MOST = 12
MATCHES = 8
# What is read of an address that somebody made up.
_MOST_READ = 3 * MOST
_LONGEST_SLUG = 100

PORT = _("How far is %(zone)s from the nearest port?")
FIGURES = _("What are the latest figures of %(zone)s, such as its output and trade, and for which year?")


@dataclass(frozen=True)
class Shortlist:
    """Live zones in the order given; `unknown` are words that name none, `left_over` zones beyond `MOST`."""

    path: str
    zones: Sequence[Zone] = ()
    unknown: Sequence[str] = ()
    left_over: Sequence[Zone] = ()

    @classmethod
    def read(cls, slugs: Iterable[str], path: str = "", *, for_listing: bool = False, at=None) -> Shortlist:
        """The zones that `slugs` name, former addresses included, each once; `for_listing` with all that a row shows."""
        asked = _clean(slugs)
        if not asked:
            return cls(path)
        live = Zone.objects.live(at)
        live = live.for_listing() if for_listing else live
        found = {zone.slug: zone for zone in live.filter(slug__in=asked)}
        missing = [slug for slug in asked if slug not in found]
        if missing:
            found |= _moved(missing, live)
        zones = list({found[slug].pk: found[slug] for slug in asked if slug in found}.values())
        return cls(path, zones[:MOST], [slug for slug in missing if slug not in found], zones[MOST:])

    def __len__(self) -> int:
        return len(self.zones)

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST

    @property
    def slugs(self) -> list[str]:
        return [zone.slug for zone in self.zones]

    @property
    def query(self) -> str:
        """The list as the query of an address; the form, the comparison and the finder take it too."""
        return _query(self.slugs)

    @property
    def url(self) -> str:
        return self._url(self.slugs)

    def url_without(self, zone: Zone) -> str:
        return self._url([slug for slug in self.slugs if slug != zone.slug])

    def url_with(self, zone: Zone) -> str:
        return self._url([*self.slugs, *([] if zone.slug in self.slugs else [zone.slug])])

    def url_with_earlier(self, zone: Zone) -> str:
        """The list with `zone` one place further up; "" for the first."""
        slugs = self.slugs
        place = slugs.index(zone.slug)
        if place == 0:
            return ""
        slugs[place - 1], slugs[place] = slugs[place], slugs[place - 1]
        return self._url(slugs)

    @property
    def rows(self) -> list[Row]:
        return [Row(zone, self.url_without(zone), self.url_with_earlier(zone)) for zone in self.zones]

    def matches(self, words: str, *, at=None) -> list[Match]:
        """Zones that `words` find, the best first, each with the address of the list that has it too."""
        ids = search.zone_ids(words, at=at)[: MATCHES + len(self)]
        zones = Zone.objects.live(at).filter(pk__in=ids).select_related("province", "city")
        ranked = sorted(zones, key=lambda zone: ids.index(zone.pk))
        others = [zone for zone in ranked if zone.slug not in self.slugs]
        return [Match(zone, self.url_with(zone)) for zone in others[:MATCHES]]

    def _url(self, slugs: Sequence[str]) -> str:
        return f"{self.path}?{_query(slugs)}" if slugs else self.path


@dataclass(frozen=True)
class Row:
    """One zone of the list, where it is taken away or moved up, and what asks for its missing facts."""

    zone: Zone
    url_without: str
    url_earlier: str

    @property
    def approval_question(self) -> str:
        return questions.ask(self.zone, questions.APPROVAL)

    @property
    def area_question(self) -> str:
        return questions.ask(self.zone, questions.AREA)

    @property
    def port_question(self) -> str:
        return questions.ask(self.zone, PORT)

    @property
    def figures_question(self) -> str:
        return questions.ask(self.zone, FIGURES)


@dataclass(frozen=True)
class Match:
    zone: Zone
    url_with: str


def _query(slugs: Iterable[str]) -> str:
    return urlencode([("zone", slug) for slug in slugs])


def _clean(slugs: Iterable[str]) -> list[str]:
    """Each word once; PostgreSQL takes no null character in a text, not even to find nothing."""
    words = (slug.strip()[:_LONGEST_SLUG] for slug in slugs if "\0" not in slug)
    return list(dict.fromkeys(filter(None, words)))[:_MOST_READ]


def _moved(slugs: Sequence[str], live: QuerySet[Zone]) -> dict[str, Zone]:
    """The live zones that once stood at these slugs, by the former slug."""
    folder = unprefixed(reverse("zones:finder"))
    paths = {f"{folder}{slug}/": slug for slug in slugs}
    moved = OldAddress.objects.filter(path__in=paths, zone__isnull=False).values_list("path", "zone")
    former = {paths[path]: zone for path, zone in moved}
    by_id = {zone.pk: zone for zone in live.filter(pk__in=former.values())} if former else {}
    return {slug: by_id[pk] for slug, pk in former.items() if pk in by_id}
