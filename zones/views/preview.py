"""A page as its readers will meet it, before they may: in the real templates, never kept anywhere."""

from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache

from .. import pending, previews, revisions
from ..models import Article, Zone
from .news import article_context
from .profile import zone_context


@method_decorator(never_cache, name="dispatch")
class Preview(View):
    """`/preview/<token>/`: for people without an account. Reading changes nothing."""

    http_method_names = ["get", "head"]

    def get(self, request, token):
        page = previews.page_of(token)
        if page is None:
            raise Http404(gettext("This preview link has expired or was withdrawn. Ask for a new one."))
        return render_preview(request, page)


def render_preview(request, page):
    """The page as it will be: what waits beside it, where something does."""
    edit = pending.of(page)
    if edit is None:
        return _rendered(request, page)
    with revisions.shown(page, edit.snapshot) as copy:
        if isinstance(copy, Zone):
            copy.refresh_standing()
        return _rendered(request, copy)


def _rendered(request, page):
    if isinstance(page, Article):
        template, context = "zones/article_detail.html", article_context(page, is_preview=True)
    else:
        template, context = "zones/zone.html", zone_context(page, is_preview=True)
    response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address holds the key, so it is not passed on to the pages that this one links to.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
