"""The zones app: zone profiles and news, their publishing, media, search and exchange."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = _("Zones and news")

    def ready(self):
        from . import receivers

        receivers.connect(self)
