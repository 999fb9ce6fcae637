"""The language switch stays on the same page."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from edzportal.navigation import alternate_urls


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
