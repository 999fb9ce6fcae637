"""What an import says it would change, what it keeps in the history, and whose zones it may touch."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from tests import factories
from zones import changes, roles, search
from zones.exchange import Reach, import_zones
from zones.models import Change, Indicator, PlausibleRange, Source, Zone, ZoneEditor, ZoneName

pytestmark = pytest.mark.django_db

SOURCE = {"title": "A yearbook", "publisher": "A press", "url": "", "published_on": "2020"}


@pytest.fixture(autouse=True)
def lists():
    factories.province("liaoning", name_en="Liaoning", name_zh_hans="辽宁省")
    factories.level("national")
    for slug in ("htdz", "etdz"):
        factories.zone_type(slug)
    factories.indicator_kind("gdp", name_en="GDP")


def file_of(*records):
    return json.dumps(list(records)).encode()


def record(**columns):
    return {"code": "G1"} | columns


def take(*records, **terms):
    report = import_zones(file_of(*records), "zones.json", **terms)
    assert report.is_clean, report.problems
    return report


def told(report):
    return [(line.group, line.field, line.before, line.after) for _row, line in report.differences]


@pytest.fixture
def zone():
    made = factories.zone("Harbour Zone", code="G1", name_zh_hans="港口区", pitch_en="Old words.")
    source = Source.objects.create(**SOURCE)
    Indicator.objects.create(
        zone=made,
        kind=factories.indicator_kind("gdp"),
        period_start="2019-01-01",
        period_end="2019-12-31",
        value=5,
        unit=factories.unit("money"),
        currency="CNY",
        source=source,
    )
    return made


GDP = {"kind": "gdp", "period": "2019", "value": "7", "unit": "money", "currency": "CNY", "source": SOURCE}


def test_a_dry_run_tells_each_field_before_and_after(zone):
    report = take(
        record(pitch_en="New words.", latitude="41.5", longitude="123.4", types=["etdz"], indicators=[GDP]),
        dry_run=True,
    )
    assert told(report) == [
        ("", "pitch_en", "Old words.", "New words."),
        ("", "latitude", "", "41.5"),
        ("", "longitude", "", "123.4"),
        ("", "types", "Htdz", "Etdz"),
        ("indicators", "value", "5", "7"),
    ]
    assert {row for row, _line in report.differences} == {1}
    assert report.difference_count == 5 and not report.is_written
    zone.refresh_from_db()
    assert zone.pitch_en == "Old words." and not Change.objects.exists()


def test_new_facts_and_new_zones_are_told_as_such(zone):
    new = {"code": "G2", "name_en": "Hill Zone", "province": "liaoning", "types": ["htdz"]}
    report = take(record(indicators=[GDP | {"period": "2020"}]), new | {"other_names": [
        {"kind": "alias", "text": "Hill"}]}, dry_run=True)  # fmt: skip
    fact, hill = (line for _row, line in report.differences)
    assert (fact.action, fact.group, fact.record_label) == ("added", "indicators", "GDP 2020")
    assert "Value: 7" in fact.after and "Period: 2020" in fact.after and "A yearbook" in fact.after
    assert (hill.action, hill.group, hill.record_label) == ("added", "", "Hill Zone")
    assert hill.after == "G2, Liaoning\nOther names: 1"


def test_a_second_source_of_an_event_is_told(zone):
    event = {"kind": "approved", "date": "1991", "source": SOURCE}
    take(record(events=[event]))
    other = {"title": "A gazette"}
    report = take(record(events=[event | {"date": "1991-03", "source": other}]), dry_run=True)
    assert told(report) == [
        ("events", "date", "1991", "1991-03"),
        ("events", "further_sources", "", "A yearbook"),
        ("events", "source", "A yearbook", "A gazette"),
    ]


def test_the_same_file_twice_would_change_nothing(zone):
    content = record(pitch_en="New words.", types=["etdz"], indicators=[GDP])
    take(content)
    report = take(content, dry_run=True)
    assert (report.changes, report.difference_count, report.differences) == (0, 0, [])


def test_what_a_bad_row_would_change_is_not_told(zone):
    bad = file_of(record(pitch_en="New words.", latitude="north"))
    report = import_zones(bad, "zones.json", dry_run=True)
    assert report.difference_count == 0 and len(report.problems) == 1


def test_the_report_is_bounded_and_its_total_is_not(zone, monkeypatch):
    monkeypatch.setattr("zones.exchange.differences.SHOWN", 3)
    names = [{"kind": "alias", "text": f"Name {number}"} for number in range(7)]
    report = take(record(other_names=names), dry_run=True)
    assert (len(report.differences), report.difference_count) == (3, 7)


def test_an_import_is_kept_in_the_history_with_who_and_the_former_value(zone):
    editor = factories.user("emma", roles.EDITOR)
    take(record(pitch_en="New words.", indicators=[GDP]), by=editor)
    pitch, value = Change.objects.order_by("pk")
    for line in (pitch, value):
        assert (line.by, line.way, line.action, line.page) == (editor, "file", "changed", zone.uuid)
    assert (pitch.record, value.record) == (None, Indicator.objects.get().uuid)
    assert (pitch.before, pitch.after) == ("Old words.", "New words.")
    assert (value.field, value.before, value.after) == ("value", "5", "7")


def test_what_a_dry_run_tells_is_what_the_history_keeps(zone):
    content = record(pitch_en="New words.", name_en="Port Zone", indicators=[GDP])
    shown = told(take(content, dry_run=True))
    take(content)
    kept = Change.objects.order_by("pk").values_list("group", "field", "before", "after")
    assert list(kept) == shown


def test_the_history_is_written_in_one_language_and_the_dry_run_in_the_readers(zone):
    content = record(coordinate_precision="zone", latitude="1", longitude="2")
    with translation.override("zh-hans"):
        report = take(content, dry_run=True)
        take(content)
    assert report.differences[-1].line.after != "the zone itself"
    assert Change.objects.get(field="coordinate_precision").after == "the zone itself"


def test_a_fingerprint_is_the_same_in_every_language_and_for_new_facts(zone):
    content = record(coordinate_precision="zone", indicators=[GDP | {"period": "2020"}])
    english = take(content, dry_run=True).fingerprint
    with translation.override("zh-hans"):
        assert take(content, dry_run=True).fingerprint == english
    assert take(record(coordinate_precision="admin"), dry_run=True).fingerprint != english


def test_nothing_but_what_was_shown_is_written(zone):
    content = record(pitch_en="New words.")
    shown = take(content, dry_run=True).fingerprint
    Zone.objects.filter(pk=zone.pk).update(pitch_en="Meanwhile.")
    report = take(content, expected=shown)
    zone.refresh_from_db()
    assert zone.pitch_en == "Meanwhile." and not report.is_written
    assert take(content, expected=report.fingerprint).is_written


def test_the_command_shows_the_differences_and_that_there_are_none(zone, tmp_path, capsys):
    path = tmp_path / "zones.json"
    path.write_bytes(file_of(record(pitch_en="New words.", indicators=[GDP])))
    call_command("import_zones", path, "--dry-run")
    out = capsys.readouterr().out
    assert "Row 1, Harbour Zone · Pitch · English: Old words. → New words." in out
    assert "Row 1, Harbour Zone · Indicators · GDP 2019 · Value: 5 → 7" in out
    call_command("import_zones", path)
    call_command("import_zones", path, "--dry-run")
    assert "Nothing would change." in capsys.readouterr().out


def test_of_long_texts_the_part_that_differs_is_shown():
    before, after = changes.excerpts("a" * 900 + "old" + "z" * 900, "a" * 900 + "new" + "z" * 900)
    assert "old" in before and "new" in after and len(before) < 320
    assert changes.excerpts("old", "new") == ("old", "new")


def test_a_value_that_looks_unlikely_is_noted_and_stops_nothing(zone, django_assert_max_num_queries):
    PlausibleRange.objects.create(kind=factories.indicator_kind("gdp"), low=1, high=100, currency="CNY")
    with django_assert_max_num_queries(30):
        report = take(record(indicators=[GDP | {"value": "7000000"}]), dry_run=True)
    (note,) = report.notes
    assert (note.row, note.column) == (1, "indicators[1]") and "GDP 2019" in note.message
    explained = GDP | {"value": "7000000", "warning_note_en": "The yearbook says so."}
    assert not take(record(indicators=[explained]), dry_run=True).notes
    assert not take(record(indicators=[GDP]), dry_run=True).notes


# --- former names


def test_a_zone_that_was_public_is_found_by_the_name_that_a_file_takes_from_it(zone):
    report = take(record(name_en="Port Zone"))
    kept = ZoneName.objects.get()
    assert (kept.text, kept.kind, kept.until) == ("Harbour Zone", "former", str(timezone.localdate()))
    assert ["Harbour Zone" in note.message for note in report.notes] == [True]
    search.write(Zone.objects.get())
    assert search.zone_ids("Harbour") == [zone.pk]
    assert not take(record(name_en="Port Zone"), dry_run=True).changes


@pytest.mark.parametrize(
    ("fields", "terms"),
    [({"live": False}, {}), ({}, {"keep_names": False}), ({"name_en": "HARBOUR  Zone"}, {})],
    ids=["never public", "told not to", "the same name in other letters"],
)
def test_a_name_that_nobody_knew_is_not_kept(fields, terms):
    made = factories.zone("Harbour zone", code="G1", live=fields.pop("live", True))
    take(record(name_en=fields.pop("name_en", "Port Zone").replace("  ", " ")), **terms)
    assert not made.other_names.exists()


def test_a_rendered_name_was_never_official_and_is_kept_as_an_alias(zone):
    Zone.objects.filter(pk=zone.pk).update(name_is_rendered=True)
    take(record(name_en="Port Zone", name_is_rendered=False))
    assert [(name.kind, name.until) for name in zone.other_names.all()] == [("alias", "")]


# --- whose zones


@pytest.fixture
def zone_editor(zone):
    person = factories.user("zora", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(zone)
    return person


def problems(*records, by):
    report = import_zones(file_of(*records), "zones.json", by=by, reach=Reach.of(by))
    return [(problem.row, problem.column, problem.message) for problem in report.problems]


def test_a_zone_editor_changes_own_zones_and_nothing_is_written_beside_them(zone, zone_editor):
    other = factories.zone("Other", code="G2", pitch_en="Theirs.", live=False)
    mine = record(pitch_en="New words.")
    refusal = "This is not one of your zones."
    found = problems(
        mine,
        {"code": "G2", "pitch_en": "Mine!"},
        {"code": "G3", "name_en": "New", "province": "liaoning", "types": ["htdz"]},
        {"uuid": str(other.uuid), "pitch_en": "Mine!"},
        by=zone_editor,
    )
    # The draft of somebody else and a zone that is not there read alike.
    assert found == [(2, "code", refusal), (3, "code", refusal), (4, "name_zh", refusal)]
    zone.refresh_from_db()
    other.refresh_from_db()
    assert (zone.pitch_en, other.pitch_en) == ("Old words.", "Theirs.")
    assert problems(mine, by=zone_editor) == []
    zone.refresh_from_db()
    assert zone.pitch_en == "New words." and Change.objects.get().by == zone_editor


def test_a_zone_editor_changes_neither_code_nor_address_nor_shared_sources(zone, zone_editor):
    found = problems({"slug": zone.slug, "name_zh": "港口区", "code": "G9"}, by=zone_editor)
    assert found == [(1, "code", "This is not one of your zones.")]
    found = problems({"uuid": str(zone.uuid), "code": "G9"}, by=zone_editor)
    assert [column for _row, column, _message in found] == ["code"]
    source = Source.objects.create(title="Known")
    assert problems(record(source={"title": "Known", "publisher": "Somebody"}), by=zone_editor) == []
    source.refresh_from_db()
    assert source.publisher == ""


def test_a_zone_editor_names_no_draft_of_others_as_a_neighbour(zone, zone_editor):
    draft = factories.zone("Draft", code="G2", live=False)
    factories.zone("Public", code="G3")
    near = [{"kind": "part_of", "other": "G2"}]
    assert [column for _row, column, _m in problems(record(relations=near), by=zone_editor)] == [
        "relations[1].other"
    ]
    assert problems(record(relations=[{"kind": "part_of", "other": "G3"}]), by=zone_editor) == []
    assert not draft.relations_from_others.exists()


@pytest.mark.parametrize("role", [roles.EDITOR, roles.PUBLISHER, roles.ADMINISTRATOR])
def test_editors_reach_every_zone_and_may_add_some(zone, role):
    reach = Reach.of(factories.user("person", role))
    assert (reach.zones, reach.may_add) == (None, True)


def test_a_writer_reaches_none(zone):
    assert Reach.of(factories.user("person", roles.WRITER)) == Reach(frozenset(), may_add=False)


def test_a_zone_keeps_its_own_identity_whatever_a_file_says(zone):
    before = zone.uuid
    take(record(uuid="00000000-0000-4000-8000-000000000000"))
    zone.refresh_from_db()
    assert zone.uuid == before
