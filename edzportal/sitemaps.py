"""Every public page in every language, for search engines."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from zones.models import Article, Industry, Province, Topic, Zone
from zones.structured_data import absolute
from zones.views.news import live_sections


class PortalSitemap(Sitemap):
    i18n = alternates = x_default = True

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return settings.SITE_URL.partition(":")[0]


class FixedPages(PortalSitemap):
    def items(self):
        return ["home", "zones:finder", "zones:data", "zones:media_center", "inquiries:start"]

    def location(self, name):
        return reverse(name)


class Zones(PortalSitemap):
    def items(self):
        return Zone.objects.live().only("slug", "changed_at").order_by("pk")

    def lastmod(self, zone):
        return zone.changed_at


class Articles(PortalSitemap):
    def items(self):
        articles = Article.objects.live().select_related("section").newest_first()
        return articles.only("slug", "changed_at", "section__slug")

    def lastmod(self, article):
        return article.changed_at


class NewsLists(PortalSitemap):
    def items(self):
        topics = Topic.objects.filter(pk__in=Article.objects.live().values("topics"))
        return [*live_sections(), *topics]


class SubjectNews(PortalSitemap):
    """The news of provinces and of industries that have any."""

    def items(self):
        live = Article.objects.live()
        return [
            *Province.objects.filter(pk__in=live.values("provinces")),
            *Industry.objects.filter(pk__in=live.values("industries")),
        ]

    def location(self, subject):
        name = "province" if isinstance(subject, Province) else "industry"
        return reverse(f"zones:{name}_news", args=[subject.slug])


SITEMAPS = {
    "pages": FixedPages,
    "zones": Zones,
    "news": Articles,
    "lists": NewsLists,
    "subjects": SubjectNews,
}

# News search engines take what is two days old at most, and a thousand stories.
NEWS_AGE = datetime.timedelta(days=2)
NEWS_MOST = 1000


def news_sitemap(request):
    """The stories of the last two days, once for each language in which they can be read."""
    articles = Article.objects.live().filter(published_at__gt=timezone.now() - NEWS_AGE)
    entries = []
    for article in articles.select_related("section").newest_first()[:NEWS_MOST]:
        for language, _name in settings.LANGUAGES:
            if article.is_translated(language):
                with translation.override(language):
                    entries.append(
                        {
                            "url": absolute(article.get_absolute_url()),
                            "title": article.headline,
                            # ISO 639, but for Chinese in simplified characters.
                            "language": "zh-cn" if language == "zh-hans" else language,
                            "published_at": article.published_at,
                        }
                    )
    return render(
        request, "news_sitemap.xml", {"entries": entries[:NEWS_MOST]}, content_type="application/xml"
    )
