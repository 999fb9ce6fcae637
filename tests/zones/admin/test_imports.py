"""The import screen: a file is uploaded, what it would change is shown, and that is written or nothing."""

import datetime
import json

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from zones import import_files, pending, roles
from zones.models import Change, Zone, ZoneEditor

pytestmark = pytest.mark.django_db

UPLOAD = "admin:zones_zone_import"


@pytest.fixture(autouse=True)
def no_files_left():
    yield
    import_files.sweep(timezone.now() + datetime.timedelta(days=3))


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


@pytest.fixture
def zone():
    return factories.zone("Harbour Zone", code="G1", pitch_en="Old words.")


def upload(client, *records, name="zones.json", content=None, **fields):
    content = json.dumps(list(records)).encode() if content is None else content
    data = {"file": SimpleUploadedFile(name, content), "keep_names": "on"} | fields
    return client.post(reverse(UPLOAD), {key: value for key, value in data.items() if value is not None})


def dry_run(client, *records, **options):
    """The address of the dry run and its answer."""
    answer = upload(client, *records, **options)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url, client.get(answer.url)


def write(client, address, answer, **fields):
    return client.post(address, {"shown": answer.context["report"].fingerprint} | fields, follow=True)


def kept_files():
    try:
        return storages["private"].listdir(import_files.FOLDER)[1]
    except OSError:
        return []


def test_the_differences_are_shown_and_then_written(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    text = page.content.decode()
    for words in ("Harbour Zone", "Pitch · English", "Old words.", "New words.", "in public at once"):
        assert words in text
    zone.refresh_from_db()
    assert zone.pitch_en == "Old words." and not Change.objects.exists()
    answer = write(client, address, page)
    zone.refresh_from_db()
    assert zone.pitch_en == "New words."
    assert "“zones.json” is taken in: 0 new zones, 1 changed." in answer.content.decode()
    line = Change.objects.get()
    assert (line.by, line.way, line.before) == (editor, "file", "Old words.")
    assert kept_files() == []


def test_the_list_of_zones_leads_to_the_import(client, editor):
    assert reverse(UPLOAD) in client.get(reverse("admin:zones_zone_changelist")).content.decode()


def test_a_csv_is_told_by_row_and_column_and_a_bad_row_changes_nothing(client, editor, zone):
    rows = b"code,latitude,longitude,level\nG1,41.5,123.4,\nG2,north,1,\n"
    address, page = dry_run(client, content=rows, name="zones.csv")
    assert "<code>latitude</code>" in page.content.decode()
    answer = write(client, address, page)
    zone.refresh_from_db()
    assert zone.latitude is None and "1 row is not in order" in answer.content.decode()
    # The file is still there, and so is what is wrong with it.
    assert "<code>latitude</code>" in answer.content.decode() and len(kept_files()) == 1
    write(client, address, page, skip_bad="on")
    zone.refresh_from_db()
    assert str(zone.latitude) == "41.50000"


def test_a_file_that_says_nothing_new_offers_nothing_to_write(client, editor, zone):
    _address, page = dry_run(client, {"code": "G1", "pitch_en": "Old words."})
    text = page.content.decode()
    assert "Nothing would change" in text and 'name="shown"' not in text


def test_what_changed_meanwhile_is_shown_anew_instead_of_written(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    Zone.objects.filter(pk=zone.pk).update(pitch_en="Meanwhile.")
    answer = write(client, address, page)
    zone.refresh_from_db()
    text = answer.content.decode()
    assert zone.pitch_en == "Meanwhile." and "have changed meanwhile" in text and "Meanwhile." in text
    write(client, address, answer)
    zone.refresh_from_db()
    assert zone.pitch_en == "New words."


def test_writing_twice_by_a_second_press_changes_nothing_more(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    write(client, address, page)
    answer = write(client, address, page)
    assert "no longer here" in answer.content.decode() and Change.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("zones.exe", b"x", "neither CSV nor JSON nor XLSX"),
        ("zones.json", b"", "empty"),
        ("zones.json", b" " * (import_files.LARGEST + 1), "larger than"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(client, editor, name, content, words):
    answer = upload(client, name=name, content=content)
    assert answer.status_code == 200 and words in answer.content.decode() and kept_files() == []


def test_no_file_at_all_is_said_so(client, editor):
    answer = upload(client, file=None)
    assert answer.status_code == 200 and "This field is required." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("zones.json", b"[{"), ("zones.csv", b"nonsense\n1\n"), ("z.csv", b"\xff\xfe"), ("z.xlsx", b"no book")],
)
def test_a_file_that_cannot_be_read_is_named_with_what_is_wrong(client, editor, name, content):
    _address, page = dry_run(client, name=name, content=content)
    text = page.content.decode()
    assert page.status_code == 200 and name in text and "1 problem" in text and 'name="shown"' not in text


def test_more_rows_than_a_screen_takes_are_pointed_to_the_command(client, editor, monkeypatch):
    monkeypatch.setattr("zones.admin.imports.MOST_ROWS", 2)
    records = [{"code": f"G{number}"} for number in range(3)]
    _address, page = dry_run(client, *records)
    assert "The file has 3 rows, and here at most 2" in page.content.decode()
    assert "import_zones" in client.get(reverse(UPLOAD)).content.decode()


def test_former_names_are_kept_unless_the_tick_is_taken_away(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "name_en": "Port Zone"}, keep_names=None)
    assert "Other names" not in page.content.decode()
    address, page = dry_run(client, {"code": "G1", "name_en": "Port Zone"})
    assert "Other names" in page.content.decode()
    write(client, address, page)
    assert zone.other_names.get().text == "Harbour Zone"


# --- the file between the two steps


def test_a_reference_belongs_to_who_uploaded_the_file(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    client.force_login(factories.user("paula", roles.EDITOR))
    assert client.get(address).status_code == 302
    write(client, address, page)
    zone.refresh_from_db()
    assert zone.pitch_en == "Old words."


def test_a_made_up_reference_opens_no_file(client, editor):
    address = reverse("admin:zones_zone_import_check", args=["eyJrZXkiOiAiLi4vc2VjcmV0X2tleSJ9:x:y"])
    assert client.get(address).url == reverse(UPLOAD)


def test_a_file_that_was_exchanged_on_the_server_is_not_taken(client, editor, zone):
    address, page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    with storages["private"].open(f"{import_files.FOLDER}/{kept_files()[0]}", "wb") as file:
        file.write(b'[{"code": "G1", "pitch_en": "Other words."}]')
    write(client, address, page)
    zone.refresh_from_db()
    assert zone.pitch_en == "Old words."


def test_a_file_that_nobody_wrote_is_gone_after_a_day(client, editor, zone):
    address, _page = dry_run(client, {"code": "G1", "pitch_en": "New words."})
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        client.force_login(editor)
        assert client.get(address).status_code == 302
        assert import_files.sweep() == 1
    assert kept_files() == []


# --- who may


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (roles.EDITOR, 200),
        (roles.PUBLISHER, 200),
        (roles.ADMINISTRATOR, 200),
        (roles.ZONE_EDITOR, 200),
        (roles.WRITER, 403),
        (None, 403),
    ],
)
def test_who_may_import(client, role, status, zone):
    person = factories.user("person", *([role] if role else []))
    client.force_login(person)
    assert client.get(reverse(UPLOAD)).status_code == status
    kept = import_files.keep(b"[]", "zones.json", by=person, keep_names=True)
    address = reverse("admin:zones_zone_import_check", args=[kept.reference])
    assert client.get(address).status_code == status
    assert client.post(address, {"shown": "x"}).status_code == (302 if status == 200 else 403)


