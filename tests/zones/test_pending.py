"""A public page is edited beside itself, reviewed, scheduled, published or thrown away."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones import pending, revisions, snapshots
from zones.models import Change, OldAddress, PageEvent, PendingEdit, Revision, Zone, ZoneEvent

pytestmark = pytest.mark.django_db
# Later than anything that the fixtures publish.
NOW = datetime.datetime(2031, 5, 6, 9, tzinfo=datetime.UTC)


@pytest.fixture
def zone():
    return fictitious_zone()


@pytest.fixture
def editor():
    return factories.user("ed", "editor")


@pytest.fixture
def zone_editor(zone):
    person = factories.user("ze", "zone editor")
    from zones.models import ZoneEditor

    ZoneEditor.objects.create(user=person).zones.add(zone)
    return person


def edited(page, change):
    """The snapshot of the page after `change(page)`, which nobody sees."""
    with revisions.shown(page, snapshots.take(page)) as copy:
        change(copy)
        snapshot = snapshots.take(type(page).objects.get(pk=page.pk))
    return json.loads(json.dumps(snapshot))


def rename(name):
    def change(page):
        page.name_en = name
        page.save()

    return change


def name(zone):
    return Zone.objects.get(pk=zone.pk).name_en


def test_the_public_goes_on_seeing_the_live_page_until_the_edit_is_published(
    client, zone, editor, live_changes
):
    def change(page):
        rename("Port Meridian Bay")(page)
        page.areas.all().delete()
        ZoneEvent.objects.create(zone=page, kind="designated", date="2024", title_en="A pilot for quays")

    pending.keep(zone, edited(zone, change), by=editor)
    page = client.get(zone.get_absolute_url()).content.decode()
    assert "Port Meridian Bay" not in page
    assert zone.areas.exists()
    with live_changes():
        pending.publish(zone, by=editor)
    page = client.get(zone.get_absolute_url()).content.decode()
    assert "Port Meridian Bay" in page
    assert "A pilot for quays" in page
    assert not zone.areas.exists()
    assert pending.of(zone) is None


def test_what_was_changed_is_in_the_history_with_the_former_value(zone, editor):
    pending.keep(zone, edited(zone, rename("Port Meridian Bay")), by=editor)
    assert not Change.objects.exists()
    pending.publish(zone, by=editor)
    line = Change.objects.get(field="name_en")
    assert (line.before, line.after) == ("Port Meridian Economic Development Zone", "Port Meridian Bay")
    assert (line.by, PageEvent.objects.last().move) == (editor, "edit_live")
    assert Revision.objects.first().occasion == "published"


def test_an_edit_that_changes_nothing_is_none(zone, editor):
    assert pending.keep(zone, edited(zone, lambda page: None), by=editor) is None
    pending.keep(zone, edited(zone, rename("Else")), by=editor)
    assert pending.keep(zone, edited(zone, lambda page: None), by=editor) is None
    assert not PendingEdit.objects.exists()


def test_standing_and_old_address_follow_the_publication(zone, editor):
    def change(page):
        page.slug = "meridian-bay"
        page.save()
        ZoneEvent.objects.create(zone=page, kind="withdrawn", date="2026")

    pending.keep(zone, edited(zone, change), by=editor)
    assert Zone.objects.get(pk=zone.pk).status == "active"
    pending.publish(zone, by=editor)
    assert Zone.objects.get(pk=zone.pk).status == "withdrawn"
    assert OldAddress.objects.get().path == "/zones/port-meridian-zone/"


def test_a_zone_editor_hands_in_and_a_publisher_decides(zone, zone_editor, editor):
    pending.keep(zone, edited(zone, rename("Else")), by=zone_editor)
    with pytest.raises(PermissionDenied):
        pending.publish(zone, by=zone_editor)
    with pytest.raises(PermissionDenied):
        pending.schedule(zone, NOW + datetime.timedelta(days=1), by=zone_editor, at=NOW)
    pending.submit(zone, by=zone_editor)
    assert pending.of(zone).stage == "review"
    pending.send_back(zone, by=editor, note="Which bay?")
    assert pending.of(zone).stage == "draft"
    pending.submit(zone, by=zone_editor)
    pending.publish(zone, by=editor)
    moves = list(PageEvent.objects.filter(page=zone.uuid).order_by("pk").values_list("move", flat=True))
    assert moves[-4:] == ["submit_edit", "edit_back", "submit_edit", "edit_live"]


def test_a_stranger_may_do_nothing_with_it(zone, editor):
    writer = factories.user("wr", "writer")
    pending.keep(zone, edited(zone, rename("Else")), by=editor)
    for verb in (pending.submit, pending.publish, pending.discard):
        with pytest.raises(PermissionDenied):
            verb(zone, by=writer)
    with pytest.raises(PermissionDenied):
        pending.send_back(zone, by=writer, note="no")


@pytest.mark.parametrize("verb", ["submit", "publish", "discard"])
def test_without_an_edit_there_is_nothing_to_move(zone, editor, verb):
    with pytest.raises(pending.NoSuchEdit):
        getattr(pending, verb)(zone, by=editor)


def test_changing_it_again_makes_a_draft_of_what_was_reviewed_or_scheduled(zone, editor):
    pending.keep(zone, edited(zone, rename("One")), by=editor)
    pending.schedule(zone, timezone.now() + datetime.timedelta(days=1), by=editor)
    pending.keep(zone, edited(zone, rename("Two")), by=editor)
    edit = pending.of(zone)
    assert (edit.stage, edit.publish_at) == ("draft", None)


def test_thrown_away_the_edit_stays_among_the_revisions(zone, editor):
    pending.keep(zone, edited(zone, rename("Else")), by=editor)
    pending.discard(zone, by=editor)
    assert pending.of(zone) is None
    assert name(zone) != "Else"
    assert Revision.objects.first().snapshot["fields"]["name_en"] == "Else"


class TestSchedule:
    def test_whoever_asks_next_after_its_moment_sees_it(
        self, client, zone, editor, live_changes, time_machine
    ):
        time_machine.move_to(NOW)
        with live_changes():
            pending.keep(zone, edited(zone, rename("Port Meridian Bay")), by=editor)
            pending.schedule(zone, NOW + datetime.timedelta(hours=1), by=editor)
        time_machine.move_to(NOW + datetime.timedelta(minutes=59, seconds=59))
        assert "Port Meridian Bay" not in client.get(zone.get_absolute_url()).content.decode()
        time_machine.move_to(NOW + datetime.timedelta(hours=1, seconds=1))
        with live_changes():
            assert "Port Meridian Bay" in client.get(zone.get_absolute_url()).content.decode()
        assert "Port Meridian Bay" in client.get("/zones/?q=bay").content.decode()
        assert PageEvent.objects.filter(move="edit_live").count() == 1

    def test_it_is_published_once_and_as_of_its_moment(self, zone, editor):
        pending.keep(zone, edited(zone, rename("Else")), by=editor, at=NOW)
        moment = NOW + datetime.timedelta(hours=1)
        pending.schedule(zone, moment, by=editor, at=NOW)
        assert pending.publish_due(moment - datetime.timedelta(seconds=1)) == 0
        assert pending.publish_due(moment) == 1
        assert pending.publish_due(moment) == 0
        assert PageEvent.objects.get(move="edit_live").at == moment

    def test_the_past_is_no_date(self, zone, editor):
        pending.keep(zone, edited(zone, rename("Else")), by=editor)
        with pytest.raises(ValidationError):
            pending.schedule(zone, NOW - datetime.timedelta(days=999), by=editor, at=NOW)

    def test_what_cannot_be_published_waits_and_says_why(self, zone, editor):
        def change(page):
            page.slug = "taken"
            page.save()

        pending.keep(zone, edited(zone, change), by=editor, at=NOW)
        pending.schedule(zone, NOW + datetime.timedelta(hours=1), by=editor, at=NOW)
        factories.zone(slug="taken")
        assert pending.publish_due(NOW + datetime.timedelta(hours=2)) == 0
        assert pending.of(zone).publish_at is None
        assert PageEvent.objects.order_by("pk").last().move == "edit_back"
        assert Zone.objects.get(pk=zone.pk).slug == "port-meridian-zone"


def test_an_import_meanwhile_is_noticed(zone, editor):
    edit = pending.keep(zone, edited(zone, rename("Else")), by=editor)
    assert not pending.is_outdated(zone, edit)
    zone.areas.update(value_ha=5)
    assert pending.is_outdated(Zone.objects.get(pk=zone.pk), edit)


def test_the_difference_between_two_states_is_told_in_words(zone):
    def change(page):
        rename("Port Meridian Bay")(page)
        page.firms.all()[:1].get().delete()

    lines = revisions.differences(zone, snapshots.take(zone), edited(zone, change))
    assert [(line.action, line.group) for line in lines] == [("changed", ""), ("removed", "firms")]
    assert lines[0].after == "Port Meridian Bay"
    assert name(zone) != "Port Meridian Bay"


def test_old_states_thin_out_and_published_ones_stay(zone, editor):
    Revision.objects.all().delete()
    snapshot = snapshots.take(zone)
    for days, occasion in [
        (1, "saved"),
        (40, "saved"),
        (40, "saved"),
        (41, "published"),
        (41, "saved"),
        (500, "saved"),
        (505, "saved"),
        (505, "published"),
    ]:
        Revision.objects.create(
            page=zone.uuid,
            page_kind="zone",
            at=NOW - datetime.timedelta(days=days),
            occasion=occasion,
            snapshot=snapshot,
        )
    assert revisions.thin_out(at=NOW) == 2
    left = [((NOW - row.at).days, row.occasion) for row in Revision.objects.all()]
    assert sorted(left) == sorted(
        [(1, "saved"), (40, "saved"), (41, "published"), (41, "saved"), (500, "saved"), (505, "published")]
    )
    assert revisions.thin_out(at=NOW) == 0


@pytest.fixture
def live_changes(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)
