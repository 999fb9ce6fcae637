"""The controlled lists: rows that editors add to without a programmer."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models import (
    ConnectionKind,
    CostKind,
    IndicatorKind,
    Industry,
    IndustryLabel,
    Level,
    Section,
    Topic,
    Unit,
    ZoneType,
)
from .base import RowAdmin
from .fields import languages


class ListAdmin(RowAdmin):
    """A controlled list. The slug is chosen once: it stands in addresses and in exchanged files."""

    list_display = ["label", "slug", "position"]
    search_fields = ["name_en", "name_zh_hans", "slug"]
    ordering = ["position", "slug"]
    fields = [languages("name"), "slug", "position"]
    prepopulated_fields = {"slug": ["name"]}

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def get_deleted_objects(self, objs, request):
        """What pages name is not deleted under them; the database guards foreign keys alone."""
        lines, counts, missing, protected = super().get_deleted_objects(objs, request)
        users = [relation for relation in self.opts.related_objects if relation.many_to_many]
        for relation in users:
            name = relation.related_model._meta.verbose_name
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs})
            protected = [*protected, *(f"{capfirst(name)}: {row}" for row in rows.distinct())]
        return lines, counts, missing, protected

    def get_prepopulated_fields(self, request, obj=None):
        # Filled from the English name whatever language the editor works in.
        may_write = obj is None and self.has_add_permission(request)
        return {"slug": ["name_en"]} if may_write else {}

    @admin.display(description=_("name"), ordering="name_en")
    def label(self, obj):
        return str(obj)


@admin.register(Level, Industry, ConnectionKind, Topic)
class SimpleListAdmin(ListAdmin):
    pass


@admin.register(Section)
class SectionAdmin(ListAdmin):
    list_display = ["label", "kind", "slug", "position"]
    fields = [languages("name"), "slug", "kind", "position", languages("description")]


@admin.register(ZoneType)
class ZoneTypeAdmin(ListAdmin):
    list_display = ["label", "abbreviation", "slug", "parent", "position"]
    list_select_related = ["parent"]
    fields = [
        languages("name"),
        "slug",
        "abbreviation",
        "parent",
        "position",
        ("area_low_ha", "area_high_ha"),
        languages("description"),
    ]
    autocomplete_fields = ["parent"]


@admin.register(Unit)
class UnitAdmin(ListAdmin):
    list_display = ["label", "symbol", "dimension", "factor", "slug"]
    list_filter = ["dimension"]
    fields = [languages("name"), languages("symbol"), "slug", "dimension", "factor", "position"]


@admin.register(IndicatorKind)
class IndicatorKindAdmin(ListAdmin):
    list_display = ["label", "unit", "is_headline", "slug", "position"]
    list_filter = ["is_headline"]
    list_select_related = ["unit"]
    fields = [languages("name"), "slug", "unit", "is_headline", "position", languages("definition")]
    autocomplete_fields = ["unit"]


@admin.register(CostKind)
class CostKindAdmin(ListAdmin):
    list_display = ["label", "group", "slug", "position"]
    list_filter = ["group"]
    fields = [languages("name"), "slug", "group", "position"]


class MeaningFilter(admin.SimpleListFilter):
    """Django's filter for empty fields cannot ask this of a relation to many."""

    title = _("meaning")
    parameter_name = "meaning"

    def lookups(self, request, model_admin):
        return [("missing", _("missing")), ("given", _("given"))]

    def queryset(self, request, queryset):
        match self.value():
            case "missing":
                return queryset.filter(industries__isnull=True)
            case "given":
                return queryset.filter(industries__isnull=False).distinct()
        return queryset


@admin.register(IndustryLabel)
class IndustryLabelAdmin(RowAdmin):
    list_display = ["label", "meant"]
    list_filter = [MeaningFilter]
    search_fields = ["label_en", "label_zh_hans", "key"]
    fields = [languages("label"), "industries"]
    autocomplete_fields = ["industries"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("industries")

    @admin.display(description=_("industries"))
    def meant(self, obj):
        return ", ".join(str(industry) for industry in obj.industries.all())
