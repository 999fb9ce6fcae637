"""Who has a page's form open now, so that two people do not write the same thing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """The last sign that `user` has the form of a page open. The page is named by its uuid."""

    page = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user} {self.page}"
