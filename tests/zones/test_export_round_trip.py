"""What is taken out comes back the same: into the database that it is from, and into an empty one."""

import hashlib
import io
import json

import pytest
from django.core.files.base import ContentFile

from edzportal.demo import load
from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones.exchange import import_zones, workbook
from zones.exchange.export import Export
from zones.models import Area, Document, ExchangeRate, Image, Source, Zone, ZoneEvent, ZonePhoto

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "json", "xlsx")


@pytest.fixture(params=["demo", "fictitious"])
def zones(request):
    if request.param == "demo":
        load.load(small=True, stdout=io.StringIO())
    else:
        fictitious_zone()
        # The neighbours come without events; what is derived must follow from what is there.
        Zone.objects.all().refresh_standing()


def exported(form, *, is_public=False):
    export = Export(Zone.objects.order_by("slug"), is_public=is_public)
    if form == "xlsx":
        file = io.BytesIO()
        export.xlsx(file)
        return file.getvalue()
    return b"".join(getattr(export, form)())


def content(form, data):
    """What can be compared: bytes, or the cells of a workbook, whose file carries the hour."""
    return list(workbook.read(data)) if form == "xlsx" else data


def empty():
    """A database that has the lists, the people and the pictures, and no zone."""
    Zone.objects.all().delete()
    Source.objects.exclude(pk__in=ExchangeRate.objects.values("source")).delete()


@pytest.mark.parametrize("form", FORMATS)
def test_into_the_same_database_nothing_changes(zones, form):
    file = exported(form)
    before = {model: list(model.objects.order_by("pk").values()) for model in (Zone, ZoneEvent, Area, Source)}

    report = import_zones(file, f"zones.{form}")

    assert (report.problems, report.notes, report.changes) == ([], [], 0)
    assert report.unchanged == Zone.objects.count()
    assert {model: list(model.objects.order_by("pk").values()) for model in before} == before
    assert content(form, exported(form)) == content(form, file)


@pytest.mark.parametrize("form", FORMATS)
def test_into_an_empty_database_it_makes_the_same_file(zones, form):
    file = exported(form)
    count = Zone.objects.count()
    empty()

    report = import_zones(file, f"zones.{form}")

    assert (report.problems, report.notes, report.created) == ([], [], count)
    assert content(form, exported(form)) == content(form, file)
    again = import_zones(file, f"zones.{form}")
    assert (again.changes, again.unchanged) == (0, count)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_open_data_comes_back_as_well(zones, form):
    file = exported(form, is_public=True)
    assert import_zones(file, f"zones.{form}").changes == 0
    live = set(Zone.objects.live().values_list("slug", flat=True))
    empty()

    assert import_zones(file, f"zones.{form}").problems == []
    for zone in Zone.objects.filter(slug__in=live):
        zone.publish(by=None)
    assert exported(form, is_public=True) == file


def test_json_carries_the_whole_profile():
    zone = fictitious_zone()
    parts = [relation for relation in Zone._meta.related_objects if relation.field.name == "zone"]
    names = [relation.related_name for relation in parts if hasattr(relation.related_model, "uuid")]
    uuids = {name: list(getattr(zone, name).order_by("pk").values_list("uuid", flat=True)) for name in names}
    assert len(uuids) == 15 and all(uuids[name] for name in names)
    file = exported("json")
    empty()

    import_zones(file, "zones.json")

    back = Zone.objects.get(slug=zone.slug)
    assert {
        name: list(getattr(back, name).order_by("pk").values_list("uuid", flat=True)) for name in names
    } == uuids
    event = back.events.get(kind="upgraded")
    assert event.verified_by.get_full_name() == "Ada Verifier"
    assert [source.title for source in event.further_sources.all()] == ["Circular on zones"]
    assert back.photos.get().image == zone_picture()
    document = back.documents.get()
    assert (document.pages, document.file.read(5)) == (1, b"%PDF-")


def zone_picture():
    return Image.objects.get(title="Container quay")


def test_pictures_papers_and_people_that_are_not_here_are_left_out_with_a_note():
    zone = fictitious_zone()
    file = exported("json")
    document = zone.documents.get()
    empty()
    Image.objects.all().delete()
    document.file.storage.delete(document.file.name)
    Area.objects.model.verified_by.field.related_model.objects.all().delete()

    report = import_zones(file, "zones.json")

    assert report.problems == []
    assert not ZonePhoto.objects.exists() and not Document.objects.exists()
    columns = {note.column.split("[")[0] for note in report.notes}
    assert {"photos", "documents", "events", "areas"} <= columns
    assert all(
        fact.verified_by is None and fact.verified_on for fact in ZoneEvent.objects.filter(kind="upgraded")
    )


def test_a_document_is_named_by_who_has_it_alone():
    zone = fictitious_zone()
    name = zone.documents.get().file.name
    zone.documents.get().file.storage.save("documents/no.pdf", ContentFile(b"no PDF"))
    no_pdf = hashlib.sha256(b"no PDF").hexdigest()
    papers = [
        {"uuid": f"00000000-0000-4000-8000-00000000000{number}", "title_en": "Taken", "language": "en"}
        | paper
        for number, paper in enumerate(
            [
                {"file": name, "sha256": "0" * 64},
                {"file": "secret/" + name},
                {"file": "documents/../x"},
                {"file": "documents/\0"},
                {"file": "documents/no.pdf", "sha256": no_pdf},
            ],
            1,
        )
    ]
    report = import_zones(json.dumps([{"slug": zone.slug, "documents": papers}]).encode(), "a.json")

    assert len(report.notes) == 5
    assert Document.objects.count() == 1


def test_facts_that_look_alike_are_not_thrown_together():
    zone = factories.zone("Quay", slug="quay", code="G1")
    for date in ("1988", "1988-09", ""):
        ZoneEvent.objects.create(zone=zone, kind="approved", date=date, level=factories.level("national"))
    zone.refresh_standing()
    for form in ("json", "csv"):
        file = exported(form)
        empty()
        assert import_zones(file, "a." + form).problems == []
        assert ZoneEvent.objects.count() == 3
        assert exported(form) == file


def test_texts_keep_their_words_and_lose_nothing_but_blanks():
    odd = [
        "=1+1",
        "+8624",
        "-x",
        "@cmd",
        "'=quoted",
        "''-twice",
        "'plain",
        'a "b", c',
        "two\r\nlines",
        "＝SUM(1)",
    ]
    for number, text in enumerate(odd):
        factories.zone(
            text, slug=f"z{number}", code=f"G{number}", name_zh_hans=f"区{number}", note=f" {text}\t"
        )
    for form in FORMATS:
        file = exported(form)
        assert import_zones(file, f"a.{form}").changes == 0
        empty()
        assert import_zones(file, f"a.{form}").problems == []
        assert content(form, exported(form)) == content(form, file)
    names = set(Zone.objects.values_list("name_en", flat=True))
    assert names == {text.replace("\r\n", "\n") for text in odd}
