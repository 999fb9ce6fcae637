"""Sources: entered once, reused by every fact that rests on them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Source
from .base import PlainRowAdmin


@admin.register(Source)
class SourceAdmin(PlainRowAdmin):
    list_display = ["label", "publisher", "published_on", "address"]
    list_filter = [("title", admin.EmptyFieldListFilter), ("url", admin.EmptyFieldListFilter)]
    search_fields = ["title", "publisher", "url"]
    search_help_text = _("Title, publisher or address.")
    fields = ["title", "publisher", "url", "published_on"]
    show_full_result_count = False

    @admin.display(description=_("source"), ordering="title")
    def label(self, obj):
        return obj.label

    @admin.display(description=_("address"), ordering="url")
    def address(self, obj):
        return obj.host
