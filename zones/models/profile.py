"""The groups of a profile beside its figures: area, industries, firms, connections, costs, ..."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from ..partial_dates import PartialDateField
from .fact import Doubt, Fact, Qualifier, currency_code, of_zone
from .reference import ConnectionKind, CostKind, Industry, Unit
from .web_address import WebAddressField

_not_negative = [MinValueValidator(0)]


class Area(Fact):
    """A size in hectares. The kinds are never compared with each other."""

    class Kind(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("area", "approved")
        ADMINISTERED = "administered", _("administered")
        DEVELOPED = "developed", _("developed")
        AVAILABLE = "available", _("available")
        PLANNED = "planned", _("planned")

    zone = of_zone("areas")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    value_ha = models.DecimalField(
        _("hectares"),
        max_digits=12,
        decimal_places=4,
        validators=[MinValueValidator(0)],
        help_text=_("1 km² is 100 ha, 1 mu is 1/15 ha."),
    )
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=Qualifier, blank=True)
    scope = models.CharField(
        _("scope"), max_length=200, blank=True, help_text=_("Which part, if not the whole zone.")
    )
    as_published = models.CharField(_("as published"), max_length=120, blank=True)
    warning_note = models.CharField(
        _("why it is right"),
        max_length=250,
        blank=True,
        help_text=_("Where the value looks unlikely: why it is kept."),
    )
    doubt = models.CharField(_("looks unlikely"), max_length=10, choices=Doubt, blank=True, editable=False)

    class Meta:
        ordering = ["kind", "as_of", "pk"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        indexes = [models.Index(fields=["doubt"], condition=~models.Q(doubt=""), name="area_in_doubt")]
        constraints = [models.CheckConstraint(condition=models.Q(value_ha__gt=0), name="area_is_positive")]

    def __str__(self):
        return f"{self.get_kind_display()} {Decimal(self.value_ha).normalize():f} ha"


class IndustryRole(Fact):
    """An industry of the zone, the part it plays, and the source's own word for it."""

    class Role(models.TextChoices):
        CORE = "core", _("core")
        DRIVER = "driver", _("driver")
        KEY = "key", _("key")
        EMERGING = "emerging", _("emerging")

    zone = of_zone("industry_roles")
    industry = models.ForeignKey(
        Industry, on_delete=models.PROTECT, related_name="zone_roles", verbose_name=_("industry")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.KEY)
    label = models.CharField(
        _("in the source's words"),
        max_length=160,
        blank=True,
        help_text=_("“Civil aviation” where the list says “Aviation and aerospace”."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("industry of the zone")
        verbose_name_plural = _("industries of the zone")
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "industry", "role", "label_en", "label_zh_hans"],
                name="industry_role_once",
            )
        ]

    def __str__(self):
        return f"{self.industry} ({self.get_role_display()})"


