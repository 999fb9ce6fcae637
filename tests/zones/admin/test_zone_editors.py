"""A zone editor changes own zones and no others, whatever is sent to whichever address."""

import datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import previews, roles
from zones.models import (
    Change,
    Indicator,
    PreviewLink,
    Stage,
    Zone,
    ZoneEditor,
    ZoneEvent,
    ZoneName,
    ZoneRelation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return factories.zone("Mine", slug="mine", code="G1")


@pytest.fixture
def theirs():
    return factories.zone("Theirs", slug="theirs", code="G2", live=False)


@pytest.fixture(autouse=True)
def zora(client, mine):
    person = factories.user("zora", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(mine)
    client.force_login(person)
    return person


def address_of(zone, name="change", *more):
    return reverse(f"admin:zones_zone_{name}", args=[zone.pk, *more])


def figure(zone):
    return Indicator.objects.create(
        zone=zone,
        kind=factories.indicator_kind("gdp"),
        period_start=datetime.date(2019, 1, 1),
        period_end=datetime.date(2019, 12, 31),
        value=5,
        unit=factories.unit(),
        currency="CNY",
    )


def form_of(client, zone, group):
    return fields_of(client.get(address_of(zone, "group", group)))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("change", []),
        ("history", []),
        ("delete", []),
        ("preview", []),
        ("group", ["indicators"]),
        ("group", ["timeline"]),
    ],
)
def test_no_page_of_another_zone_opens(client, theirs, name, more):
    answer = client.get(address_of(theirs, name, *more))
    assert answer.status_code in (302, 403, 404) and b"Theirs" not in answer.content


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("change", {"name_en": "Taken", "types": [1]}),
        ("moves", {"move": "publish"}),
        ("moves", {"move": "submit"}),
        ("preview_links", {}),
        ("delete", {"post": "yes"}),
    ],
)
def test_nothing_that_is_sent_to_another_zone_changes_it(client, theirs, name, data):
    answer = client.post(address_of(theirs, name), data)
    assert answer.status_code in (302, 403, 404)
    theirs.refresh_from_db()
    assert (theirs.name_en, theirs.stage) == ("Theirs", Stage.DRAFT)
    assert not PreviewLink.objects.exists() and not Change.objects.exists()


def test_a_preview_link_of_another_zone_is_not_withdrawn(client, theirs, mine):
    previews.share(theirs, by=factories.admin())
    link = PreviewLink.objects.get()
    for zone in (theirs, mine):
        address = reverse("admin:zones_zone_preview_revoke", args=[zone.pk, link.pk])
        assert client.post(address).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_facts_of_another_zone_are_not_reached_from_the_form_of_an_own_one(client, mine, theirs):
    own, foreign = figure(mine), figure(theirs)
    fields = form_of(client, mine, "indicators")
    for crafted in (
        {"indicators-0-id": foreign.pk, "indicators-0-value": "99"},
        {"indicators-0-id": foreign.pk, "indicators-0-DELETE": "on"},
        {"indicators-0-zone": theirs.pk, "indicators-0-value": "99"},
    ):
        client.post(address_of(mine, "group", "indicators"), fields | crafted)
        own.refresh_from_db()
        foreign.refresh_from_db()
        assert (own.zone, own.value, foreign.zone, foreign.value) == (mine, 5, theirs, 5), crafted


def test_a_new_fact_goes_to_the_own_zone_whatever_zone_it_names(client, mine, theirs):
    fields = form_of(client, mine, "timeline") | {
        "events-TOTAL_FORMS": "1",
        "events-0-zone": theirs.pk,
        "events-0-kind": "founded",
        "events-0-date": "1988",
    }
    client.post(address_of(mine, "group", "timeline"), fields)
    assert not ZoneEvent.objects.filter(zone=theirs).exists()


