"""Every public page in every language, for search engines."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from zones.models import Article, Topic, Zone
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


SITEMAPS = {"pages": FixedPages, "zones": Zones, "news": Articles, "lists": NewsLists}
