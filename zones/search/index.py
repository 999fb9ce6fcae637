"""What each page contributes to the index."""

from __future__ import annotations

import html
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import override

from ..models import Article, SearchEntry, Stage, Zone
from ..signals import announce_many
from ..text import CJK, pinyin
from .words import words_of

TEXT_LENGTH = 6000
IDENTITY = ("kind", "object_id", "language")
CONTENT = ("title", "text", "title_words", "words", "live_from", "live_until", "is_stale")


def write(page: Zone | Article) -> None:
    """Bring the page's entries up to date; a page that is not published has none."""
    model = type(page)
    fresh = _prefetched(model).filter(pk=page.pk)
    with transaction.atomic():
        remove(page)
        _store(fresh)


def remove(page: Zone | Article) -> None:
    SearchEntry.objects.filter(kind=page._meta.model_name, object_id=page.pk).delete()


def rebuild(*, chunk: int = 500) -> Iterable[int]:
    """Write every entry anew; yields how many pages are done, for a progress line."""
    done = 0
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for model in (Zone, Article):
            keys = list(
                model.objects.filter(stage=Stage.PUBLISHED).order_by("pk").values_list("pk", flat=True)
            )
            for start in range(0, len(keys), chunk):
                rows = _prefetched(model).filter(pk__in=keys[start : start + chunk])
                _store(rows)
                done += len(keys[start : start + chunk])
                yield done


def mark_stale(entries=None) -> None:
    """Have the worker write these entries anew, or all of them."""
    entries = SearchEntry.objects.all() if entries is None else entries
    entries.filter(is_stale=False).update(is_stale=True)


def refresh_stale(limit: int = 100) -> int:
    """Write the entries of at most `limit` pages anew that were marked. Returns how many pages."""
    marked = SearchEntry.objects.filter(is_stale=True).order_by("pk").values_list("kind", "object_id")
    pages = list(dict.fromkeys(marked[: limit * len(settings.LANGUAGES)]))[:limit]
    with transaction.atomic():
        for model in (Zone, Article):
            keys = [pk for kind, pk in pages if kind == model._meta.model_name]
            SearchEntry.objects.filter(kind=model._meta.model_name, object_id__in=keys).delete()
            _store(_prefetched(model).filter(pk__in=keys))
        if pages:
            announce_many(SearchEntry)
    return len(pages)


def _store(rows):
    """Whoever writes the same page at the same moment is written over, not stumbled over."""
    SearchEntry.objects.bulk_create(
        (entry for row in rows for entry in _entries(row)),
        update_conflicts=True,
        unique_fields=IDENTITY,
        update_fields=CONTENT,
    )


def _prefetched(model):
    pages = model.objects.filter(Q(stage=Stage.PUBLISHED))
    if model is Zone:
        return pages.select_related("province", "city").prefetch_related(
            "types", "other_names", "industry_roles__industry"
        )
    return pages.select_related("section").prefetch_related("zones", "industries", "topics", "provinces")


def _entries(page):
    for language, _name in settings.LANGUAGES:
        with override(language):
            title, names, text = _of_zone(page) if isinstance(page, Zone) else _of_article(page)
        yield SearchEntry(
            kind=page._meta.model_name,
            object_id=page.pk,
            language=language,
            title=title[:250],
            text=text[:TEXT_LENGTH],
            title_words=_joined([title, *names]),
            words=_joined([text[:TEXT_LENGTH]]),
            live_from=page.published_at,
            live_until=page.expires_at,
        )


def _of_zone(zone):
    """Every name in every language counts as title: people look for the one they know."""
    names = [zone.name_en, zone.name_zh_hans, zone.short_name_en, zone.short_name_zh_hans, zone.code]
    names += [other.text for other in zone.other_names.all()]
    names = [name for name in names if name]
    for chinese in {name for name in names if CJK.search(name)}:
        syllables = pinyin(chinese)
        names += [syllables, syllables.replace(" ", "")]
    places = [zone.province, zone.city] if zone.city else [zone.province]
    about = [
        zone.pitch,
        zone.summary,
        _plain(zone.description),
        *(str(place) for place in places),
        zone.district,
        *(kind.name for kind in zone.types.all()),
    ]
    for role in zone.industry_roles.all():
        about += [role.industry.name, role.label]
    # The source often calls an industry what the list calls it: once is enough.
    said = {str(part).casefold(): str(part) for part in reversed(about) if part}
    return zone.name, names, " · ".join(reversed(said.values()))


def _of_article(article):
    text = " ".join(filter(None, [article.standfirst, _plain(article.body)]))
    ties = [*article.zones.all(), *article.industries.all(), *article.topics.all()]
    return article.headline, [str(tie) for tie in ties], " ".join(text.split())


def _plain(rich_text):
    """Rich text as it is read: blocks apart from each other, "&amp;" as the character it stands for."""
    return html.unescape(strip_tags((rich_text or "").replace("</", " </")))


def _joined(parts):
    return " ".join(word for part in parts for word in words_of(part or ""))
