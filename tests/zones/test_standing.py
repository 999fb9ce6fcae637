"""Level, status, dates and area of a zone today, as its dated events and areas tell them."""

import datetime
from decimal import Decimal

import pytest

from tests import factories
from zones.models import Area, Zone, ZoneEvent

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 23)


@pytest.fixture
def zone():
    return factories.zone("Standing Zone")


def event(zone, kind, date, level=None, **fields):
    level = level and factories.level(level)
    return ZoneEvent.objects.create(zone=zone, kind=kind, date=date, level=level, **fields)


def area(zone, value, as_of="", kind="approved", **fields):
    return Area.objects.create(zone=zone, kind=kind, value_ha=Decimal(value), as_of=as_of, **fields)


def standing(zone, on=ON):
    zone.refresh_standing(on=on)
    zone.refresh_from_db()
    return zone


def test_founded_is_not_approved(zone):
    event(zone, "founded", "1988")
    assert (standing(zone).founded_on, zone.approved_on, zone.status, zone.level) == (
        "1988",
        "",
        "planned",
        None,
    )
    event(zone, "approved", "1991-03", "national")
    assert (standing(zone).founded_on, zone.approved_on, zone.status) == ("1988", "1991-03", "active")
    assert zone.level.slug == "national"


def test_an_upgrade_raises_the_level_and_keeps_the_first_approval(zone):
    event(zone, "approved", "1988", "provincial")
    event(zone, "upgraded", "1992", "national")
    assert (standing(zone).level.slug, zone.approved_on, zone.status_since) == ("national", "1988", "1988")


def test_a_withdrawal_ends_the_level_on_its_day_and_not_before(zone):
    event(zone, "approved", "2013-01", "national")
    event(zone, "withdrawn", "2020-01-17")
    assert standing(zone, on=datetime.date(2020, 1, 16)).status == "active"
    assert standing(zone, on=datetime.date(2020, 1, 17)).status == "withdrawn"
    assert (zone.level, zone.status_since, zone.approved_on) == (None, "2020-01-17", "2013-01")


def test_an_unconfirmed_withdrawal_is_a_doubt_and_keeps_the_level(zone):
    event(zone, "approved", "2013", "national")
    event(zone, "withdrawn", "2024", is_confirmed=False)
    assert (standing(zone).status, zone.level.slug) == ("doubtful", "national")


def test_a_zone_can_come_back(zone):
    event(zone, "approved", "1995", "national")
    event(zone, "withdrawn", "2004")
    event(zone, "approved", "2010-05", "national")
    assert (standing(zone).status, zone.status_since, zone.approved_on) == ("active", "2010-05", "1995")


def test_the_area_today_is_the_newest_approved_one_of_the_whole_zone(zone):
    area(zone, 300, "2006")
    area(zone, 500, "2018")
    area(zone, 90, "2020", scope_en="East part")
    area(zone, 9000, "2022", kind="administered")
    assert standing(zone).approved_area_ha == 500


def test_an_area_announced_for_later_does_not_hold_yet(zone):
    area(zone, 300, "2018")
    area(zone, 800, "2027-01")
    assert standing(zone).approved_area_ha == 300
    assert standing(zone, on=datetime.date(2027, 1, 1)).approved_area_ha == 800


def test_a_zone_without_facts_has_no_standing(zone):
    assert standing(zone).approved_area_ha is None
    assert (zone.status, zone.level, zone.status_since) == ("planned", None, "")


@pytest.mark.parametrize(
    "make", [lambda zone: event(zone, "withdrawn", "2027-01-01"), lambda zone: area(zone, 1, "2027-01-01")]
)
def test_what_falls_due_is_found_on_its_day_and_once(zone, make):
    event(zone, "approved", "2000", "national")
    make(zone)
    standing(zone)
    eve, day = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)
    assert not Zone.objects.with_event_due(eve).exists()
    assert list(Zone.objects.with_event_due(day)) == [zone]
    assert Zone.objects.with_event_due(day).refresh_standing(on=day) == 1
    assert not Zone.objects.with_event_due(day).exists()


def test_one_zone_and_many_are_told_the_same(zone):
    event(zone, "approved", "1991-03", "national")
    event(zone, "withdrawn", "2024", is_confirmed=False)
    area(zone, 500, "2018")
    Zone.objects.refresh_standing(on=ON)
    names = ["level_id", "status", "status_since", "founded_on", "approved_on", "approved_area_ha", "port_km"]
    many = Zone.objects.values(*names).get(pk=zone.pk)
    zone.refresh_standing(on=ON)
    assert Zone.objects.values(*names).get(pk=zone.pk) == many
    assert many["status"] == "doubtful"


def test_the_pages_badge_and_filter_follow(client, zone):
    event(zone, "approved", "2013-01", "national")
    event(zone, "withdrawn", "2020-01-17")
    standing(zone)
    assert "Standing Zone" in client.get("/zones/?status=withdrawn").content.decode()
    assert "Withdrawn" in client.get("/zones/").content.decode()
    assert "Standing Zone" not in client.get("/zones/?level=national").content.decode().split("<main")[1]
