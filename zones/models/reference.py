"""Reference rows: the controlled lists that editors add to without a programmer."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    """A named entry of a controlled list, known in addresses and files by its slug."""

    slug = models.SlugField(
        _("slug"),
        unique=True,
        max_length=60,
        help_text=_("Stands in addresses and exchanged files: choose once, then leave it."),
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Lower comes first in lists.")
    )

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name or self.slug


class Level(Reference):
    """Whose zone it is: national, provincial, ..."""

    class Meta(Reference.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")


class ZoneType(Reference):
    """What kind of zone it is: ETDZ, HTDZ, free trade zone, ..."""

    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subtypes",
        verbose_name=_("wider type"),
        help_text=_("Lists show it below this one. A zone that is to be found under both has both types."),
    )

    area_low_ha = models.DecimalField(
        _("approved area, at least (ha)"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Smaller approved areas of this type are shown to editors as unlikely."),
    )
    area_high_ha = models.DecimalField(
        _("approved area, at most (ha)"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Larger approved areas of this type are shown to editors as unlikely."),
    )

    class Meta(Reference.Meta):
        verbose_name = _("zone type")
        verbose_name_plural = _("zone types")

    def clean(self):
        if self.parent_id and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Choose a type that has no wider type itself.")})


class Industry(Reference):
    """One of about thirty sectors that zones name and visitors filter by."""

    class Meta(Reference.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")


class IndustryLabel(models.Model):
    """The words that a source uses for an industry, and the sectors they mean.

    Imports look labels up here; the label itself stays beside the fact.
    """

    label = models.CharField(_("label"), max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False)
    industries = models.ManyToManyField(
        Industry, blank=True, related_name="labels", verbose_name=_("industries")
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("industry label")
        verbose_name_plural = _("industry labels")

    def __str__(self):
        return self.label

    @staticmethod
    def key_of(label):
        return " ".join(label.casefold().split())

    def clean(self):
        self.key = self.key_of(self.label_en or self.label_zh_hans or "")
        twin = IndustryLabel.objects.filter(key=self.key).exclude(pk=self.pk)
        if twin.exists():
            raise ValidationError(_("This label is in the list already."))


class Unit(Reference):
    """A unit of measure. `factor` leads to the base unit of its dimension."""

    class Dimension(models.TextChoices):
        COUNT = "count", _("count")
        MONEY = "money", _("money")
        AREA = "area", _("area (base: hectare)")
        MASS = "mass", _("mass (base: tonne)")
        CONTAINERS = "containers", _("containers (base: TEU)")
        LENGTH = "length", _("length (base: kilometre)")
        TIME = "time", _("time (base: minute)")
        SHARE = "share", _("share (base: percent)")
        RANK = "rank", _("rank")
        PRICE = "price", _("price per something")

    symbol = models.CharField(_("symbol"), max_length=30, blank=True)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension)
    factor = models.DecimalField(
        _("factor"),
        max_digits=20,
        decimal_places=10,
        default=1,
        help_text=_("How many base units one of these is: 1 km² is 100 hectares."),
    )

    class Meta(Reference.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="unit_factor_is_positive")
        ]


class IndicatorKind(Reference):
    """What a figure measures: GDP, utilised foreign investment, high-tech enterprises, ..."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("usual unit"), related_name="+")
    is_headline = models.BooleanField(
        _("key fact"), default=False, help_text=_("Shown in the strip at the top of a profile.")
    )
    definition = models.TextField(_("definition"), blank=True)

    class Meta(Reference.Meta):
        verbose_name = _("indicator kind")
        verbose_name_plural = _("indicator kinds")


class ConnectionKind(Reference):
    """Seaport, airport, motorway, ..."""

    class Meta(Reference.Meta):
        verbose_name = _("connection kind")
        verbose_name_plural = _("connection kinds")


class CostKind(Reference):
    """Electricity, water, land, wages, ...: what an investor pays for."""

    class Group(models.TextChoices):
        UTILITY = "utility", _("Utilities")
        PROPERTY = "property", _("Land and premises")
        LABOUR = "labour", _("Labour")

    group = models.CharField(_("group"), max_length=10, choices=Group, default=Group.UTILITY)

    class Meta(Reference.Meta):
        verbose_name = _("cost kind")
        verbose_name_plural = _("cost kinds")


# Words that the addresses of the Media Center use themselves.
RESERVED_SECTION_SLUGS = {"archive", "in", "about"}


class Section(Reference):
    """A section of the Media Center. Its kind tells what else an article in it has to say."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        POLICY = "policy", _("policies, with the time in which they are in force")
        EVENTS = "events", _("events, with a place and a time")
        PHOTOS = "photos", _("photographs")
        VIDEO = "video", _("films")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NEWS)
    description = models.TextField(_("description"), blank=True)

    class Meta(Reference.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_absolute_url(self):
        return reverse("zones:section", args=[self.slug])

    def clean(self):
        if self.slug in RESERVED_SECTION_SLUGS:
            raise ValidationError(
                {"slug": _("This word is an address of the portal itself. Choose another.")}
            )


class Topic(Reference):
    """A subject that runs through the news."""

    class Meta(Reference.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self):
        return reverse("zones:topic", args=[self.slug])
