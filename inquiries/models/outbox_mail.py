"""Mail that waits to leave: a row written in the transaction of what it tells about.

A worker takes a row on a lease. If the worker dies, the lease runs out and another
one takes the row, so a letter may arrive twice after a crash but is never lost.
"""

import datetime
import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEASE = datetime.timedelta(minutes=5)
# How long to wait after each failed attempt. After the last one a person has to look.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


class OutboxMailQuerySet(models.QuerySet):
    def due(self, at=None):
        """Queued rows whose time has come, and rows that a dead worker left behind."""
        at = at or timezone.now()
        return self.filter(
            Q(state=OutboxMail.State.QUEUED, next_attempt_at__lte=at)
            | Q(state=OutboxMail.State.SENDING, leased_until__lte=at)
        )

    def overdue(self, *, seconds, at=None):
        """Rows that were due at least `seconds` ago: no worker takes them."""
        return self.due((at or timezone.now()) - datetime.timedelta(seconds=seconds))

    def refused_addresses(self):
        """To how many addresses letters wait that were tried already."""
        tried = self.filter(state=OutboxMail.State.QUEUED, attempts__gt=0)
        return tried.order_by().values("to").distinct().count()

    def left_within(self, seconds, *, at=None):
        """Whether any letter has left in the last `seconds`."""
        since = (at or timezone.now()) - datetime.timedelta(seconds=seconds)
        return self.filter(sent_at__gte=since).exists()

    def take(self, *, at=None):
        """Lease the next due row to the caller, or None. No two workers get the same one."""
        at = at or timezone.now()
        with transaction.atomic():
            mail = (
                self.due(at)
                .select_for_update(skip_locked=True, of=("self",))
                .order_by("next_attempt_at", "pk")
                .first()
            )
            if mail is None:
                return None
            mail.state = OutboxMail.State.SENDING
            mail.attempts = F("attempts") + 1
            mail.lease = uuid.uuid4()
            mail.leased_until = at + LEASE
            mail.save(update_fields=["state", "attempts", "lease", "leased_until"])
        return self.select_related("inquiry__contact", "message__author").get(pk=mail.pk)

    def count_as_sent(self):
        """Letters of sample inquiries: they count as sent when they were written, and none leaves."""
        return self.filter(state=OutboxMail.State.QUEUED).update(
            state=OutboxMail.State.SENT, sent_at=F("created_at")
        )


class OutboxMail(models.Model):
    class Letter(models.TextChoices):
        """Which letter it is: named after its templates in templates/mail/."""

        ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement")
        REPLY = "reply", _("reply")
        PLAIN = "plain", _("written elsewhere")

    class State(models.TextChoices):
        QUEUED = "queued", _("in the outbox")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    letter = models.CharField(_("letter"), max_length=16, choices=Letter)
    to = models.CharField(pgettext_lazy("outgoing mail", "to"), max_length=320)
    language = models.CharField(_("language"), max_length=12, default="en")
    inquiry = models.ForeignKey(
        "inquiries.Inquiry",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("inquiry"),
    )
    message = models.OneToOneField(
        "inquiries.Message",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mail",
        verbose_name=_("message"),
    )
    # Filled for plain letters only: the others are written when they leave, so that
    # no private link ever lies in the database.
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    # Stays the same over all attempts, so that a mail program can tell a second copy.
    mail_id = models.UUIDField(_("identifier of the letter"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease = models.UUIDField(pgettext_lazy("outgoing mail", "lease"), null=True, editable=False)
    leased_until = models.DateTimeField(_("leased until"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["state", "next_attempt_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease__isnull=False, leased_until__isnull=False),
                name="outbox_mail_is_sent_on_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(letter="plain") | Q(inquiry__isnull=False),
                name="outbox_letter_belongs_to_an_inquiry",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="outbox_mail_sent_has_a_moment"
            ),
        ]

    def __str__(self):
        return f"{self.get_letter_display()} → {self.to}"

    def mark_sent(self, *, at=None):
        """The mail server has it. False when the lease has passed to another worker meanwhile."""
        return self._finish(state=self.State.SENT, sent_at=at or timezone.now(), last_error="")

    def mark_failed(self, error, *, at=None):
        """Try again later, or give up after the last pause."""
        at = at or timezone.now()
        gives_up = self.attempts > len(PAUSES)
        return self._finish(
            state=self.State.FAILED if gives_up else self.State.QUEUED,
            next_attempt_at=at if gives_up else at + PAUSES[self.attempts - 1],
            last_error=f"{type(error).__name__}: {error}"[:300],
        )

    def send_again(self, *, at=None):
        """A person has mended what was wrong: start over."""
        at = at or timezone.now()
        failed = OutboxMail.objects.filter(pk=self.pk, state=self.State.FAILED)
        return bool(failed.update(state=self.State.QUEUED, attempts=0, next_attempt_at=at))

    def _finish(self, **changes):
        mine = OutboxMail.objects.filter(pk=self.pk, lease=self.lease, state=self.State.SENDING)
        done = bool(mine.update(lease=None, leased_until=None, **changes))
        self.refresh_from_db()
        return done
