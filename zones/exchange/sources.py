"""Sources of a file, each entered once: known by its address, else by its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Source
from . import bulk

COLUMNS = ("title", "publisher", "url", "published_on")


class SourceBook:
    """Every source of the database and of the file at hand. Blanks are filled, words are never overwritten.

    Without `may_fill` known sources stay as they are: others rest on them too.
    """

    def __init__(self, *, may_fill: bool = True) -> None:
        self._may_fill = may_fill
        self._known: dict[tuple[str, str], Source] = {}
        self.by_id: dict[int, Source] = {}
        self._changed: dict[int, Source] = {}
        for source in Source.objects.order_by("pk"):
            self._known.setdefault(_key(source), source)
            self.by_id[source.pk] = source

    def enter(self, raw: Any) -> Source | None:
        """The source that `raw` (an object, or "" for none) describes. ValidationError when it is unusable."""
        if not raw:
            return None
        if not isinstance(raw, dict) or set(raw) - set(COLUMNS):
            raise ValidationError(_("A source is an object of title, publisher, url and published_on."))
        entered = Source(**{name: str(raw.get(name) or "").strip() for name in COLUMNS})
        known = self._known.get(_key(entered))
        if known is None:
            entered.clean_fields()
            entered.clean()
            entered.published_on = entered.published_on or ""
            self._known[_key(entered)] = entered
            return entered
        for name in COLUMNS if self._may_fill or known.pk is None else ():
            if not getattr(known, name) and getattr(entered, name):
                setattr(known, name, getattr(entered, name))
                self._changed[id(known)] = known
        return known

    def of(self, fact: Any) -> Source | None:
        """The book's own copy of a stored fact's source."""
        return self.by_id[fact.source_id] if fact.source_id else None

    def save(self, used: Iterable[Source | None]) -> int:
        """Write those of `used` that are new or fuller than before; returns how many."""
        unique = {id(source): source for source in used if source is not None}
        new = [source for source in unique.values() if source.pk is None]
        fuller = [self._changed[key] for key in unique if key in self._changed and unique[key].pk]
        bulk.create(Source, new)
        bulk.update(Source, fuller, COLUMNS)
        self.by_id |= {source.pk: source for source in new}
        for key in unique:
            self._changed.pop(key, None)
        return len(new) + len(fuller)


def _key(source: Source) -> tuple[str, str]:
    return ("", source.url) if source.url else (source.title.casefold(), "")


def import_sources(records: Iterable[dict[str, str]]) -> int:
    """Enter sources before the facts that rest on them; returns how many are new or fuller than before."""
    book = SourceBook()
    return book.save([book.enter(record) for record in records])
