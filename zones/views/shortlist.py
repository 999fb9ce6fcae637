"""The page of a shortlist, which lives in its address."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import TemplateView

from .. import comparison
from ..shortlist import MOST, Shortlist


class ShortlistPage(TemplateView):
    template_name = "zones/shortlist.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        shortlist = Shortlist.read(asked.getlist("zone"), reverse("zones:shortlist"), for_listing=True)
        words = " ".join(asked.get("q", "").split())[:100]
        address = settings.SITE_URL + shortlist.url
        return super().get_context_data(**kwargs) | {
            "shortlist": shortlist,
            "most": MOST,
            "most_compared": comparison.MOST,
            "query": words,
            "matches": shortlist.matches(words) if words and not shortlist.is_full else [],
            "address": address,
            "mail_url": f"mailto:?subject={quote(gettext('A shortlist of development zones'))}&body={quote(address)}",
        }
