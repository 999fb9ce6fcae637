"""Figures by period: GDP, foreign investment used, high-tech enterprises, ..."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..periods import Period
from .fact import Doubt, Fact, Quantity, of_zone
from .reference import IndicatorKind


class Indicator(Fact, Quantity):
    """One figure for one period and one scope.

    `scope` is empty where the figure speaks of the zone itself; figures of
    different scopes are never drawn in one line.
    """

    zone = of_zone("indicators")
    kind = models.ForeignKey(
        IndicatorKind, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("indicator")
    )
    period_start = models.DateField(_("period from"))
    period_end = models.DateField(_("period to"))
    scope = models.CharField(
        _("scope"),
        max_length=200,
        blank=True,
        help_text=_("What is counted, if not the zone itself: “zone and Pingfang district”."),
    )
    is_cumulative = models.BooleanField(_("cumulative"), default=False)
    is_estimate = models.BooleanField(
        _("estimate"), default=False, help_text=_("Expected, preliminary or forecast.")
    )
    is_preferred = models.BooleanField(
        _("preferred"),
        default=False,
        help_text=_("Where sources disagree, the one that is shown first."),
    )
    warning_note = models.CharField(
        _("why it is right"),
        max_length=250,
        blank=True,
        help_text=_("Where the value looks unlikely: why it is kept."),
    )
    doubt = models.CharField(_("looks unlikely"), max_length=10, choices=Doubt, blank=True, editable=False)

    class Meta:
        ordering = ["kind__position", "kind_id", "scope", "period_end", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        indexes = [
            models.Index(fields=["zone", "kind", "period_end"]),
            models.Index(fields=["kind", "zone"]),
            models.Index(fields=["doubt"], condition=~models.Q(doubt=""), name="indicator_in_doubt"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="indicator_period_in_order",
                violation_error_message=_("A period ends after it starts."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.period}"

    @property
    def period(self):
        return Period(self.period_start, self.period_end)

    @period.setter
    def period(self, period):
        self.period_start, self.period_end = period.start, period.end

    def clean(self):
        super().clean()
        if self.unit_id and self.unit.dimension == "money" and not self.currency:
            raise ValidationError({"currency": _("Money needs the currency it was published in.")})
