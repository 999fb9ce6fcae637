"""What was changed on a page: who, when, and what stood there before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One field of one record of a page, before and after. Append-only, as `PageEvent` is.

    Moves in the life of a page are page events; this is what was written on it. A record
    that was added or removed is one line without a field.
    """

    class Action(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    class Way(models.TextChoices):
        FORM = "form", _("in the admin")
        FILE = "file", _("by an import")

    page = models.UUIDField(_("identifier of the page"))
    page_kind = models.CharField(_("kind of page"), max_length=20)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    way = models.CharField(_("how"), max_length=6, choices=Way)
    action = models.CharField(_("what"), max_length=8, choices=Action)
    group = models.CharField(
        _("group"), max_length=20, blank=True, help_text=_("Empty: the page itself, not one of its facts.")
    )
    record = models.UUIDField(_("identifier of the record"), null=True)
    record_label = models.CharField(_("record"), max_length=250, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["page", "-at"]), models.Index(fields=["-at", "-id"])]

    def __str__(self):
        return f"{self.record_label} {self.field}".strip()
