"""Zones that an investor would weigh against one: of its type and province, the most shared industries first.

Only the province is looked through, so the cost is that of a province and not of the portal.
"""

from __future__ import annotations

from django.db.models import Count, Q

from .models import Status, Zone


def zones(zone: Zone, *, limit: int, at=None) -> list[Zone]:
    """At most `limit` other live zones, withdrawn ones left out, in one query when the zone is read already."""
    industries = {role.industry_id for role in zone.industry_roles.all()}
    shared = Count(
        "industry_roles__industry", filter=Q(industry_roles__industry__in=industries), distinct=True
    )
    return list(
        Zone.objects.live(at)
        .filter(province=zone.province_id, types__in=[zone_type.pk for zone_type in zone.types.all()])
        .exclude(pk=zone.pk)
        .exclude(status=Status.WITHDRAWN)
        .annotate(shared=shared)
        .order_by("-shared", "sort_key", "pk")[:limit]
    )
