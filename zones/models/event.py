"""What happened to a zone and when; and what it aims at."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDateField
from .fact import Fact, Quantity, of_zone
from .reference import IndicatorKind, Level
from .source import Source


class ZoneEvent(Fact):
    """A dated event. Level and status of the zone today follow from these."""

    class Kind(models.TextChoices):
        FOUNDED = "founded", _("founded")
        CONSTRUCTION_BEGAN = "construction_began", _("construction began")
        APPROVED = "approved", _("approved")
        UPGRADED = "upgraded", _("upgraded")
        EXPANDED = "expanded", _("expanded")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        DESIGNATED = "designated", _("designated")
        WITHDRAWN = "withdrawn", _("withdrawn")
        OTHER = "other", _("other")

    zone = of_zone("events")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    date = PartialDateField(_("date"), help_text=_("A year, a month or a day. Founded is not approved."))
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = models.TextField(_("details"), blank=True)
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("level from then on"),
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("Untick where no notice was found, such as a zone that a later list leaves out."),
    )
    further_sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("further sources")
    )

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("timeline")
        indexes = [models.Index(fields=["date"])]

    def __str__(self):
        return f"{self.date} {self.title or self.get_kind_display()}"


class Target(Fact, Quantity):
    """What a zone has announced to reach by a year. Never mixed with what it has reached."""

    zone = of_zone("targets")
    kind = models.ForeignKey(
        IndicatorKind,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("indicator"),
    )
    metric = models.CharField(_("metric"), max_length=200, help_text=_("What is to be reached, in words."))
    due_year = models.PositiveSmallIntegerField(_("due year"))
    announced_on = PartialDateField(_("announced on"))

    class Meta:
        ordering = ["due_year", "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self):
        return f"{self.metric} {self.due_year}"

    def is_past_due(self, on=None):
        """Whether its year is over: it then reads "was due 2023"."""
        return self.due_year < (on or timezone.localdate()).year

    def clean(self):
        super().clean()
        if not 1949 <= (self.due_year or 0) <= 2100:
            raise ValidationError({"due_year": _("Enter a year between 1949 and 2100.")})
