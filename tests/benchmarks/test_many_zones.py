"""The made-up zones stand as the portal itself would have derived them."""

import pytest

from tests.benchmarks import many_zones
from zones.models import Zone, ZoneEvent

pytestmark = pytest.mark.django_db


def test_made_up_zones_are_live_and_their_standing_follows_from_their_facts():
    many_zones.make(60)
    assert Zone.objects.live().count() == 60
    assert ZoneEvent.objects.filter(kind="approved").exists()
    assert Zone.objects.refresh_standing(on=many_zones.ON) == 0


def test_making_more_goes_on_counting():
    many_zones.make(2)
    assert [zone.slug for zone in many_zones.make(2)] == ["made-up-00003", "made-up-00004"]
    assert Zone.objects.count() == 4
