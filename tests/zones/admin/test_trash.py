"""The trash in the admin: who sees it, what a deletion tells first, and restoring."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from zones import roles, trash
from zones.models import Article, OldAddress, Stage, Trashed, ZoneRelation

pytestmark = pytest.mark.django_db
LIST = "admin:zones_trashed_changelist"


@pytest.fixture
def root(client):
    person = factories.admin()
    client.force_login(person)
    return person


def delete(client, page):
    address = reverse(f"admin:zones_{page._meta.model_name}_delete", args=[page.pk])
    return client.post(address, {"post": "yes"}, follow=True)


def restore(client, kept):
    return client.post(reverse("admin:zones_trashed_restore", args=[kept.pk]), follow=True)


def test_a_deleted_story_lies_in_the_trash_and_is_restored_from_there(client, root):
    story = factories.article("Lost and found", live=False)
    page = delete(client, story).content.decode()
    assert "It lies in the trash for 90 days." in page and not Article.objects.exists()
    kept = Trashed.objects.get()
    assert "Lost and found" in client.get(reverse(LIST), {"q": "lost"}).content.decode()
    assert "Lost and found" not in client.get(reverse(LIST), {"q": "other"}).content.decode()
    screen = client.get(reverse("admin:zones_trashed_change", args=[kept.pk])).content.decode()
    assert "Restore as a draft" in screen
    page = restore(client, kept).content.decode()
    assert "“Lost and found” is restored. It is a draft." in page
    assert Article.objects.get().stage == Stage.DRAFT and Article.objects.get().uuid == story.uuid


def test_many_are_deleted_together_and_each_is_kept(client, root):
    stories = [factories.article(slug=f"s{number}", live=False) for number in range(3)]
    data = {"action": "delete_selected", "_selected_action": [story.pk for story in stories], "post": "yes"}
    client.post(reverse("admin:zones_article_changelist"), data)
    assert Trashed.objects.count() == 3 and not Article.objects.exists()


def test_a_published_story_among_many_stops_them_all_and_is_named(client, root):
    draft, public = factories.article(slug="a", live=False), factories.article("Public one", slug="b")
    data = {"action": "delete_selected", "_selected_action": [draft.pk, public.pk]}
    page = client.post(reverse("admin:zones_article_changelist"), data).content.decode()
    assert "Article “Public one” (Published)" in page
    assert client.post(reverse("admin:zones_article_changelist"), data | {"post": "yes"}).status_code == 403
    assert Article.objects.count() == 2


def test_the_question_tells_what_leads_to_a_zone_in_words(client, root):
    zone, other = factories.zone("Harbour", live=False), factories.zone("Neighbour")
    factories.article("A plant opens", zones=[zone])
    ZoneRelation.objects.create(zone=other, other=zone, kind="part_of")
    OldAddress.objects.create(path="/zones/haven/", zone=zone)
    page = client.get(reverse("admin:zones_zone_delete", args=[zone.pk])).content.decode()
    for text in (
        "Stories about it: A plant opens",
        "Zones that belong together with it: Neighbour",
        "Old addresses that lead to it: /zones/haven/",
    ):
        assert text in page
    assert " object (" not in page


def test_the_question_asks_as_much_for_many_as_for_one(client, root):
    stories = [factories.article(slug=f"s{number}", live=False) for number in range(8)]

    def queries(chosen):
        data = {"action": "delete_selected", "_selected_action": [story.pk for story in chosen]}
        with CaptureQueriesContext(connection) as captured:
            assert client.post(reverse("admin:zones_article_changelist"), data).status_code == 200
        return len(captured)

    queries(stories[:1])
    assert queries(stories[:1]) == queries(stories)


def test_a_restored_draft_tells_what_is_otherwise(client, root):
    delete(client, factories.article("First", slug="same", live=False))
    factories.article("Second", slug="same")
    assert "it has “same-2”" in restore(client, Trashed.objects.get()).content.decode()


@pytest.mark.parametrize("role", [*roles.ROLES, None])
def test_who_may_restore_what(client, role):
    person = factories.user("person", *([role] if role else []))
    own = trash.put(factories.article("Own", slug="own", live=False, created_by=person), by=None)
    other = trash.put(factories.article("Other", slug="other", live=False), by=None)
    zone = trash.put(factories.zone("Zone", live=False), by=None)
    client.force_login(person)
    allowed = {
        roles.WRITER: {own},
        roles.EDITOR: {own, other},
        roles.PUBLISHER: {own, other},
        roles.ADMINISTRATOR: {own, other, zone},
    }.get(role, set())
    assert client.get(reverse(LIST)).status_code == (200 if allowed else 403)
    for kept in (own, other, zone):
        answer = client.post(reverse("admin:zones_trashed_restore", args=[kept.pk]))
        assert answer.status_code == (302 if kept in allowed else 404 if allowed else 403), kept
        assert Trashed.objects.filter(pk=kept.pk).exists() == (kept not in allowed)


def test_nothing_is_restored_by_following_a_link(client, root):
    kept = trash.put(factories.article(live=False), by=root)
    assert client.get(reverse("admin:zones_trashed_restore", args=[kept.pk])).status_code == 405
    assert not Article.objects.exists()


def test_the_trash_asks_the_same_for_one_as_for_many(client, root):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(LIST)).status_code == 200
        return len(captured)

    trash.put(factories.article(slug="first", live=False), by=root)
    queries()
    one = queries()
    for number in range(20):
        trash.put(factories.article(slug=f"s{number}", live=False), by=root)
    assert queries() == one <= 12
