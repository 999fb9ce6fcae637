"""`export/<form>/`: the zones of the list as it is filtered, in a file that the import takes back."""

import tempfile

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from ..exchange.export import FILES, Export

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportScreen:
    """For the list of zones: whoever may change a zone may take its whole record out."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<str:form>/", view, name="zones_zone_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        offered = {"export_forms": FILES if self.has_change_permission(request) else ()}
        return super().changelist_view(request, offered | (extra_context or {}))

    @method_decorator(require_safe)
    def export_view(self, request, form):
        if form not in FILES:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:zones_zone_changelist"))
        zones = self.model.objects.filter(pk__in=listed.order_by().values("pk")).order_by("slug")
        export = Export(zones, is_public=False)
        headers = {
            "Content-Disposition": f'attachment; filename="zones-{timezone.localdate().isoformat()}.{form}"'
        }
        if form != "xlsx":
            return StreamingHttpResponse(getattr(export, form)(), content_type=TYPES[form], headers=headers)
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
        export.write(form, file)
        file.seek(0)
        return FileResponse(file, content_type=TYPES[form], headers=headers)
