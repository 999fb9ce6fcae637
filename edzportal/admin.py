"""The portal's own admin site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    site_title = _("EDZ Portal")
    site_header = _("EDZ Portal")
    index_title = _("What waits for me")
    empty_value_display = "—"
