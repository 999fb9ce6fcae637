"""A public page is edited beside itself, through the addresses of the admin alone."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.zones.admin.page_forms import fields_of
from tests.zones.fictitious import fictitious_zone
from zones import pending, previews, roles
from zones.models import (
    Change,
    Document,
    GalleryPicture,
    Image,
    PendingEdit,
    Revision,
    Source,
    ZoneEditor,
    ZoneName,
)
from zones.signals import content_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.article("A plant opens", body_en="<p>It opened.</p>", source_name="A paper")


@pytest.fixture
def zone():
    return factories.zone("Harbour Zone", slug="harbour")


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


@pytest.fixture
def zora(zone):
    person = factories.user("zora", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(zone)
    return person


def form_of(page, group=""):
    if group:
        return reverse("admin:zones_zone_group", args=[page.pk, group])
    return reverse(f"admin:zones_{page._meta.model_name}_change", args=[page.pk])


def edit_of(page):
    return reverse(f"admin:zones_{page._meta.model_name}_edit", args=[page.pk])


def save(client, page, group="", **data):
    address = form_of(page, group)
    answer = client.post(address, fields_of(client.get(address)) | data)
    assert answer.status_code in (200, 302)
    if answer.status_code == 200 and "adminform" in (answer.context or {}):
        pytest.fail(str(answer.context["errors"]))
    return answer


def new_area(**values):
    values = {"kind": "planned", "value_ha": "120"} | values
    return {"areas-TOTAL_FORMS": "1"} | {f"areas-0-{name}": value for name, value in values.items()}


def stored(page):
    return type(page).objects.get(pk=page.pk)


class TestSaving:
    @pytest.fixture(autouse=True)
    def _login(self, editor):
        pass

    def test_the_public_sees_nothing_of_it_and_the_form_everything(self, client, story):
        save(client, story, headline_en="Two plants open")
        assert stored(story).headline_en == "A plant opens"
        assert "Two plants" not in client.get(story.get_absolute_url()).content.decode()
        page = client.get(form_of(story))
        assert fields_of(page)["headline_en"] == "Two plants open"
        assert "You are editing changes that wait." in page.content.decode()
        client.post(edit_of(story), {"move": "edit_live", "confirmed": "1"})
        assert stored(story).headline_en == "Two plants open"
        assert not PendingEdit.objects.exists()

    def test_caches_index_history_and_log_do_not_notice(
        self, client, story, django_capture_on_commit_callbacks
    ):
        heard = []

        def listen(sender, **kwargs):
            heard.append(sender)

        content_changed.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True) as callbacks:
                save(client, story, headline_en="Two plants open")
        finally:
            content_changed.disconnect(listen)
        assert (heard, callbacks) == ([], [])
        assert not Change.objects.exists()
        assert "Two plants" not in client.get("/search/", {"q": "plants"}).content.decode()

    def test_rows_of_several_groups_wait_together_and_are_changed_again(self, client, zone):
        save(client, zone, pitch_en="Quays for all")
        save(client, zone, "area", **new_area())
        assert not zone.areas.exists()
        fields = fields_of(client.get(form_of(zone, "area")))
        assert (fields["areas-0-value_ha"], int(fields["areas-0-id"]) < 0) == ("120", True)
        save(client, zone, "area", **{"areas-0-value_ha": "130"})
        target = {"metric_en": "Firms", "value": "5", "unit": factories.unit().pk, "due_year": "2030"}
        rows = {f"targets-0-{name}": value for name, value in target.items()}
        save(client, zone, "targets", **{"targets-TOTAL_FORMS": "1"} | rows)
        client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"})
        assert (zone.areas.get().value_ha, zone.areas.get().pk > 0) == (130, True)
        assert (zone.targets.get().metric_en, stored(zone).pitch_en) == ("Firms", "Quays for all")

    def test_a_waiting_row_is_removed_again(self, client, zone):
        save(client, zone, "area", **new_area())
        save(client, zone, "area", **{"areas-0-DELETE": "on"})
        assert not PendingEdit.objects.exists()

    def test_a_source_entered_with_the_row_stands_by_itself(self, client, zone):
        save(client, zone, "area", **new_area(source="new"), **{"new_source-title": "Yearbook 2024"})
        source = Source.objects.get()
        client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"})
        assert zone.areas.get().source == source

    def test_a_source_survives_an_error_elsewhere_in_the_form(self, client, zone):
        data = new_area(source="new", value_ha="x") | {"new_source-title": "Yearbook 2024"}
        address = form_of(zone, "area")
        answer = client.post(address, fields_of(client.get(address)) | data)
        assert answer.status_code == 200
        again = fields_of(answer) | {"areas-0-value_ha": "7"}
        assert client.post(address, again).status_code == 302
        client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"})
        assert zone.areas.get().source == Source.objects.get()

    def test_a_document_keeps_its_file(self, client, zone):
        pdf = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
        data = {
            "documents-TOTAL_FORMS": "1",
            "documents-0-title_en": "Plan",
            "documents-0-language": "en",
            "documents-0-file": SimpleUploadedFile("plan.pdf", pdf),
        }
        save(client, zone, "documents", **data)
        assert not Document.objects.exists()
        client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"})
        with Document.objects.get().file.open() as file:
            assert file.read() == pdf

    def test_the_gallery_of_a_story_waits_too(self, client, story):
        picture = Image.objects.create(title="A crane", alt_en="A crane", sha256="1" * 64, width=9, height=9)
        save(client, story, **{"gallery-TOTAL_FORMS": "1", "gallery-0-image": picture.pk})
        assert not GalleryPicture.objects.exists()
        save(client, story, **{"gallery-0-caption_en": "At work"})
        client.post(edit_of(story), {"move": "edit_live", "confirmed": "1"})
        assert story.gallery.get().caption_en == "At work"

    def test_what_the_public_sees_already_does_not_wait(self, client, story):
        save(client, story, headline_en="Two plants open")
        save(client, story, headline_en="A plant opens")
        assert not PendingEdit.objects.exists()
        assert "no change waits" in client.get(form_of(story)).content.decode()

    def test_two_editors_of_the_same_changes_are_told_of_each_other(self, client, story):
        opened = fields_of(client.get(form_of(story)))
        save(client, story, headline_en="Theirs")
        answer = client.post(form_of(story), opened | {"headline_en": "Mine"})
        assert "Somebody else saved this page" in answer.content.decode()
        assert pending.of(story).snapshot["fields"]["headline_en"] == "Theirs"
        assert client.post(form_of(story), fields_of(answer)).status_code == 302
        assert pending.of(story).snapshot["fields"]["headline_en"] == "Mine"

    def test_two_editors_of_one_waiting_row_are_told_too(self, client, zone):
        save(client, zone, "area", **new_area())
        opened = fields_of(client.get(form_of(zone, "area")))
        save(client, zone, "area", **{"areas-0-value_ha": "130"})
        answer = client.post(form_of(zone, "area"), opened | {"areas-0-value_ha": "140"})
        assert "Somebody else changed this row" in answer.content.decode()

    def test_a_name_that_only_waited_is_no_former_name(self, client, zone):
        save(client, zone, name_en="Harbuor and Quay")
        save(client, zone, name_en="Harbour and Quay")
        client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"})
        assert [name.text for name in ZoneName.objects.all()] == ["Harbour Zone"]

    def test_every_save_of_a_draft_is_kept_and_what_it_said_before(self, client):
        draft = factories.article("One", live=False)
        save(client, draft, headline_en="Two")
        save(client, draft, headline_en="Three")
        assert stored(draft).headline_en == "Three"
        said = [row.snapshot["fields"]["headline_en"] for row in Revision.objects.all()]
        assert said == ["Three", "Two", "One"]

    def test_publishing_keeps_what_was_published(self, client, story):
        assert [row.occasion for row in Revision.objects.all()] == ["published"]
        save(client, story, headline_en="Two plants open")
        client.post(edit_of(story), {"move": "edit_live", "confirmed": "1"})
        assert [row.occasion for row in Revision.objects.all()] == ["published", "saved", "published"]


class TestRoles:
    def test_a_zone_editor_submits_and_an_editor_publishes(self, client, zone, zora):
        client.force_login(zora)
        page = client.get(form_of(zone)).content.decode()
        assert "Save and submit for review" in page and "Save and publish" not in page
        save(client, zone, "area", **new_area(), _move="submit_edit")
        assert (pending.of(zone).stage, zone.areas.count()) == ("review", 0)
        for move in ("edit_live", "edit_at", "edit_back"):
            data = {"move": move, "note": "x", "at": "2040-01-01T10:00", "confirmed": "1"}
            assert client.post(edit_of(zone), data).status_code == 403
        client.force_login(factories.user("emma", roles.EDITOR))
        client.post(edit_of(zone), {"move": "edit_back"})
        assert pending.of(zone).stage == "review"
        client.post(edit_of(zone), {"move": "edit_back", "note": "Of which year?"})
        assert pending.of(zone).stage == "draft"
        client.force_login(zora)
        assert "Of which year?" in client.get(form_of(zone)).content.decode()

    def test_saving_with_a_crafted_move_publishes_nothing(self, client, zone, zora):
        client.force_login(zora)
        for move in ("edit_live", "publish"):
            save(client, zone, pitch_en=f"New {move}", _move=move)
            assert not stored(zone).pitch_en

    @pytest.mark.parametrize("role", [roles.WRITER, None])
    def test_strangers_may_do_nothing_with_the_changes(self, client, story, role):
        client.force_login(factories.user("emma", roles.EDITOR))
        save(client, story, headline_en="Two plants open")
        client.force_login(factories.user("stranger", *([role] if role else [])))
        for move in ("submit_edit", "edit_live", "edit_at", "edit_back", "edit_gone"):
            data = {"move": move, "note": "x", "at": "2040-01-01T10:00", "confirmed": "1"}
            assert client.post(edit_of(story), data).status_code == 403
        assert pending.of(story).stage == "draft"

    def test_another_zones_changes_are_not_there(self, client, zora):
        other = factories.zone("Other")
        client.force_login(zora)
        assert client.post(edit_of(other), {"move": "edit_gone"}).status_code == 404

    def test_no_move_by_following_a_link(self, client, editor, story):
        assert client.get(edit_of(story)).status_code == 405


class TestAsking:
    @pytest.fixture(autouse=True)
    def _login(self, editor):
        pass

    def test_warnings_ask_before_the_changes_are_published(self, client, story):
        answer = save(client, story, headline_en="Two plants open", _move="edit_live")
        page = answer.content.decode()
        assert "not translated into" in page and "Publish anyway" in page
        assert stored(story).headline_en == "A plant opens"
        assert client.post(edit_of(story), answer.context["hidden"]).status_code == 302
        assert stored(story).headline_en == "Two plants open"

    def test_errors_stand_in_the_way_whatever_is_confirmed(self, client, story):
        save(client, story, body_en='<p><a href="/zones/nowhere/">There</a></p>')
        answer = client.post(edit_of(story), {"move": "edit_live", "confirmed": "1"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "leads nowhere" in page and "Publish anyway" not in page
        assert "nowhere" not in stored(story).body_en

    def test_a_first_publication_asks_too(self, client):
        draft = factories.article("One", live=False)
        moves = reverse("admin:zones_article_moves", args=[draft.pk])
        assert "Publish anyway" in client.post(moves, {"move": "publish"}).content.decode()
        assert stored(draft).stage == "draft"
        draft.body_en = '<p><a href="/zones/nowhere/">There</a></p>'
        draft.save()
        assert client.post(moves, {"move": "publish", "confirmed": "1"}).status_code == 422
        assert stored(draft).stage == "draft"

    def test_a_moment_is_told_in_words_before_it_is_set(self, client, story, time_machine):
        time_machine.move_to(datetime.datetime(2031, 5, 6, 9, tzinfo=datetime.UTC), tick=False)
        client.force_login(factories.user("eve", roles.EDITOR))
        save(client, story, headline_en="Two plants open")
        answer = client.post(edit_of(story), {"move": "edit_at", "at": "2031-05-08T10:30"})
        page = answer.content.decode()
        assert "Thursday, 2031-05-08 10:30" in page and "UTC+08:00" in page and "1\xa0day" in page
        assert pending.of(story).publish_at is None
        client.post(edit_of(story), answer.context["hidden"])
        assert pending.of(story).publish_at == datetime.datetime(2031, 5, 8, 2, 30, tzinfo=datetime.UTC)
        assert "Scheduled for" in client.get(form_of(story)).content.decode()

    def test_the_past_is_refused(self, client, story):
        save(client, story, headline_en="Two plants open")
        client.post(edit_of(story), {"move": "edit_at", "at": "2001-01-01T10:00", "confirmed": "1"})
        client.post(edit_of(story), {"move": "edit_at", "confirmed": "1"})
        assert pending.of(story).publish_at is None

    def test_throwing_away_asks(self, client, story):
        save(client, story, headline_en="Two plants open")
        answer = client.post(edit_of(story), {"move": "edit_gone"})
        assert pending.of(story) and "stays among the revisions" in answer.content.decode()
        client.post(edit_of(story), answer.context["hidden"])
        assert pending.of(story) is None

    def test_a_button_means_the_text_that_was_looked_at(self, client, story):
        save(client, story, headline_en="Two plants open")
        seen = client.get(form_of(story)).context["edit_mark"]
        save(client, story, headline_en="Three plants open")
        client.post(edit_of(story), {"move": "edit_live", "confirmed": "1", "seen": seen})
        assert stored(story).headline_en == "A plant opens"


class TestTwoPersonRule:
    @pytest.fixture(autouse=True)
    def _rule(self, settings):
        settings.TWO_PERSON_RULE = True

    def test_who_changed_the_page_last_does_not_publish_it(self, client, editor):
        draft = factories.article("One", live=False)
        moves = reverse("admin:zones_article_moves", args=[draft.pk])
        save(client, draft, headline_en="Two")
        client.post(moves, {"move": "publish", "confirmed": "1"})
        assert stored(draft).stage == "draft"
        assert '"Publish now"' not in client.get(form_of(draft)).content.decode()
        client.force_login(factories.user("eve", roles.EDITOR))
        client.post(moves, {"move": "publish", "confirmed": "1"})
        assert stored(draft).is_live()

    def test_nor_who_changed_the_edit_last(self, client, story, editor):
        save(client, story, headline_en="Two plants open")
        assert "somebody else publishes it" in client.get(form_of(story)).content.decode()
        for move in ("edit_live", "edit_at"):
            client.post(edit_of(story), {"move": move, "at": "2040-01-01T10:00", "confirmed": "1"})
        save(client, story, standfirst_en="More", _move="edit_live")
        assert stored(story).headline_en == "A plant opens" and pending.of(story).publish_at is None
        client.force_login(factories.user("eve", roles.EDITOR))
        client.post(edit_of(story), {"move": "edit_live", "confirmed": "1"})
        assert stored(story).headline_en == "Two plants open"

    def test_the_verbs_themselves_refuse(self, story, client, editor):
        save(client, story, headline_en="Two plants open")
        from zones.models.publishing import SecondPersonNeeded

        with pytest.raises(SecondPersonNeeded):
            pending.publish(story, by=editor)
        with pytest.raises(SecondPersonNeeded):
            pending.schedule(story, timezone.now() + datetime.timedelta(days=1), by=editor)
        own = factories.article("Own", live=False, created_by=editor)
        with pytest.raises(SecondPersonNeeded):
            own.publish(by=editor)


def test_queries_of_a_form_with_changes_and_of_publishing_them_are_bounded(client, editor):
    zone = fictitious_zone()
    client.get(form_of(zone))
    counts = {}

    def counted(name, act):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act()
        counts[name] = len(queries)

    counted("form", lambda: client.get(form_of(zone, "area")))
    save(client, zone, pitch_en="New")
    counted("form with changes", lambda: client.get(form_of(zone, "area")))
    data = fields_of(client.get(form_of(zone))) | {"pitch_en": "Newer"}
    counted("save", lambda: client.post(form_of(zone), data))
    counted("publish", lambda: client.post(edit_of(zone), {"move": "edit_live", "confirmed": "1"}))
    assert counts["form"] <= 30
    assert counts["form with changes"] <= 45
    assert counts["publish"] <= 110


class TestSeenByEditors:
    @pytest.fixture(autouse=True)
    def _edited(self, client, editor, story):
        save(client, story, headline_en="Two plants open", headline_zh_hans="两座工厂投产")

    def test_the_preview_shows_what_waits_in_each_language(self, client, story):
        address = reverse("admin:zones_article_preview", args=[story.pk])
        page = client.get(address)
        assert "Two plants open" in page.content.decode()
        assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
        assert "两座工厂投产" in client.get("/zh-hans" + address).content.decode()
        assert "Two plants" not in client.get(story.get_absolute_url()).content.decode()
        phones = client.get(reverse("admin:zones_article_phones", args=[story.pk]))
        assert phones.content.decode().count("<iframe") == 2
        assert "frame-src 'self'" in phones.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in phones.headers["Content-Security-Policy"]

    def test_a_shared_link_shows_what_waits_too(self, client, editor, story):
        token = previews.share(story, by=editor)
        client.logout()
        page = client.get(reverse("zones:preview", args=[token]))
        assert "Two plants open" in page.content.decode()
        assert page.headers["X-Frame-Options"] == "DENY"

    def test_the_preview_of_a_zone_stands_as_its_waiting_events_say(self, client, zone):
        row = {"events-TOTAL_FORMS": "1", "events-0-kind": "withdrawn", "events-0-date": "2020"}
        save(client, zone, "timeline", **row)
        page = client.get(reverse("admin:zones_zone_preview", args=[zone.pk])).content.decode()
        assert "Withdrawn" in page
        assert stored(zone).status != "withdrawn"

    def test_lists_tell_where_changes_wait(self, client, story):
        other = factories.article("Unchanged")
        listed = reverse("admin:zones_article_changelist")
        assert "Published, changes wait" in client.get(listed).content.decode()
        rows = client.get(listed, {"state": "waiting"}).context["cl"].result_list
        assert [*rows] == [story] and other not in rows
        assert not client.get(listed, {"state": "waiting-review"}).context["cl"].result_list
        client.post(edit_of(story), {"move": "submit_edit"})
        assert [*client.get(listed, {"state": "waiting-review"}).context["cl"].result_list] == [story]

    def test_the_first_screen_of_a_publisher_names_what_to_review(self, client, story):
        client.post(edit_of(story), {"move": "submit_edit"})
        page = client.get(reverse("admin:index")).content.decode()
        assert "Changes to review" in page and form_of(story) in page
        client.force_login(factories.user("wang", roles.WRITER))
        assert "Changes to review" not in client.get(reverse("admin:index")).content.decode()
