"""Where a zone stands today: level, status and dates as its dated events tell them, its size and its way to a port.

Founded is not approved, and an event that lies ahead changes nothing yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .partial_dates import PartialDate

if TYPE_CHECKING:
    from .models import Area, Connection, Level, ZoneEvent

# The kinds of connection that lead to ships.
PORT_KINDS = ("seaport", "river-port")


@dataclass(frozen=True)
class Standing:
    """`status` is a value of `zones.models.Status`; dates are "" where unknown; area in hectares, way in kilometres."""

    level: Level | None
    status: str
    status_since: str
    founded_on: str
    approved_on: str
    approved_area_ha: Decimal | None
    port_km: Decimal | None
    standing_on: PartialDate

    def as_columns(self) -> dict:
        return dict(self.__dict__)


def standing_of(
    events: Iterable[ZoneEvent],
    areas: Iterable[Area],
    connections: Iterable[Connection],
    *,
    on: datetime.date,
) -> Standing:
    """The standing on the day `on`, from a zone's events, areas and connections in any order."""
    today = PartialDate.of(on)
    past = sorted((event for event in events if not event.date or event.date <= today), key=lambda e: e.date)
    level, status, since, founded, approved = None, "planned", "", "", ""
    for event in past:
        match event.kind:
            case "founded":
                founded = founded or event.date
            case "withdrawn" if event.is_confirmed:
                level, status, since = event.level, "withdrawn", event.date
            case "withdrawn":
                status, since = "doubtful", event.date
            case "approved" | "upgraded" | "designated":
                if event.kind != "designated" and not approved:
                    approved = event.date
                if event.level:
                    level = event.level
                if event.kind != "designated" and status != "active":
                    status, since = "active", event.date
    area = area_on(today, areas, kind="approved")
    ways_to_ports = [
        connection.distance_km
        for connection in connections
        if connection.distance_km is not None and connection.kind.slug in PORT_KINDS
    ]
    return Standing(
        level=level,
        status=status,
        status_since=since,
        founded_on=founded,
        approved_on=approved,
        approved_area_ha=area.value_ha if area else None,
        port_km=min(ways_to_ports, default=None),
        standing_on=today,
    )


def area_on(today: PartialDate, areas: Iterable[Area], *, kind: str) -> Area | None:
    """The area of this kind that holds on a day: of the whole zone rather than of a part, and the newest.

    An area that is announced for a later date does not hold yet.
    """
    holding = [area for area in areas if area.kind == kind and (area.as_of or "") <= today]
    return max(holding, key=lambda area: (not area.scope, area.as_of or "", area.pk or 0), default=None)
