"""Deleted pages: what a deletion would take away, the list of what lies in the trash, and restoring it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from .. import changes, trash
from ..models import Article, OldAddress, Trashed, ZoneRelation
from .history import KINDS, PageKindFilter

# Nobody reads more names; the rest is a number.
NAMED = 10


class KeepsDeleted:
    """The screen of pages whose deletion can be undone."""

    def delete_model(self, request, obj):
        trash.put(obj, by=request.user)
        self._tell_of_trash(request)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for page in queryset:
                trash.put(page, by=request.user)
        self._tell_of_trash(request)

    def _tell_of_trash(self, request):
        address = reverse("admin:zones_trashed_changelist")
        text = ngettext(
            "It lies in the trash for %(days)s day.", "It lies in the trash for %(days)s days.", 90
        ) % {"days": trash.KEPT_FOR.days}
        messages.info(
            request, format_html('{} <a href="{}">{}</a>', text, address, gettext("Open the trash"))
        )

    def get_deleted_objects(self, objs, request):
        """In words: what leads to the pages and what hangs on them, in a number of queries that stays the same."""
        pages = list(objs)
        forbidden = {
            f"{capfirst(str(self.opts.verbose_name))} “{page}” ({page.state_label})"
            for page in pages
            if not self.has_delete_permission(request, page)
        }
        keys = [page.pk for page in pages]
        lines = [self._linked(page) for page in pages]
        led = self._led_here(keys)
        held, counts = [], {self.opts.verbose_name_plural: len(pages)}
        for model in changes.PARTS[self.opts.model_name].values():
            owner = f"{self.opts.model_name}__in"
            number = QuerySet(model).filter(**{owner: keys}).count()
            if number:
                name = model._meta.verbose_name_plural
                counts[name] = number
                held.append(f"{capfirst(str(name))}: {number}")
        tree = [*lines]
        if led:
            tree += [gettext("What leads here"), led]
        if held:
            tree += [gettext("What goes with it"), held]
        return tree, counts, forbidden, []

    def _linked(self, page):
        url = reverse(f"admin:zones_{self.opts.model_name}_change", args=[page.pk])
        return format_html('<a href="{}">{}</a> ({})', url, page, page.state_label)

    def _led_here(self, keys):
        kind, lines = self.opts.model_name, []
        if kind == "zone":
            stories = Article.objects.filter(zones__in=keys).distinct()
            lines += self._some(_("Stories about it"), stories)
            related = ZoneRelation.objects.filter(other__in=keys).exclude(zone__in=keys)
            lines += self._some(
                _("Zones that belong together with it"), related.select_related("zone"), "zone"
            )
        addresses = OldAddress.objects.filter(**{f"{kind}__in": keys})
        return lines + self._some(_("Old addresses that lead to it"), addresses)

    def _some(self, label, rows, named=None):
        found = list(rows[: NAMED + 1])
        if not found:
            return []
        names = ", ".join(str(getattr(row, named) if named else row) for row in found[:NAMED])
        return [f"{label}: {names}" + (" …" if len(found) > NAMED else "")]


@admin.register(Trashed)
class TrashedAdmin(admin.ModelAdmin):
    """What was deleted, for whoever may delete it."""

    list_display = ["title", "kind", "at", "by"]
    list_filter = [PageKindFilter]
    list_select_related = ["by"]
    search_fields = ["title_en", "title_zh_hans"]
    search_help_text = _("Title in any language.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ["title_en", "title_zh_hans", "kind", "stage", "holds", "at", "by"]

    def get_queryset(self, request):
        rows, wanted = super().get_queryset(request), Q(pk__in=[])
        for kind in changes.PAGES:
            if request.user.has_perm(f"zones.delete_{kind}"):
                whose = Q() if request.user.has_perm(f"zones.publish_{kind}") else Q(created_by=request.user)
                wanted |= Q(page_kind=kind) & whose
        return rows.filter(wanted).defer("around")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return any(request.user.has_perm(f"zones.delete_{kind}") for kind in changes.PAGES)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<int:pk>/restore/", view, name="zones_trashed_restore"), *super().get_urls()]

    @method_decorator(require_POST)
    def restore_view(self, request, pk):
        """`POST <pk>/restore/`: the page is a draft again; what is otherwise than it was is told."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            page, told = trash.restore(kept, by=request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return HttpResponseRedirect(reverse("admin:zones_trashed_change", args=[pk]))
        except IntegrityError:
            messages.error(request, gettext("Something on this page belongs to another one by now."))
            return HttpResponseRedirect(reverse("admin:zones_trashed_change", args=[pk]))
        messages.success(request, gettext("“%(page)s” is restored. It is a draft.") % {"page": page})
        for text in told:
            messages.warning(request, text)
        return HttpResponseRedirect(reverse(f"admin:zones_{kept.page_kind}_change", args=[page.pk]))

    @admin.display(description=_("title"), ordering="title_en")
    def title(self, obj):
        return str(obj)

    @admin.display(description=_("kind of page"))
    def kind(self, obj):
        return KINDS.get(obj.page_kind, obj.page_kind)

    @admin.display(description=_("What goes with it"))
    def holds(self, obj):
        groups = changes.PARTS[obj.page_kind]
        return (
            ", ".join(
                f"{capfirst(str(groups[group]._meta.verbose_name_plural))}: {len(records)}"
                for group, records in obj.snapshot["parts"].items()
                if records and group in groups
            )
            or "—"
        )
