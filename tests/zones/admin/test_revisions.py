"""The revisions of a page: listed, compared, and had again without the public seeing it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of
from zones import pending, roles
from zones.models import Change, Image, Revision, ZoneEditor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR, first_name="Emma", last_name="Sample")
    client.force_login(person)
    return person


def address(page, name, *more):
    return reverse(f"admin:zones_{page._meta.model_name}_{name}", args=[page.pk, *more])


def save(client, page, **data):
    form = address(page, "change")
    assert client.post(form, fields_of(client.get(form)) | data).status_code == 302


def difference(client, page, one, other):
    return client.get(address(page, "difference"), {"one": one, "other": other})


def stored(page):
    return type(page).objects.get(pk=page.pk)


def test_the_list_says_who_when_and_on_which_occasion(client, editor):
    story = factories.article("One", live=False)
    save(client, story, headline_en="Two")
    client.post(address(story, "moves"), {"move": "publish", "confirmed": "1"})
    page = client.get(address(story, "revisions")).content.decode()
    assert "by a command" in page
    assert "published" in page and "saved" in page
    assert address(story, "revisions") in client.get(address(story, "change")).content.decode()


def test_words_are_compared_with_what_is_live(client, editor):
    story = factories.article("Two plants open", body_en="<p>In May.</p>")
    save(client, story, headline_en="Three plants open", body_en="<p>In June.</p>")
    page = difference(client, story, "live", "edit").content.decode()
    assert "<del>Two</del><ins>Three</ins> plants open" in page
    assert "<del>May</del><ins>June</ins>" in page
    assert "The two say the same" in difference(client, story, "live", "live").content.decode()


def test_facts_are_compared_as_rows_and_pictures_as_pictures(client, editor):
    zone = factories.zone("Harbour")
    crane = Image.objects.create(title="A crane", alt_en="A crane", sha256="1" * 64, width=9, height=9)
    form = reverse("admin:zones_zone_group", args=[zone.pk, "area"])
    rows = {"areas-TOTAL_FORMS": "1", "areas-0-kind": "planned", "areas-0-value_ha": "77"}
    client.post(form, fields_of(client.get(form)) | rows)
    save(client, zone, logo=crane.pk)
    answer = difference(client, zone, "live", "edit")
    page = answer.content.decode()
    assert "<ins>" in page and "77" in page and "Areas" in page
    assert answer.context["pictures"] == {"gone": [], "new": [crane]}
    assert 'alt="A crane"' in page or "A crane</figcaption>" in page


def test_markup_in_a_text_is_shown_and_not_obeyed(client, editor):
    zone = factories.zone("Harbour", pitch_en="<b id=old>Old</b>")
    save(client, zone, pitch_en="<b id=new>New</b>")
    page = difference(client, zone, "live", "edit").content.decode()
    assert "<b id=" not in page and "&lt;" in page


def test_a_public_page_gets_the_old_state_as_changes_that_wait(client, editor):
    story = factories.article("One")
    former = Revision.objects.get()
    save(client, story, headline_en="Two")
    client.post(address(story, "edit"), {"move": "edit_live", "confirmed": "1"})
    assert client.post(address(story, "restore", former.pk)).status_code == 302
    assert stored(story).headline_en == "Two"
    assert pending.of(story).snapshot["fields"]["headline_en"] == "One"
    newest = Revision.objects.first()
    assert (newest.occasion, newest.by) == ("restored", editor)


def test_a_draft_says_again_what_it_said_and_its_history_tells(client, editor):
    story = factories.article("One", live=False)
    save(client, story, headline_en="Two")
    former = Revision.objects.last()
    client.post(address(story, "restore", former.pk))
    assert (stored(story).headline_en, stored(story).stage) == ("One", "draft")
    line = Change.objects.order_by("pk").last()
    assert (line.before, line.after, line.by) == ("Two", "One", editor)
    assert [row.occasion for row in Revision.objects.all()] == ["restored", "saved", "saved"]


def test_a_zone_editor_restores_words_and_no_address(client):
    zone = factories.zone("Harbour", slug="before", pitch_en="Old.")
    former = Revision.objects.get()
    zone.slug, zone.pitch_en = "after", "New."
    zone.save()
    zora = factories.user("zora", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=zora).zones.add(zone)
    client.force_login(zora)
    client.post(address(zone, "restore", former.pk))
    fields = pending.of(zone).snapshot["fields"]
    assert (fields["pitch_en"], fields["slug"]) == ("Old.", "after")
    assert stored(zone).pitch_en == "New."


@pytest.mark.parametrize("role", [roles.WRITER, roles.ZONE_EDITOR, None])
def test_strangers_restore_nothing(client, role):
    zone = factories.zone("Harbour")
    former = Revision.objects.get()
    zone.pitch_en = "New."
    zone.save()
    client.force_login(factories.user("stranger", *([role] if role else [])))
    assert client.post(address(zone, "restore", former.pk)).status_code in (403, 404)
    assert pending.of(zone) is None
    seen = client.get(address(zone, "revisions")).status_code
    # A writer reads zones.
    assert seen == 200 if role == roles.WRITER else seen in (403, 404)


def test_what_is_not_of_this_page_is_not_there(client, editor):
    one, other = factories.article("One"), factories.article("Other")
    foreign = Revision.objects.get(page=other.uuid)
    assert client.post(address(one, "restore", foreign.pk)).status_code == 404
    for key in (foreign.pk, "edit", "nonsense", ""):
        assert difference(client, one, "live", key).status_code == 404
    assert client.get(address(one, "restore", foreign.pk)).status_code == 405


def test_the_list_costs_the_same_for_many_and_is_paged(client, editor):
    story = factories.article("One")

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(story, "revisions")).status_code == 200
        return len(found)

    queries()
    few, snapshot = queries(), Revision.objects.get().snapshot
    for _number in range(40):
        Revision.objects.create(page=story.uuid, page_kind="article", by=editor, snapshot=snapshot)
    assert queries() == few <= 12
    assert "Page 1 of 2" in client.get(address(story, "revisions")).content.decode()
