"""The language switch stays on the same page."""

from urllib.parse import unquote

import pytest
from django.test import RequestFactory
from django.utils import translation

from edzportal.navigation import alternate_urls, canonical_url


def urls(path, language):
    with translation.override(language):
        return {entry["code"]: entry["url"] for entry in alternate_urls(RequestFactory().get(path))}


@pytest.mark.parametrize(
    ("path", "language"),
    [("/zones/?type=htdz&page=2", "en"), ("/zh-hans/zones/?type=htdz&page=2", "zh-hans")],
)
def test_the_switch_keeps_the_page_and_its_query(path, language):
    assert urls(path, language) == {
        "en": "/zones/?type=htdz&page=2",
        "zh-hans": "/zh-hans/zones/?type=htdz&page=2",
    }


def test_the_home_pages_lead_to_each_other():
    assert urls("/", "en") == {"en": "/", "zh-hans": "/zh-hans/"}
    assert urls("/zh-hans/", "zh-hans") == {"en": "/", "zh-hans": "/zh-hans/"}


def test_the_active_language_is_marked():
    with translation.override("zh-hans"):
        entries = alternate_urls(RequestFactory().get("/zh-hans/"))
    assert [entry["code"] for entry in entries if entry["active"]] == ["zh-hans"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("//other.example/", "/%2Fother.example/"), ("/a%3Fb%22/", "/a%3Fb%22/"), ("/zh-hans//x/", "/%2Fx/")],
)
def test_the_switch_never_leaves_the_site(path, expected):
    """Even on a page that is not found: its address is whatever somebody has written into a link."""
    request = RequestFactory().get("/")
    request.path = unquote(path)
    with translation.override("en"):
        assert {entry["url"] for entry in alternate_urls(request)} == {expected, f"/zh-hans{expected}"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/zones/", "/zones/"),
        ("/zones/?type=htdz&sort=name", "/zones/"),
        ("/zones/?page=2", "/zones/?page=2"),
        ("/zones/?page=2&type=htdz", "/zones/"),
        ("/zones/?page=1", "/zones/"),
        ("/zones/?page=%22x", "/zones/"),
    ],
)
def test_each_page_of_a_list_is_its_own_canonical_address(path, expected):
    assert canonical_url(RequestFactory().get(path)) == f"http://testserver{expected}"
