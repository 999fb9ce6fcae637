"""Provinces and cities, and where a province's tile stands on the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reference import Reference


class Province(Reference):
    """A provincial-level division."""

    adcode = models.CharField(_("division code"), max_length=6, blank=True)
    # Few names fit a tile; Chinese has an official one-character form for each.
    tile_label = models.CharField(_("label on the map"), max_length=12, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("map row"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("map column"), null=True, blank=True)

    class Meta(Reference.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="one_province_on_a_tile")
        ]


class City(models.Model):
    """A city, which is its province and its Chinese name: two cities share the spelling Taizhou."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="cities", verbose_name=_("province")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    adcode = models.CharField(_("division code"), max_length=6, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [models.UniqueConstraint(fields=["province", "slug"], name="city_slug_in_province")]

    def __str__(self):
        return self.name
