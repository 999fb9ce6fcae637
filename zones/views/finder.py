"""The zone finder's page."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.generic import ListView

from ..finder import Finder
from .pages import page_or_404


class ZoneFinder(ListView):
    template_name = "zones/finder.html"
    paginate_by = 24
    context_object_name = "zones"

    def get(self, request, *args, **kwargs):
        self.finder = Finder(request.GET, reverse("zones:finder"))
        return self._sent_to_the_one_address() or super().get(request, *args, **kwargs)

    def _sent_to_the_one_address(self):
        """A form without script names its empty fields too: what is shared says the same choice in few words.

        A page with something to correct stays as it was asked for, so that what was typed stands in it.
        """
        if self.finder.mistakes:
            return None
        wanted = parse_qsl(self.finder.query_string)
        if (page := self.request.GET.get("page", "")) not in ("", "1"):
            wanted.append(("page", page))
        if wanted == parse_qsl(self.request.META.get("QUERY_STRING", ""), keep_blank_values=True):
            return None
        query = urlencode(wanted)
        return HttpResponseRedirect(f"{self.finder.path}?{query}" if query else self.finder.path)

    def get_queryset(self):
        return self.finder.zones().for_listing()

    def paginate_queryset(self, queryset, page_size):
        return page_or_404(self.request, queryset, page_size, count=self.finder.total)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"finder": self.finder}
