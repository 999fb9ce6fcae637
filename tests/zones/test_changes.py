"""Lines of a history: which columns they cover, and how a value reads."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps

from tests import factories
from tests.zones.fictitious import EMAIL, fictitious_zone
from zones import changes
from zones.models import Article, Desk, Fact, Firm, Indicator, IndustryRole, Zone, ZoneName, ZonePhoto
from zones.partial_dates import PartialDate


def test_every_kind_of_fact_is_part_of_a_history():
    kept = set(changes.PARTS["zone"].values())
    facts = {model for model in apps.get_app_config("zones").get_models() if issubclass(model, Fact)}
    assert kept == facts | {ZoneName, ZonePhoto}


def test_what_people_enter_is_kept_and_what_follows_from_it_is_not():
    columns = changes.columns(Zone)
    assert {"name_en", "name_zh_hans", "slug", "types", "province", "record_source"} <= set(columns)
    assert not {"name", "level", "status", "sort_key", "stage", "changed_at", "uuid", "id"} & set(columns)
    assert "zones" in changes.columns(Article)
    figure = changes.columns(Indicator)
    assert "period" in figure and "zone" not in figure and "doubt" not in figure
    # What a fact says before where it comes from.
    assert figure.index("value") < figure.index("source")


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (Indicator, "value", Decimal("47100000000.000000"), "47100000000"),
        (Indicator, "qualifier", "over", "more than"),
        (Indicator, "is_estimate", True, "Yes"),
        (Firm, "country", "DE", "Germany"),
        (Firm, "since", PartialDate("1997-05"), "1997-05"),
        (Firm, "verified_on", datetime.date(2025, 3, 4), "2025-03-04"),
        (IndustryRole, "role", "core", "core"),
        (Zone, "description_en", "<p>One &amp; <strong>two</strong>.</p><p>Three.</p>", "One & two.\nThree."),
        (Zone, "latitude", None, ""),
        (Zone, "latitude", Decimal("0"), "0"),
    ],
)
def test_a_value_reads_as_people_say_it(model, name, value, words):
    assert changes.text(model, name, value) == words


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("", None, False),
        (None, 0, True),
        (False, None, True),
        (Decimal("5.000000"), Decimal("5"), False),
        ([], None, False),
        ("a", "b", True),
    ],
)
def test_nothing_and_nothing_do_not_differ_and_zero_is_something(before, after, differs):
    assert changes.differs(before, after) is differs


@pytest.mark.django_db
def test_every_fact_of_a_full_profile_has_a_summary():
    zone = fictitious_zone()
    for group in changes.PARTS["zone"]:
        for row in getattr(zone, group).all():
            line = changes.removed(zone, row)
            assert line.before and line.record == row.uuid and line.group == group, group
    assert EMAIL in changes.summary(Desk.objects.get())
    assert "Cumulative" not in changes.summary(Indicator.objects.first())


@pytest.mark.django_db
def test_where_only_the_markup_differs_the_markup_is_told():
    zone = factories.zone()
    lines = list(
        changes.compared(
            zone, zone, {"description_en": "<p>Word</p>"}, {"description_en": "<p><em>Word</em></p>"}
        )
    )
    assert [(line.before, line.after) for line in lines] == [("<p>Word</p>", "<p><em>Word</em></p>")]


def test_the_whole_of_a_long_value_is_kept():
    zone = Zone(name_en="A zone")
    words = "word " * 2000
    (line,) = changes.compared(zone, zone, {"note": words}, {"note": ""})
    assert line.before == words and len(changes.excerpts(line.before, line.after)[0]) < 400
