"""The composition root as an app, and the admin site it uses."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "edzportal"

    def ready(self):
        from . import checks, page_cache  # noqa: F401  (checks register themselves)

        page_cache.connect()


class PortalAdminConfig(AdminConfig):
    default_site = "edzportal.admin.PortalAdminSite"
