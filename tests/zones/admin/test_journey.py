"""From a writer's draft to the public page, through the addresses alone."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import roles
from zones.models import Article, PageEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return factories.zone("Shenyang High-Tech Zone", slug="shenyang")


@pytest.fixture
def writer():
    return factories.user("wang", roles.WRITER)


@pytest.fixture
def editor():
    return factories.user("emma", roles.EDITOR)


def draft(client, writer, zone, **more):
    client.force_login(writer)
    address = reverse("admin:zones_article_add")
    data = fields_of(client.get(address)) | {
        "section": factories.section().pk,
        "headline_en": "A plant opens",
        "body_en": "<p>It opened.</p><script>alert(1)</script>",
        "zones": [zone.pk],
    }
    return client.post(address, data | more)


def test_a_writer_drafts_and_submits_and_an_editor_publishes(client, writer, editor, zone):
    response = draft(client, writer, zone, _move="submit")
    story = Article.objects.get()
    change = reverse("admin:zones_article_change", args=[story.pk])
    assert (response.status_code, response.url) == (302, change)
    assert (story.stage, story.slug, story.created_by) == ("review", "a-plant-opens", writer)
    assert story.body_en == "<p>It opened.</p>"
    assert client.get(story.get_absolute_url()).status_code == 404

    client.force_login(editor)
    assert "Publish now" in client.get(change).content.decode()
    client.post(reverse("admin:zones_article_moves", args=[story.pk]), {"move": "publish", "confirmed": "1"})
    story.refresh_from_db()
    assert story.is_live()
    assert [event.move for event in PageEvent.objects.filter(page=story.uuid)] == ["submit", "publish"]
    client.logout()
    public = client.get(story.get_absolute_url())
    assert public.status_code == 200 and "A plant opens" in public.content.decode()
    for address in [
        reverse("home"),
        zone.get_absolute_url(),
        story.section.get_absolute_url(),
        reverse("zones:news_rss"),
        reverse("sitemap"),
    ]:
        assert story.get_absolute_url() in client.get(address).content.decode(), address


def test_a_story_sent_back_tells_its_writer_why(client, writer, editor, zone):
    draft(client, writer, zone, _move="submit")
    story = Article.objects.get()
    moves = reverse("admin:zones_article_moves", args=[story.pk])
    client.force_login(editor)
    client.post(moves, {"move": "send_back"})
    story.refresh_from_db()
    assert story.stage == "review"
    client.post(moves, {"move": "send_back", "note": "The source is missing."})
    client.force_login(writer)
    page = client.get(reverse("admin:zones_article_change", args=[story.pk])).content.decode()
    assert "The source is missing." in page and "Submit for review" in page


def test_a_story_is_scheduled_and_a_past_moment_is_refused(client, editor):
    story = factories.article(live=False)
    moves = reverse("admin:zones_article_moves", args=[story.pk])
    client.force_login(editor)
    client.post(moves, {"move": "publish", "at": "2001-01-01T10:00"})
    story.refresh_from_db()
    assert story.stage == "draft"
    client.post(moves, {"move": "publish", "at": "2040-01-01T10:00", "confirmed": "1"})
    story.refresh_from_db()
    assert story.is_scheduled() and not story.is_live()
    assert story.published_at.isoformat().startswith("2040-01-01T02:00")


def test_a_changed_address_goes_on_working(client, editor):
    story = factories.article(slug="old-words")
    former = story.get_absolute_url()
    client.force_login(editor)
    address = reverse("admin:zones_article_change", args=[story.pk])
    response = client.post(address, fields_of(client.get(address)) | {"slug": "new-words"})
    assert response.status_code == 302
    publish_waiting()
    story.refresh_from_db()
    moved = client.get(former)
    assert (moved.status_code, moved.url) == (301, story.get_absolute_url())


def test_an_edit_that_somebody_overtook_is_noticed_and_keeps_what_was_typed(client, editor):
    story = factories.article(live=False)
    client.force_login(editor)
    address = reverse("admin:zones_article_change", args=[story.pk])
    opened = fields_of(client.get(address))
    client.post(address, opened | {"headline_en": "Theirs"})
    answer = client.post(address, opened | {"headline_en": "Mine"})
    story.refresh_from_db()
    assert answer.status_code == 200 and story.headline_en == "Theirs"
    assert "Somebody else saved this page" in answer.content.decode()
    again = fields_of(answer)
    assert again["headline_en"] == "Mine"
    assert client.post(address, again).status_code == 302
    story.refresh_from_db()
    assert story.headline_en == "Mine"


def test_a_story_in_chinese_alone_gets_its_address_from_pinyin(client, writer, zone):
    draft(client, writer, zone, headline_en="", body_en="", headline_zh_hans="沈阳高新区")
    assert Article.objects.get().slug == "shen-yang-gao-xin-qu"


def test_two_stories_of_one_headline_get_an_address_each(client, writer, zone):
    for _one in range(3):
        draft(client, writer, zone)
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["a-plant-opens", "a-plant-opens-2", "a-plant-opens-3"]


def test_the_editor_runs_under_a_nonce_and_other_screens_without_one(client, writer):
    client.force_login(writer)
    form = client.get(reverse("admin:zones_article_add"))
    policy = form.headers["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert nonce and f'nonce="{nonce}"' in form.content.decode()
    assert 'type="importmap"' in form.content.decode()
    listing = client.get(reverse("admin:zones_article_changelist"))
    assert "nonce-" not in listing.headers["Content-Security-Policy"]
