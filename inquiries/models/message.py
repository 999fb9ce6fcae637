"""What was said: by the sender, to the sender, and among officers; and the files that came with it."""

import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..files import check_file, shown_name, suffix_of

LONGEST_TEXT = 20_000


class MessageQuerySet(models.QuerySet):
    def seen_by_sender(self):
        """The thread as the sender may read it: notes stay inside."""
        return self.exclude(direction=Message.Direction.NOTE)


class Message(models.Model):
    class Direction(models.TextChoices):
        IN = "in", _("from the sender")
        OUT = "out", _("to the sender")
        NOTE = "note", _("internal note")

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    body = models.TextField(_("text"), max_length=LONGEST_TEXT)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["inquiry", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction="in", author__isnull=True)
                | (~models.Q(direction="in") & models.Q(author__isnull=False)),
                name="message_has_an_author_unless_the_senders",
            )
        ]

    def __str__(self):
        return f"{self.get_direction_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def signature(self):
        """In whose name a letter to the sender is signed; account names stay inside."""
        return self.author.get_full_name() if self.author_id else ""

    def attach(self, file):
        """Keep a file of the sender. ValidationError unless it is what its name says."""
        check_file(file)
        return Attachment.objects.create(message=self, file=file, name=shown_name(file.name), size=file.size)


def private_storage():
    return storages["private"]


def random_name(attachment, filename):
    """Nothing of the sender's name for the file reaches the disk but its known suffix."""
    return f"attachments/{secrets.token_hex(16)}{suffix_of(filename)}"


class Attachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name, max_length=100)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self):
        return self.name
