"""The planned changes of an import as bulk writes, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import doubts
from ..models import Zone, ZoneEvent
from ..signals import announce_many
from ..standing import standing_of
from . import bulk, differences, index
from .layout import GROUPS
from .report import Progress, no_progress
from .sources import SourceBook

if TYPE_CHECKING:
    from .planning import ZonePlan

_SORT_KEYS = {"sort_key", "sort_key_en", "sort_key_zh_hans"}


def write(
    plans: list[ZonePlan], book: SourceBook, progress: Progress = no_progress, *, by: Any = None
) -> None:
    """Write the plans and their history, derive the standing of their zones, tell the listeners once."""
    if not plans:
        return
    with transaction.atomic():
        _write_sources(plans, book)
        progress(_("Writing zones"), 0, len(plans))
        _write_zones(plans)
        _write_types(plans)
        progress(_("Writing facts"), 0, len(plans))
        _write_facts(plans)
        differences.record(plans, by=by)
        ids = [plan.zone.pk for plan in plans]
        progress(_("Deriving level and status"), 0, len(plans))
        Zone.objects.filter(pk__in=ids).refresh_standing()
        doubts.refresh(ids)
        QuerySet(Zone).filter(pk__in=ids).update(changed_at=timezone.now())
        index.refresh(Zone, ids)
        announce_many(Zone)


def _write_sources(plans: list[ZonePlan], book: SourceBook) -> None:
    used = [plan.zone.record_source for plan in plans]
    for plan in plans:
        used += plan.facts.sources()
    book.save(used)


def _write_zones(plans: list[ZonePlan]) -> None:
    today = timezone.localdate()
    for plan in plans:
        if plan.is_new and plan.facts:
            # Ten thousand rows written once are written faster than twice.
            new = plan.facts.new
            standing = standing_of(new["events"], new["areas"], new["connections"], on=today)
            for name, value in standing.as_columns().items():
                setattr(plan.zone, name, value)
    bulk.create(Zone, [plan.zone for plan in plans if plan.is_new])
    changed = [plan for plan in plans if plan.changed and not plan.is_new]
    fields = set().union(*(plan.changed for plan in changed)) | _SORT_KEYS
    bulk.update(Zone, [plan.zone for plan in changed], fields)


def _write_types(plans: list[ZonePlan]) -> None:
    changed = [plan for plan in plans if plan.types_changed]
    pairs = [(plan.zone.pk, row.pk) for plan in changed for row in plan.types]
    through = Zone.types.through
    stale = QuerySet(through).filter(zone_id__in=[plan.zone.pk for plan in changed if not plan.is_new])
    wanted = set(pairs)
    gone = [row.pk for row in stale if (row.zone_id, row.zonetype_id) not in wanted]
    QuerySet(through).filter(pk__in=gone).delete()
    bulk.link(through, [{"zone_id": zone_id, "zonetype_id": type_id} for zone_id, type_id in pairs])


def _write_facts(plans: list[ZonePlan]) -> None:
    for group in GROUPS:
        bulk.create(group.model, [fact for plan in plans for fact in plan.facts.new[group.name]])
        changed = {fact: names for plan in plans for fact, names in plan.facts.changed[group.name].items()}
        if changed:
            bulk.update(group.model, list(changed), set().union(*changed.values()))
    links = [(event.pk, source.pk) for plan in plans for event, source in plan.facts.new_links]
    bulk.link(
        ZoneEvent.further_sources.through,
        [{"zoneevent_id": event_id, "source_id": source_id} for event_id, source_id in links],
    )
    _drop_doubled_links(plans)


def _drop_doubled_links(plans: list[ZonePlan]) -> None:
    """A further source that has become the first one of its event is not named twice."""
    swapped = Q()
    for plan in plans:
        for event, names in plan.facts.changed["events"].items():
            if "source" in names:
                swapped |= Q(zoneevent_id=event.pk, source_id=event.source_id)
    if swapped:
        QuerySet(ZoneEvent.further_sources.through).filter(swapped).delete()
