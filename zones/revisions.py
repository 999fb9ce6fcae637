"""States of a page that were saved: keeping them, telling what differs between two, thinning out old ones."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import changes, snapshots
from .models import Change, Revision
from .models.publishing import Publishable
from .snapshots import Snapshot

# (group, uuid) → the row and what its columns hold. The page itself is ("", None).
Rows = dict[tuple[str, Any], tuple[Any, dict[str, Any]]]

# Everything is kept for so long; after that, beside what was published, the last of each day.
ALL_FOR = datetime.timedelta(days=30)
# After that one of each month remains.
DAILY_FOR = datetime.timedelta(days=365)


def keep(
    page: Publishable,
    snapshot: Snapshot,
    *,
    by: Any,
    occasion: str = Revision.Occasion.SAVED,
    note: str = "",
    at: datetime.datetime | None = None,
) -> Revision | None:
    """Store the state, unless the newest one of the page says the same and nothing was published."""
    newest = Revision.objects.filter(page=page.uuid).first()
    is_news = newest is None or not snapshots.say_the_same(newest.snapshot, snapshot)
    if not is_news and occasion == Revision.Occasion.SAVED:
        return None
    return Revision.objects.create(
        page=page.uuid,
        page_kind=page._meta.model_name,
        at=at or timezone.now(),
        by=by,
        occasion=occasion,
        note=note,
        snapshot=snapshot,
    )


def keep_former(page: Publishable, snapshot: Snapshot) -> None:
    """Store the state as it stands before it is changed, where that is not done: an import keeps none."""
    if not Revision.objects.filter(page=page.uuid, at=page.changed_at).exists():
        keep(page, snapshot, by=None, at=page.changed_at)


@contextmanager
def shown(
    page: Publishable, snapshot: Snapshot | None, *, changed_at: datetime.datetime | None = None
) -> Iterator[Any]:
    """Inside, the page's rows say what the snapshot says; afterwards everything is as it was before.

    Without a snapshot they say what they say, and may be changed without anybody seeing it.

    Yields the page read anew. Nobody else ever sees it: the transaction is rolled back.
    """
    with transaction.atomic():
        if snapshot is not None:
            snapshots.put_back(_fresh(page), snapshot, for_good=False)
        if changed_at is not None:
            QuerySet(type(page)).filter(pk=page.pk).update(changed_at=changed_at)
        try:
            yield _fresh(page)
        finally:
            transaction.set_rollback(True)


def differences(page: Publishable, one: Snapshot, other: Snapshot) -> list[Change]:
    """What the second state says otherwise than the first, in lines of a history that nobody has written."""
    with shown(page, one) as former:
        before = rows_of(former)
    with shown(page, other) as later:
        after = rows_of(later)
        return lines_between(later, before, after)


def rows_of(page: Publishable, groups: Collection[str] | None = None) -> Rows:
    """The page and its parts, all or those of some groups, as they stand: each with the values of its columns."""
    found: Rows = {("", None): (page, changes.values(page))}
    for group, model in changes.PARTS[page._meta.model_name].items():
        if groups is not None and group not in groups:
            continue
        links = [field.name for field in model._meta.fields if field.many_to_one]
        many = [field.name for field in model._meta.many_to_many]
        owner = page._meta.model_name
        rows = QuerySet(model).filter(**{owner: page}).select_related(*links).prefetch_related(*many)
        for row in rows.order_by("pk"):
            found[group, row.uuid] = (row, changes.values(row))
    return found


def lines_between(page: Publishable, before: Rows, after: Rows) -> list[Change]:
    """What was changed, added and removed, in the order in which a profile is read."""
    lines: list[Change] = []
    for key, (row, values) in after.items():
        if key in before:
            lines += changes.compared(page, page if key[0] == "" else row, before[key][1], values)
        else:
            lines.append(changes.added(page, row))
    lines += [
        changes.removed(page, row, changes.summary(row, values))
        for key, (row, values) in before.items()
        if key not in after
    ]
    order = ["", *changes.PARTS[page._meta.model_name]]
    return sorted(lines, key=lambda line: order.index(line.group))


def thin_out(*, at: datetime.datetime | None = None, most: int = 500) -> int:
    """Delete up to `most` old states that the policy lets go; returns how many. Published ones stay."""
    now = at or timezone.now()
    old = Revision.objects.filter(at__lt=now - ALL_FOR, occasion=Revision.Occasion.SAVED)
    kept: set[tuple[Any, ...]] = set()
    gone = []
    for key, page, moment in old.order_by("page", "-at", "-pk").values_list("pk", "page", "at"):
        local = timezone.localtime(moment)
        span = (local.year, local.month, local.day) if moment > now - DAILY_FOR else (local.year, local.month)
        if (page, span) in kept:
            gone.append(key)
            if len(gone) == most:
                break
        kept.add((page, span))
    Revision.objects.filter(pk__in=gone).delete()
    return len(gone)


def _fresh(page: Publishable) -> Any:
    return type(page)._base_manager.get(pk=page.pk)
