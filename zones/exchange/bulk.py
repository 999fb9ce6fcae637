"""Many rows in few queries.

The plain queryset is used, not the translated one: that would rename the columns
`name` and `name_en` into one, while a bulk write must fill both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from ..translation import TRANSLATED

# SQLite builds one CASE per column and row; longer statements parse ever more slowly.
BATCH = 100

_CODES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


def create(model: Any, rows: Sequence[Any]) -> None:
    """Insert rows. What a language does not say is empty, as forms leave it, and never null."""
    names = [f"{name}_{code}" for name in TRANSLATED.get(model, ()) for code in _CODES]
    for row in rows:
        for name in names:
            if getattr(row, name) is None:
                setattr(row, name, "")
    if rows:
        with _default_language():
            QuerySet(model).bulk_create(rows)


def update(model: Any, rows: Sequence[Any], fields: Collection[str]) -> None:
    """Write `fields` of rows that are stored already; a translated column takes its plain twin along."""
    fields = set(fields)
    for name in TRANSLATED.get(model, ()):
        if any(field.startswith(f"{name}_") for field in fields):
            fields.add(name)
    if rows and fields:
        with _default_language():
            QuerySet(model).bulk_update(rows, sorted(fields), batch_size=BATCH)


def link(through: Any, pairs: Iterable[dict[str, int]]) -> None:
    """Rows of a many-to-many table, those that stand already left as they are."""
    rows = [through(**pair) for pair in pairs]
    if rows:
        QuerySet(through).bulk_create(rows, ignore_conflicts=True)


def _default_language() -> Any:
    """The plain column holds the default language, whatever the language of whoever imports."""
    return translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE)
