"""The search page over zones and news."""

from urllib.parse import urlencode

from django.views.generic import TemplateView

from .. import search
from ..finder import FEW
from .pages import page_or_404


class Search(TemplateView):
    template_name = "zones/search.html"
    per_page = 20

    def get_context_data(self, **kwargs):
        query = " ".join(self.request.GET.get("q", "").split())[:100]
        hits = search.hits(query) if query else []
        _paginator, page, results, _more = page_or_404(self.request, hits, self.per_page)
        suggestion = self._suggestion(query, len(hits)) if query and len(hits) <= FEW else None
        return super().get_context_data(**kwargs) | {
            "query": query,
            "results": search.results(results, query),
            "page_obj": page,
            "total": len(hits),
            "suggestion": suggestion,
            "is_capped": len(hits) >= search.LIMIT,
        }

    def _suggestion(self, query, total):
        """Other words that find more, for a query with a slip."""
        for words in search.suggestions(query):
            if (count := len(search.hits(words))) > total:
                return {"words": words, "url": f"?{urlencode({'q': words})}", "count": count}
        return None
