"""A page that has moved goes on answering at every address that it once had, and at all that hangs on it."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import roles
from zones.exchange import import_zone_records
from zones.models import OldAddress

pytestmark = pytest.mark.django_db

BELOW = ["", "factsheet/", "factsheet.pdf", "news.rss"]


@pytest.fixture
def zone(client):
    client.force_login(factories.user("emma", roles.EDITOR))
    return factories.zone("Harbour Zone", name_zh_hans="港口区", slug="first")


def move(client, zone, slug):
    """Give the zone another address, as an editor does."""
    address = reverse("admin:zones_zone_change", args=[zone.pk])
    answer = client.post(address, fields_of(client.get(address)) | {"slug": slug})
    assert answer.status_code == 302
    # A public page is edited beside itself: it moves when the change is published.
    publish_waiting()
    zone.refresh_from_db()
    assert zone.slug == slug


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("below", BELOW)
def test_everything_below_an_old_address_leads_to_the_new_one(client, zone, prefix, below):
    move(client, zone, "second")
    answer = client.get(f"{prefix}/zones/first/{below}")
    assert (answer.status_code, answer.url) == (301, f"{prefix}/zones/second/{below}")


@pytest.mark.parametrize("below", BELOW)
def test_a_chain_of_moves_is_one_step_from_each_address(client, zone, below):
    for slug in ("second", "third", "fourth"):
        move(client, zone, slug)
    for slug in ("first", "second", "third"):
        assert client.get(f"/zones/{slug}/{below}").url == f"/zones/fourth/{below}"


def test_a_zone_that_moves_back_leaves_no_loop(client, zone):
    move(client, zone, "second")
    move(client, zone, "first")
    assert client.get("/zones/first/").status_code == 200
    assert client.get("/zones/second/").url == "/zones/first/"
    assert [old.path for old in OldAddress.objects.all()] == ["/zones/second/"]


def test_two_zones_that_change_places_answer_at_their_own(client, zone):
    other = factories.zone("Hill Zone", slug="hill")
    move(client, zone, "between")
    move(client, other, "first")
    move(client, zone, "hill")
    assert b"Hill Zone" in client.get("/zones/first/").content
    assert b"Harbour Zone" in client.get("/zones/hill/").content
    assert client.get("/zones/between/").url == "/zones/hill/"


def test_what_was_asked_of_the_old_address_is_asked_of_the_new_one(client, zone):
    move(client, zone, "second")
    assert client.get("/zones/first/?unit=mu").url == "/zones/second/?unit=mu"


def test_an_old_address_of_what_is_not_public_leads_nowhere(client, zone):
    move(client, zone, "second")
    zone.unpublish(by=None)
    for below in BELOW:
        assert client.get(f"/zones/first/{below}").status_code == 404


def test_a_zone_that_was_never_public_leaves_no_address_behind(client, zone):
    move(client, factories.zone("Draft", slug="draft", live=False), "moved")
    assert not OldAddress.objects.exists()


@pytest.mark.parametrize("name", ["zones:compare", "zones:shortlist"])
def test_a_shared_list_finds_a_zone_by_its_old_address(client, zone, name):
    factories.zone("Hill Zone", slug="hill")
    move(client, zone, "second")
    answer = client.get(reverse(name), {"zone": ["first", "hill"]}, follow=True)
    assert b"Harbour Zone" in answer.content and b"Hill Zone" in answer.content


def test_a_file_gives_no_new_zone_an_address_that_leads_elsewhere(client, zone):
    move(client, zone, "second")
    new = {"name_en": "First", "province": "liaoning", "types": ["htdz"]}
    assert import_zone_records([new]).is_written
    assert client.get("/zones/first/").url == "/zones/second/"
