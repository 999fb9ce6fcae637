"""A file of somebody who may not publish: public zones wait, others change at once."""

import json

import pytest

from tests import factories
from zones import handed_in, pending, roles
from zones.exchange import Reach
from zones.models import Change, Indicator, PageEvent, Source, Zone, ZoneEditor

pytestmark = pytest.mark.django_db


@pytest.fixture
def public():
    return factories.zone("Public Zone", code="G1", pitch_en="Old words.")


@pytest.fixture
def draft():
    return factories.zone("Draft Zone", code="G2", live=False)


@pytest.fixture
def person(public, draft):
    someone = factories.user("zoe", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=someone).zones.add(public, draft)
    factories.indicator_kind("gdp")
    return someone


def take(person, *records, **terms):
    content = json.dumps(list(records)).encode()
    return handed_in.import_zones(content, "zones.json", by=person, reach=Reach.of(person), **terms)


def again(zone):
    return Zone.objects.get(pk=zone.pk)


GDP = {
    "kind": "gdp",
    "period": "2025",
    "value": 7,
    "unit": "money",
    "currency": "CNY",
    "source": {"title": "A new yearbook", "url": "https://example.org/yearbook"},
}


def test_what_it_says_of_a_public_zone_waits(person, public):
    report = take(person, {"code": "G1", "pitch_en": "New words.", "indicators": [GDP]})
    assert (report.updated, report.is_written) == (1, True)
    assert again(public).pitch_en == "Old words."
    assert not Indicator.objects.exists()
    edit = pending.of(public)
    assert edit.snapshot["fields"]["pitch_en"] == "New words."
    assert edit.changed_by == person
    assert not Change.objects.filter(page=public.uuid).exists()


def test_published_later_it_has_its_source_and_its_history(person, public):
    take(person, {"code": "G1", "indicators": [GDP]})
    editor = factories.user("ed", roles.EDITOR)
    pending.publish(public, by=editor)
    assert Indicator.objects.get().source == Source.objects.get(title="A new yearbook")
    line = Change.objects.get(page=public.uuid, action="added")
    published = PageEvent.objects.filter(page=public.uuid).order_by("pk").last()
    assert (line.by, published.by) == (person, editor)


def test_a_zone_that_is_not_public_changes_at_once(person, public, draft):
    take(person, {"code": "G1", "pitch_en": "New words."}, {"code": "G2", "pitch_en": "Draft words."})
    assert again(draft).pitch_en == "Draft words."
    assert pending.of(draft) is None
    assert Change.objects.filter(page=draft.uuid).exists()
    assert again(public).pitch_en == "Old words."


def test_a_second_file_builds_on_what_waits_and_twice_the_same_changes_nothing(person, public):
    take(person, {"code": "G1", "pitch_en": "New words."})
    take(person, {"code": "G1", "short_name_en": "Public"})
    fields = pending.of(public).snapshot["fields"]
    assert (fields["pitch_en"], fields["short_name_en"]) == ("New words.", "Public")
    assert take(person, {"code": "G1", "pitch_en": "New words."}).changes == 0


def test_a_dry_run_and_a_bad_file_leave_nothing(person, public):
    shown = take(person, {"code": "G1", "pitch_en": "New words."}, dry_run=True)
    assert shown.difference_count == 1
    take(person, {"code": "G1", "pitch_en": "New words."}, {"code": "G9", "pitch_en": "x"})
    assert pending.of(public) is None
    assert again(public).pitch_en == "Old words."


def test_what_was_not_shown_is_not_kept(person, public):
    shown = take(person, {"code": "G1", "pitch_en": "New words."}, dry_run=True).fingerprint
    assert take(person, {"code": "G1", "pitch_en": "Others."}, expected=shown).is_written is False
    assert take(person, {"code": "G1", "pitch_en": "New words."}, expected=shown).is_written is True


def test_who_may_publish_writes_at_once(public):
    take(factories.user("ed", roles.EDITOR), {"code": "G1", "pitch_en": "New words."})
    assert again(public).pitch_en == "New words."
    assert pending.of(public) is None
