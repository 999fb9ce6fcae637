"""The style page: every piece of the portal's look on one page, in DEBUG only.

Facts and choices are made up here and never stored; cards and the map show what the
database holds.
"""

import datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from zones import covers, figures
from zones.charts import Point, line_chart
from zones.finder import Finder
from zones.models import Article, Indicator, Source, Unit, Zone

COLOURS = (
    "paper", "surface", "sunken", "ink", "ink-soft", "line", "line-strong", "jade", "jade-deep", "jade-tint",
    "vermilion", "vermilion-tint", "amber", "amber-tint",
    "shade-0", "shade-1", "shade-2", "shade-3", "shade-4", "shade-5",
)  # fmt: skip
KINDS = ("etdz", "htdz", "customs", "ftz", "border", "other")


class SampleForm(forms.Form):
    message = forms.CharField(widget=forms.Textarea, help_text="What do you plan?")
    email = forms.EmailField(label="Your e-mail address")
    company = forms.CharField(required=False)
    timetable = forms.ChoiceField(choices=[("soon", "Within a year"), ("later", "Later")], required=False)
    ways = forms.MultipleChoiceField(
        choices=[("land", "Land"), ("factory", "A factory")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def styleguide(request):
    finder = Finder(QueryDict("type=htdz"), reverse("zones:finder"))
    return render(
        request,
        "styleguide.html",
        {
            "colours": COLOURS,
            "strip": sample_facts(),
            "form": SampleForm({"email": "nobody"}),
            "covers": [
                {"kind": kind, "svg": mark_safe(covers.cover(f"sample-{number}", kind))}  # noqa: S308 (drawn here)
                for kind in KINDS
                for number in range(2)
            ],
            "zones": Zone.objects.live().for_listing()[:3],
            "articles": Article.objects.live().for_listing().newest_first()[:6],
            "tiles": finder.tiles,
            "facets": finder.facets,
            "chips": finder.chips,
            "chart": sample_chart(),
            "page_obj": Paginator(range(500), 20).page(7),
        },
    )


def sample_chart():
    """Every shape that a chart knows: figures, an estimate, a gap, a contradiction, a target."""

    def year(number, value, **fields):
        start, end = datetime.date(number, 1, 1), datetime.date(number, 12, 31)
        return Point(start, end, Decimal(value), str(number), str(value), **fields)

    points = [
        year(2014, 60),
        year(2018, 92, others=(Decimal(80),)),
        year(2019, 101),
        year(2020, 104),
        year(2021, 118, is_estimate=True),
    ]
    return line_chart(
        points, [year(2025, 160)], identifier="sample", title="Made up", description="Made-up values"
    )


def sample_facts():
    source = Source(title="Statistical yearbook (made up)", published_on="2024-03")
    money = Unit(dimension="money")
    checked = Indicator(value=Decimal(10**10), unit=money, currency="CNY", source=source, as_of="2023")
    checked.verified_on = datetime.date(2024, 5, 2)
    unchecked = Indicator(
        value=Decimal(2000),
        unit=Unit(dimension="count", symbol_en="companies"),
        qualifier="over",
        source=source,
        period_start=datetime.date(2014, 1, 1),
        period_end=datetime.date(2014, 12, 31),
    )
    unchecked.is_stale = True
    return [
        {
            "label": "Gross domestic product",
            "value": figures.quantity(checked),
            "when": "2023",
            "fact": checked,
        },
        {
            "label": "High-tech enterprises",
            "value": figures.quantity(unchecked),
            "when": "2014",
            "fact": unchecked,
            "is_estimate": True,
        },
        {"label": "Imports and exports", "value": "", "ask_url": "#ask"},
    ]
