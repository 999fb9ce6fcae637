"""The distance to the nearest port follows from a zone's connections, however they are written."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection as database

from tests import factories
from tests.zones.admin.test_zone_form import row, save
from zones.exchange import import_zone_records
from zones.models import Connection, ConnectionKind, Zone

pytestmark = pytest.mark.django_db


def connect(zone, kind, km, name="A stop"):
    kind, _made = ConnectionKind.objects.get_or_create(slug=kind, defaults={"name_en": kind.title()})
    return Connection.objects.create(zone=zone, kind=kind, name_en=name, distance_km=km)


def stored(zone):
    return Zone.objects.get(pk=zone.pk).port_km


@pytest.mark.parametrize(
    ("connections", "expected"),
    [
        ([], None),
        ([("seaport", "30"), ("river-port", "12.5"), ("airport", "3")], Decimal("12.5")),
        ([("seaport", None)], None),
        ([("seaport", None), ("seaport", "0")], Decimal(0)),
        ([("motorway", "1"), ("city-centre", "2")], None),
    ],
)
def test_it_is_the_least_known_distance_to_a_sea_or_river_port(connections, expected):
    zone = factories.zone()
    for kind, km in connections:
        connect(zone, kind, km and Decimal(km))
    zone.refresh_standing()
    assert stored(zone) == expected
    Zone.objects.filter(pk=zone.pk).update(port_km=999)
    assert Zone.objects.refresh_standing() == 1
    assert stored(zone) == expected


def test_a_connection_that_is_gone_counts_no_more():
    zone = factories.zone()
    near = connect(zone, "seaport", Decimal(4))
    zone.refresh_standing()
    near.delete()
    zone.refresh_standing()
    assert stored(zone) is None


def test_an_editor_who_enters_a_port_changes_it(client):
    client.force_login(factories.admin())
    zone = factories.zone(name_zh_hans="某区", live=False)
    port = ConnectionKind.objects.create(slug="seaport", name_en="Seaport")
    save(client, zone, row("connections", kind=port.pk, name_en="Quay", distance_km="7.5"))
    assert zone.port_km == Decimal("7.5")


def test_an_imported_port_changes_it():
    factories.province()
    factories.zone_type()
    ConnectionKind.objects.create(slug="river-port", name_en="River port")
    port = {"kind": "river-port", "name_en": "Landing", "distance_km": "18.2"}
    record = {"name_en": "A zone", "name_zh": "某区", "province": "liaoning", "types": ["htdz"]}
    report = import_zone_records([record | {"connections": [port]}])
    assert report.is_written, report.problems
    assert Zone.objects.get().port_km == Decimal("18.2")


def test_connections_older_than_the_column_fill_it():
    zone = factories.zone()
    connect(zone, "seaport", Decimal(40))
    connect(zone, "river-port", Decimal(9))
    connect(zone, "airport", Decimal(1))
    other = factories.zone()
    import_module("zones.migrations.0003_port_km").derive(apps, SimpleNamespace(connection=database))
    assert (stored(zone), stored(other)) == (Decimal(9), None)
