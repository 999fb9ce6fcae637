"""The media library: pictures uploaded once, many at a time, described once, used anywhere."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from .. import media_usage, renditions
from ..media_forms import ImageForm, UploadForm, description_formset
from ..models import Image
from .base import RowAdmin
from .fields import languages
from .media_filters import NamedFilter, RightsFilter, UseFilter, WordsFilter

# Lines of the table in which pictures are described.
PER_TABLE = 25


@admin.register(Image)
class ImageAdmin(RowAdmin):
    form = ImageForm
    change_list_template = "admin/zones/media_list.html"
    change_form_template = "admin/zones/image_form.html"
    delete_confirmation_template = "admin/zones/image_delete.html"
    list_display = ["title", "folder", "credit", "licence", "uploaded"]
    list_filter = [WordsFilter, RightsFilter, UseFilter, ("folder", NamedFilter), ("licence", NamedFilter)]
    list_per_page = 48
    show_full_result_count = False
    search_fields = ["title", "alt_en", "alt_zh_hans", "credit", "licence", "folder"]
    search_help_text = _("Searches the title, what it shows, credit, licence and folder.")
    fieldsets = [
        (None, {"fields": ["file", "title", "folder"]}),
        (
            _("For those who cannot see it"),
            {"fields": [languages("alt"), "is_decorative"], "classes": ["paired"]},
        ),
        (_("Rights"), {"fields": ["credit", "licence", "licence_url"]}),
        (
            _("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": _("What stays in view when the picture is cropped."),
            },
        ),
    ]

    # --- who may

    def has_change_permission(self, request, obj=None):
        """Whoever uploaded a picture may correct what it says; all others need to be editors."""
        return super().has_change_permission(request, obj) or (
            obj is not None and obj.uploaded_by_id == request.user.pk and self.has_add_permission(request)
        )

    def changeable(self, request):
        """The pictures that this person may describe."""
        images = self.get_queryset(request)
        return images if super().has_change_permission(request) else images.filter(uploaded_by=request.user)

    def get_queryset(self, request):
        return super().get_queryset(request).with_renditions()

    # --- saving

    def save_model(self, request, obj, form, change):
        former = Image.objects.get(pk=obj.pk) if change else None
        is_replaced = former is not None and former.sha256 != obj.sha256
        if not change:
            obj.uploaded_by = request.user
        obj.awaits_renditions |= is_replaced
        super().save_model(request, obj, form, change)
        for sentence in form.changes:
            messages.warning(request, sentence)
        if is_replaced and former.file.name != obj.file.name:
            transaction.on_commit(lambda: former.file.storage.delete(former.file.name))

    def delete_model(self, request, obj):
        renditions.discard(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            renditions.discard(image)
        super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs, request):
        """A picture in a text stands in the way as one that a column names: no page loses what it shows."""
        lines, counts, missing, protected = super().get_deleted_objects(objs, request)
        for image in objs:
            if used := self._uses(request, image):
                pages = gettext("; ").join(dict.fromkeys(str(use.page) for use in used))
                protected.append(
                    gettext("“%(title)s” is used by: %(pages)s") % {"title": image, "pages": pages}
                )
        return lines, counts, missing, protected

    def _uses(self, request, image):
        """Asked once for each picture, though Django asks for every part of the screen."""
        known = request.__dict__.setdefault("uses_of_images", {})
        if image.pk not in known:
            known[image.pk] = media_usage.uses(image)
        return known[image.pk]

    # --- addresses of its own

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("upload/", guarded(self.upload_view), name="zones_image_upload"),
            path("describe/", guarded(self.describe_view), name="zones_image_describe"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def upload_view(self, request):
        """Many files at once: the good ones are kept and described below, the others named with the reason."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        context = {"form": form, "title": gettext("Upload pictures"), "folders": _folders()}
        if request.method == "POST" and form.is_valid():
            kept, refused = [], []
            for file in form.cleaned_data["files"]:
                try:
                    image, changes = form.keep(file, by=request.user)
                except ValidationError as error:
                    refused.append({"name": file.name, "reasons": error.messages})
                else:
                    kept.append(image)
                    self.log_addition(request, image, [{"added": {}}])
                    for sentence in changes:
                        messages.warning(
                            request,
                            gettext("“%(name)s”: %(what)s") % {"name": file.name, "what": sentence},
                        )
            if kept:
                self.announce(Image)
            context |= {"kept": kept, "refused": refused, "form": UploadForm(initial=_shared(form))}
            if kept:
                images = self.changeable(request).filter(pk__in=[image.pk for image in kept])
                context["formset"] = description_formset(queryset=images)
        return self._screen(request, "upload", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def describe_view(self, request):
        """A table of pictures that lack words or rights, to be filled in and saved at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        images = self.changeable(request)
        pages = Paginator(images.incomplete(), PER_TABLE)
        page = pages.get_page(request.GET.get("p"))
        if request.method == "POST":
            named = [
                value for name, value in request.POST.items() if name.endswith("-id") and value.isdigit()
            ]
            formset = description_formset(request.POST, queryset=images.filter(pk__in=named[: PER_TABLE * 2]))
            if formset.is_valid():
                changed = formset.save()
                for image in changed:
                    self.log_change(request, image, gettext("Described"))
                if changed:
                    self.announce(Image)
                messages.success(
                    request,
                    ngettext("%(count)s picture is saved.", "%(count)s pictures are saved.", len(changed))
                    % {"count": len(changed)},
                )
                return HttpResponseRedirect(reverse("admin:zones_image_describe"))
        else:
            formset = description_formset(queryset=images.filter(pk__in=[image.pk for image in page]))
        context = {
            "title": gettext("Pictures to describe"),
            "formset": formset,
            "page": page,
            "folders": _folders(),
        }
        return self._screen(request, "describe", context)

    def _screen(self, request, name, context):
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/zones/media_{name}.html", shared | context)

    # --- what the screens show beside

    def changelist_view(self, request, extra_context=None):
        offers = {"may_upload": self.has_add_permission(request)}
        return super().changelist_view(request, offers | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["folders"] = _folders()
        if obj is not None:
            context |= {
                "uses": self._used_by(request, obj),
                "shown": _shown(obj),
                "focal_x": round(obj.focal_x, -1),
                "focal_y": round(obj.focal_y, -1),
                "crops": [("wide", "16:9"), ("square", "1:1"), ("banner", "3:1")],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def render_delete_form(self, request, context):
        context["uses"] = self._used_by(request, context["object"])
        return super().render_delete_form(request, context)

    def _used_by(self, request, image):
        return [
            {
                "title": use.page,
                "url": reverse(f"admin:zones_{use.page._meta.model_name}_change", args=[use.page.pk]),
                "state": use.page.state_label,
                "places": use.places,
            }
            for use in self._uses(request, image)
        ]

    @admin.display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, obj):
        return obj.uploaded_at


def _folders():
    return (
        Image.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True).distinct()[:200]
    )


def _shared(form):
    """What was entered for all files, to go on with the next ones."""
    return {name: value for name, value in form.cleaned_data.items() if name != "files"}


def _shown(image):
    """The file that the screen shows: the largest JPEG that stands ready, else the original."""
    ready = [rendition for rendition in image.renditions.all() if rendition.format == "jpeg"]
    return max(ready, key=lambda rendition: rendition.width).file if ready else image.file
