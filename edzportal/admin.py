"""The portal's own admin site."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What editors open every day; the rest follows by name.
DAILY = ("Article", "Zone", "Image", "Source")


class PortalAdminSite(admin.AdminSite):
    site_title = _("EDZ Portal")
    site_header = _("EDZ Portal")
    index_title = _("What waits for me")
    empty_value_display = "—"
    # Lists and forms have the width; the ways lead by the first screen and the breadcrumb.
    enable_nav_sidebar = False

    def each_context(self, request):
        # The public site in the language that the editor works in.
        return super().each_context(request) | {"site_url": reverse("home")}

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(
                key=lambda model: DAILY.index(model["object_name"]) if model["object_name"] in DAILY else 99
            )
        return sorted(apps, key=lambda app: app["app_label"] not in ("zones", "inquiries"))

    def index(self, request, extra_context=None):
        # Models are not loaded yet where this module is.
        from . import dashboard

        waiting = {
            "parts": dashboard.waiting_for(request.user),
            "actions": dashboard.actions_for(request.user),
        }
        return super().index(request, waiting | (extra_context or {}))
