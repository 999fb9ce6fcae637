"""What has happened to pages, and the addresses they once had."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import OldAddress, PageEvent
from .base import PlainRowAdmin


@admin.register(PageEvent)
class PageEventAdmin(admin.ModelAdmin):
    """Read only for everybody: the database refuses changes too."""

    list_display = ["at", "what", "page_kind", "by", "effective_at", "note"]
    list_filter = ["move", "page_kind", ("by", admin.RelatedOnlyFieldListFilter)]
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
