"""The portal's rules as data: exchange rates, review intervals, plausible ranges."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import ExchangeRate, PlausibleRange, ReviewInterval
from .base import PlainRowAdmin
from .fields import CurrencyField


@admin.register(ExchangeRate)
class ExchangeRateAdmin(PlainRowAdmin):
    list_display = ["label", "year", "currency", "per_usd", "source"]
    list_filter = ["currency"]
    list_select_related = ["source"]
    search_fields = ["currency", "year"]
    search_help_text = _("A currency or a year.")
    autocomplete_fields = ["source"]
    fields = ["currency", "year", "per_usd", "source"]
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "currency":
            kwargs["form_class"] = CurrencyField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("exchange rate"), ordering="year")
    def label(self, obj):
        return str(obj)


@admin.register(ReviewInterval)
class ReviewIntervalAdmin(PlainRowAdmin):
    """One row for every group, made by the portal: the numbers alone are the editors'."""

    list_display = ["label", "months", "weight"]
    list_editable = ["months", "weight"]
    fields = ["group", "months", "weight"]
    readonly_fields = ["group"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("group of facts"), ordering="group")
    def label(self, obj):
        return str(obj)


@admin.register(PlausibleRange)
class PlausibleRangeAdmin(PlainRowAdmin):
    """Thresholds beyond which editors look again; the worker judges all zones anew after a change."""

    list_display = ["label", "low", "high", "currency"]
    list_filter = [("kind", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["kind", "per"]
    search_fields = ["kind__name_en", "kind__name_zh_hans", "kind__slug"]
    search_help_text = _("An indicator in any language.")
    autocomplete_fields = ["kind", "per"]
    fields = ["kind", "per", "low", "high", "currency"]
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "currency":
            kwargs["form_class"] = CurrencyField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("plausible range"), ordering="kind__position")
    def label(self, obj):
        return str(obj)
