"""Who may do what, asked of the server: every role at every address and action."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import roles
from zones.models import Stage, ZoneEditor

pytestmark = pytest.mark.django_db

ALL_ROLES = [*roles.ROLES, None]
PUBLISHERS = {roles.EDITOR, roles.PUBLISHER, roles.ADMINISTRATOR}


def person(role):
    return factories.user("person", *([role] if role else []))


def page_at(stage, make, **fields):
    page = make(live=False, **fields)
    page.submit(by=None)
    match stage:
        case Stage.DRAFT:
            page.send_back(by=None)
        case Stage.PUBLISHED:
            page.publish(by=None)
        case Stage.ARCHIVED:
            page.archive(by=None)
    return page


LEGAL = {
    "submit": Stage.DRAFT,
    "send_back": Stage.REVIEW,
    "publish": Stage.REVIEW,
    "unpublish": Stage.PUBLISHED,
    "archive": Stage.PUBLISHED,
    "reopen": Stage.ARCHIVED,
}


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("move", LEGAL)
def test_moves_of_somebody_elses_story(client, role, move):
    story = page_at(LEGAL[move], factories.article)
    client.force_login(person(role))
    answer = client.post(
        reverse("admin:zones_article_moves", args=[story.pk]),
        {"move": move, "note": "Because.", "confirmed": "1"},
    )
    before, allowed = story.stage, role in PUBLISHERS
    story.refresh_from_db()
    assert (answer.status_code, story.stage != before) == (302 if allowed else 403, allowed)


@pytest.mark.parametrize("move", LEGAL)
def test_moves_of_a_writers_own_story(client, move):
    writer = person(roles.WRITER)
    story = page_at(LEGAL[move], factories.article, created_by=writer)
    client.force_login(writer)
    before = story.stage
    client.post(
        reverse("admin:zones_article_moves", args=[story.pk]),
        {"move": move, "note": "Because.", "confirmed": "1"},
    )
    story.refresh_from_db()
    assert (story.stage != before) == (move == "submit")


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("move", LEGAL)
@pytest.mark.parametrize("is_own", [True, False])
def test_moves_of_a_zone(client, role, move, is_own):
    zone, user = page_at(LEGAL[move], factories.zone), person(role)
    if is_own:
        ZoneEditor.objects.create(user=user).zones.add(zone)
    client.force_login(user)
    client.post(
        reverse("admin:zones_zone_moves", args=[zone.pk]),
        {"move": move, "note": "Because.", "confirmed": "1"},
    )
    before = zone.stage
    zone.refresh_from_db()
    allowed = role in PUBLISHERS or (role == roles.ZONE_EDITOR and is_own and move == "submit")
    assert (zone.stage != before) == allowed


def saves(client, address, **changes):
    """Whether the form of the page can be opened and its changes are kept."""
    opened = client.get(address)
    if opened.status_code != 200 or not opened.context["has_change_permission"]:
        return client.post(address, changes).status_code == 302
    return client.post(address, fields_of(opened) | changes).status_code == 302


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("is_own", [True, False])
def test_changing_a_story(client, role, stage, is_own):
    user = person(role)
    story = page_at(stage, factories.article, created_by=user if is_own else None)
    client.force_login(user)
    saves(client, reverse("admin:zones_article_change", args=[story.pk]), headline_en="Changed")
    publish_waiting()
    story.refresh_from_db()
    allowed = role in PUBLISHERS or (role == roles.WRITER and is_own and stage == Stage.DRAFT)
    assert (story.headline_en == "Changed") == allowed


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("is_own", [True, False])
def test_changing_a_zone(client, role, is_own):
    user, zone = person(role), factories.zone("Before")
    if is_own:
        ZoneEditor.objects.create(user=user).zones.add(zone)
    client.force_login(user)
    saves(client, reverse("admin:zones_zone_change", args=[zone.pk]), name_en="After")
    assert zone.name_en == "Before"
    publish_waiting()
    zone.refresh_from_db()
    allowed = role in PUBLISHERS or (role == roles.ZONE_EDITOR and is_own)
    assert (zone.name_en == "After") == allowed


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("is_own", [True, False])
def test_deleting_a_story(client, role, stage, is_own):
    user = person(role)
    story = page_at(stage, factories.article, created_by=user if is_own else None)
    client.force_login(user)
    client.post(reverse("admin:zones_article_delete", args=[story.pk]), {"post": "yes"})
    by_publisher = role in PUBLISHERS and stage != Stage.PUBLISHED
    by_writer = role == roles.WRITER and is_own and stage == Stage.DRAFT
    assert type(story).objects.filter(pk=story.pk).exists() != (by_publisher or by_writer)


def test_many_are_not_deleted_past_the_rule_for_one(client):
    client.force_login(person(roles.EDITOR))
    story = factories.article()
    client.post(
        reverse("admin:zones_article_changelist"),
        {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"},
    )
    assert type(story).objects.filter(pk=story.pk).exists()


READABLE = {
    "article": PUBLISHERS | {roles.WRITER},
    "zone": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "source": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "image": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "section": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "pageevent": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "change": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "oldaddress": PUBLISHERS,
    "zoneeditor": PUBLISHERS,
}
ADDABLE = {
    "article": PUBLISHERS | {roles.WRITER},
    "zone": PUBLISHERS,
    "source": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "image": PUBLISHERS | {roles.WRITER, roles.ZONE_EDITOR},
    "section": PUBLISHERS,
    "topic": PUBLISHERS | {roles.WRITER},
    "pageevent": set(),
    "change": set(),
    "oldaddress": PUBLISHERS,
    "zoneeditor": {roles.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", ALL_ROLES)
def test_lists_and_new_rows(client, role):
    client.force_login(person(role))
    for kind, allowed in READABLE.items():
        answer = client.get(reverse(f"admin:zones_{kind}_changelist"))
        assert answer.status_code == (200 if role in allowed else 403), kind
    for kind, allowed in ADDABLE.items():
        answer = client.get(reverse(f"admin:zones_{kind}_add"))
        assert answer.status_code == (200 if role in allowed else 403), kind


def test_a_zone_editor_sees_own_zones_alone(client):
    user = person(roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Other")
    ZoneEditor.objects.create(user=user).zones.add(mine)
    client.force_login(user)
    page = client.get(reverse("admin:zones_zone_changelist")).content.decode()
    assert "Mine" in page and "Other" not in page
    assert client.get(reverse("admin:zones_zone_preview", args=[other.pk])).status_code == 404


def test_who_may_only_read_a_page_reads_text_and_no_markup(client):
    story = factories.article("A story", body_en="<p>First &amp; last.</p>", body_zh_hans="<p>正文</p>")
    zone = factories.zone("A zone", description_en="<p>Words.</p>")
    client.force_login(person(roles.WRITER))
    page = client.get(reverse("admin:zones_article_change", args=[story.pk])).content.decode()
    assert "Body · English" in page and "First &amp; last." in page and "&lt;p&gt;" not in page
    assert 'name="_save"' not in page
    page = client.get(reverse("admin:zones_zone_change", args=[zone.pk])).content.decode()
    assert "Words." in page and 'name="_save"' not in page


@pytest.mark.parametrize("route", ["moves", "preview_links"])
def test_nothing_changes_by_following_a_link(client, route):
    client.force_login(factories.admin())
    story = factories.article(live=False)
    assert client.get(reverse(f"admin:zones_article_{route}", args=[story.pk])).status_code == 405


@pytest.mark.parametrize("route", ["moves", "preview", "preview_links"])
def test_strangers_are_asked_to_log_in(client, route):
    story = factories.article(live=False)
    address = reverse(f"admin:zones_article_{route}", args=[story.pk])
    assert client.post(address, {"move": "publish"}).url.startswith(reverse("admin:login"))
    story.refresh_from_db()
    assert story.stage == Stage.DRAFT