class Firm(Fact):
    """A firm that has settled in the zone."""

    zone = of_zone("firms")
    name = models.CharField(_("name"), max_length=200)
    country = CountryField(_("country"), blank=True)
    industry = models.ForeignKey(
        Industry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("industry"),
    )
    since = PartialDateField(_("since"))
    website = WebAddressField(_("website"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("anchor firm")
        verbose_name_plural = _("anchor firms")

    def __str__(self):
        return self.name


class Connection(Fact):
    """How far it is to a port, an airport, a motorway, ..."""

    zone = of_zone("connections")
    kind = models.ForeignKey(
        ConnectionKind, on_delete=models.PROTECT, related_name="connections", verbose_name=_("kind")
    )
    name = models.CharField(_("name"), max_length=200)
    distance_km = models.DecimalField(
        _("distance (km)"), max_digits=7, decimal_places=1, null=True, blank=True, validators=_not_negative
    )
    distance_km_max = models.DecimalField(
        _("to (km)"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=_not_negative,
        help_text=_("Where the source gives a range."),
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.CharField(_("in words"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind__position", "distance_km", "pk"]
        verbose_name = _("connection")
        verbose_name_plural = _("connections")

    def __str__(self):
        return self.name

    @property
    def is_measured(self):
        """Whether a distance or a time is known."""
        return self.distance_km is not None or self.minutes is not None

    def clean(self):
        super().clean()
        if self.distance_km_max is not None and (
            self.distance_km is None or self.distance_km_max < self.distance_km
        ):
            raise ValidationError({"distance_km_max": _("The range ends before it starts.")})


class Cost(Fact):
    """What power, water, land, premises or labour cost: a range per unit."""

    zone = of_zone("costs")
    kind = models.ForeignKey(CostKind, on_delete=models.PROTECT, related_name="costs", verbose_name=_("kind"))
    low = models.DecimalField(_("from"), max_digits=16, decimal_places=4, validators=_not_negative)
    high = models.DecimalField(
        _("to"), max_digits=16, decimal_places=4, null=True, blank=True, validators=_not_negative
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    tax_included = models.BooleanField(_("tax included"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind__position", "low", "pk"]
        verbose_name = _("cost")
        verbose_name_plural = _("utilities and costs")

    def __str__(self):
        return f"{self.kind} {Decimal(self.low).normalize():f} {self.currency}"

    def clean(self):
        super().clean()
        if self.high is not None and self.low is not None and self.high < self.low:
            raise ValidationError({"high": _("The range ends before it starts.")})


class Incentive(Fact):
    """What the zone offers, to whom, from when to when, on which legal ground."""

    zone = of_zone("incentives")
    title = models.CharField(_("title"), max_length=200)
    eligibility = models.TextField(_("who qualifies"), blank=True)
    benefit = models.TextField(_("benefit"), blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    legal_document = models.CharField(_("legal document"), max_length=250, blank=True)
    legal_document_url = WebAddressField(_("address of the document"), blank=True)

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("incentive")
        verbose_name_plural = _("incentives")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="incentive_dates_in_order",
                violation_error_message=_("It ends before it starts."),
            )
        ]

    def __str__(self):
        return self.title

    def is_in_force(self, on=None):
        on = on or timezone.localdate()
        return (self.starts_on is None or self.starts_on <= on) and not self.is_expired(on)

    def is_expired(self, on=None):
        return self.ends_on is not None and self.ends_on < (on or timezone.localdate())


class Site(Fact):
    """Land or premises that an investor can have."""

    class Kind(models.TextChoices):
        LAND = "land", _("land")
        FACTORY = "factory", _("factory")
        WAREHOUSE = "warehouse", _("warehouse")
        OFFICE = "office", _("office")
        LABORATORY = "laboratory", _("laboratory")

    class Tenure(models.TextChoices):
        UNKNOWN = "", _("not stated")
        LEASE = "lease", _("lease")
        SALE = "sale", _("sale")
        USE_RIGHT = "use_right", _("land-use right")

    zone = of_zone("sites")
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    size = models.DecimalField(
        pgettext_lazy("site", "size"), max_digits=14, decimal_places=2, validators=_not_negative
    )
    size_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit of size")
    )
    tenure = models.CharField(_("tenure"), max_length=10, choices=Tenure, blank=True)
    price_low = models.DecimalField(
        _("price from"), max_digits=16, decimal_places=2, null=True, blank=True, validators=_not_negative
    )
    price_high = models.DecimalField(
        _("price to"), max_digits=16, decimal_places=2, null=True, blank=True, validators=_not_negative
    )
    price_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit of price"),
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[currency_code])
    ready_on = PartialDateField(_("ready from"))
    last_confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("available site")
        verbose_name_plural = _("available sites")
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="site_code_in_zone")]

    def __str__(self):
        return self.code

    def clean(self):
        super().clean()
        if self.price_low is not None and not (self.currency and self.price_unit_id):
            raise ValidationError({"price_low": _("A price needs its currency and its unit.")})
        if self.price_high is not None and (self.price_low is None or self.price_high < self.price_low):
            raise ValidationError({"price_high": _("The range ends before it starts.")})


class Desk(Fact):
    """Whom to talk to. The e-mail address is used by the form and never printed."""

    zone = of_zone("desks")
    name = models.CharField(_("desk or officer"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    languages = models.CharField(
        _("languages"), max_length=120, blank=True, help_text=_("Such as: English, Chinese.")
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Never shown in public: the form passes inquiries on.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self):
        return self.name
