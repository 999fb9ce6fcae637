"""Many rows in few queries.

The plain queryset is used, not the translated one: that would rename the columns
`name` and `name_en` into one, while a bulk write must fill both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from ..translation import TRANSLATED

# SQLite builds one CASE per column and row; longer statements parse ever more slowly.
BATCH = 100


def create(model: Any, rows: Sequence[Any]) -> None:
    if rows:
        QuerySet(model).bulk_create(rows)


def update(model: Any, rows: Sequence[Any], fields: Collection[str]) -> None:
    """Write `fields` of rows that are stored already; a translated column takes its plain twin along."""
    fields = set(fields)
    for name in TRANSLATED.get(model, ()):
        if any(field.startswith(f"{name}_") for field in fields):
            fields.add(name)
    if rows and fields:
        QuerySet(model).bulk_update(rows, sorted(fields), batch_size=BATCH)


def link(through: Any, pairs: Iterable[dict[str, int]]) -> None:
    """Rows of a many-to-many table, those that stand already left as they are."""
    rows = [through(**pair) for pair in pairs]
    if rows:
        QuerySet(through).bulk_create(rows, ignore_conflicts=True)
