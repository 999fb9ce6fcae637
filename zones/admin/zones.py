"""Zone profiles: the list, what the zone itself says, and the lists its facts choose from."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from ..forms import ZoneForm
from ..models import (
    ConnectionKind,
    CostKind,
    IndicatorKind,
    Industry,
    Level,
    Unit,
    Zone,
)
from .exports import ExportScreen
from .fields import languages
from .imports import ImportScreen
from .own_zones import OfThePortal
from .page_history import HistoryPage
from .pages import StateFilter
from .presence import TellsWhoIsHere
from .recording import NamesKept, Recorded
from .review import ReviewedPage
from .revisions import RevisionPages
from .sections import SectionedPage
from .widgets import tell_labels

# The addresses at which the form of one zone is shown.
FORM_PAGES = {"zones_zone_change", "zones_zone_group"}
LISTS = [Level, Industry, IndicatorKind, Unit, ConnectionKind, CostKind]


@admin.register(Zone)
class ZoneAdmin(
    TellsWhoIsHere,
    ReviewedPage,
    ExportScreen,
    ImportScreen,
    OfThePortal,
    NamesKept,
    Recorded,
    HistoryPage,
    RevisionPages,
    SectionedPage,
):
    form = ZoneForm
    list_display = ["title", "kinds", "province", "level", "status", "state", "complete", "changed_at"]
    list_filter = [StateFilter, "types", "level", "status", "province"]
    list_select_related = ["province", "level"]
    search_fields = ["name_en", "name_zh_hans", "code", "slug", "other_names__text"]
    search_help_text = _("Name in any language, former name, official code or address.")
    ordering = ["sort_key_en", "pk"]
    autocomplete_fields = ["types", "province", "city", "logo", "record_source"]
    fieldsets = [
        (
            _("Identity"),
            {
                "fields": [
                    languages("name"),
                    languages("short_name"),
                    "name_is_rendered",
                    languages("pitch"),
                    languages("summary"),
                    languages("description"),
                ],
                "classes": ["paired"],
            },
        ),
        (_("Address and sign"), {"fields": ["slug", "code", "website", "logo", "version"]}),
        (
            _("Class"),
            {
                "fields": ["types", languages("supervising_body"), languages("managing_body")],
                "classes": ["paired"],
            },
        ),
        (
            _("Place"),
            {
                "fields": [
                    "province",
                    "city",
                    languages("district"),
                    languages("address"),
                    ("latitude", "longitude"),
                    "coordinate_precision",
                    "time_zone",
                ],
                "classes": ["paired"],
            },
        ),
        (
            _("For editors"),
            {"fields": ["record_source", "note", "expires_at"], "classes": ["collapse"]},
        ),
    ]

    # --- who sees which zones

    def _sees_all(self, user):
        """A zone editor, who may change but not publish, works in a house of own zones."""
        return user.has_perm("zones.publish_zone") or not user.has_perm("zones.change_zone")

    def get_queryset(self, request):
        zones = super().get_queryset(request).prefetch_related("types")
        if request.resolver_match and request.resolver_match.url_name in FORM_PAGES:
            zones = zones.select_related("province", "city", "level", "record_source", "logo")
        if self._sees_all(request.user):
            return zones
        own = zones.filter(editors__user=request.user)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # Another zone may be named as a neighbour: what is public is no secret.
            return zones.filter(pk__in=own.values("pk")) | zones.live()
        return own

    def _panel(self, request, obj, offered):
        """Beside the rest, what follows from the dated events and areas."""
        shown = {
            "level": obj.level,
            "status": obj.get_status_display(),
            "founded_on": obj.founded_on and obj.founded_on.display(),
            "approved_on": obj.approved_on and obj.approved_on.display(),
            "approved_area_ha": obj.approved_area_ha and f"{obj.approved_area_ha.normalize():f}",
        }
        standing = [(self.opts.get_field(name).verbose_name, value or "—") for name, value in shown.items()]
        return super()._panel(request, obj, offered) | {"standing": standing}

    def render_change_form(self, request, context, *args, **kwargs):
        tell_labels(context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- the lists that the rows choose from

    def get_urls(self):
        return [
            path("lists/", self.admin_site.admin_view(self.lists_view), name="zones_zone_lists"),
            *super().get_urls(),
        ]

    def lists_view(self, request):
        """Every short list once, for all selects of the page: `{name: [[key, label], ...]}`."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        lists = {
            model._meta.model_name: [[row.pk, str(row)] for row in model.objects.all()] for model in LISTS
        }
        lists["indicatorkind"] = [[row.pk, str(row), row.unit_id] for row in IndicatorKind.objects.all()]
        lists["country"] = [[code, name] for code, name in countries]
        response = JsonResponse(lists)
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    # --- columns of the list

    @admin.display(description=_("zone"), ordering="sort_key_en")
    def title(self, obj):
        return str(obj)

    @admin.display(description=_("types"))
    def kinds(self, obj):
        # The abbreviations are English.
        brief = get_language() == "en"
        return gettext(", ").join((brief and kind.abbreviation) or str(kind) for kind in obj.types.all())
