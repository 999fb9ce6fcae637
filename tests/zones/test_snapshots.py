"""A page as plain data: taken, stored as JSON, put back."""

import json
import uuid
from decimal import Decimal

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones import snapshots
from zones.changes import PARTS
from zones.models import Article, Indicator, Site, Zone, ZoneEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return fictitious_zone()


def stored(snapshot):
    """What comes back out of a database."""
    return json.loads(json.dumps(snapshot))


def again(page):
    return type(page).objects.get(pk=page.pk)


def test_a_snapshot_put_back_is_the_same_and_writes_nothing(zone):
    snapshot = stored(snapshots.take(again(zone)))
    assert snapshot == snapshots.take(again(zone))
    snapshots.put_back(again(zone), snapshot, for_good=True)
    assert snapshots.take(again(zone)) == snapshot


def test_every_part_that_people_enter_is_in_it(zone):
    owned = {
        relation.name
        for relation in Zone._meta.related_objects
        if relation.one_to_many and relation.on_delete is models.CASCADE
    }
    assert owned - set(PARTS["zone"]) == {"relations_from_others", "old_addresses"}
    assert all(snapshots.take(zone)["parts"][group] for group in PARTS["zone"])


def test_what_is_derived_is_not_in_it(zone):
    snapshot = snapshots.take(zone)
    names = {name for record in snapshot["parts"]["indicators"] for name in record["fields"]}
    assert not {"doubt", "zone", "id", "uuid", "scope", "remark"} & names
    assert not {"level", "status", "approved_on", "port_km", "stage", "name", "sort_key_en"} & set(
        snapshot["fields"]
    )
    assert {"name_en", "name_zh_hans", "slug", "latitude", "expires_at"} <= set(snapshot["fields"])


def test_every_change_of_a_page_and_its_parts_is_taken_back(zone):
    before = stored(snapshots.take(again(zone)))
    page = again(zone)
    page.name_en, page.latitude = "Another Name", Decimal("1.5")
    page.save()
    page.types.clear()
    page.areas.all().delete()
    page.indicators.update(value=7)
    event = page.events.exclude(further_sources=None).first() or page.events.first()
    event.further_sources.set([factories.source("Another yearbook")])
    ZoneEvent.objects.create(zone=page, kind="other", date="2020")
    assert not snapshots.say_the_same(before, snapshots.take(again(zone)))
    snapshots.put_back(again(zone), before, for_good=True)
    assert snapshots.say_the_same(snapshots.take(again(zone)), before)
    assert again(zone).name == "Port Meridian Economic Development Zone"


def test_parts_keep_their_keys_and_their_identity(zone):
    keys = dict(Indicator.objects.filter(zone=zone).values_list("uuid", "pk"))
    snapshot = stored(snapshots.take(again(zone)))
    zone.indicators.update(value=7)
    snapshots.put_back(again(zone), snapshot, for_good=True)
    assert dict(Indicator.objects.filter(zone=zone).values_list("uuid", "pk")) == keys


def test_two_rows_may_swap_a_unique_code(zone):
    first = zone.sites.first()
    second = Site.objects.create(
        zone=zone, code="SWAP", kind="land", size=1, size_unit=first.size_unit, uuid=uuid.uuid4()
    )
    snapshot = stored(snapshots.take(again(zone)))
    for record in snapshot["parts"]["sites"]:
        codes = {str(first.uuid): "SWAP", str(second.uuid): first.code}
        record["fields"]["code"] = codes.get(record["uuid"], record["fields"]["code"])
    snapshots.put_back(again(zone), snapshot, for_good=True)
    assert Site.objects.get(pk=first.pk).code == "SWAP"
    assert Site.objects.get(pk=second.pk).code == first.code


def test_a_new_part_has_the_same_key_each_time_until_it_is_put_back_for_good(zone):
    snapshot = stored(snapshots.take(again(zone)))
    record = json.loads(json.dumps(snapshot["parts"]["sites"][0]))
    record["uuid"] = str(uuid.uuid4())
    record["fields"]["code"] = "NEW-1"
    snapshot["parts"]["sites"].append(record)
    seen = []
    for _attempt in range(2):
        with transaction.atomic():
            snapshots.put_back(again(zone), snapshot, for_good=False)
            seen.append(Site.objects.get(code="NEW-1").pk)
            transaction.set_rollback(True)
    assert seen[0] == seen[1] < 0
    assert not Site.objects.filter(code="NEW-1").exists()
    snapshots.put_back(again(zone), snapshot, for_good=True)
    assert Site.objects.get(code="NEW-1").pk > 0


def test_a_link_to_a_row_that_is_gone_is_left_out(zone):
    source = factories.source("Soon gone")
    zone.areas.update(source=source)
    snapshot = stored(snapshots.take(again(zone)))
    zone.areas.update(source=None)
    source.delete()
    snapshots.put_back(again(zone), snapshot, for_good=True)
    assert set(zone.areas.values_list("source", flat=True)) == {None}


def test_an_article_with_its_links_and_gallery():
    article = factories.article("Story", zones=[factories.zone()])
    snapshot = stored(snapshots.take(article))
    article.zones.clear()
    Article.objects.filter(pk=article.pk).update(headline_en="Else")
    snapshots.put_back(again(article), snapshot, for_good=True)
    assert again(article).headline_en == "Story"
    assert again(article).zones.count() == 1


def test_a_profile_costs_one_query_for_each_table_however_many_facts(zone):
    from tests.zones.test_profile import copies_of_facts

    def queries():
        page = again(zone)
        with CaptureQueriesContext(connection) as found:
            snapshots.take(page)
        return len(found)

    few = queries()
    copies_of_facts(zone, 20)
    assert queries() == few <= len(PARTS["zone"]) + 4
