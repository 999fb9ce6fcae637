"""What every fact has in common: when it held, who published it, who checked it."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDateField
from .reference import Unit
from .source import Source

currency_code = RegexValidator(r"\A[A-Z]{3}\Z", _("Enter the three letters of ISO 4217, such as CNY."))


def of_zone(related_name):
    """The link from a fact to the zone that it describes."""
    return models.ForeignKey(
        "zones.Zone", on_delete=models.CASCADE, related_name=related_name, verbose_name=_("zone")
    )


class Fact(models.Model):
    """A statement about a zone with its date and its source.

    `uuid` stays the same through exports, imports and pending edits.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    as_of = PartialDateField(
        _("as of"), help_text=_("The date the fact holds for: 2022, 2022-06 or 2022-06-30.")
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody checked it against the source."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    remark = models.TextField(
        _("remark on the source"),
        blank=True,
        help_text=_("What a reader should know about this figure: shown beside the source."),
    )

    class Meta:
        abstract = True

    @property
    def is_verified(self):
        return self.verified_on is not None


class Qualifier(models.TextChoices):
    EXACT = "", _("exactly")
    OVER = "over", _("more than")
    ABOUT = "about", _("about")
    NEARLY = "nearly", _("nearly")
    TOP = "top", _("among the top")


class Doubt(models.TextChoices):
    """Why a value looks unlikely. Derived by `zones.plausibility`, kept so that the queue can list it."""

    NONE = "", _("likely")
    RANGE = "range", _("outside its plausible range")
    RATIO = "ratio", _("out of proportion to another figure of the period")
    JUMP = "jump", _("far from the figures before and after it")


class Quantity(models.Model):
    """A number as it was published: value, unit, currency, and how sure its source was.

    Values are plain numbers (10 billion yuan is 10000000000), never rescaled or converted.
    """

    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[currency_code],
        help_text=_("As published, such as CNY or USD. Only for money."),
    )
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=Qualifier, blank=True)
    as_published = models.CharField(
        _("as published"),
        max_length=200,
        blank=True,
        help_text=_("The source's own words, where they say more than the number."),
    )

    class Meta:
        abstract = True
