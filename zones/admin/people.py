"""Which zones a zone editor looks after."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import ZoneEditor
from .fields import NativeFields


@admin.register(ZoneEditor)
class ZoneEditorAdmin(NativeFields, admin.ModelAdmin):
    list_display = ["user", "looks_after"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__last_name", "zones__name_en", "zones__name_zh_hans"]
    autocomplete_fields = ["user", "zones"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("zones")

    @admin.display(description=_("zones"))
    def looks_after(self, obj):
        names = [str(zone) for zone in obj.zones.all()]
        return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
