"""Search after an import: a few pages are indexed one by one, many by building the index anew."""

from __future__ import annotations

from collections import deque
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .. import search
from ..models import Stage
from ..signals import is_held_back

FEW = 50


def refresh(model: Any, ids: list[int]) -> None:
    """Once the transaction is safe, bring the index up to date for those pages that are published."""
    if not is_held_back():
        transaction.on_commit(lambda: _refresh(model, ids))


def _refresh(model: Any, ids: list[int]) -> None:
    pages = list(QuerySet(model).filter(pk__in=ids, stage=Stage.PUBLISHED))
    if len(pages) > FEW:
        deque(search.rebuild(), maxlen=0)
        return
    for page in pages:
        search.write(page)
