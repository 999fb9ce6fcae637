"""Two people who open the same page are told of each other, and nobody else learns anything."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from zones import presence
from zones.models import Presence, ZoneEditor

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def zone():
    return factories.zone()


def address(page):
    return reverse(f"admin:zones_{page._meta.model_name}_presence", args=[page.pk])


def form(page):
    return reverse(f"admin:zones_{page._meta.model_name}_change", args=[page.pk])


def test_a_sign_holds_for_a_minute_and_a_half(zone):
    ann, bob = factories.user("ann"), factories.user("bob")
    presence.sign(zone, ann, at=NOW)
    assert [sign.user for sign in presence.others(zone, bob, at=NOW + 90 * SECOND)] == [ann]
    assert presence.others(zone, bob, at=NOW + 91 * SECOND) == []
    assert presence.others(zone, ann, at=NOW) == []


def test_since_when_starts_anew_after_an_absence(zone):
    ann, bob = factories.user("ann"), factories.user("bob")
    for seconds in (0, 60, 120):
        presence.sign(zone, ann, at=NOW + seconds * SECOND)
    assert presence.others(zone, bob, at=NOW + 120 * SECOND)[0].since == NOW
    presence.sign(zone, ann, at=NOW + 600 * SECOND)
    assert presence.others(zone, bob, at=NOW + 600 * SECOND)[0].since == NOW + 600 * SECOND
    assert Presence.objects.count() == 1


def test_signs_of_yesterday_are_forgotten(zone):
    presence.sign(zone, factories.user(), at=NOW)
    assert presence.forget_old(at=NOW + datetime.timedelta(hours=23)) == 0
    assert presence.forget_old(at=NOW + datetime.timedelta(hours=25)) == 1


@pytest.mark.parametrize("make", [factories.zone, factories.article])
def test_the_form_tells_who_else_has_it_open(client, make):
    page, ann, bob = make(), factories.user("ann", "editor"), factories.user("bob", "editor")
    client.force_login(ann)
    assert client.post(address(page)).json() == {"others": []}
    client.force_login(bob)
    answer = client.post(address(page)).json()
    assert len(answer["others"]) == 1
    assert answer["others"][0].startswith("ann has had this page open since ")
    assert "ann has had this page open since" in client.get(form(page)).content.decode()


def test_only_who_may_change_the_page_is_told_and_only_by_post(client, zone):
    presence.sign(zone, factories.user("ann"))
    assert client.post(address(zone)).status_code == 302
    for role, status in (("writer", 403), ("zone editor", 404), ("editor", 200)):
        client.force_login(factories.user(role.replace(" ", ""), role))
        assert client.post(address(zone)).status_code == status, role
        assert client.get(address(zone)).status_code == 405
    own = factories.user("own", "zone editor")
    ZoneEditor.objects.create(user=own).zones.add(zone)
    client.force_login(own)
    assert client.post(address(zone)).status_code == 200