def test_strangers_are_asked_to_log_in(client):
    assert client.get(reverse(UPLOAD)).url.startswith(reverse("admin:login"))


def test_a_zone_editor_takes_in_own_zones_and_learns_of_no_others(client, zone):
    person = factories.user("zora", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(zone)
    theirs = factories.zone("Secret Draft", code="G2", pitch_en="Theirs.", live=False)
    client.force_login(person)
    address, page = dry_run(
        client, {"code": "G1", "pitch_en": "New words."}, {"code": "G2", "pitch_en": "Mine!"}
    )
    text = page.content.decode()
    assert "This is not one of your zones." in text and "New words." in text
    assert "Secret Draft" not in text and "Theirs." not in text
    write(client, address, page, skip_bad="on")
    zone.refresh_from_db()
    theirs.refresh_from_db()
    # The zone is public: what its editor says waits for a publisher.
    assert (zone.pitch_en, theirs.pitch_en) == ("Old words.", "Theirs.")
    waiting = pending.of(zone)
    assert (waiting.snapshot["fields"]["pitch_en"], waiting.changed_by) == ("New words.", person)
    assert reverse(UPLOAD) in client.get(reverse("admin:zones_zone_changelist")).content.decode()


def test_a_zone_that_is_taken_from_its_editor_meanwhile_is_not_written(client, zone):
    person = factories.user("zora", roles.ZONE_EDITOR)
    keeper = ZoneEditor.objects.create(user=person)
    keeper.zones.add(zone)
    client.force_login(person)
    address, page = dry_run(client, {"code": "G1", "pitch_en": "Mine!"})
    keeper.zones.clear()
    write(client, address, page, skip_bad="on")
    zone.refresh_from_db()
    assert zone.pitch_en == "Old words."
