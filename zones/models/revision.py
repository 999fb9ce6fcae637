"""What a page said: each state that was saved, and the one that waits while the public sees another."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """A state of a page with all its parts (`zones.snapshots`). Never changed, named by the page's uuid."""

    class Occasion(models.TextChoices):
        SAVED = "saved", _("saved")
        PUBLISHED = "published", _("published")
        RESTORED = "restored", _("restored")

    page = models.UUIDField(_("identifier of the page"))
    page_kind = models.CharField(_("kind of page"), max_length=20)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    occasion = models.CharField(_("what"), max_length=10, choices=Occasion, default=Occasion.SAVED)
    note = models.TextField(_("note"), blank=True)
    snapshot = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [models.Index(fields=["page", "-at", "-id"])]

    def __str__(self):
        return f"{self.get_occasion_display()} {self.at:%Y-%m-%d %H:%M}"


class PendingEdit(models.Model):
    """What is to become of a public page: a snapshot that only editors see until it is published."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")

    page = models.UUIDField(_("identifier of the page"), unique=True)
    page_kind = models.CharField(_("kind of page"), max_length=20)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, db_index=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What the public page said when the edit was begun: whether it has changed since.
    base = models.JSONField()
    snapshot = models.JSONField()
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("pending edit")
        verbose_name_plural = _("pending edits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(publish_at__isnull=True) | models.Q(stage="review"),
                name="only_what_was_reviewed_is_scheduled",
            )
        ]

    def __str__(self):
        return f"{self.page_kind} {self.page}"
