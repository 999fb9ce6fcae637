"""The doubts that are kept follow the facts, and the rules when those change."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import doubts
from zones.exchange import import_zone_records
from zones.models import Area, Indicator, PlausibleRange, Zone
from zones.models.fact import Doubt
from zones.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds():
    projects = factories.indicator_kind("projects", unit=factories.unit("projects", dimension="count"))
    PlausibleRange.objects.create(kind=projects, low=10)
    zone_type = factories.zone_type()
    zone_type.area_low_ha = 50
    zone_type.save()
    return projects


def figure(zone, kind, value, period="2020"):
    made = Indicator(zone=zone, kind=kind, unit=kind.unit, value=value)
    made.period = Period.parse(period)
    made.save()
    return made


def kept(model):
    return list(model.objects.order_by("pk").values_list("doubt", flat=True))


def test_doubts_are_stored_where_they_differ_and_taken_back(kinds):
    zone = factories.zone()
    low, high = figure(zone, kinds, 3), figure(zone, kinds, 30, "2001")
    small = Area.objects.create(zone=zone, kind="approved", value_ha=26)
    assert doubts.refresh([zone.pk]) == 2
    assert (kept(Indicator), kept(Area)) == ([Doubt.RANGE, ""], [Doubt.RANGE])
    assert doubts.refresh([zone.pk]) == 0
    Indicator.objects.filter(pk=low.pk).update(value=30)
    Area.objects.filter(pk=small.pk).update(value_ha=2600)
    assert doubts.refresh([zone.pk]) == 2
    assert (kept(Indicator), kept(Area)) == (["", ""], [""])
    assert high.doubt == ""


def test_judging_many_zones_costs_as_many_queries_as_judging_one(kinds, django_assert_num_queries):
    zones = [factories.zone() for _number in range(20)]
    for zone in zones:
        figure(zone, kinds, 30)
    with django_assert_num_queries(9):
        doubts.refresh([zones[0].pk])
    with django_assert_num_queries(9):
        doubts.refresh([zone.pk for zone in zones])


def test_a_change_of_the_rules_judges_everybody_anew_slice_by_slice(kinds, monkeypatch):
    monkeypatch.setattr(doubts, "SLICE", 2)
    for _number in range(3):
        figure(factories.zone(), kinds, 30)
    assert [doubts.refresh_next() for _time in range(3)] == [2, 1, 0]
    PlausibleRange.objects.update(low=40)
    assert [doubts.refresh_next() for _time in range(3)] == [2, 1, 0]
    assert Zone.objects.filter(indicators__doubt=Doubt.RANGE).count() == 3


def test_while_the_rules_stay_the_chore_reads_no_zone(kinds, django_assert_num_queries):
    figure(factories.zone(), kinds, 3)
    assert doubts.refresh_next() == 1
    with django_assert_num_queries(5):
        assert doubts.refresh_next() == 0


def test_saving_the_form_of_a_zone_judges_its_figures(client, kinds):
    zone = factories.zone()
    doubtful = figure(zone, kinds, 3)
    Indicator.objects.update(warning_note_en="Counted so by its source.")
    client.force_login(factories.admin())
    address = reverse("admin:zones_zone_group", args=[zone.pk, "indicators"])
    data = fields_of(client.get(address)) | {"indicators-0-value": "4"}
    assert client.post(address, data).status_code == 302
    publish_waiting()
    doubtful.refresh_from_db()
    assert (doubtful.value, doubtful.doubt) == (4, Doubt.RANGE)


def test_an_import_judges_what_it_writes(kinds):
    zone = factories.zone(code="X1")
    figure = {"kind": "projects", "period": "2020", "value": 3, "unit": "projects"}
    report = import_zone_records([{"code": zone.code, "indicators": [figure]}])
    assert (report.problems, kept(Indicator)) == ([], [Doubt.RANGE])
