"""What `manage.py work` does again and again. Each chore may run on several machines at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inquiries import outbox
from zones import doubts, pending, presence, renditions, revisions, search, trash
from zones.models import Zone


@dataclass(frozen=True)
class Chore:
    """`run` does a small piece of work and returns how much it did; `every` is in seconds."""

    name: str
    run: Callable[[], int]
    every: float


def send_mail() -> int:
    return outbox.send_waiting(most=5)


def refresh_standing() -> int:
    """Zones of which a dated event has come to pass get the standing that follows from it."""
    due = Zone.objects.with_event_due().values_list("pk", flat=True)
    return Zone.objects.filter(pk__in=list(due)).refresh_standing()


CHORES = [
    Chore("mail", send_mail, every=2),
    Chore("renditions", renditions.make_waiting, every=5),
    Chore("search", search.refresh_stale, every=5),
    Chore("presence", presence.forget_old, every=3600),
    Chore("edits", pending.publish_due, every=30),
    Chore("revisions", revisions.thin_out, every=3600),
    Chore("trash", trash.forget_old, every=3600),
    Chore("standing", refresh_standing, every=600),
    Chore("doubts", doubts.refresh_next, every=20),
]
