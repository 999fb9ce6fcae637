"""A zone's form, a page for each group of its profile: which rows it shows, and where saving leads.

The first page holds what the zone itself says; each group has an address of its own below it.
"""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models as db
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from .. import doubts, review_rules
from ..fact_forms import SourceEntry
from ..forms import ZoneShell
from ..models import Area, Connection, Fact, FactGroup, Indicator, IndicatorKind, Zone, ZoneEvent
from .contents import beside, group_address
from .facts import BY_SLUG, SECTIONS, Names
from .pages import PageAdmin
from .rows import DoubtedRowSet, Part
from .rows import number_of as _number


class SectionedPage(PageAdmin):
    change_form_template = "admin/zones/zone_form.html"

    def section(self, request):
        """The group that this address edits; None for the zone itself."""
        match = request.resolver_match
        return BY_SLUG.get(match.kwargs.get("group", "")) if match else None

    # --- addresses of its own

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("sources/", guarded(self.sources_view), name="zones_zone_sources"),
            path("<int:pk>/change/<slug:group>/", guarded(self.group_view), name="zones_zone_group"),
            *super().get_urls(),
        ]

    def group_view(self, request, pk, group):
        if group not in BY_SLUG:
            raise Http404
        return self.changeform_view(request, str(pk))

    @method_decorator(require_POST)
    def sources_view(self, request):
        """`POST sources/`: a source for the rows of a page that is being written; a known one is found again."""
        if not request.user.has_perm("zones.add_source"):
            raise PermissionDenied
        entry = SourceEntry(request.POST)
        if not entry.has_changed():
            return JsonResponse(
                {"errors": {"title": [gettext("Enter a title, an address, or both.")]}}, status=422
            )
        if not entry.is_valid():
            return JsonResponse({"errors": entry.errors}, status=422)
        known = entry.twin()
        source = entry.entered()
        told = (
            gettext("This source is known already, as “%(source)s”: the row rests on it.")
            if known
            else gettext("The source “%(source)s” is there now.")
        )
        return JsonResponse({"id": source.pk, "label": str(source), "told": told % {"source": source}})

    # --- what is on the page

    def get_inlines(self, request, obj):
        # A new zone is named and placed first; its facts follow on their own pages.
        if obj is None:
            return []
        section = self.section(request)
        return [section.rows if section else Names]

    def get_fieldsets(self, request, obj=None):
        return [] if self.section(request) else super().get_fieldsets(request, obj)

    def get_form(self, request, obj=None, **kwargs):
        if self.section(request):
            return forms.modelform_factory(Zone, form=ZoneShell, fields=[])
        return super().get_form(request, obj, **kwargs)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        kind = request.GET.get("kind", "")
        if inline.model is Indicator and kind:
            kwargs["queryset"] = kwargs["queryset"].filter(kind__slug=kind)
        kwargs["part"] = Part(_number(request.GET.get("page"), 1), inline.per_page)
        if issubclass(inline.model, Fact) and self.section(request):
            posted = (request.POST, request.FILES) if request.method == "POST" else ()
            kwargs["source_entry"] = request.source_entry = SourceEntry(*posted)
        return kwargs

    # --- saving

    def save_model(self, request, obj, form, change):
        if self.section(request):
            # Nothing of the zone itself was entered: two groups are saved side by side.
            obj.changed_at = timezone.now()
            obj.save(update_fields=["changed_at"])
        else:
            super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if issubclass(formset.model, Fact):
            for row in formset.forms:
                if "verified_on" in row.changed_data:
                    day = row.cleaned_data["verified_on"]
                    row.instance.verified_on = day
                    row.instance.verified_by = request.user if day else None
            self._keep_new_source(request, formset)
        super().save_formset(request, form, formset, change)

    def _keep_new_source(self, request, formset):
        """A source that was entered and chosen in no row is kept all the same."""
        entry = formset.source_entry
        if entry is not None and entry.found is None and entry.has_changed() and entry.entered():
            messages.info(
                request,
                gettext("The source “%(source)s” is there now. No row of this page names it yet.")
                % {"source": entry.found},
            )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        zone = form.instance
        changed = {formset.model for formset in formsets if formset.has_changed()}
        if changed & {ZoneEvent, Area, Connection}:
            zone.refresh_standing()
        if changed & {Indicator, Area} or "types" in form.changed_data:
            doubts.refresh([zone.pk])

    def response_add(self, request, obj, post_url_continue=None):
        return self._onward(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._onward(request, obj) or super().response_change(request, obj)

    def _onward(self, request, obj):
        """After saving: the next part of the profile, or the same page again."""
        if request.POST.get("_move"):
            return None
        section = self.section(request)
        title = section.title if section else FactGroup.OVERVIEW.label
        if "_next" in request.POST:
            address = self._next_address(request, obj, section)
        elif request.resolver_match.url_name == "zones_zone_add":
            address = self._url("change", obj)
        else:
            address = request.get_full_path()
        messages.success(request, gettext("Saved: %(group)s.") % {"group": title})
        return HttpResponseRedirect(address)

    def _next_address(self, request, zone, section):
        """The next page of a long group, else the next group."""
        if section:
            asked = _asked(request)
            kind = {"kind__slug": asked["kind"]} if "kind" in asked else {}
            number = _number(request.GET.get("page"), 1)
            rows = db.QuerySet(section.rows.model).filter(zone=zone, **kind)
            if rows.count() > number * section.rows.per_page:
                return group_address(zone, section.slug, **asked, page=number + 1)
        following = self._following(section)
        return group_address(zone, following.slug) if following else self._url("change", zone)

    def _following(self, section):
        place = SECTIONS.index(section) + 1 if section else 0
        return SECTIONS[place] if place < len(SECTIONS) else None

    # --- what stands round the rows

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        section = self.section(request)
        following = self._following(section)
        context |= {
            "section": section,
            "following": following,
            "may_add_source": request.user.has_perm("zones.add_source"),
        }
        if obj is not None:
            context |= beside(obj, section)
            for group in context["inline_admin_formsets"]:
                self._describe(request, context, group.formset, obj, section)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _describe(self, request, context, formset, zone, section):
        """The pages of a long group, and the kinds of its figures."""
        if isinstance(formset, DoubtedRowSet):
            formset.mark_doubts()
        part = formset.part
        pages = -(-formset.total // part.size) or 1
        asked = _asked(request)
        context["next_is_page"] = section is not None and part.number < pages
        if pages > 1:
            context["pages"] = [
                {
                    "number": number,
                    "address": f"?{urlencode(asked | {'page': number})}",
                    "is_shown": number == part.number,
                }
                for number in range(1, pages + 1)
            ]
        if section and section.rows.model is Indicator:
            kinds = (
                IndicatorKind.objects.filter(indicators__zone=zone)
                .annotate(
                    number=Count("indicators"),
                    unlikely=Count(
                        "indicators",
                        filter=Q(indicators__in=Indicator.objects.filter(review_rules.unlikely())),
                    ),
                )
                .order_by("position", "slug")
            )
            context["kinds"] = [
                {
                    "kind": kind,
                    "address": f"?{urlencode({'kind': kind.slug})}",
                    "is_shown": kind.slug == asked.get("kind"),
                }
                for kind in kinds
            ]


def _asked(request):
    """What narrows the rows of a page, as its address says it."""
    return {"kind": request.GET["kind"]} if request.GET.get("kind") else {}
