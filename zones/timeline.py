"""The dated events of a zone in their order, and which of them its level, status and dates of today rest on."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from .partial_dates import PartialDate

if TYPE_CHECKING:
    from .models import Zone, ZoneEvent


class Timeline:
    """For whatever reads a `zone` with its events as they stand on the day `on`."""

    zone: Zone
    on: datetime.date

    @cached_property
    def timeline(self) -> list[ZoneEvent]:
        return sorted(self.zone.events.all(), key=lambda event: (event.date or "9999", event.pk))

    @cached_property
    def standing_event(self) -> ZoneEvent | None:
        """The event that the status of today rests on."""
        since = self.zone.status_since
        telling = {"approved", "upgraded", "withdrawn"}
        candidates = [e for e in self.timeline if e.kind in telling and e.date == since and since]
        return candidates[-1] if candidates else None

    @cached_property
    def level_event(self) -> ZoneEvent | None:
        """The event since which the zone has had its present level without a break."""
        today = PartialDate.of(self.on)
        began = None
        for event in self.timeline:
            is_past = event.date and event.date <= today
            if is_past and event.level_id and (began is None or event.level_id != began.level_id):
                began = event
        return began if began and began.level_id == self.zone.level_id else None

    @cached_property
    def approval(self) -> ZoneEvent | None:
        """The event by which the zone was first approved."""
        approved = self.zone.approved_on
        return next(
            (e for e in self.timeline if approved and e.date == approved and e.kind != "founded"), None
        )

    @cached_property
    def founding(self) -> ZoneEvent | None:
        """The event by which the zone was founded."""
        founded = self.zone.founded_on
        return next((e for e in self.timeline if e.kind == "founded" and e.date == founded), None)
