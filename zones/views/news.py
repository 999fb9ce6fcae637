"""The Media Center: its front, sections, topics, months and articles."""

import datetime
from urllib.parse import quote, urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.views.generic import DetailView, ListView, TemplateView

from .. import reading_time, related, structured_data
from ..borrowed_texts import text_and_language
from ..models import Article, Industry, Province, Section, Topic, Zone
from .pages import AnswersAtOldAddresses, page_or_404


def live_sections():
    """Sections that have something to read."""
    return Section.objects.filter(pk__in=Article.objects.live().values("section"))


class MediaCenter(TemplateView):
    template_name = "zones/media_center.html"
    per_section = 4

    def get_context_data(self, **kwargs):
        sections = list(live_sections())
        newest = related.newest_in_sections(sections, limit=self.per_section)
        for section in sections:
            section.latest = newest.get(section.pk, [])
        latest = Article.objects.live().for_listing().newest_first()[:5]
        return super().get_context_data(**kwargs) | {"sections": sections, "latest": latest}


class ArticleList(ListView):
    """A page of articles, newest first. Subclasses say which."""

    paginate_by = 20
    context_object_name = "articles"

    def get_queryset(self):
        return Article.objects.live().for_listing().newest_first()

    def paginate_queryset(self, queryset, page_size):
        return page_or_404(self.request, queryset, page_size)


class SectionList(ArticleList):
    template_name = "zones/section.html"

    @cached_property
    def section(self):
        return get_object_or_404(Section, slug=self.kwargs["slug"])

    def get_queryset(self):
        articles = super().get_queryset().filter(section=self.section)
        return articles.coming_first() if self.section.kind == Section.Kind.EVENTS else articles

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "section": self.section,
            "sections": live_sections(),
            "archive_months": archive_months(),
        }


class TopicList(ArticleList):
    template_name = "zones/topic.html"

    @cached_property
    def topic(self):
        return get_object_or_404(Topic, slug=self.kwargs["slug"])

    def get_queryset(self):
        return super().get_queryset().filter(topics=self.topic)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"topic": self.topic}


class ListOfSubject(ArticleList):
    """The news of a province or an industry. Subclasses say of which, and how an article names it."""

    template_name = "zones/subject.html"
    model_of_subject: type
    tie: str
    name: str

    @cached_property
    def subject(self):
        return get_object_or_404(self.model_of_subject, slug=self.kwargs["slug"])

    def get_queryset(self):
        return super().get_queryset().filter(**{self.tie: self.subject})

    def get_context_data(self, **kwargs):
        feed = reverse(f"zones:{self.name}_rss", args=[self.subject.slug])
        zones = f"{reverse('zones:finder')}?{urlencode({self.name: self.subject.slug})}"
        return super().get_context_data(**kwargs) | {
            "subject": self.subject,
            "feed": feed,
            "zones_url": zones,
        }


class ProvinceNews(ListOfSubject):
    model_of_subject, tie, name = Province, "provinces", "province"


class IndustryNews(ListOfSubject):
    model_of_subject, tie, name = Industry, "industries", "industry"


class Month(ArticleList):
    template_name = "zones/month.html"

    @cached_property
    def first_day(self):
        year, month = self.kwargs["year"], self.kwargs["month"]
        # Both ends of the calendar have no month beyond them, and databases no moment.
        if not (1900 <= year < 9999 and 1 <= month <= 12):
            raise Http404
        return datetime.date(year, month, 1)

    def get_queryset(self):
        next_month = (self.first_day + datetime.timedelta(days=32)).replace(day=1)
        start, end = (
            timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            for day in (self.first_day, next_month)
        )
        return super().get_queryset().filter(published_at__gte=start, published_at__lt=end)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "month": self.first_day,
            "archive_months": archive_months(),
        }


def archive_months():
    """The months in which something was published, newest first, each with its count and address."""
    rows = (
        Article.objects.live()
        .order_by()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")[:36]
    )
    return [
        {
            "date": row["month"],
            "count": row["count"],
            "url": reverse("zones:month", args=[row["month"].year, row["month"].month]),
        }
        for row in rows
    ]


class ArticleDetail(AnswersAtOldAddresses, DetailView):
    template_name = "zones/article_detail.html"
    context_object_name = "article"

    def get_queryset(self):
        return Article.objects.live().filter(section__slug=self.kwargs["section"])

    def get_object(self, queryset=None):
        articles = (queryset or self.get_queryset()).select_related("section", "lead_image")
        return get_object_or_404(articles, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | article_context(self.object)


def article_context(article, *, is_preview=False):
    """What the article's page shows; a preview shows the same."""
    zones = list(Zone.objects.live().for_listing().filter(articles=article))
    trail = [
        (gettext("Media Center"), reverse("zones:media_center")),
        (article.section, article.section.get_absolute_url()),
        (article, article.get_absolute_url()),
    ]
    address = structured_data.absolute(article.get_absolute_url())
    body, _language, _fell_back = text_and_language(article, "body")
    return {
        "article": article,
        "minutes": reading_time.minutes(body),
        "address": address,
        "mail_url": f"mailto:?subject={quote(str(article))}&body={quote(address, safe='')}",
        "zones": zones,
        "structured_data": structured_data.as_script(
            structured_data.article(article, zones),
            structured_data.breadcrumb(*trail),
            *([structured_data.event(article)] if article.is_event else []),
        ),
        "gallery": article.gallery.select_related("image").prefetch_related("image__renditions"),
        "topics": article.topics.all(),
        "provinces": article.provinces.all(),
        "industries": article.industries.all(),
        "related": related.articles(article, limit=8),
        "is_translated": article.is_translated(get_language()),
        "is_preview": is_preview,
    }
