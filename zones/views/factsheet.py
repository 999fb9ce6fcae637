"""A zone's factsheet: a page to print, and the PDF."""

import logging

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from .. import old_addresses
from ..factsheet.composing import sheet_of
from ..factsheet.pdf import Unavailable
from ..factsheet.store import file_name, pdf_of
from ..models import Zone

log = logging.getLogger(__name__)


class OfLiveZone:
    """Finds the zone of an address; where it has moved, its factsheet has moved with it."""

    def get(self, request, *args, **kwargs):
        try:
            self.zone = get_object_or_404(
                Zone.objects.live().select_related("province", "city", "level", "record_source"),
                slug=kwargs["slug"],
            )
        except Http404:
            former = reverse("zones:zone", args=[kwargs["slug"]])
            if page := old_addresses.page_at(former):
                return HttpResponsePermanentRedirect(
                    reverse(request.resolver_match.view_name, args=[page.slug])
                )
            raise
        return super().get(request, *args, **kwargs)


class FactsheetPage(OfLiveZone, TemplateView):
    """To read and to print, with the browser's own means."""

    template_name = "zones/factsheet.html"

    def get_context_data(self, **kwargs):
        sheet = sheet_of(self.zone)
        return super().get_context_data(**kwargs) | {
            "zone": self.zone,
            "sheet": sheet,
            "qr": mark_safe(sheet.qr),  # noqa: S308 (drawn here)
        }


class _Pdf(View):
    def get(self, request, *args, **kwargs):
        language = get_language()
        try:
            content = pdf_of(self.zone, language)
        except Unavailable as error:
            log.exception("No factsheet of %s in %s", self.zone.slug, language, exc_info=error)
            context = {"zone": self.zone}
            answer = render(request, "zones/factsheet_unavailable.html", context, status=503)
            answer["Retry-After"] = "60"
            answer["Cache-Control"] = "no-store"
            return answer
        name = file_name(self.zone, language)
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{name}"',
                # Searching leads to the page, which has the form and is never of yesterday.
                "X-Robots-Tag": "noindex",
            },
        )


class FactsheetPdf(OfLiveZone, _Pdf):
    """The same as a PDF."""
