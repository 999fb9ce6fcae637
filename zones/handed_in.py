"""Files of people who may not publish: what they say of public zones waits for review, as in the form."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from . import exchange, pending, snapshots
from .models import PendingEdit, Source, Zone


def import_zones(
    content: bytes, name: str, *, by: Any, reach: exchange.Reach, **terms: Any
) -> exchange.Report:
    """`exchange.import_zones` on the terms of the person `by`.

    Of zones that are edited beside what the public sees, the outcome is kept as their pending edit; the
    differences told are those from what waits already. Everything else is written as ever.
    """
    beside = _edited_beside(reach) if reach.is_limited else {}
    if not beside:
        return exchange.import_zones(content, name, by=by, reach=reach, **terms)
    with transaction.atomic():
        report, said, sources = _tried(content, name, beside, by=by, reach=reach, **terms)
        if not report.is_written:
            return report
        # They stand by themselves, under the keys that the edits name.
        Source.objects.bulk_create(sources)
        leave = frozenset(zone.pk for zone in beside)
        rest = {name: value for name, value in terms.items() if name != "expected"}
        exchange.import_zones(content, name, by=by, reach=reach, leave=leave, **rest)
        for zone, snapshot in said.items():
            pending.keep(zone, snapshot, by=by)
    return report


def _edited_beside(reach: exchange.Reach) -> dict[Zone, PendingEdit | None]:
    zones = list(Zone.objects.filter(pk__in=reach.zones or ()))
    edits = {edit.page: edit for edit in PendingEdit.objects.filter(page__in=[zone.uuid for zone in zones])}
    return {zone: edits.get(zone.uuid) for zone in zones if zone.is_live() or zone.uuid in edits}


def _tried(
    content: bytes, name: str, beside: dict[Zone, PendingEdit | None], **terms: Any
) -> tuple[exchange.Report, dict[Zone, snapshots.Snapshot], list[Source]]:
    """The import upon what waits, rolled back: its report, what it has made of the zones, its new sources."""
    newest = Source.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with transaction.atomic():
        for zone, edit in beside.items():
            if edit is not None:
                snapshots.put_back(Zone.objects.get(pk=zone.pk), edit.snapshot, for_good=False)
        report = exchange.import_zones(content, name, **terms)
        said = (
            {zone: snapshots.take(Zone.objects.get(pk=zone.pk)) for zone in beside}
            if report.is_written
            else {}
        )
        sources = list(Source.objects.filter(pk__gt=newest))
        transaction.set_rollback(True)
    return report, said, sources
