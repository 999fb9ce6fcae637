"""Provinces with their tile on the map, and cities."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import City, Province
from .base import RowAdmin
from .fields import languages
from .lists import ListAdmin


@admin.register(Province)
class ProvinceAdmin(ListAdmin):
    list_display = ["label", "slug", "adcode", "tile_label", "tile_row", "tile_column"]
    fieldsets = [
        (None, {"fields": [languages("name"), "slug", "adcode", "position"]}),
        (_("Tile on the map"), {"fields": [languages("tile_label"), "tile_row", "tile_column"]}),
    ]
    fields = None


@admin.register(City)
class CityAdmin(RowAdmin):
    list_display = ["label", "province", "slug", "adcode"]
    list_filter = ["province"]
    list_select_related = ["province"]
    search_fields = ["name_en", "name_zh_hans", "slug"]
    autocomplete_fields = ["province"]
    fields = [languages("name"), "province", "slug", "adcode"]

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["name_en"]} if obj is None and self.has_add_permission(request) else {}

    @admin.display(description=_("name"), ordering="name_en")
    def label(self, obj):
        return str(obj)
