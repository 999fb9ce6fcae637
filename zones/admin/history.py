"""What has happened to pages, and the addresses they once had."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import OldAddress, PageEvent
from .base import PlainRowAdmin

KINDS = {"zone": _("zone"), "article": _("article")}


class PageKindFilter(admin.SimpleListFilter):
    title = _("kind of page")
    parameter_name = "page_kind"

    def lookups(self, request, model_admin):
        return KINDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(page_kind=self.value()) if self.value() else queryset


@admin.register(PageEvent)
class PageEventAdmin(admin.ModelAdmin):
    """Read only for everybody: the database refuses changes too."""

    list_display = ["at", "what", "kind_of_page", "by", "effective_at", "note"]
    list_filter = ["move", PageKindFilter, ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["page", "note"]
    search_help_text = _("The page's identifier, or words of a note.")
    ordering = ["-at", "-pk"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("what"), ordering="move")
    def what(self, obj):
        return obj.get_move_display()

    @admin.display(description=_("kind of page"), ordering="page_kind")
    def kind_of_page(self, obj):
        return KINDS.get(obj.page_kind, obj.page_kind)


@admin.register(OldAddress)
class OldAddressAdmin(PlainRowAdmin):
    list_display = ["path", "page", "since"]
    list_select_related = ["zone", "article"]
    search_fields = ["path"]
    autocomplete_fields = ["zone", "article"]
    fields = ["path", "zone", "article"]

    @admin.display(description=_("leads to"))
    def page(self, obj):
        return obj.page
