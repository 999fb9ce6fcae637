"""Which zones a zone editor looks after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .zone import Zone


class ZoneEditor(models.Model):
    """A person of the role “zone editor” and the zones that this person may change."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="zone_editor",
        verbose_name=_("person"),
    )
    zones = models.ManyToManyField(Zone, blank=True, related_name="editors", verbose_name=_("zones"))

    class Meta:
        ordering = ["user__username"]
        verbose_name = _("zone editor")
        verbose_name_plural = _("zone editors")

    def __str__(self):
        return str(self.user)
