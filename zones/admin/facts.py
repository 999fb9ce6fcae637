"""The groups of a zone's profile as compact tables on the zone's own page.

Each row is one fact: what it says in front, where it comes from behind a disclosure.
"""

from django.contrib.admin.options import InlineModelAdmin
from django.db import models as db
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from .. import models
from ..forms import DocumentForm, IndicatorForm, TranslatedForm
from .fields import LeanFields, languages
from .widgets import tell_labels


class FactFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        tell_labels(form)
        for field in form.fields.values():
            # Told once at the head of the group, not in every row.
            field.help_text = ""

    @property
    def explanations(self):
        """What the fields mean, as pairs of label and help."""
        return [(f.label, f.help_text) for f in self.form.base_fields.values() if f.help_text]


def row(*front):
    return [(None, {"fields": list(front)})]


def fact(*front, behind=()):
    """What a row says in front; behind the disclosure its source and what else belongs to it."""
    provenance = ["source", "as_of", "verified_on", *behind, languages("remark")]
    return [*row(*front), (_("Source and check"), {"fields": provenance, "classes": ["provenance"]})]


class Rows(LeanFields):
    formset = FactFormSet
    template = "admin/zones/facts.html"
    extra = 0

    def get_queryset(self, request):
        single = [
            f.name for f in self.model._meta.fields if isinstance(f, db.ForeignKey) and f.name != "zone"
        ]
        several = [f.name for f in self.model._meta.many_to_many]
        return super().get_queryset(request).select_related(*single).prefetch_related(*several)


class PlainGroup(Rows, InlineModelAdmin):
    """Rows without translated columns."""


class Group(Rows, TranslationInlineModelAdmin, InlineModelAdmin):
    form = TranslatedForm


class Names(PlainGroup):
    model = models.ZoneName
    fieldsets = row("kind", "text", "until")


class Relations(Group):
    model = models.ZoneRelation
    fk_name = "zone"
    fieldsets = fact("kind", "other")


class Events(Group):
    model = models.ZoneEvent
    fieldsets = fact(
        "date",
        "kind",
        languages("title"),
        "level",
        behind=["further_sources", "is_confirmed", languages("body")],
    )


class Targets(Group):
    model = models.Target
    fieldsets = fact(
        languages("metric"),
        "qualifier",
        "value",
        "unit",
        "currency",
        "due_year",
        behind=["kind", "announced_on", "as_published"],
    )


class Areas(Group):
    model = models.Area
    fieldsets = fact(
        "kind",
        "qualifier",
        "value_ha",
        languages("scope"),
        behind=["as_published", languages("warning_note")],
    )


class Industries(Group):
    model = models.IndustryRole
    fieldsets = fact("industry", "role", languages("label"))


class Indicators(Group):
    model = models.Indicator
    form = IndicatorForm
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


class Firms(Group):
    model = models.Firm
    fieldsets = fact(languages("name"), "country", "industry", "since", "website")


class Connections(Group):
    model = models.Connection
    fieldsets = fact(
        "kind", languages("name"), "distance_km", "distance_km_max", "minutes", behind=[languages("note")]
    )


class Costs(Group):
    model = models.Cost
    fieldsets = fact("kind", "low", "high", "unit", "currency", "tax_included", behind=[languages("note")])


class Incentives(Group):
    model = models.Incentive
    fieldsets = fact(
        languages("title"),
        languages("benefit"),
        languages("eligibility"),
        "starts_on",
        "ends_on",
        behind=[languages("legal_document"), "legal_document_url"],
    )


class Sites(Group):
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


class Desks(Group):
    model = models.Desk
    fieldsets = fact(
        languages("name"), languages("role"), "languages", "phone", "email", behind=[languages("hours")]
    )


class Photos(Group):
    model = models.ZonePhoto
    fieldsets = row("image", languages("caption"), "position")


class Documents(Group):
    model = models.Document
    form = DocumentForm
    fieldsets = fact(languages("title"), "file", "language", "published_on")


# In the order in which a profile is read.
GROUPS = [
    Names,
    Events,
    Relations,
    Targets,
    Areas,
    Industries,
    Indicators,
    Firms,
    Connections,
    Costs,
    Incentives,
    Sites,
    Desks,
    Photos,
    Documents,
]
