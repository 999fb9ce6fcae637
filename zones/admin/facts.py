"""The groups of a zone's profile as compact tables, each on a page of its own, in the order of the public page.

Each row is one fact: what it says in columns, where it comes from behind a disclosure.
"""

from dataclasses import dataclass

from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten
from django.db import models as db
from django.db.models import Case, Value, When
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from .. import models
from ..fact_forms import DocumentForm, FactForm, IndicatorForm, NameForm, RowForm
from ..models import FactGroup
from .fields import LeanFields, code_of, languages
from .own_zones import Neighbours
from .rows import DoubtedRowSet, RowSet, number_of


def row(*front):
    return [(None, {"fields": list(front)})]


def fact(*front, behind=()):
    """What a row says in columns; behind the disclosure its source and what else belongs to it."""
    provenance = ["source", "as_of", "verified_on", *behind, languages("remark")]
    return [*row(*front), (_("Source and check"), {"fields": provenance, "classes": ["provenance"]})]


def in_order_of(choices, name):
    """Rows by a column's choices, in the order in which these are declared."""
    places = [When(**{name: value}, then=Value(place)) for place, value in enumerate(choices.values)]
    return Case(*places, default=Value(len(places)))


class Rows(LeanFields):
    formset = RowSet
    template = "admin/zones/facts.html"
    extra = spare = 1
    # How many rows a page holds: as many as keep it light.
    per_page = 25

    def get_queryset(self, request):
        single = [
            f.name for f in self.model._meta.fields if isinstance(f, db.ForeignKey) and f.name != "zone"
        ]
        several = [f.name for f in self.model._meta.many_to_many]
        return super().get_queryset(request).select_related(*single).prefetch_related(*several)

    def get_extra(self, request, obj=None, **kwargs):
        # Without script more empty rows are asked for by the address.
        return number_of(request.GET.get("rows"), self.spare, most=50)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_column = db_field.name in flatten(self.fieldsets[0][1]["fields"])
        if field is not None and is_column and hasattr(db_field, "translated_field"):
            # The heading tells the field; which of the two languages an empty one is for, it tells itself.
            field.widget.attrs["placeholder"] = get_language_info(code_of(db_field))["name_local"]
        return field

    @property
    def columns(self):
        """The headings of the table: a pair of name and heading for each column."""
        for entry in self.fieldsets[0][1]["fields"]:
            names = entry if isinstance(entry, tuple) else (entry,)
            yield names[0], self._heading(names[0])

    def _heading(self, name):
        if name in self.form.base_fields:
            return self.form.base_fields[name].label
        column = self.model._meta.get_field(name)
        return getattr(column, "translated_field", column).verbose_name


class PlainGroup(Rows, InlineModelAdmin):
    """Rows without translated columns."""

    form = NameForm


class Group(Rows, TranslationInlineModelAdmin, InlineModelAdmin):
    """Rows with translated columns."""

    form = RowForm


class Facts(Group):
    """Rows that name their source."""

    form = FactForm


class Names(PlainGroup):
    model = models.ZoneName
    fieldsets = row("kind", "text", "until")


class Relations(Neighbours, Facts):
    model = models.ZoneRelation
    fk_name = "zone"
    fieldsets = fact("kind", "other")


class Events(Facts):
    model = models.ZoneEvent
    fieldsets = fact(
        "date",
        "kind",
        languages("title"),
        "level",
        behind=["further_sources", "is_confirmed", languages("body")],
    )


class Targets(Facts):
    model = models.Target
    ordering = ["-due_year", "pk"]
    fieldsets = fact(
        languages("metric"),
        "qualifier",
        "value",
        "unit",
        "currency",
        "due_year",
        behind=["kind", "announced_on", "as_published"],
    )


