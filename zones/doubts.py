"""The doubts of `zones.plausibility` kept beside the facts, so that lists can be made of them.

They are derived when facts are saved, and anew for everybody when the rules change.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet

from .models import ExchangeRate, Indicator, IndicatorKind, PlausibleRange, Unit, Zone, ZoneType
from .models.fact import Doubt
from .plausibility import doubts
from .rates import Rates
from .signals import announce_many

SLICE = 500
PROGRESS = "plausibility-progress"


def refresh(zone_ids: Iterable[int]) -> int:
    """Store the doubts of these zones where they differ; returns how many facts that were."""
    ranges, rates = list(PlausibleRange.objects.select_related("kind", "per")), Rates.load()
    ids, changed = list(zone_ids), 0
    for start in range(0, len(ids), SLICE):
        changed += _refresh_slice(ids[start : start + SLICE], ranges, rates)
    return changed


def _refresh_slice(ids: list[int], ranges: list[PlausibleRange], rates: Rates) -> int:
    # Fetched apart, kinds and units are made once and not for every figure.
    indicators = Prefetch("indicators", Indicator.objects.prefetch_related("kind__unit", "unit"))
    stale: dict[tuple[type, Doubt], list[int]] = defaultdict(list)
    for zone in Zone.objects.filter(pk__in=ids).only("pk").prefetch_related("types", "areas", indicators):
        facts = [*zone.indicators.all(), *zone.areas.all()]
        found = doubts(
            zone.indicators.all(), zone.areas.all(), types=zone.types.all(), ranges=ranges, rates=rates
        )
        for fact in facts:
            doubt = found[fact.uuid].doubt if fact.uuid in found else Doubt.NONE
            if fact.doubt != doubt:
                stale[type(fact), doubt].append(fact.pk)
    for (model, doubt), keys in stale.items():
        QuerySet(model).filter(pk__in=keys).update(doubt=doubt)
    return sum(map(len, stale.values()))


def refresh_next() -> int:
    """After the rules have changed, judge all zones anew, one slice at a time; returns how many it judged.

    How far it has come is kept in the cache. Where that is lost, everything is judged once more.
    """
    rules = _fingerprint()
    state = cache.get(PROGRESS) or {}
    if state.get("rules") != rules:
        state = {"rules": rules, "after": 0}
    if state["after"] is None:
        return 0
    zones = QuerySet(Zone).filter(pk__gt=state["after"]).order_by("pk")
    ids = list(zones.values_list("pk", flat=True)[:SLICE])
    if refresh(ids):
        announce_many(Zone)
    cache.set(PROGRESS, state | {"after": ids[-1] if len(ids) == SLICE else None}, timeout=None)
    return len(ids)


def _fingerprint() -> str:
    """The rules as they stand, in short."""
    tables = [
        QuerySet(PlausibleRange).values_list("pk", "kind", "per", "low", "high", "currency"),
        QuerySet(ZoneType).values_list("pk", "area_low_ha", "area_high_ha"),
        QuerySet(ExchangeRate).values_list("currency", "year", "per_usd"),
        QuerySet(IndicatorKind).values_list("pk", "unit"),
        QuerySet(Unit).values_list("pk", "dimension", "factor"),
    ]
    rows = [sorted(map(str, table.order_by())) for table in tables]
    return hashlib.sha256(repr(rows).encode()).hexdigest()
