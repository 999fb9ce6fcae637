"""News feeds: all of it, and one for each section, topic and zone."""

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from .models import Article, Section, Topic, Zone

LENGTH = 30


class NewsFeed(Feed):
    title = _("EDZ Portal: news")
    description = _("News from economic development zones.")
    author_name = "EDZ Portal"

    @property
    def language(self):
        return get_language()

    def link(self, obj=None):
        return reverse("zones:media_center")

    def articles(self, obj):
        return Article.objects.live()

    def items(self, obj=None):
        return self.articles(obj).select_related("section").newest_first()[:LENGTH]

    def item_title(self, article):
        return article.headline

    def item_description(self, article):
        return article.standfirst

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at or article.published_at

    def item_author_name(self, article):
        return article.byline or self.author_name

    def item_guid(self, article):
        return article.uuid.urn

    item_guid_is_permalink = False


class NewsAtomFeed(NewsFeed):
    feed_type = Atom1Feed
    subtitle = NewsFeed.description

    def feed_guid(self, obj=None):
        return self.link(obj)


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

    def link(self, obj):
        return obj.get_absolute_url()

    def articles(self, obj):
        return super().articles(obj).filter(**{self.tie: obj})


class SectionFeed(_FeedOf):
    model, tie = Section, "section"


class TopicFeed(_FeedOf):
    model, tie = Topic, "topics"


class ZoneFeed(_FeedOf):
    model, tie = Zone, "zones"

    def objects(self):
        return Zone.objects.live()
