"""The first screen of the admin tells each person what waits for them, and nobody else's work."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from edzportal import dashboard
from tests import factories
from tests.inquiries import factories as inbox
from zones import pending, revisions, roles, snapshots
from zones.models import Area, Article, ZoneEditor

pytestmark = pytest.mark.django_db


def parts(user, **kwargs):
    return {str(part.title): part for part in dashboard.waiting_for(user, **kwargs)}


def titles(part):
    return [line.title for line in part.lines]


def test_a_writer_finds_own_drafts_and_why_one_came_back():
    writer = factories.user("wang", roles.WRITER)
    factories.article("Somebody else's", live=False)
    mine = factories.article("Mine", live=False, created_by=writer)
    mine.submit(by=writer)
    assert titles(parts(writer)["Waiting for an editor"]) == ["Mine"]
    mine.send_back(by=None, note="The source is missing.")
    drafts = parts(writer)["My drafts"]
    assert titles(drafts) == ["Mine"] and "The source is missing." in drafts.lines[0].note


def test_an_editor_finds_what_waits_for_review_the_oldest_first_and_what_is_scheduled():
    editor = factories.user("emma", roles.EDITOR)
    for name in ("First", "Second"):
        factories.article(name, live=False).submit(by=None)
    factories.zone("A zone", live=False).submit(by=None)
    factories.article("Tomorrow", at=timezone.now() + datetime.timedelta(days=1))
    waiting = parts(editor)
    assert titles(waiting["To review"]) == ["First", "Second", "A zone"]
    assert waiting["To review"].is_urgent
    assert titles(waiting["Scheduled"]) == ["Tomorrow"]
    assert "Tomorrow" not in titles(waiting["Recently published"])


def test_a_zone_editor_finds_own_zones():
    person = factories.user("zoe", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(factories.zone("Mine"))
    factories.zone("Other")
    assert titles(parts(person)["My zones"]) == ["Mine"]
    assert "To review" not in parts(person)


def test_an_officer_finds_what_is_due_and_nothing_to_publish():
    officer = factories.user("otto", "officer")
    assert set(parts(officer)) == {"Inquiries overdue", "Inquiries due within a day"}


def test_an_overdue_inquiry_stands_first_and_leads_to_its_thread():
    officer = inbox.officer()
    late = inbox.inquiry(at=inbox.ago(days=30))
    first = dashboard.waiting_for(officer)[0]
    assert (first.title, first.is_urgent) == ("Inquiries overdue", True)
    assert [line.url for line in first.lines] == [late.get_absolute_url()]


def test_a_long_heap_is_cut_and_counted():
    editor = factories.user("emma", roles.EDITOR)
    for _one in range(9):
        factories.article(live=False).submit(by=None)
    heap = parts(editor)["To review"]
    assert (len(heap.lines), heap.count, heap.count_label) == (dashboard.SHOWN, 9, "9")
    assert "state=review" in heap.more[0].url


@pytest.mark.parametrize("role", [*roles.ROLES, "officer", None])
def test_the_first_screen_answers_every_role_in_both_languages(client, role):
    client.force_login(factories.user("person", *([role] if role else [])))
    for prefix in ("", "/zh-hans"):
        answer = client.get(f"{prefix}/admin/")
        assert answer.status_code == 200
        assert f'href="{prefix or "/zh-hans"}/admin/"' in answer.content.decode()


def test_the_login_page_says_what_is_wrong_and_leads_back(client):
    login = reverse("admin:login")
    page = client.post(login, {"username": "nobody", "password": "wrong"}).content.decode()
    assert "errornote" in page and f'href="{reverse("home")}"' in page


def test_guessing_passwords_ends_at_a_page_that_says_so(client):
    login = reverse("admin:login")
    for _guess in range(9):
        answer = client.post(login, {"username": "wang", "password": "guess"})
    assert answer.status_code == 429 and "429.html" in [used.name for used in answer.templates]


def test_the_admin_writes_no_style_and_no_script_into_its_pages(client):
    client.force_login(factories.admin())
    story, zone = factories.article(), factories.zone()
    for address in [
        reverse("admin:index"),
        reverse("admin:zones_article_add"),
        reverse("admin:zones_article_change", args=[story.pk]),
        reverse("admin:zones_zone_change", args=[zone.pk]),
        reverse("admin:zones_article_changelist"),
        reverse("admin:zones_article_history", args=[story.pk]),
        reverse("admin:login"),
    ]:
        page = client.get(address).content.decode()
        assert " style=" not in page and "<style" not in page and "onclick=" not in page, address
        for script in page.split("<script")[1:]:
            opening = script.partition(">")[0]
            assert "src=" in opening or 'type="importmap"' in opening or "application/json" in opening, (
                address
            )


def test_system_checks_find_nothing_wrong_with_the_admin():
    call_command("check", "--tag", "admin")


def test_an_editor_finds_how_many_facts_want_looking_at_and_counting_ends():
    editor = factories.user("emma", roles.EDITOR)
    zone = factories.zone("Harbour Zone")
    assert parts(editor)["Facts to look at"].lines == []
    Area.objects.create(zone=zone, kind="approved", value_ha=1, as_of="1990")
    for number in range(dashboard.COUNTED + 1):
        Area.objects.create(zone=zone, kind="planned", value_ha=1, scope_en=f"Part {number}")
    heap = parts(editor)["Facts to look at"]
    assert [(line.title, line.note) for line in heap.lines] == [
        ("Out of date", "1"),
        ("Without a date", "200+"),
    ]
    assert heap.lines[0].url == f"{heap.more[0].url}?kind=stale"


def test_a_zone_editor_finds_the_facts_of_own_zones():
    person = factories.user("zoe", roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Other")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    for zone in (mine, other):
        Area.objects.create(zone=zone, kind="approved", value_ha=1, as_of="1990")
    assert parts(person)["Facts to look at"].count == 1


def test_a_heap_of_both_kinds_leads_to_both_lists():
    editor = factories.user("edda", "editor")
    for number in range(dashboard.SHOWN):
        factories.article(f"Story {number}", live=False).submit(by=editor)
    factories.zone(live=False).submit(by=editor)
    heap = parts(editor)["To review"]
    assert [line.url for line in heap.more] == [
        "/admin/zones/article/?state=review",
        "/admin/zones/zone/?state=review",
    ]


def test_scheduled_changes_are_told_with_their_moment():
    editor = factories.user("edda", "editor")
    story = factories.article("Story")
    with revisions.shown(story, snapshots.take(story)) as copy:
        copy.headline_en = "Story, corrected"
        copy.save()
        waiting = snapshots.take(Article.objects.get(pk=copy.pk))
    pending.keep(story, waiting, by=editor)
    assert parts(editor)["Scheduled changes"].count == 0
    pending.schedule(story, timezone.now() + datetime.timedelta(days=1), by=editor)
    (line,) = parts(editor)["Scheduled changes"].lines
    assert line.note.startswith("for ")
