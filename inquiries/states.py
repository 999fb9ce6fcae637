"""The two axes of an inquiry: whether it is genuine (moderation) and how far it has come (status).

Both tables of legal moves stand here, so that the models, the screens and the
tests of the whole matrix read the same ones.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Moderation(models.TextChoices):
    HELD = "held", _("Held")
    CLEAN = "clean", _("Clean")
    SPAM = "spam", _("Spam")


class Status(models.TextChoices):
    NEW = "new", pgettext_lazy("inquiry status", "New")
    OPEN = "open", pgettext_lazy("inquiry status", "Open")
    WAITING_SENDER = "waiting_sender", _("Waiting for the sender")
    WAITING_INSIDE = "waiting_inside", _("Waiting inside")
    CLOSED = "closed", pgettext_lazy("inquiry status", "Closed")


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    PROJECT = "project", _("Became a project")
    REFERRED = "referred", _("Handed to a zone")
    NO_REPLY = "no_reply", _("The sender did not reply")
    NOT_FOR_US = "not_for_us", _("Not for us")
    DUPLICATE = "duplicate", _("Duplicate")
    WITHDRAWN = "withdrawn", _("Withdrawn by the sender")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    NORMAL = 2, pgettext_lazy("priority", "Normal")
    LOW = 3, pgettext_lazy("priority", "Low")


# Held is where the filter puts a suspect; nobody puts one back there.
MODERATION_MOVES: dict[str, set[Moderation]] = {
    Moderation.HELD: {Moderation.CLEAN, Moderation.SPAM},
    Moderation.CLEAN: {Moderation.SPAM},
    Moderation.SPAM: {Moderation.CLEAN},
}

# Only a clean inquiry moves. New is where it arrives; nothing returns there.
STATUS_MOVES: dict[str, set[Status]] = {
    Status.NEW: {Status.OPEN, Status.WAITING_INSIDE, Status.CLOSED},
    Status.OPEN: {Status.WAITING_SENDER, Status.WAITING_INSIDE, Status.CLOSED},
    Status.WAITING_SENDER: {Status.OPEN, Status.WAITING_INSIDE, Status.CLOSED},
    Status.WAITING_INSIDE: {Status.OPEN, Status.WAITING_SENDER, Status.CLOSED},
    Status.CLOSED: {Status.OPEN},
}

# Where a reply may leave an inquiry.
AFTER_REPLY = (Status.WAITING_SENDER, Status.WAITING_INSIDE, Status.OPEN, Status.CLOSED)


def may_screen(moderation: str, verdict: str) -> bool:
    return verdict in MODERATION_MOVES[moderation]


def may_move(moderation: str, status: str, destination: str) -> bool:
    return moderation == Moderation.CLEAN and destination in STATUS_MOVES[status]


def may_reply(moderation: str, status: str) -> bool:
    return moderation == Moderation.CLEAN and status != Status.CLOSED


def after_sender_wrote(status: str) -> str:
    """Where a message of the sender leads: nothing that a sender says stays in a closed or waiting drawer."""
    return Status.OPEN if status in (Status.WAITING_SENDER, Status.CLOSED) else status
