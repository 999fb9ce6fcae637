"""What has happened to pages, and the addresses they once had."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import changes
from ..changes import PAGES
from ..models import Change, OldAddress, PageEvent
from .base import PlainRowAdmin

TITLES = {"zone": "name", "article": "headline"}
KINDS = {"zone": _("zone"), "article": _("article")}


class PageKindFilter(admin.SimpleListFilter):
    title = _("kind of page")
    parameter_name = "page_kind"

    def lookups(self, request, model_admin):
        return KINDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(page_kind=self.value()) if self.value() else queryset


class EventList(ChangeList):
    """Events name their pages by uuid; the pages of one screenful are fetched together."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        for kind in PAGES:
            wanted = {event.page for event in self.result_list if event.page_kind == kind}
            pages = self.model_admin.pages(request, kind).filter(uuid__in=wanted).in_bulk(field_name="uuid")
            for event in self.result_list:
                if event.page_kind == kind:
                    event.named_page = pages.get(event.page)


class BoundedPaginator(Paginator):
    """Counts no further than anybody turns pages; who looks for older lines filters."""

    MOST = 5000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.MOST].count()


class HistoryAdmin(admin.ModelAdmin):
    """A list of what happened, of those pages that the person sees. Nobody changes it: the database refuses too."""

    list_select_related = ["by"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False
    # Counts beside the filters would read the whole history.
    show_facets = admin.ShowFacets.NEVER

    def pages(self, request, kind):
        """The pages of this kind that the person may see."""
        screen = self.admin_site.get_model_admin(PAGES[kind])
        pages = screen.get_queryset(request)
        return pages if screen.has_view_permission(request) else pages.none()

    def get_queryset(self, request):
        events = super().get_queryset(request)
        if request.user.has_perm("zones.view_article"):
            return events
        # Notes speak of what is not public yet: whoever sees own zones alone reads of those alone.
        return events.filter(page_kind="zone", page__in=self.pages(request, "zone").values("uuid"))

    def get_changelist(self, request, **kwargs):
        return EventList

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        for kind, title in TITLES.items() if search_term.strip() else ():
            named = Q(**{f"{title}_en__icontains": search_term}) | Q(
                **{f"{title}_zh_hans__icontains": search_term}
            )
            found |= queryset.filter(page__in=self.pages(request, kind).filter(named).values("uuid"))
        return found, may_repeat

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("kind of page"), ordering="page_kind")
    def kind_of_page(self, obj):
        return KINDS.get(obj.page_kind, obj.page_kind)

    @admin.display(description=_("page"))
    def title(self, obj):
        page = getattr(obj, "named_page", None)
        if page is None:
            return None
        address = reverse(f"admin:zones_{obj.page_kind}_change", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, page)


@admin.register(PageEvent)
class PageEventAdmin(HistoryAdmin):
    list_display = ["at", "what", "kind_of_page", "title", "by", "effective_at", "note"]
    list_filter = ["move", PageKindFilter, ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["page", "note"]
    search_help_text = _("Words of the page's title or of a note.")

    @admin.display(description=_("what"), ordering="move")
    def what(self, obj):
        return obj.get_move_display()


class GroupFilter(admin.SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request, model_admin):
        groups = {name: changes.group_label(kind, name) for kind in PAGES for name in changes.PARTS[kind]}
        return [("page", changes.group_label("", "")), *groups.items()]

    def queryset(self, request, queryset):
        chosen = self.value()
        return queryset.filter(group="" if chosen == "page" else chosen) if chosen else queryset


class PersonFilter(admin.SimpleListFilter):
    """Django's own filter would read the whole history to find out who is in it."""

    title = _("who")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        acted = Exists(Change.objects.filter(by=OuterRef("pk")))
        people = get_user_model().objects.filter(acted).order_by("username")
        return [(str(user.pk), str(user.get_full_name() or user)) for user in people]

    def queryset(self, request, queryset):
        return queryset.filter(by=self.value()) if (self.value() or "").isdigit() else queryset


@admin.register(Change)
class ChangeAdmin(HistoryAdmin):
    list_display = ["at", "title", "fact", "column", "former", "new", "by", "way"]
    list_filter = ["way", "action", GroupFilter, PersonFilter, "at", PageKindFilter]
    search_fields = ["record_label"]
    search_help_text = _("Words of the page's title or of a fact.")
    paginator = BoundedPaginator
    list_per_page = 50
    # Sorting by anything else would read the whole history.
    sortable_by = []

    @admin.display(description=_("record"))
    def fact(self, obj):
        if not obj.group:
            return changes.group_label(obj.page_kind, "")
        return f"{changes.group_label(obj.page_kind, obj.group)} · {obj.record_label}"

    @admin.display(description=_("field"))
    def column(self, obj):
        return changes.label_of(obj) if obj.field else obj.get_action_display()

    @admin.display(description=_("before"))
    def former(self, obj):
        return linebreaksbr(changes.excerpts(obj.before, obj.after)[0])

    @admin.display(description=_("after"))
    def new(self, obj):
        return linebreaksbr(changes.excerpts(obj.before, obj.after)[1])


@admin.register(OldAddress)
class OldAddressAdmin(PlainRowAdmin):
    list_display = ["path", "page", "from_when"]
    list_select_related = ["zone", "article"]
    search_fields = ["path"]
    autocomplete_fields = ["zone", "article"]
    fields = ["path", "zone", "article"]

    @admin.display(description=_("leads to"))
    def page(self, obj):
        return obj.page

    @admin.display(description=_("since"), ordering="since")
    def from_when(self, obj):
        return obj.since