class Areas(Facts):
    model = models.Area
    formset = DoubtedRowSet
    ordering = [in_order_of(models.Area.Kind, "kind"), "-as_of", "pk"]
    fieldsets = fact(
        "kind",
        "qualifier",
        "value_ha",
        languages("scope"),
        behind=["as_published", languages("warning_note")],
    )


class Industries(Facts):
    model = models.IndustryRole
    ordering = [in_order_of(models.IndustryRole.Role, "role"), "pk"]
    fieldsets = fact("industry", "role", languages("label"))


class Indicators(Facts):
    model = models.Indicator
    form = IndicatorForm
    formset = DoubtedRowSet
    per_page = 20
    ordering = [
        "kind__position",
        "kind__slug",
        "scope",
        "is_cumulative",
        "unit",
        "currency",
        "-period_end",
        "-period_start",
        "-is_preferred",
        "pk",
    ]
    fieldsets = fact(
        "kind",
        "period",
        "qualifier",
        "value",
        "unit",
        "currency",
        behind=[
            languages("scope"),
            "is_estimate",
            "is_cumulative",
            "is_preferred",
            "as_published",
            languages("warning_note"),
        ],
    )


class Firms(Facts):
    model = models.Firm
    fieldsets = fact(languages("name"), "country", "industry", "since", "website")


class Connections(Facts):
    model = models.Connection
    fieldsets = fact(
        "kind", languages("name"), "distance_km", "distance_km_max", "minutes", behind=[languages("note")]
    )


class Costs(Facts):
    model = models.Cost
    ordering = [in_order_of(models.CostKind.Group, "kind__group"), "kind__position", "low", "pk"]
    fieldsets = fact("kind", "low", "high", "unit", "currency", "tax_included", behind=[languages("note")])


class Incentives(Facts):
    model = models.Incentive
    fieldsets = fact(
        languages("title"),
        languages("benefit"),
        languages("eligibility"),
        "starts_on",
        "ends_on",
        behind=[languages("legal_document"), "legal_document_url"],
    )


class Sites(Facts):
    model = models.Site
    fieldsets = fact(
        "code",
        "kind",
        "size",
        "size_unit",
        "tenure",
        "ready_on",
        "last_confirmed_on",
        behind=["price_low", "price_high", "price_unit", "currency"],
    )


class Desks(Facts):
    model = models.Desk
    fieldsets = fact(
        languages("name"), languages("role"), "languages", "phone", "email", behind=[languages("hours")]
    )


class Photos(Group):
    model = models.ZonePhoto
    fieldsets = row("image", languages("caption"), "position")


class Documents(Facts):
    model = models.Document
    form = DocumentForm
    fieldsets = fact(languages("title"), "file", "language", "published_on")


@dataclass(frozen=True)
class Section:
    """A page of the form: one group of the profile, known by the group's slug."""

    slug: str
    rows: type

    @property
    def title(self):
        return FactGroup(self.slug).label

    @property
    def relation(self):
        """The name by which a zone knows the rows."""
        return self.rows.model._meta.get_field("zone").related_query_name()


# In the order in which a profile is read. Other names are part of the identity, on the first page.
SECTIONS = [
    Section(FactGroup.TIMELINE, Events),
    Section(FactGroup.TARGETS, Targets),
    Section(FactGroup.AREA, Areas),
    Section(FactGroup.INDUSTRIES, Industries),
    Section(FactGroup.INDICATORS, Indicators),
    Section(FactGroup.FIRMS, Firms),
    Section(FactGroup.CONNECTIONS, Connections),
    Section(FactGroup.COSTS, Costs),
    Section(FactGroup.INCENTIVES, Incentives),
    Section(FactGroup.SITES, Sites),
    Section(FactGroup.CONTACTS, Desks),
    Section(FactGroup.PHOTOS, Photos),
    Section(FactGroup.DOCUMENTS, Documents),
    Section(FactGroup.STRUCTURE, Relations),
]
BY_SLUG = {str(section.slug): section for section in SECTIONS}
