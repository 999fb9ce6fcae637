"""A deleted page, kept for a while so that it can be restored."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .publishing import Stage


class Trashed(models.Model):
    """What `zones.trash` needs to make the page again: its snapshot, and what led to it from elsewhere."""

    page = models.UUIDField(_("identifier of the page"), unique=True)
    page_kind = models.CharField(_("kind of page"), max_length=20)
    # The key is used again, for texts and snapshots of other pages may name it.
    key = models.PositiveBigIntegerField()
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    title_zh_hans = models.CharField(_("title in Chinese"), max_length=250, blank=True)
    snapshot = models.JSONField()
    around = models.JSONField()
    stage = models.CharField(_("stage before"), max_length=10, choices=Stage)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    at = models.DateTimeField(_("deleted at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("deleted page")
        verbose_name_plural = _("trash")

    def __str__(self):
        titles = [self.title_en, self.title_zh_hans]
        if (get_language() or "").startswith("zh"):
            titles.reverse()
        return titles[0] or titles[1] or str(self.page)
