"""The portal's own rules as data: how long a fact stays fresh, what is plausible, what a dollar was worth."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fact import currency_code
from .reference import IndicatorKind
from .source import Source


class FactGroup(models.TextChoices):
    """The groups of a profile, by the slugs of their sections on the page."""

    OVERVIEW = "overview", _("Overview")
    TIMELINE = "timeline", _("Timeline")
    TARGETS = "targets", _("Targets")
    PLACE = "place", _("Place")
    AREA = "area", _("Area")
    INDUSTRIES = "industries", _("Industries")
    INDICATORS = "indicators", _("Figures")
    FIRMS = "firms", _("Anchor firms")
    CONNECTIONS = "connections", _("Connections")
    COSTS = "costs", _("Utilities and costs")
    INCENTIVES = "incentives", _("Incentives")
    SITES = "sites", _("Available sites")
    CONTACTS = "contacts", _("Contacts")
    PHOTOS = "photos", _("Photos")
    DOCUMENTS = "documents", _("Documents")
    STRUCTURE = "structure", _("Structure")


class ReviewInterval(models.Model):
    """How long facts of a group stay fresh, and how much the group weighs.

    There is one row for every group, made after each migrate; editors change the numbers.
    """

    group = models.CharField(_("group of facts"), max_length=12, choices=FactGroup, unique=True)
    months = models.PositiveSmallIntegerField(
        _("months until review"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty: facts of this group do not grow old, as a founding date does not."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MaxValueValidator(100)],
        help_text=_("How much the group counts in completeness and in the order of the review queue."),
    )

    class Meta:
        ordering = ["-weight", "group"]
        verbose_name = _("review interval")
        verbose_name_plural = _("review intervals")

    def __str__(self):
        return self.get_group_display()


class PlausibleRange(models.Model):
    """Within which bounds a figure is likely; outside them editors are asked to look again.

    With `per`, the bounds are of the figure divided by another one of the same zone and
    period: trade per GDP, investment per project. Money is compared in `currency`.
    """

    kind = models.ForeignKey(
        IndicatorKind,
        on_delete=models.CASCADE,
        related_name="plausible_ranges",
        verbose_name=_("indicator"),
    )
    per = models.ForeignKey(
        IndicatorKind,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("divided by"),
        help_text=_("Another indicator of the same zone and period. Empty: the figure itself."),
    )
    low = models.DecimalField(_("at least"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=24, decimal_places=6, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[currency_code],
        help_text=_("Of the bounds. Empty where they are no money, such as trade per GDP."),
    )

    class Meta:
        ordering = ["kind__position", "kind", "pk"]
        verbose_name = _("plausible range")
        verbose_name_plural = _("plausible ranges")
        constraints = [
            models.UniqueConstraint(fields=["kind", "per"], name="plausible_ratio_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(per__isnull=True), name="plausible_range_once"
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=False) | models.Q(high__isnull=False),
                name="plausible_range_has_a_bound",
                violation_error_message=_("Enter at least one bound."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} / {self.per}" if self.per_id else str(self.kind)

    def clean(self):
        super().clean()
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValidationError({"high": _("The range ends before it starts.")})


class ExchangeRate(models.Model):
    """What one US dollar was worth on the average of a year. Only conversions that say so use it."""

    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    per_usd = models.DecimalField(
        _("per US dollar"),
        max_digits=18,
        decimal_places=6,
        help_text=_("Units of the currency for one dollar: 7.0809 for CNY in 2023."),
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        ordering = ["-year", "currency"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "year"], name="exchange_rate_once"),
            models.CheckConstraint(
                condition=models.Q(per_usd__gt=0),
                name="exchange_rate_is_positive",
                violation_error_message=_("A rate is more than 0."),
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.year}"
