"""A zone profile: the page, what identifies the zone, and what follows from its dated events."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDate, PartialDateField
from ..richtext import RichTextField
from ..text import sort_key
from .fact import Fact, of_zone
from .image import Image
from .indicator import Indicator
from .place import City, Province
from .publishing import Publishable, PublishableQuerySet
from .reference import Level, ZoneType
from .web_address import WebAddressField

RESERVED_SLUGS = {"compare", "shortlist", "archive", "data"}


class Status(models.TextChoices):
    ACTIVE = "active", _("Active")
    DOUBTFUL = "doubtful", _("Listing in doubt")
    WITHDRAWN = "withdrawn", _("Withdrawn from the list")
    PLANNED = "planned", _("No approval on record")


class ZoneQuerySet(PublishableQuerySet):
    def for_listing(self):
        """What a zone card shows, in a constant number of queries."""
        headline_figures = (
            Indicator.objects.filter(kind__is_headline=True, is_cumulative=False)
            .select_related("kind", "unit")
            .order_by("kind__position", "-period_end", "-is_preferred", "pk")
        )
        return self.select_related("province", "city", "level").prefetch_related(
            "types",
            "industry_roles__industry",
            models.Prefetch("indicators", headline_figures, to_attr="headline_figures"),
        )

    def with_event_due(self, on=None):
        """Zones whose standing may be older than a dated event, or an area, that has come to pass."""
        today = PartialDate.of(on or timezone.localdate())
        this = self.model.objects.filter(pk=models.OuterRef("pk"))
        event = this.filter(events__date__lte=today, events__date__gt=models.F("standing_on"))
        area = this.filter(areas__as_of__lte=today, areas__as_of__gt=models.F("standing_on"))
        return self.filter(models.Exists(event) | models.Exists(area))

    def refresh_standing(self, on=None):
        """`Zone.refresh_standing` for many: a constant number of reads, writes only where it differs."""
        from ..standing import standing_of

        on = on or timezone.localdate()
        changed, columns = [], {}
        for zone in self.prefetch_related("events__level", "areas", "connections__kind"):
            facts = zone.events.all(), zone.areas.all(), zone.connections.all()
            columns = standing_of(*facts, on=on).as_columns()
            if any(getattr(zone, name) != value for name, value in columns.items() if name != "level") or (
                zone.level_id != (columns["level"].pk if columns["level"] else None)
            ):
                for name, value in columns.items():
                    setattr(zone, name, value)
                changed.append(zone)
        if changed:
            # The plain queryset: a translated one rewrites names of columns.
            models.QuerySet(self.model, using=self.db).bulk_update(changed, list(columns), batch_size=100)
        return len(changed)


class Zone(Publishable):
    # --- identity
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    code = models.CharField(
        _("official code"),
        max_length=20,
        unique=True,
        null=True,
        blank=True,
        help_text=_("From the national catalogue, such as G212007. Empty for zones approved since."),
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    name_is_rendered = models.BooleanField(
        _("English name is a rendering"),
        default=False,
        help_text=_("Built by rule from the Chinese name: no official English name was found."),
    )
    pitch = models.CharField(
        _("pitch"), max_length=160, blank=True, help_text=_("One sentence under the name.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("At most 60 words."))
    description = RichTextField(_("description"), blank=True)
    logo = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    website = WebAddressField(_("website"), blank=True)
    # --- class
    types = models.ManyToManyField(ZoneType, related_name="zones", verbose_name=_("types"))
    supervising_body = models.CharField(_("supervising body"), max_length=200, blank=True)
    managing_body = models.CharField(_("managing body"), max_length=200, blank=True)
    # --- place
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="zones", verbose_name=_("province")
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("city")
    )
    district = models.CharField(_("district"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class CoordinatePrecision(models.TextChoices):
        UNKNOWN = "", _("unknown")
        ZONE = "zone", _("the zone itself")
        DISTRICT = "district", _("centre of its district or city")
        CITY = "admin", _("centre of its administrative area")
        PROVINCE = "capital", _("centre of the provincial capital")

    coordinate_precision = models.CharField(
        _("what the coordinates mark"), max_length=10, choices=CoordinatePrecision, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    # --- where the identity and the place were published
    record_source = models.ForeignKey(
        "zones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the record"),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("For editors, never public."))
    # --- what follows from dated events and other facts, kept so that lists can filter and sort by it
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="zones",
        verbose_name=_("level"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False
    )
    status_since = PartialDateField(_("status since"), editable=False)
    founded_on = PartialDateField(_("founded"), editable=False)
    approved_on = PartialDateField(_("first approved"), editable=False)
    standing_on = PartialDateField(editable=False)
    approved_area_ha = models.DecimalField(
        _("approved area (ha)"), max_digits=12, decimal_places=4, null=True, editable=False
    )
    port_km = models.DecimalField(
        _("distance to the nearest port (km)"), max_digits=7, decimal_places=1, null=True, editable=False
    )
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    objects = ZoneQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["sort_key", "pk"]
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        permissions = [("publish_zone", _("Can publish zones"))]
        indexes = [
            models.Index(fields=["stage", "published_at"]),
            models.Index(fields=["province", "stage"]),
            models.Index(fields=["status", "stage"]),
            models.Index(fields=["approved_on", "id"]),
            models.Index(fields=["approved_area_ha", "id"]),
            models.Index(fields=["founded_on", "id"]),
            models.Index(fields=["port_km", "id"]),
        ]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("zones:zone", args=[self.slug])

    def is_entrusted_to(self, user):
        return self.editors.filter(user=user).exists()

    @property
    def key(self):
        """What files know the zone by: its official code, else its Chinese name."""
        return self.code or self.name_zh_hans

    @property
    def has_coordinates(self):
        return self.latitude is not None and self.longitude is not None

    def clean(self):
        super().clean()
        errors = {}
        if self.slug in RESERVED_SLUGS:
            errors["slug"] = _("This word is an address of the portal itself. Choose another.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Latitude and longitude go together.")
        if self.city_id and self.province_id and self.city.province_id != self.province_id:
            errors["city"] = _("This city lies in another province.")
        if len((self.summary_en or "").split()) > 60:
            errors["summary_en"] = _("At most 60 words: this has %(count)s.") % {
                "count": len(self.summary_en.split())
            }
        if len(self.summary_zh_hans or "") > 150:
            errors["summary_zh_hans"] = _("At most 150 characters: this has %(count)s.") % {
                "count": len(self.summary_zh_hans)
            }
        if errors:
            raise ValidationError(errors)
        self.code = self.code or None

    def save(self, **kwargs):
        self.refresh_sort_keys()
        super().save(**kwargs)

    def refresh_sort_keys(self):
        """Order that is the same on every database: Latin folded, Chinese by pinyin."""
        self.sort_key_en = sort_key(self.name_en or self.name_zh_hans or "")
        self.sort_key_zh_hans = sort_key(self.name_zh_hans or self.name_en or "")

    def refresh_standing(self, on=None):
        """Derive level, status and dates from the events that have come to pass by the day `on`.

        Approved area and distance to a port follow from their facts along with them.
        """
        from ..standing import standing_of

        facts = self.events.select_related("level"), self.areas.all(), self.connections.select_related("kind")
        standing = standing_of(*facts, on=on or timezone.localdate())
        for name, value in standing.as_columns().items():
            setattr(self, name, value)
        self.save(update_fields=[*standing.as_columns(), "sort_key_en", "sort_key_zh_hans"])


class ZoneName(models.Model):
    """Another name by which people look for the zone."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("also called")
        FORMER = "former", _("formerly")
        ABBREVIATION = "abbreviation", _("abbreviation")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    zone = of_zone("other_names")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ALIAS)
    text = models.CharField(_("name"), max_length=200)
    until = PartialDateField(_("until"), help_text=_("For former names."))

    class Meta:
        ordering = ["kind", "text"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["zone", "kind", "text"], name="other_name_once")]

    def __str__(self):
        return self.text


class ZoneRelation(Fact):
    """How two zones belong together. Shown on both pages."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", _("part of")
        MANAGED_WITH = "managed_with", _("managed together with")
        OVERLAPS = "overlaps", _("overlaps with")

    zone = of_zone("relations")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    other = models.ForeignKey(
        Zone, on_delete=models.CASCADE, related_name="relations_from_others", verbose_name=_("other zone")
    )

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("related zone")
        verbose_name_plural = _("structure")
        constraints = [
            models.UniqueConstraint(fields=["zone", "kind", "other"], name="zone_relation_once"),
            models.CheckConstraint(
                condition=~models.Q(zone=models.F("other")),
                name="zone_not_related_to_itself",
                violation_error_message=_("A zone is not related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.other}"
