"""Zones to weigh against one: of its type and province, those with the same industries first."""

import pytest

from tests import factories
from zones import similar
from zones.models import IndustryRole, Zone

pytestmark = pytest.mark.django_db


def make(name, *industries, **fields):
    zone = factories.zone(name, **fields)
    for industry in industries:
        IndustryRole.objects.create(zone=zone, industry=factories.industry(industry))
    return zone


def names(zone, limit=3):
    return [str(other) for other in similar.zones(zone, limit=limit)]


def test_shared_industries_come_first_then_the_name():
    zone = make("Own", "steel", "ports")
    make("C", "steel")
    make("B", "textiles")
    make("A")
    make("D", "steel", "ports")
    assert names(zone, limit=9) == ["D", "C", "A", "B"]
    assert names(zone, limit=2) == ["D", "C"]


def test_another_province_or_type_a_draft_and_a_withdrawn_zone_are_left_out():
    zone = make("Own")
    make("Elsewhere", province=factories.province("hubei"))
    make("Another type", types=["ftz"])
    make("Draft", live=False)
    Zone.objects.filter(pk=make("Gone").pk).update(status="withdrawn")
    assert names(zone) == []


def test_a_zone_of_two_types_stands_once():
    zone = make("Own", types=["htdz", "ftz"])
    make("Both", types=["htdz", "ftz"])
    assert names(zone) == ["Both"]


def test_the_profile_leads_to_a_comparison(client):
    zone = make("Own", slug="own")
    make("Other", slug="other")
    page = client.get(zone.get_absolute_url())
    assert 'href="/zones/compare/?zone=own&amp;zone=other"' in page.text


def test_a_zone_without_a_like_has_no_such_section(client):
    page = client.get(make("Own").get_absolute_url())
    assert 'id="similar"' not in page.text
