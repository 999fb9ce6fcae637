"""Public pages are kept until something that the public sees changes, and nobody's own page ever is."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.utils import timezone

from edzportal.models import ContentGeneration
from edzportal.page_cache import PageCacheMiddleware
from tests import factories
from zones.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commit(django_capture_on_commit_callbacks):
    """Run what waits for a commit as soon as a test says so."""
    return django_capture_on_commit_callbacks


def count_of_pages():
    pages = caches["pages"]
    if "filebased" in type(pages).__module__:
        return len(list(Path(pages._dir).glob("*.djcache")))
    return len(pages._cache.get_client().keys(pages.make_key("*")))


def test_the_second_visitor_is_answered_with_one_query(client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):
        assert client.get("/").status_code == 200


def test_a_publication_is_seen_at_once(client, commit):
    assert "Fresh story" not in client.get("/").content.decode()
    with commit(execute=True):
        article = factories.article("Fresh story")
    assert "Fresh story" in client.get("/").content.decode()
    with commit(execute=True):
        article.unpublish(by=None)
    assert "Fresh story" not in client.get("/").content.decode()


def test_a_scheduled_story_appears_and_vanishes_to_the_second(client, commit):
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        with commit(execute=True):
            article = factories.article("On time", live=False)
            article.publish(
                by=None, at=start + timedelta(seconds=100), expires_at=start + timedelta(seconds=200)
            )
        for second, expected in ((0, False), (99, False), (100, True), (199, True), (200, False)):
            clock.move_to(start + timedelta(seconds=second))
            assert ("On time" in client.get("/media-center/").content.decode()) is expected, second


def test_a_browser_that_has_the_page_is_told_so(client):
    first = client.get("/zones/")
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/zones/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_are_compressed_for_those_who_take_it(client):
    plain = client.get("/")
    packed = client.get("/", headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize(
    "address", ["/", "/zones/", "/media-center/", "/search/?q=x", "/start-your-business/", "/zh-hans/"]
)
def test_public_pages_set_and_read_no_cookie(client, address):
    client.force_login(factories.admin())
    answer = client.get(address)
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert "root" not in answer.content.decode()


def test_staff_pages_are_never_kept(client):
    client.force_login(factories.admin())
    client.get("/admin/")
    client.get("/admin/")
    assert count_of_pages() == 0


def test_errors_are_not_kept(client):
    assert client.get("/zones/nowhere/").status_code == 404
    assert count_of_pages() == 0


def test_a_long_query_is_answered_but_not_kept(client):
    assert client.get("/search/", {"q": "x" * 900}).status_code == 200
    assert count_of_pages() == 0


def test_pages_grow_old_only_when_the_search_index_knows_of_the_change(client, commit):
    """The other way round a search in between would be kept without the new page."""
    known = []

    def look(**kwargs):
        known.append(SearchEntry.objects.filter(kind="article").exists())

    post_save.connect(look, sender=ContentGeneration)
    try:
        with commit(execute=True):
            factories.article("Fresh story")
    finally:
        post_save.disconnect(look, sender=ContentGeneration)
    assert known
    assert all(known)


@pytest.mark.parametrize(
    "headers",
    [
        {"Vary": "Cookie"},
        {"Vary": "Accept-Language, Cookie"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private"},
    ],
)
def test_what_depends_on_the_visitor_is_made_anew_for_each(rf, headers):
    visitors = iter(["one", "another"])
    middleware = PageCacheMiddleware(lambda request: HttpResponse(next(visitors), headers=headers))
    assert middleware(rf.get("/anywhere/")).content == b"one"
    assert middleware(rf.get("/anywhere/")).content == b"another"
