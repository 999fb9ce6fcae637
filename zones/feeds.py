"""News feeds: all of it, and one for each section, topic and zone.

Readers keep what a feed says, so every address in it is that of the site itself
(`SITE_URL`), whatever name a request has used for the machine.
"""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from . import old_addresses
from .feed_formats import FullTextAtom, FullTextRss
from .models import Article, Industry, Province, Section, Topic, Zone
from .structured_data import absolute

LENGTH = 30


class NewsFeed(Feed):
    feed_type = FullTextRss
    title = _("EDZ Portal: news")
    description = _("News from economic development zones.")
    author_name = "EDZ Portal"
    url_name = "zones:news_rss"

    @property
    def language(self):
        return get_language()

    def page(self, obj):
        """The page whose news the feed tells."""
        return reverse("zones:media_center")

    def link(self, obj):
        return absolute(self.page(obj))

    def feed_url(self, obj):
        return absolute(reverse(self.url_name, args=[obj.slug] if obj else []))

    def articles(self, obj):
        return Article.objects.live()

    def items(self, obj=None):
        articles = self.articles(obj).select_related("section", "lead_image")
        return articles.prefetch_related("lead_image__renditions").newest_first()[:LENGTH]

    def item_title(self, article):
        if article.is_translated(get_language()):
            return article.headline
        # Feed readers show no language mark, so the headline says it.
        names = [name for code, name in settings.LANGUAGES if article.is_translated(code)]
        return f"{article.headline} [{names[0]}]" if names else article.headline

    def item_link(self, article):
        return absolute(article.get_absolute_url())

    def item_description(self, article):
        # Readers take a description for HTML.
        return escape(article.standfirst)

    def item_extra_kwargs(self, article):
        # What leaves the site must find its way back to it.
        return {"content": article.body.replace('href="/', f'href="{absolute("/")}')}

    def item_enclosures(self, article):
        renditions = article.lead_image.renditions.all() if article.lead_image else []
        pictures = [one for one in renditions if one.format.lower() in ("jpeg", "jpg")]
        if not pictures:
            return []
        largest = max(pictures, key=lambda rendition: rendition.width)
        return [Enclosure(absolute(largest.file.url), str(largest.size), "image/jpeg")]

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at or article.published_at

    def item_author_name(self, article):
        return article.byline or self.author_name

    def item_guid(self, article):
        return article.uuid.urn

    item_guid_is_permalink = False


class Atom:
    """The same feed in the other format."""

    feed_type = FullTextAtom


class NewsAtomFeed(Atom, NewsFeed):
    subtitle = NewsFeed.description
    url_name = "zones:news_atom"


class _FeedOf(NewsFeed):
    """A feed of the articles that belong to one object, found by its slug."""

    model: type
    tie: str

    def get_object(self, request, slug):
        return get_object_or_404(self.objects(), slug=slug)

    def objects(self):
        return self.model.objects.all()

    def title(self, obj):
        return gettext("EDZ Portal: %(name)s") % {"name": obj}

    def page(self, obj):
        return obj.get_absolute_url()

    def articles(self, obj):
        return super().articles(obj).filter(**{self.tie: obj})


class SectionFeed(_FeedOf):
    model, tie, url_name = Section, "section", "zones:section_rss"


class TopicFeed(_FeedOf):
    model, tie, url_name = Topic, "topics", "zones:topic_rss"


class ProvinceFeed(_FeedOf):
    model, tie, url_name = Province, "provinces", "zones:province_rss"

    def page(self, obj):
        return reverse("zones:province_news", args=[obj.slug])


class IndustryFeed(_FeedOf):
    model, tie, url_name = Industry, "industries", "zones:industry_rss"

    def page(self, obj):
        return reverse("zones:industry_news", args=[obj.slug])


class ZoneFeed(_FeedOf):
    model, tie, url_name, file_name = Zone, "zones", "zones:zone_rss", "news.rss"

    def __call__(self, request, *args, **kwargs):
        try:
            return super().__call__(request, *args, **kwargs)
        except Http404:
            # A reader goes on asking at the address that it was once given.
            if zone := old_addresses.page_at(request.path.removesuffix(self.file_name)):
                return HttpResponsePermanentRedirect(reverse(self.url_name, args=[zone.slug]))
            raise

    def objects(self):
        return Zone.objects.live()


class SectionAtomFeed(Atom, SectionFeed):
    url_name = "zones:section_atom"


class TopicAtomFeed(Atom, TopicFeed):
    url_name = "zones:topic_atom"


class ZoneAtomFeed(Atom, ZoneFeed):
    url_name, file_name = "zones:zone_atom", "news.atom"
