"""The page that compares zones, and the same rows as a file."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from .. import comparison
from ..comparison.file import as_csv
from ..rates import Rates
from ..units import AREA_UNITS


def _choice(request, rates):
    return comparison.Choice.read(request.GET, reverse("zones:compare"), currencies=rates.currencies)


class Compare(TemplateView):
    template_name = "zones/compare.html"

    def get_context_data(self, **kwargs):
        rates = Rates.load()
        choice = _choice(self.request, rates)
        return super().get_context_data(**kwargs) | {
            "choice": choice,
            "comparison": comparison.build(choice, rates) if choice.is_enough else None,
            "most": comparison.MOST,
            "currencies": rates.currencies,
            "area_units": AREA_UNITS.values(),
            "matches": choice.matches(),
            "csv_url": choice.url_at(reverse("zones:compare_csv")),
            "address": settings.SITE_URL + choice.plain_url,
        }


@require_safe
def compare_csv(request):
    """For spreadsheets: the byte order mark tells them that it is UTF-8."""
    rates = Rates.load()
    choice = _choice(request, rates)
    text = as_csv(comparison.build(choice, rates))
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="zones-compared.csv"'
    # A combination that somebody chose is nothing to be found by a search.
    answer["X-Robots-Tag"] = "noindex"
    return answer
