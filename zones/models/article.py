"""News: an article and its pictures."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDateField
from ..richtext import RichTextField
from .image import Image
from .place import Province
from .publishing import Publishable, PublishableQuerySet
from .reference import Industry, Section, Topic
from .web_address import WebAddressField
from .zone import Zone


class ArticleQuerySet(PublishableQuerySet):
    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_listing(self):
        """What an article card shows, in a constant number of queries."""
        return (
            self.select_related("section", "lead_image")
            .prefetch_related("lead_image__renditions", "zones__types")
            .defer("body_en", "body_zh_hans")
        )

    def about(self, zone):
        return self.filter(zones=zone)


class Article(Publishable):
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="articles", verbose_name=_("section")
    )
    slug = models.SlugField(_("slug"), max_length=120)
    headline = models.CharField(_("headline"), max_length=160)
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences under the headline.")
    )
    body = RichTextField(_("body"), blank=True)
    byline = models.CharField(_("byline"), max_length=120, blank=True)
    source_name = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who published it first.")
    )
    source_url = WebAddressField(_("source address"), blank=True, max_length=600)
    source_date = PartialDateField(_("date of the source"))
    updated_at = models.DateTimeField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_("Shown to readers. Set it when the story itself changes."),
    )
    correction = models.TextField(
        _("correction"), blank=True, help_text=_("What was wrong and is right now.")
    )
    zones = models.ManyToManyField(Zone, blank=True, related_name="articles", verbose_name=_("zones"))
    provinces = models.ManyToManyField(
        Province, blank=True, related_name="articles", verbose_name=_("provinces")
    )
    industries = models.ManyToManyField(
        Industry, blank=True, related_name="articles", verbose_name=_("industries")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles", verbose_name=_("topics"))
    lead_image = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead image")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish articles"))]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["section", "slug"], name="article_slug_in_section"),
        ]
        indexes = [
            models.Index(fields=["stage", "-published_at", "-id"]),
            models.Index(fields=["section", "stage", "-published_at"]),
        ]

    def __str__(self):
        return self.headline or self.slug

    def get_absolute_url(self):
        return reverse("zones:article_detail", args=[self.section.slug, self.slug])

    def is_translated(self, language):
        """Whether headline and body exist in the language, such as "zh-hans"."""
        suffix = language.replace("-", "_")
        return bool(getattr(self, f"headline_{suffix}")) and bool(getattr(self, f"body_{suffix}"))


class GalleryPicture(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("gallery")

    def __str__(self):
        return self.caption or str(self.image)
