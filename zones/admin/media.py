"""Pictures: uploaded once, described once, used anywhere."""

from django.contrib import admin
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import renditions
from ..forms import ImageForm
from ..models import Image
from .base import RowAdmin
from .fields import languages


class AltFilter(admin.SimpleListFilter):
    title = _("description")
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("missing", _("missing")), ("decorative", _("decorative"))]

    def queryset(self, request, queryset):
        match self.value():
            case "missing":
                return queryset.filter(is_decorative=False, alt_en__in=["", None])
            case "decorative":
                return queryset.filter(is_decorative=True)
        return queryset


@admin.register(Image)
class ImageAdmin(RowAdmin):
    form = ImageForm
    list_display = ["thumbnail", "title", "credit", "licence", "size", "uploaded"]
    list_display_links = ["thumbnail", "title"]
    list_filter = [AltFilter, "licence"]
    list_select_related = ["uploaded_by"]
    list_per_page = 40
    search_fields = ["title", "alt_en", "alt_zh_hans", "credit"]
    readonly_fields = ["thumbnail"]
    fieldsets = [
        (None, {"fields": ["thumbnail", "file", "title"]}),
        (
            _("For those who cannot see it"),
            {"fields": [languages("alt"), "is_decorative"], "classes": ["paired"]},
        ),
        (_("Rights"), {"fields": ["credit", "licence", "licence_url"]}),
        (
            _("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "classes": ["collapse"],
                "description": _("What stays in view when the picture is cropped."),
            },
        ),
    ]

    def has_change_permission(self, request, obj=None):
        """Whoever uploaded a picture may correct what it says; all others need to be editors."""
        return super().has_change_permission(request, obj) or (
            obj is not None and obj.uploaded_by_id == request.user.pk and self.has_add_permission(request)
        )

    def get_queryset(self, request):
        return super().get_queryset(request).with_renditions()

    def save_model(self, request, obj, form, change):
        former = Image.objects.get(pk=obj.pk) if change else None
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if former and former.sha256 != obj.sha256:
            renditions.discard(former)
            if former.file.name != obj.file.name:
                transaction.on_commit(lambda: former.file.storage.delete(former.file.name))

    @admin.display(description=_("picture"))
    def thumbnail(self, obj):
        if not obj.pk:
            return "—"
        small = next((r for r in obj.renditions.all() if r.format == "jpeg"), None)
        file = small.file if small else obj.file
        return format_html(
            '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
            file.url,
            obj.width,
            obj.height,
            obj.alt_text,
        )

    @admin.display(description=_("size"))
    def size(self, obj):
        return f"{obj.width} × {obj.height}"

    @admin.display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, obj):
        return obj.uploaded_at
