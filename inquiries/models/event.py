"""The history of an inquiry: rows are only added, and none holds a word of what anybody wrote.

That is why an erasure can blank messages and senders and leave the history as it is.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..states import Outcome, Priority, Status


class InquiryEvent(models.Model):
    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        HELD = "held", _("held")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        RELEASED = "released", _("released")
        MARKED_SPAM = "marked_spam", _("marked as spam")
        ASSIGNED = "assigned", _("assigned")
        MOVED = "moved", _("moved")
        PRIORITISED = "prioritised", _("prioritised")
        NOTED = "noted", _("noted")
        REPLIED = "replied", _("replied")
        WROTE = "wrote", _("sender wrote")
        LINKS_REVOKED = "links_revoked", _("links revoked")

    class Actor(models.TextChoices):
        SENDER = "sender", _("The sender")
        OFFICER = "officer", _("An officer")
        PORTAL = "portal", _("The portal")

    inquiry = models.ForeignKey(
        "inquiries.Inquiry", on_delete=models.PROTECT, related_name="events", verbose_name=_("inquiry")
    )
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=8, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    from_value = models.CharField(pgettext_lazy("inquiry event", "from"), max_length=20, blank=True)
    to_value = models.CharField(pgettext_lazy("inquiry event", "to"), max_length=20, blank=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to whom"),
    )
    message = models.ForeignKey(
        "inquiries.Message",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("message"),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("inquiry event")
        verbose_name_plural = _("inquiry events")
        indexes = [models.Index(fields=["inquiry", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor="officer", by__isnull=False)
                | (~models.Q(actor="officer") & models.Q(by__isnull=True)),
                name="inquiry_event_names_its_officer",
            )
        ]

    def __str__(self):
        return self.sentence

    @property
    def sentence(self):
        """What happened, as the thread says it."""
        return _SENTENCES[self.kind](self) % {
            "who": name_of(self.by) if self.by_id else self.get_actor_display(),
            "whom": name_of(self.to_user) if self.to_user_id else "",
            "to": self._value_label(),
        }

    def _value_label(self):
        labels = dict(Status.choices) | {str(value): label for value, label in Priority.choices}
        status, _colon, outcome = self.to_value.partition(":")
        label = labels.get(status, status)
        if not outcome:
            return label
        return _("%(status)s (%(outcome)s)") % {"status": label, "outcome": Outcome(outcome).label}


def name_of(user):
    return user.get_full_name() or user.get_username()


def _assignment(event):
    if not event.to_user_id:
        return _("%(who)s gave it back to the pool")
    return _("%(who)s took it") if event.to_user_id == event.by_id else _("%(who)s assigned it to %(whom)s")


_SENTENCES = {
    "received": lambda event: _("The inquiry arrived"),
    "held": lambda event: _("The filter held it for screening"),
    "acknowledged": lambda event: _("An acknowledgement was put in the outbox"),
    "released": lambda event: _("%(who)s found it clean"),
    "marked_spam": lambda event: _("%(who)s marked it as spam"),
    "assigned": _assignment,
    "moved": lambda event: _("%(who)s changed the status to %(to)s"),
    "prioritised": lambda event: _("%(who)s set the priority to %(to)s"),
    "noted": lambda event: _("%(who)s wrote a note"),
    "replied": lambda event: _("%(who)s replied"),
    "wrote": lambda event: _("The sender wrote"),
    "links_revoked": lambda event: _("%(who)s closed the private links"),
}
