"""The zone finder's page."""

from django.urls import reverse
from django.views.generic import ListView

from ..finder import Finder
from .pages import page_or_404


class ZoneFinder(ListView):
    template_name = "zones/finder.html"
    paginate_by = 24
    context_object_name = "zones"

    def get_queryset(self):
        self.finder = Finder(self.request.GET, reverse("zones:finder"))
        return self.finder.zones().for_listing()

    def paginate_queryset(self, queryset, page_size):
        return page_or_404(self.request, queryset, page_size, count=self.finder.total)

    def get_context_data(self, **kwargs):
        finder = self.finder
        return super().get_context_data(**kwargs) | {
            "finder": finder,
            "query": finder.query,
            "total": finder.total,
            "facets": finder.facets,
            "chips": finder.chips,
            "sort_options": finder.sort_options,
            "tiles": finder.tiles,
            "clear_url": finder.path,
            "loosen": finder.loosen,
            "page_base_url": finder.url(),
        }
