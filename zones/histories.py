"""All that has happened to one page: what was written on it and the moves of its life, newest first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Exists, OuterRef, Value

from .models import Change, PageEvent

# What stands for the moves of a page where groups of its facts are chosen from.
MOVES = "moves"
PER_PAGE = 100


@dataclass
class Entry:
    """What one person did at one moment: a move, or the lines that were changed together."""

    at: datetime.datetime
    by: Any
    event: PageEvent | None = None
    lines: list[Change] = field(default_factory=list)

    @property
    def way(self) -> str:
        return self.lines[0].get_way_display() if self.lines else ""


class History:
    """The history of `page`, narrowed to a group and a person where these are given.

    A constant number of queries, whatever has happened: one list of both tables is paged
    through, and the rows of one page are fetched together.
    """

    def __init__(self, page: Any, *, group: str | None = None, person: str = "") -> None:
        self._changes = Change.objects.filter(page=page.uuid).order_by()
        self._events = PageEvent.objects.filter(page=page.uuid).order_by()
        self.people = list(self._people(page))
        known = {str(user.pk) for user in self.people}
        if group == MOVES:
            self._changes = self._changes.none()
        elif group is not None:
            self._changes = self._changes.filter(group=group)
            self._events = self._events.none()
        if person in known:
            self._changes = self._changes.filter(by=person)
            self._events = self._events.filter(by=person)

    def _people(self, page: Any) -> Any:
        acted = [model.objects.filter(page=page.uuid, by=OuterRef("pk")) for model in (Change, PageEvent)]
        return get_user_model().objects.filter(Exists(acted[0]) | Exists(acted[1])).order_by("username")

    def paged(self, number: Any) -> tuple[Page, list[Entry]]:
        """One page of the list, and its entries."""
        lines, moves = (
            rows.annotate(table=Value(table, output_field=CharField())).values_list("at", "table", "pk")
            for rows, table in ((self._changes, "change"), (self._events, "event"))
        )
        both = lines.union(moves, all=True).order_by("-at", "-table", "pk")
        page = Paginator(both, PER_PAGE).get_page(number)
        keys = list(page.object_list)
        found: dict[tuple[str, int], Any] = {}
        for table, model in (("change", Change), ("event", PageEvent)):
            wanted = [pk for _at, kind, pk in keys if kind == table]
            rows = model.objects.select_related("by").in_bulk(wanted)
            found |= {(table, pk): row for pk, row in rows.items()}
        return page, list(_entries([found[table, pk] for _at, table, pk in keys]))


def _entries(rows: list[Any]) -> Any:
    def occasion(row: Any) -> tuple[Any, ...]:
        return (row.pk, row.at) if isinstance(row, PageEvent) else (None, row.at, row.by_id, row.way)

    for _occasion, group in groupby(rows, occasion):
        first, *rest = group
        if isinstance(first, PageEvent):
            yield Entry(first.at, first.by, event=first)
        else:
            yield Entry(first.at, first.by, lines=[first, *rest])
