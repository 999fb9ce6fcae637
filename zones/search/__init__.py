"""Search over zones and news: one interface, the same answers on SQLite and PostgreSQL.

Pages are written into `SearchEntry` as folded words, Chinese as overlapping pairs of
characters, so that 开发 finds 开发区. Only finding the rows differs between the databases.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import get_language

from ..models import Article, SearchEntry, Zone
from . import postgres, sqlite
from .index import mark_stale, rebuild, refresh_stale, remove, write  # noqa: F401  (part of the interface)
from .snippet import snippet
from .spelling import suggestions  # noqa: F401
from .words import terms_of

# More than anybody pages through, and what keeps a search for "zone" bounded.
LIMIT = 400
# As many zones stand in the order of how well they match; ordering by a list costs its length for each row.
RANKED = 120


@dataclass
class Result:
    """One line of the result list; `snippet_html` is safe HTML with the words marked."""

    kind: str
    title: str
    url: str
    snippet_html: str
    object: Zone | Article


def prepare(using="default"):
    """Create what the database needs for finding. Doing it again changes nothing."""
    from django.db import connections

    _backend(connections[using]).prepare(connections[using])


def hits(query: str, *, at=None) -> list[tuple[str, int]]:
    """The best `(kind, object id)` of live pages in the active language, the best first."""
    return list(_best(query, at).values_list("kind", "object_id")[:LIMIT])


def zone_ids(query: str, *, at=None, limit: int = LIMIT) -> list[int]:
    """The ids of at most `limit` live zones that match, the best first."""
    zones = _best(query, at).filter(kind=SearchEntry.Kind.ZONE)
    return list(zones.values_list("object_id", flat=True)[:limit])


def zones_matching(query: str, *, at=None):
    """The ids of all live zones that match, in no order, as a query to filter by."""
    terms = terms_of(query)
    zones = _live(at).filter(kind=SearchEntry.Kind.ZONE)
    return (_backend(connection).holding(zones, terms) if terms else zones.none()).values("object_id")


def by_match(query: str, *, at=None):
    """An ordering of zones by how well they match; those far down count as equal."""
    best = zone_ids(query, at=at, limit=RANKED)
    return Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(best)), default=Value(RANKED))


def results(found: list[tuple[str, int]], query: str) -> list[Result]:
    """The hits as they are shown, in the same order, in a constant number of queries."""
    ids = defaultdict(list)
    for kind, pk in found:
        ids[kind].append(pk)
    objects = {("zone", zone.pk): zone for zone in Zone.objects.for_listing().filter(pk__in=ids["zone"])}
    for article in Article.objects.for_listing().filter(pk__in=ids["article"]):
        objects["article", article.pk] = article
    wanted = Q(kind="zone", object_id__in=ids["zone"]) | Q(kind="article", object_id__in=ids["article"])
    texts = {
        (entry.kind, entry.object_id): entry
        for entry in SearchEntry.objects.filter(wanted, language=get_language())
    }
    terms = terms_of(query)
    return [
        Result(
            kind=key[0],
            title=texts[key].title,
            url=objects[key].get_absolute_url(),
            snippet_html=snippet(texts[key].text, terms),
            object=objects[key],
        )
        for key in found
        if key in objects and key in texts
    ]


def _best(query, at):
    terms = terms_of(query)
    return _backend(connection).best_first(_live(at), terms) if terms else SearchEntry.objects.none()


def _live(at):
    at = at or timezone.now()
    live = Q(live_from__lte=at) & (Q(live_until__isnull=True) | Q(live_until__gt=at))
    return SearchEntry.objects.filter(live, language=get_language())


def _backend(connection):
    return postgres if connection.vendor == "postgresql" else sqlite
