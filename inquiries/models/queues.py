"""The sentences of the inbox: which inquiries wait for what, and for whom."""

import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zones.text import fold

from ..states import Moderation, Status
from .message import Message
from .outbox_mail import OutboxMail

# What an officer should see coming.
SOON = datetime.timedelta(hours=24)
# Characters of the first message that a list shows.
OPENING = 110

_CLEAN = Q(moderation=Moderation.CLEAN)
_UNFINISHED = _CLEAN & ~Q(status=Status.CLOSED)


class Queue(NamedTuple):
    """`empty` is what the screen says when nothing is in it; closed and all are never counted."""

    name: str
    label: Promise
    empty: Promise
    is_counted: bool = True


QUEUES = {
    queue.name: queue
    for queue in (
        Queue("screen", _("To screen"), _("Nothing new. Look at what is due next.")),
        Queue(
            "overdue", _("Overdue"), _("Nothing is overdue. Well done: keep it so by answering what is due.")
        ),
        Queue("due", _("Due within a day"), _("Nothing falls due within a day. Take something unassigned.")),
        Queue("mine", _("Mine"), _("Nothing is yours yet. Take something from the unassigned ones.")),
        Queue("unassigned", _("Unassigned"), _("Every open inquiry has an owner.")),
        Queue("waiting", _("Waiting"), _("Nobody is waited for.")),
        Queue(
            "quarantine", _("Quarantine"), _("The filter holds nothing. Whatever it holds is screened here.")
        ),
        Queue("spam", _("Spam"), _("Nothing is marked as spam."), is_counted=False),
        Queue("closed", pgettext_lazy("queue", "Closed"), _("Nothing is closed yet."), is_counted=False),
        Queue("all", pgettext_lazy("queue", "All"), _("No inquiry has come yet."), is_counted=False),
    )
}


class InquiryQuerySet(models.QuerySet):
    def awaiting_screening(self):
        return self.filter(_CLEAN, status=Status.NEW)

    def unassigned(self):
        return self.filter(_UNFINISHED, owner__isnull=True)

    def owned_by(self, user):
        return self.filter(_UNFINISHED, owner=user)

    def due_soon(self, at=None):
        at = at or timezone.now()
        return self.filter(_UNFINISHED, due_at__gte=at, due_at__lt=at + SOON)

    def overdue(self, at=None):
        """Past its moment, held ones included: screening is promised too."""
        return self.filter(due_at__lt=at or timezone.now())

    def waiting(self):
        return self.filter(_CLEAN, status__in=[Status.WAITING_SENDER, Status.WAITING_INSIDE])

    def in_quarantine(self):
        return self.filter(moderation=Moderation.HELD)

    def spam(self):
        return self.filter(moderation=Moderation.SPAM)

    def closed(self):
        return self.filter(_CLEAN, status=Status.CLOSED)

    def in_queue(self, name, *, user, at=None):
        match name:
            case "screen":
                return self.awaiting_screening()
            case "unassigned":
                return self.unassigned()
            case "mine":
                return self.owned_by(user)
            case "due":
                return self.due_soon(at)
            case "overdue":
                return self.overdue(at)
            case "waiting":
                return self.waiting()
            case "quarantine":
                return self.in_quarantine()
            case "spam":
                return self.spam()
            case "closed":
                return self.closed()
        return self

    def queue_counts(self, *, user, at=None):
        """How many wait in each counted queue, in one query over what is not finished."""
        at = at or timezone.now()
        unfinished = self.filter(_UNFINISHED | Q(moderation=Moderation.HELD))
        return unfinished.aggregate(
            screen=Count("pk", filter=_CLEAN & Q(status=Status.NEW)),
            overdue=Count("pk", filter=Q(due_at__lt=at)),
            due=Count("pk", filter=_CLEAN & Q(due_at__gte=at, due_at__lt=at + SOON)),
            mine=Count("pk", filter=_CLEAN & Q(owner=user)),
            unassigned=Count("pk", filter=_CLEAN & Q(owner__isnull=True)),
            waiting=Count("pk", filter=_CLEAN & Q(status__in=[Status.WAITING_SENDER, Status.WAITING_INSIDE])),
            quarantine=Count("pk", filter=Q(moderation=Moderation.HELD)),
        )

    def next_due_first(self):
        """What is due next stands first; what is not due at all stands last, newest first."""
        return self.order_by(F("due_at").asc(nulls_last=True), "priority", "-received_at", "-pk")

    def search(self, text):
        """Every word somewhere in the reference, the sender or the thread."""
        found = self
        for word in fold(text).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found

    def for_listing(self):
        """What a row of the list shows, the opening words included; zones are fetched for a whole page at once."""
        asked = Message.objects.filter(inquiry=OuterRef("pk"), direction=Message.Direction.IN)
        opening = asked.order_by("created_at", "pk").values(words=Left("body", OPENING))[:1]
        return (
            self.select_related("contact", "owner").defer("search_text").annotate(opening=Subquery(opening))
        )

    def for_thread(self):
        """One inquiry with what surrounds it: others from its address, a letter that does not leave."""
        same_address = self.model.objects.filter(contact__address_key=OuterRef("contact__address_key"))
        others = same_address.exclude(pk=OuterRef("pk")).order_by().values("contact__address_key")
        failing = OutboxMail.objects.filter(inquiry=OuterRef("pk"), message=None).exclude(last_error="")
        return (
            self.select_related("contact", "owner", "industry", "article__section")
            .defer("search_text")
            .annotate(
                from_same_address=Coalesce(Subquery(others.annotate(n=Count("pk")).values("n")), 0),
                # A reply shows how it fares itself; an acknowledgement has no other place.
                failing_acknowledgement=Subquery(failing.values("last_error")[:1]),
            )
        )
