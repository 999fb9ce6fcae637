"""A shortlist is its address: whatever the address names is shown, in its order, and what it cannot name is said."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from zones import comparison, search
from zones.models import OldAddress
from zones.shortlist import MOST, Shortlist

pytestmark = pytest.mark.django_db
PAGE = "/zones/shortlist/"


@pytest.fixture
def zones():
    made = {
        slug: factories.zone(name, slug=slug, name_zh_hans=chinese)
        for slug, name, chinese in (
            ("suzhou", "Suzhou Industrial Park", "苏州工业园区"),
            ("dalian", "Dalian Development Area", "大连经济技术开发区"),
            ("ningbo", "Ningbo Development Area", "宁波经济技术开发区"),
        )
    }
    list(search.rebuild())
    return made


def names_of(page):
    return re.findall(r'data-shortlist-zone="([\w-]+)"', page.text)


def page_of(client, *slugs, **more):
    return client.get(PAGE, {"zone": slugs, **more})


def test_the_zones_stand_in_the_order_of_the_address_and_each_once(client, zones):
    page = page_of(client, "ningbo", "suzhou", "ningbo")
    assert names_of(page) == ["ningbo", "suzhou"]


def test_a_word_that_names_no_zone_is_named_and_a_draft_is_such_a_word(client, zones):
    factories.zone("Secret Zone", slug="draft", live=False)
    page = page_of(client, "suzhou", "atlantis", "draft", "a\0b", "<b>")
    assert names_of(page) == ["suzhou"]
    for word in ("<bdi>atlantis</bdi>", "<bdi>draft</bdi>", "<bdi>&lt;b&gt;</bdi>"):
        assert word in page.text
    assert "Secret Zone" not in page.text


def test_a_former_address_still_names_its_zone(client, zones):
    OldAddress.objects.create(path="/zones/old-suzhou/", zone=zones["suzhou"])
    page = page_of(client, "old-suzhou", "dalian", "suzhou")
    assert names_of(page) == ["suzhou", "dalian"]
    assert "no zone has such an address" not in page.text
    assert names_of(client.get(f"/zh-hans{PAGE}?zone=old-suzhou")) == ["suzhou"]


def test_more_zones_than_a_list_holds_are_said_to_be_left_out(client):
    for number in range(MOST + 2):
        factories.zone(f"Zone No{number}", slug=f"z{number}")
    page = page_of(client, *(f"z{number}" for number in range(MOST + 2)))
    assert len(names_of(page)) == MOST
    assert "These were left out:" in page.text
    assert f'<a href="/zones/z{MOST}/">' in page.text
    assert "remove one before you add another" in page.text


def test_every_change_of_the_list_is_an_address(client, zones):
    listed = Shortlist.read(["suzhou", "dalian", "ningbo"], PAGE)
    assert listed.url == f"{PAGE}?zone=suzhou&zone=dalian&zone=ningbo"
    assert listed.url_without(zones["dalian"]) == f"{PAGE}?zone=suzhou&zone=ningbo"
    assert listed.url_with_earlier(zones["ningbo"]) == f"{PAGE}?zone=suzhou&zone=ningbo&zone=dalian"
    assert listed.url_with_earlier(zones["suzhou"]) == ""
    assert Shortlist.read(["suzhou"], PAGE).url_without(zones["suzhou"]) == PAGE
    page = page_of(client, "suzhou", "dalian", "ningbo")
    for url in (listed.url_without(zones["suzhou"]), listed.url_with_earlier(zones["dalian"])):
        assert f'href="{url.replace("&", "&amp;")}"' in page.text


def test_zones_are_looked_for_and_added_without_a_script(client, zones):
    page = page_of(client, "suzhou", q="development")
    [added] = re.findall(r'href="([^"]+)"[^>]*data-slug="dalian"', page.text)
    assert added == f"{PAGE}?zone=suzhou&amp;zone=dalian"
    assert '<input type="hidden" name="zone" value="suzhou">' in page.text
    assert 'data-slug="suzhou"' not in page_of(client, "suzhou", q="suzhou").text
    assert "No further zone found for “suzhou”" in page_of(client, "suzhou", q="suzhou").text


def test_an_empty_list_says_what_to_do(client, zones):
    page = client.get(PAGE)
    assert "No zone is on this list yet" in page.text
    assert 'href="/zones/"' in page.text
    assert 'name="q"' in page.text


def test_the_list_leads_to_comparison_and_to_the_form_with_all_its_zones(client, zones):
    page = page_of(client, "suzhou", "dalian")
    assert 'href="/start-your-business/?zone=suzhou&amp;zone=dalian"' in page.text
    assert len(re.findall(r'type="checkbox" name="zone" value="\w+" checked', page.text)) == 2
    assert len(re.findall(r'type="checkbox" name="zones" value="\w+" checked', page.text)) == 2


def test_no_more_zones_are_ticked_than_a_comparison_takes(client):
    for number in range(6):
        factories.zone(f"Zone {number}", slug=f"z{number}")
    page = page_of(client, *(f"z{number}" for number in range(6)))
    assert len(re.findall(r'type="checkbox" name="zone" value="\w+" checked', page.text)) == comparison.MOST
    assert 'action="/zones/compare/"' in page.text


def test_it_is_shared_by_its_address_and_nothing_else(client, zones, settings):
    settings.SITE_URL = "https://portal.example.org"
    page = page_of(client, "suzhou", "dalian")
    assert 'value="https://portal.example.org/zones/shortlist/?zone=suzhou&amp;zone=dalian"' in page.text
    assert "mailto:?subject=" in page.text
    assert "https%3A//portal.example.org/zones/shortlist/%3Fzone%3Dsuzhou%26zone%3Ddalian" in page.text
    assert '<meta name="robots" content="noindex,follow">' in page.text
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")


def test_what_is_not_published_says_so_and_asks_for_it(client, zones):
    page = page_of(client, "suzhou")
    assert page.text.count("Not published") == 4
    assert "/start-your-business/?zone=suzhou&amp;message=How+large+is+the+approved+area" in page.text


def test_a_card_and_a_profile_lead_to_a_list_with_their_zone(client, zones):
    for path in ("/zones/", "/zones/suzhou/"):
        assert (
            f'href="{PAGE}?zone=suzhou" rel="nofollow" data-shortlist-toggle="suzhou"'
            in client.get(path).text
        )


@pytest.mark.parametrize("slugs", [["old"], [f"z{n}" for n in range(MOST)]], ids=["one", "twelve"])
def test_it_asks_a_constant_number_of_queries(client, slugs):
    for number in range(MOST):
        zone = factories.zone(f"Zone {number}", slug=f"z{number}", types=["etdz", "htdz"])
    OldAddress.objects.create(path="/zones/old/", zone=zone)
    list(search.rebuild())
    with CaptureQueriesContext(connection) as asked:
        assert page_of(client, *slugs, "nowhere").status_code == 200
    assert len(asked) <= 12
    with CaptureQueriesContext(connection) as asked:
        assert page_of(client).status_code == 200
    assert len(asked) <= 3


def test_the_script_counts_as_the_server_does():
    script = (settings.BASE_DIR / "static" / "js" / "shortlist.js").read_text()
    assert f"const MOST = {MOST};" in script
    assert f"const MOST_COMPARED = {comparison.MOST};" in script
