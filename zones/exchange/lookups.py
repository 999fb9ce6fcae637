"""Reference rows by the words that files use for them: one query per list, whatever the file's size."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..models import City, IndustryLabel
from ..text import fold


class Lookups:
    """Finds reference rows by slug or by name in any language; loads a list when it is first asked."""

    def __init__(self) -> None:
        self._rows: dict[type, dict[str, Any]] = {}
        self._cities: dict[tuple[int, str], list[City]] | None = None
        self._labels: dict[str, IndustryLabel] | None = None

    def find(self, model: type, word: str) -> Any | None:
        """The row of `model` with this slug or name, or None."""
        return self._words(model).get(fold(str(word).strip()))

    def add(self, row: Any) -> None:
        """Know a row that is about to be written."""
        self._words(type(row))[row.slug] = row

    def _words(self, model: Any) -> dict[str, Any]:
        if model not in self._rows:
            words: dict[str, Any] = {}
            rows = list(model.objects.all())
            for row in rows:
                for name in (row.name_zh_hans, row.name_en):
                    if name:
                        words.setdefault(fold(name), row)
            # Slugs last: they are unique, names need not be.
            self._rows[model] = words | {row.slug: row for row in rows}
        return self._rows[model]

    def city(self, province_id: int, word: str) -> City | None:
        """A city is its province and its slug or Chinese name; its English name only where one city has it."""
        if self._cities is None:
            self._cities = defaultdict(list)
            for city in City.objects.all():
                for name in {city.slug, fold(city.name_zh_hans or ""), fold(city.name_en or "")} - {""}:
                    self._cities[city.province_id, name].append(city)
        found = self._cities.get((province_id, fold(word.strip())), [])
        return found[0] if len(found) == 1 else None

    def label(self, words: str) -> IndustryLabel | None:
        """The industry label in any language, with its industries at hand."""
        if self._labels is None:
            self._labels = {}
            for label in IndustryLabel.objects.prefetch_related("industries"):
                for text in (label.label_zh_hans, label.label_en):
                    if text:
                        self._labels.setdefault(IndustryLabel.key_of(text), label)
        return self._labels.get(IndustryLabel.key_of(words))
