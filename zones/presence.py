"""Who else has the form of a page open. A hint and never a lock: saving is safe either way."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from .models import Presence
from .models.publishing import Publishable

# A form says every half minute that it is open; after two missed times it is taken for closed.
SIGNS_EVERY = datetime.timedelta(seconds=30)
LOST_AFTER = 3 * SIGNS_EVERY


def sign(page: Publishable, user: Any, *, at: datetime.datetime | None = None) -> None:
    """Note that `user` has the page open. One who comes back after an absence has it open since now."""
    now = at or timezone.now()
    rows = Presence.objects.filter(page=page.uuid, user=user)
    if not rows.filter(seen_at__gte=now - LOST_AFTER).update(seen_at=now):
        Presence.objects.update_or_create(page=page.uuid, user=user, defaults={"since": now, "seen_at": now})


def others(page: Publishable, user: Any, *, at: datetime.datetime | None = None) -> list[Presence]:
    """Everybody else who has it open, the longest first."""
    now = at or timezone.now()
    rows = Presence.objects.filter(page=page.uuid, seen_at__gte=now - LOST_AFTER).exclude(user=user)
    return list(rows.select_related("user").order_by("since", "pk"))


def forget_old(*, at: datetime.datetime | None = None) -> int:
    """Delete signs of yesterday; returns how many."""
    gone, _by_model = Presence.objects.filter(
        seen_at__lt=(at or timezone.now()) - datetime.timedelta(days=1)
    ).delete()
    return gone
