"""Every page of a small portal, found by following its links in both languages, is sound.

One crawl serves all tests of this module: they only read what it has found.
"""

import io
from http.cookies import SimpleCookie
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from edzportal.demo import load
from edzportal.navigation import _html_language
from tests.crawl import Answer, Crawl

# Kept in one process, so that the demo is loaded once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]

ORIGIN = "http://testserver"
STARTS = ["/"] + [f"/{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
FILES = ["/sitemap.xml", "/robots.txt", "/.well-known/security.txt"]
STAFF = ("/admin/", "/inbox/", "/static/", "/files/")

_done: list[Crawl] = []


@pytest.fixture
def crawl(db, settings):
    if not _done:
        load.load(small=True, stdout=io.StringIO())
        client = Client()

        def fetch(path):
            response = client.get(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            headers = {name.lower(): value for name, value in response.items()}
            headers["set-cookie"] = response.cookies.output()
            return Answer(response.status_code, headers, body)

        done = Crawl(fetch, ORIGIN, leave_out=STAFF).start(*STARTS, *FILES)
        listed = [url.removeprefix(ORIGIN) for url in _locations(done.visits[ORIGIN + "/sitemap.xml"])]
        _done.append(done.start(*listed))
    return _done[0]


def _locations(sitemap):
    root = ElementTree.fromstring(sitemap.answer.body)
    return [node.text for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def _lines(found):
    return "\n".join(sorted(found))


def test_the_crawl_reaches_every_kind_of_public_page(crawl):
    paths = {url.removeprefix(ORIGIN) for url in crawl.visits}
    for name in ("home", "zones:finder", "zones:media_center", "zones:search", "inquiries:start"):
        assert reverse(name) in paths, name
    for part in ("/media-center/edz-news/", "/topics/", "/media-center/archive/", "news.rss", "news.atom"):
        assert any(part in path for path in paths), part
    assert any(path.startswith("/zh-hans/zones/") for path in paths)
    assert len(crawl.pages) > 30


def test_no_link_is_dead(crawl):
    assert not _lines(crawl.dead)


def test_every_fragment_that_is_linked_exists(crawl):
    assert not _lines(crawl.lost)


def test_the_markup_is_sound(crawl):
    assert not _lines(f"{problem}: {pages}" for problem, pages in crawl.problems().items())


def test_every_page_says_its_language(crawl):
    wrong = []
    for visit in crawl.pages:
        path = visit.url.removeprefix(ORIGIN)
        code = next((c for c, _n in settings.LANGUAGES if path.startswith(f"/{c}/")), settings.LANGUAGE_CODE)
        if visit.page.lang != _html_language(code):
            wrong.append(f"{path}: lang={visit.page.lang!r}")
        if visit.answer.headers.get("content-language") != code:
            wrong.append(f"{path}: Content-Language {visit.answer.headers.get('content-language')}")
    assert not _lines(wrong)


def test_every_page_links_itself_in_every_language(crawl):
    wrong = [
        visit.url
        for visit in crawl.pages
        if len([1 for tag, _url in visit.page.links if tag == "link"]) < len(settings.LANGUAGES)
    ]
    assert not wrong


def test_every_page_forbids_what_it_does_not_need(crawl):
    expected = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
    }
    wrong = []
    for visit in crawl.pages:
        headers = visit.answer.headers
        wrong += [f"{visit.url}: {name}" for name, value in expected.items() if headers.get(name) != value]
        policy = headers.get("content-security-policy", "")
        for directive in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"):
            if directive not in policy:
                wrong.append(f"{visit.url}: no {directive}")
        if "unsafe" in policy or "*" in policy or "http:" in policy or "https:" in policy:
            wrong.append(f"{visit.url}: {policy}")
        if "permissions-policy" not in headers:
            wrong.append(f"{visit.url}: no permissions policy")
    assert not _lines(wrong)


def test_no_visitor_is_given_a_cookie(crawl):
    given = {url for url, visit in crawl.visits.items() if SimpleCookie(visit.answer.headers["set-cookie"])}
    assert not given
    vary = {
        url for url, visit in crawl.visits.items() if "cookie" in visit.answer.headers.get("vary", "").lower()
    }
    assert not vary


def test_every_feed_is_well_formed_and_has_entries(crawl):
    feeds = [
        v for url, v in crawl.visits.items() if url.endswith((".rss", ".atom")) and v.answer.status == 200
    ]
    assert len(feeds) > 4
    for feed in feeds:
        root = ElementTree.fromstring(feed.answer.body)
        assert root.tag.rpartition("}")[2] in ("rss", "feed"), feed.url


def test_the_sitemap_lists_the_pages_in_every_language_and_no_other(crawl):
    listed = set(_locations(crawl.visits[ORIGIN + "/sitemap.xml"]))
    assert len(listed) > 20
    assert not {url for url in listed if crawl.visits[url].answer.status != 200}
    # A factsheet names its profile as the page to be found.
    reached = {
        visit.url
        for visit in crawl.pages
        if "/zones/" in visit.url
        and "?" not in visit.url
        and f'<link rel="canonical" href="{visit.url}">' in visit.answer.body.decode()
    }
    assert len(reached) > 10
    assert reached <= listed


def test_what_does_not_exist_is_not_found_in_every_language(client):
    for start in STARTS:
        response = client.get(start + "no-such-page/")
        assert response.status_code == 404
        assert b"<h1" in response.content
