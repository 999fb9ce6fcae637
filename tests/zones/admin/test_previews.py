"""Whoever has a preview link sees the page, as long as the link lives."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from zones import previews, roles
from zones.models import PreviewLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return factories.user("wang", roles.WRITER)


@pytest.fixture
def story(writer):
    return factories.article("Not for everybody yet", live=False, created_by=writer)


def address_of(token):
    return reverse("zones:preview", args=[token])


def test_a_shared_preview_shows_the_page_to_somebody_without_an_account(client, writer, story):
    client.force_login(writer)
    answer = client.post(reverse("admin:zones_article_preview_links", args=[story.pk]), follow=True)
    link = PreviewLink.objects.get()
    shown = next(str(message) for message in answer.context["messages"])
    token = shown.rsplit("/preview/", 1)[1].strip("/")
    assert link.token_hash != token and token not in link.token_hash
    client.logout()
    preview = client.get(address_of(token))
    assert preview.status_code == 200 and "Not for everybody yet" in preview.content.decode()
    assert "no-store" in preview.headers["Cache-Control"]
    assert "noindex" in preview.headers["X-Robots-Tag"]
    assert not preview.cookies
    assert client.get(story.get_absolute_url()).status_code == 404
    assert client.get("/zh-hans" + address_of(token)).status_code == 200


def test_a_preview_is_never_kept_by_the_page_cache(client, writer, story):
    token = previews.share(story, by=writer)
    client.get(address_of(token))
    type(story).objects.filter(pk=story.pk).update(headline_en="Changed meanwhile")
    assert "Changed meanwhile" in client.get(address_of(token)).content.decode()


def test_a_link_ends_by_itself_after_a_week(client, writer, story):
    token = previews.share(story, by=writer)
    with time_machine.travel(timezone.now() + previews.LIFETIME):
        assert client.get(address_of(token)).status_code == 404


def test_a_withdrawn_link_shows_nothing(client, writer, story):
    token = previews.share(story, by=writer)
    client.force_login(writer)
    revoke = reverse("admin:zones_article_preview_revoke", args=[story.pk, PreviewLink.objects.get().pk])
    assert client.get(revoke).status_code == 405
    assert client.get(address_of(token)).status_code == 200
    client.post(revoke)
    assert client.get(address_of(token)).status_code == 404


def test_a_link_of_another_page_cannot_be_withdrawn_through_this_one(client, story):
    other = factories.article(live=False)
    client.force_login(factories.admin())
    previews.share(other, by=factories.user("li", roles.EDITOR))
    link = PreviewLink.objects.get()
    answer = client.post(reverse("admin:zones_article_preview_revoke", args=[story.pk, link.pk]))
    link.refresh_from_db()
    assert answer.status_code == 404 and link.revoked_at is None


def test_an_unknown_token_is_not_found(client):
    assert client.get(address_of("made-up")).status_code == 404


def test_a_preview_accepts_nothing(client, writer, story):
    assert client.post(address_of(previews.share(story, by=writer))).status_code == 405


def test_editors_preview_stories_and_zones_in_the_public_templates(client):
    client.force_login(factories.user("emma", roles.EDITOR))
    story, zone = factories.article(live=False), factories.zone("A zone in the making", live=False)
    for kind, page, template in [
        ("article", story, "zones/article_detail.html"),
        ("zone", zone, "zones/zone.html"),
    ]:
        answer = client.get(reverse(f"admin:zones_{kind}_preview", args=[page.pk]))
        assert answer.status_code == 200 and str(page) in answer.content.decode()
        assert template in [used.name for used in answer.templates]
        assert "no-store" in answer.headers["Cache-Control"]


def test_who_may_only_read_shares_nothing(client, story):
    client.force_login(factories.user("li", roles.WRITER))
    answer = client.post(reverse("admin:zones_article_preview_links", args=[story.pk]))
    assert answer.status_code == 403 and not PreviewLink.objects.exists()
