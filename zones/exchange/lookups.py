"""Reference rows by the words that files use for them: one query per list, whatever the file's size."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import City, Image, IndustryLabel
from ..text import fold


class NotHere(ValidationError):
    """What a file names and cannot carry: a person, a picture, a paper. It is left out with a note."""


class Lookups:
    """Finds reference rows by slug or by name in any language; loads a list when it is first asked."""

    def __init__(self) -> None:
        # Who may sign as a verifier, where not everybody who is named may.
        self.signatory: Any = None
        self._rows: dict[type, dict[str, Any]] = {}
        self._cities: dict[tuple[int, str], list[City]] | None = None
        self._labels: dict[str, IndustryLabel] | None = None
        self._people: dict[str, Any] | None = None
        self._images: dict[str, Image] | None = None

    def find(self, model: type, word: str) -> Any | None:
        """The row of `model` with this slug or name, or None."""
        if model is get_user_model():
            return self._person(str(word).strip())
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
            cities = list(City.objects.all())
            for city in cities:
                for name in {fold(city.name_zh_hans or ""), fold(city.name_en or "")} - {"", city.slug}:
                    self._cities[city.province_id, name].append(city)
            # Another city's English name may be this one's slug: the slug is what files promise.
            for city in cities:
                self._cities[city.province_id, city.slug] = [city]
        found = self._cities.get((province_id, fold(word.strip())), [])
        return found[0] if len(found) == 1 else None

    def _person(self, name: str) -> Any:
        if self._people is None:
            self._people = {person.get_username(): person for person in get_user_model().objects.all()}
        if self.signatory is not None and name != self.signatory.get_username():
            raise NotHere(_("You cannot verify in the name of “%(word)s”: left out."), params={"word": name})
        if name not in self._people:
            raise NotHere(_("Nobody here is called “%(word)s”: left out."), params={"word": name})
        return self._people[name]

    def image(self, sha256: str) -> Image:
        """The image with this content. NotHere where nobody has uploaded it."""
        if self._images is None:
            self._images = {image.sha256: image for image in Image.objects.all()}
        if sha256 not in self._images:
            raise NotHere(_("This picture is not here: upload it first. Left out."))
        return self._images[sha256]

    def label(self, words: str) -> IndustryLabel | None:
        """The industry label in any language, with its industries at hand."""
        if self._labels is None:
            self._labels = {}
            for label in IndustryLabel.objects.prefetch_related("industries"):
                for text in (label.label_zh_hans, label.label_en):
                    if text:
                        self._labels.setdefault(IndustryLabel.key_of(text), label)
        return self._labels.get(IndustryLabel.key_of(words))
