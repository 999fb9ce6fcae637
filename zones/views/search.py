"""The search page over zones and news."""

from django.views.generic import TemplateView

from .. import search
from .pages import page_or_404


class Search(TemplateView):
    template_name = "zones/search.html"
    per_page = 20

    def get_context_data(self, **kwargs):
        query = " ".join(self.request.GET.get("q", "").split())[:100]
        hits = search.hits(query) if query else []
        _paginator, page, results, _more = page_or_404(self.request, hits, self.per_page)
        return super().get_context_data(**kwargs) | {
            "query": query,
            "results": search.results(results, query),
            "page_obj": page,
            "total": len(hits),
            "is_capped": len(hits) >= search.LIMIT,
        }
