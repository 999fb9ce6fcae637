"""Deleting a page keeps it, and restoring it brings everything back as a draft."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests import factories
from tests.inquiries.factories import inquiry as make_inquiry
from tests.zones.fictitious import fictitious_zone
from zones import revisions, snapshots, trash
from zones.models import (
    Article,
    OldAddress,
    PageEvent,
    PendingEdit,
    Revision,
    Stage,
    Topic,
    Trashed,
    TrashMove,
    Zone,
    ZoneEditor,
    ZoneRelation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return factories.admin()


def put(page, root):
    return trash.put(page, by=root)


def test_a_zone_comes_back_with_all_its_parts_as_a_draft(root):
    zone = fictitious_zone()
    zone.unpublish(by=None)
    before, key, uuid = snapshots.take(zone), zone.pk, zone.uuid
    kept = put(zone, root)
    assert not Zone.objects.filter(uuid=uuid).exists()
    restored, told = trash.restore(kept, by=root)
    assert told == []
    assert (restored.pk, restored.uuid, restored.stage) == (key, uuid, Stage.DRAFT)
    assert snapshots.say_the_same(before, snapshots.take(restored))
    assert not Trashed.objects.exists()


def test_what_leads_to_a_zone_from_elsewhere_comes_back(root):
    zone, other = factories.zone("Harbour", slug="harbour", live=False), factories.zone("Other")
    story = factories.article(zones=[zone])
    ZoneRelation.objects.create(zone=other, other=zone, kind="part_of")
    OldAddress.objects.create(path="/zones/haven/", zone=zone)
    editor = ZoneEditor.objects.create(user=factories.user("zora"))
    editor.zones.add(zone)
    restored, told = trash.restore(put(zone, root), by=root)
    assert told == []
    assert list(story.zones.all()) == [restored] and list(editor.zones.all()) == [restored]
    assert other.relations.get().other == restored
    assert restored.old_addresses.get().path == "/zones/haven/"


def test_an_inquiry_that_began_at_a_story_leads_to_it_again(root):
    story, zone = factories.article(live=False), factories.zone(live=False)
    inquiry = make_inquiry()
    inquiry.article = story
    inquiry.save(update_fields=["article"])
    inquiry.zones.add(zone)
    kept = [put(story, root), put(zone, root)]
    inquiry.refresh_from_db()
    assert inquiry.article is None and not inquiry.zones.exists()
    restored = [trash.restore(one, by=root)[0] for one in kept]
    inquiry.refresh_from_db()
    assert [inquiry.article, *inquiry.zones.all()] == restored


def test_links_to_what_is_gone_are_left_out_and_named(root):
    topic = Topic.objects.create(slug="ports", name_en="Ports", name_zh_hans="港口")
    story = factories.article(live=False)
    story.topics.add(topic)
    kept = put(story, root)
    topic.delete()
    restored, told = trash.restore(kept, by=root)
    assert restored.topics.count() == 0
    assert told == ["Topic “Ports” is gone and was left out."]


def test_an_address_that_is_taken_meanwhile_is_made_free_and_told(root):
    kept = put(factories.article(slug="news", live=False), root)
    factories.article(slug="news")
    restored, told = trash.restore(kept, by=root)
    assert restored.slug == "news-2" and len(told) == 1 and "news-2" in told[0]


def test_an_official_code_that_is_taken_meanwhile_is_left_out_and_told(root):
    kept = put(factories.zone("One", slug="one", code="G1", live=False), root)
    factories.zone("Two", slug="two", code="G1")
    restored, told = trash.restore(kept, by=root)
    assert restored.code is None and len(told) == 1 and "G1" in told[0]


def test_a_page_whose_section_is_gone_stays_in_the_trash(root):
    story = factories.article(live=False)
    section = story.section
    kept = put(story, root)
    section.delete()
    with pytest.raises(ValidationError):
        trash.restore(kept, by=root)
    assert Trashed.objects.count() == 1 and not Article.objects.exists()


def test_a_published_page_is_never_deleted(root):
    with pytest.raises(ValidationError):
        put(factories.article(), root)
    assert Article.objects.count() == 1


def test_the_history_tells_of_both_and_goes_on(root):
    story = factories.article(live=False)
    trash.restore(put(story, root), by=root)
    moves = PageEvent.objects.filter(page=story.uuid).values_list("move", "by", "to_stage")
    assert list(moves)[-2:] == [
        (TrashMove.TRASH, root.pk, Stage.DRAFT),
        (TrashMove.RESTORE, root.pk, Stage.DRAFT),
    ]
    assert Revision.objects.filter(page=story.uuid).first().occasion == Revision.Occasion.RESTORED


def test_an_archived_page_is_restored_as_a_draft_that_was_once_public(root):
    story = factories.article()
    story.archive(by=None)
    restored, _told = trash.restore(put(story, root), by=root)
    assert restored.stage == Stage.DRAFT and restored.published_at == story.published_at


def test_changes_that_waited_stay_among_the_revisions_only(root):
    story = factories.article(live=False)
    state = snapshots.take(story)
    revisions.keep(story, state, by=root)
    PendingEdit.objects.create(page=story.uuid, page_kind="article", base=state, snapshot=state)
    put(story, root)
    assert not PendingEdit.objects.exists() and Revision.objects.filter(page=story.uuid).exists()


def test_what_was_deleted_ninety_days_ago_is_removed_for_good(root):
    now = timezone.now()
    trash.put(factories.article(slug="a", live=False), by=root, at=now - datetime.timedelta(days=91))
    trash.put(factories.article(slug="b", live=False), by=root, at=now - datetime.timedelta(days=89))
    assert trash.forget_old(now) == 1 and Trashed.objects.get().snapshot["fields"]["slug"] == "b"