def test_other_names_of_another_zone_are_not_reached_from_the_first_page(client, mine, theirs):
    own = ZoneName.objects.create(zone=mine, text="Own alias")
    foreign = ZoneName.objects.create(zone=theirs, text="Foreign alias")
    fields = fields_of(client.get(address_of(mine)))
    client.post(address_of(mine), fields | {"other_names-0-id": foreign.pk, "other_names-0-text": "X"})
    assert {row.text for row in ZoneName.objects.all()} == {own.text, foreign.text}


def relate(client, mine, other):
    fields = form_of(client, mine, "structure")
    place = fields["relations-INITIAL_FORMS"]
    fields |= {
        "relations-TOTAL_FORMS": str(int(place) + 1),
        f"relations-{place}-kind": "overlaps",
        f"relations-{place}-other": other.pk,
    }
    answer = client.post(address_of(mine, "group", "structure"), fields)
    publish_waiting()
    return answer


def test_a_draft_of_others_is_not_named_as_a_neighbour_and_a_public_zone_is(client, mine, theirs):
    answer = relate(client, mine, theirs)
    assert answer.status_code == 200 and "Theirs" not in answer.content.decode()
    assert not ZoneRelation.objects.exists()
    relate(client, mine, factories.zone("Public"))
    assert str(ZoneRelation.objects.get().other) == "Public"


def test_a_neighbour_that_an_editor_has_named_stays_when_the_page_is_saved(client, mine, theirs):
    ZoneRelation.objects.create(zone=mine, kind="part_of", other=theirs)
    relate(client, mine, factories.zone("Public"))
    assert set(ZoneRelation.objects.values_list("other__name_en", flat=True)) == {"Theirs", "Public"}


def test_the_search_for_a_neighbour_finds_no_draft_of_others(client, mine, theirs):
    factories.zone("Public")
    asked = {"app_label": "zones", "model_name": "zonerelation", "field_name": "other"}

    def found(term):
        answer = client.get(reverse("admin:autocomplete"), asked | {"term": term})
        return [row["text"] for row in answer.json()["results"]]

    assert (found("Mine"), found("Public"), found("Theirs"), found("G2")) == (["Mine"], ["Public"], [], [])


def test_lists_and_their_actions_hold_own_zones_alone(client, mine, theirs):
    listed = reverse("admin:zones_zone_changelist")
    for asked in ({}, {"q": "Theirs"}, {"state": "draft"}, {"province__id__exact": theirs.province_id}):
        rows = client.get(listed, asked).context["cl"].result_list
        assert theirs not in rows, asked
    for zone in (mine, theirs):
        client.post(listed, {"action": "delete_selected", "_selected_action": [zone.pk], "post": "yes"})
    assert Zone.objects.count() == 2


def test_no_zone_is_added(client):
    assert client.get(reverse("admin:zones_zone_add")).status_code == 403
    assert client.post(reverse("admin:zones_zone_add"), {"name_en": "New"}).status_code == 403


def test_address_code_and_end_of_an_own_zone_are_for_the_portals_editors(client, mine):
    page = client.get(address_of(mine))
    fields = fields_of(page)
    assert not {"slug", "code", "expires_at"} & set(fields)
    crafted = {"pitch_en": "New.", "slug": "elsewhere", "code": "G9", "expires_at": "2001-01-01T00:00"}
    client.post(address_of(mine), fields | crafted)
    publish_waiting()
    mine.refresh_from_db()
    assert (mine.pitch_en, mine.slug, mine.code, mine.expires_at) == ("New.", "mine", "G1", None)
    client.force_login(factories.user("emma", roles.EDITOR))
    assert "slug" in fields_of(client.get(address_of(mine)))


def test_a_person_without_zones_sees_none(client, theirs, mine):
    client.force_login(factories.user("nobody", roles.ZONE_EDITOR))
    page = client.get(reverse("admin:zones_zone_changelist")).content.decode()
    assert "Mine" not in page and "Theirs" not in page
