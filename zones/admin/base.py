"""What all editors' screens share: translated columns, the rich-text nonce, news for the page cache."""

import collections

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from ..forms import TranslatedForm
from ..signals import announce_many
from .fields import NamedLanguages, NativeFields


class RichTextAdmin(NamedLanguages, TranslationAdmin):
    """Pages with the rich-text editor: its import map is inline, so it carries a nonce, here and nowhere else."""

    @method_decorator(csp_update({"script-src": [NONCE]}))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


class Announcing:
    """Saving or deleting one of these rows may change many public pages."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.announce(obj)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.announce(obj)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self.announce(queryset.model)

    def get_deleted_objects(self, objs, request):
        """What stands in the way of deleting, alike lines told once: a sector may stand in a hundred zones."""
        lines, counts, missing, protected = super().get_deleted_objects(objs, request)
        times = collections.Counter(protected)
        protected = [
            format_html("{} × {}", line, number) if number > 1 else line for line, number in times.items()
        ]
        return lines, counts, missing, protected

    def announce(self, row_or_model):
        announce_many(row_or_model if isinstance(row_or_model, type) else type(row_or_model))


class RowAdmin(Announcing, NamedLanguages, TranslationAdmin):
    """A row with translated columns that pages draw on."""

    form = TranslatedForm


class PlainRowAdmin(Announcing, NativeFields, admin.ModelAdmin):
    """A row without translated columns that pages draw on."""
