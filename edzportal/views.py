"""The home page, error pages and the files that machines ask every site for."""

import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError, QueryDict
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from zones.finder import Finder
from zones.models import Article, Zone, ZoneType


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs):
        finder = Finder(QueryDict(), reverse("zones:finder"))
        latest = list(Article.objects.live().for_listing().newest_first()[:6])
        return super().get_context_data(**kwargs) | {
            "tiles": finder.tiles,
            "zone_total": finder.total,
            "zone_types": main_types(finder),
            "zones_in_news": zones_in_news(limit=6),
            "latest": latest,
        }


def main_types(finder):
    """The options of the finder's types that are not part of a wider one."""
    main = set(ZoneType.objects.filter(parent=None).values_list("slug", flat=True))
    options = (facet.options for facet in finder.facets if facet.name == "type")
    return [option for option in next(options, []) if option.value in main]


def zones_in_news(*, limit, at=None):
    """The zones of the newest stories, each once, the most recently told first."""
    newest = Article.objects.live(at).newest_first().values("pk")[:40]
    links = (
        Article.zones.through.objects.filter(article__in=list(newest.values_list("pk", flat=True)))
        .order_by("-article__published_at", "-article_id", "id")
        .values_list("zone_id", flat=True)
    )
    keys = list(dict.fromkeys(links))[: limit * 2]
    found = {zone.pk: zone for zone in Zone.objects.live(at).for_listing().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found][:limit]


def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /inbox/",
        "Disallow: /follow/",
        "Disallow: /preview/",
        "Disallow: /-/",
        *(
            f"Disallow: /{code}/{part}/"
            for code, _name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE
            for part in ("admin", "inbox", "follow", "preview")
        ),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/sitemap-news.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request):
    """RFC 9116; the date is renewed with each answer, since whoever answers still reads the address."""
    expires = (timezone.now() + datetime.timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    text = f"Contact: mailto:{address}\nExpires: {expires}\nPreferred-Languages: en, zh\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


# The handlers for broken requests and broken code render without request, context processors or
# database: a POST in UTF-16 breaks the reading of the form, and a database may be away.


def bad_request(request, exception=None):
    return HttpResponseBadRequest(loader.render_to_string("400.html", {"language": get_language()}))


def server_error(request):
    return HttpResponseServerError(loader.render_to_string("500.html", {"language": get_language()}))


def forbidden(request, exception=None, reason=""):
    # `reason` is what the check of forms gives: it speaks to programmers, not to readers.
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)
