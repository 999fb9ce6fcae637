"""News: an article and its pictures."""

import uuid

from django.db import models
from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
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

    def coming_first(self, at=None):
        """Events: those to come, the next one first; then those that are over, the latest first."""
        over = models.Q(ends_at__lt=at or timezone.now())
        return self.alias(
            is_over=Case(When(over, then=1), default=0, output_field=models.IntegerField()),
            # Of what is over nothing is left to wait for: the second key alone decides.
            waiting=Case(When(over, then=None), default="starts_at", output_field=models.DateTimeField()),
        ).order_by("is_over", models.F("waiting").asc(nulls_last=True), "-starts_at", "-pk")


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
    # --- of an event
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("venue"), max_length=200, blank=True)
    # --- of a policy
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day. Empty: no end was published.")
    )
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    document_url = WebAddressField(_("address of the document"), blank=True, max_length=600)
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
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True, ends_at__isnull=True)
                | models.Q(
                    starts_at__isnull=False, ends_at__isnull=False, ends_at__gte=models.F("starts_at")
                ),
                name="event_ends_after_it_begins",
                violation_error_message=_("An event has a beginning and an end, in this order."),
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_from__isnull=True)
                | models.Q(in_force_until__isnull=True)
                | models.Q(in_force_until__gte=models.F("in_force_from")),
                name="policy_ends_after_it_begins",
                violation_error_message=_("It ends before it starts."),
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-published_at", "-id"]),
            models.Index(fields=["section", "stage", "-published_at"]),
            models.Index(fields=["section", "starts_at"]),
        ]

    def __str__(self):
        return self.headline or self.slug

    def get_absolute_url(self):
        return reverse("zones:article_detail", args=[self.section.slug, self.slug])

    def is_translated(self, language):
        """Whether headline and body exist in the language, such as "zh-hans"."""
        suffix = language.replace("-", "_")
        return bool(getattr(self, f"headline_{suffix}")) and bool(getattr(self, f"body_{suffix}"))

    @property
    def is_event(self):
        return self.starts_at is not None

    def is_over(self, at=None):
        return self.ends_at is not None and self.ends_at < (at or timezone.now())

    def force(self, on=None):
        """Whether a policy is "ahead", "in-force" or "expired" on a day; "" where no dates were published."""
        on = on or timezone.localdate()
        if self.in_force_from is None and self.in_force_until is None:
            return ""
        if self.in_force_from and on < self.in_force_from:
            return "ahead"
        return "expired" if self.in_force_until and on > self.in_force_until else "in-force"


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
