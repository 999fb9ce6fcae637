"""The form of a page tells who else has it open."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from .. import presence


class TellsWhoIsHere:
    """For the screens of pages. Without script the names are those of the moment the form was opened."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        view = self.admin_site.admin_view(self.presence_view)
        return [path("<int:pk>/presence/", view, name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def presence_view(self, request, pk):
        """`POST <pk>/presence/`: this form is open; the answer says in which words who else's is."""
        page = self._page_or_404(request, pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        presence.sign(page, request.user)
        return JsonResponse({"others": self._others(request, page)})

    def _panel(self, request, obj, offered):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_presence"
        return super()._panel(request, obj, offered) | {
            "presence_url": reverse(name, args=[obj.pk]) if self.has_change_permission(request, obj) else "",
            "presence_others": self._others(request, obj),
        }

    def _others(self, request, page):
        return [
            gettext("%(person)s has had this page open since %(time)s.")
            % {
                "person": sign.user.get_full_name() or sign.user.get_username(),
                "time": time_format(timezone.localtime(sign.since), "H:i"),
            }
            for sign in presence.others(page, request.user)
        ]
