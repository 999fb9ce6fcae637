"""Stories that go with a story: same zone before same industry before same province before newest.

Candidates are the newest few of each tie, so the cost is that of a page, not of the archive.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .models import Article

WEIGHTS = {"zones": 8, "industries": 4, "provinces": 2}
CANDIDATES = 40


def articles(article: Article, *, limit: int, at=None) -> list[Article]:
    """At most `limit` other live articles, the closest first, none twice."""
    live = Article.objects.live(at).exclude(pk=article.pk).order_by("-published_at", "-pk")
    scores: dict[int, int] = defaultdict(int)
    newest = dict(live.values_list("pk", "published_at")[:limit])
    moments = dict(newest)
    for tie, weight in WEIGHTS.items():
        shared = Article._meta.get_field(tie).remote_field.through.objects.filter(article=article.pk)
        column = Article._meta.get_field(tie).m2m_reverse_name()
        twins = live.filter(**{f"{tie}__in": shared.values(column)}).distinct()[:CANDIDATES]
        for pk, published_at in twins.values_list("pk", "published_at"):
            scores[pk] += weight
            moments[pk] = published_at
    best = sorted(moments, key=lambda pk: (scores[pk], moments[pk], pk), reverse=True)[:limit]
    found = {row.pk: row for row in Article.objects.for_listing().filter(pk__in=best)}
    return [found[pk] for pk in best]


def newest_in_sections(sections, *, limit: int, at=None) -> dict[int, list[Article]]:
    """The newest live articles of each section by its key, in one query for all sections."""
    rank = Window(RowNumber(), partition_by=F("section_id"), order_by=["-published_at", "-pk"])
    ranked = Article.objects.live(at).filter(section__in=sections).annotate(rank=rank).filter(rank__lte=limit)
    found = Article.objects.for_listing().filter(pk__in=[row.pk for row in ranked.only("pk")]).newest_first()
    by_section = defaultdict(list)
    for article in found:
        by_section[article.section_id].append(article)
    return by_section
