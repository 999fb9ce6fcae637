"""The portal's rules as data: exchange rates, and what else editors set without a programmer."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import ExchangeRate
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
