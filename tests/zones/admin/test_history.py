"""Each change to a page is kept with who, when and the former value, and is read by whoever may."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import roles
from zones.models import Change, Desk, Indicator, ZoneEditor, ZoneEvent, ZoneName

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR, first_name="Emma", last_name="Sample")
    client.force_login(person)
    return person


def form_of(page, group=""):
    if group:
        return reverse("admin:zones_zone_group", args=[page.pk, group])
    return reverse(f"admin:zones_{page._meta.model_name}_change", args=[page.pk])


def history_of(page):
    return reverse(f"admin:zones_{page._meta.model_name}_history", args=[page.pk])


def save(client, address, without=(), **data):
    fields = fields_of(client.get(address)) | data
    answer = client.post(address, {name: value for name, value in fields.items() if name not in without})
    assert answer.status_code == 302, answer.context["errors"]
    publish_waiting()


def kept():
    return [
        (line.action, line.group, line.field, line.before, line.after)
        for line in Change.objects.order_by("pk")
    ]


def figure(zone, year=2019, **fields):
    fields = {"value": 5, "unit": factories.unit(), "currency": "CNY"} | fields
    return Indicator.objects.create(
        zone=zone,
        kind=factories.indicator_kind("gdp", name_en="GDP"),
        period_start=datetime.date(year, 1, 1),
        period_end=datetime.date(year, 12, 31),
        **fields,
    )


def test_what_an_editor_changes_on_a_zone_is_kept_with_the_former_value(client, editor):
    zone = factories.zone("Harbour Zone", pitch_en="Old words.")
    other = factories.zone_type("etdz")
    before = timezone.now()
    save(client, form_of(zone), pitch_en="New words.", types=[other.pk])
    assert kept() == [
        ("changed", "", "pitch_en", "Old words.", "New words."),
        ("changed", "", "types", "Htdz", "Etdz"),
    ]
    line = Change.objects.first()
    assert (line.by, line.way, line.page, line.record_label) == (editor, "form", zone.uuid, "Harbour Zone")
    assert before <= line.at <= timezone.now()


def test_saving_without_a_change_leaves_no_line(client, editor):
    zone = factories.zone("Harbour Zone", pitch_en="Words.")
    figure(zone)
    save(client, form_of(zone))
    save(client, form_of(zone, "indicators"))
    assert kept() == []


def test_facts_that_come_and_change_and_go_are_kept(client, editor):
    zone, yuan = factories.zone(live=False), factories.unit()
    changed, gone = figure(zone, 2019), figure(zone, 2018, value=3)
    address = form_of(zone, "indicators")
    fields = fields_of(client.get(address))
    places = {str(fields[f"indicators-{n}-id"]): n for n in (0, 1)}
    new = {"kind": changed.kind_id, "period": "2020", "value": "9", "unit": yuan.pk, "currency": "CNY"}
    data = {"indicators-TOTAL_FORMS": "3"} | {f"indicators-2-{name}": value for name, value in new.items()}
    data |= {
        f"indicators-{places[str(changed.pk)]}-value": "6",
        f"indicators-{places[str(gone.pk)]}-DELETE": "on",
    }
    save(client, address, **data)
    added, value, removed = Change.objects.order_by("pk")
    assert (added.action, added.record_label) == ("added", "GDP 2020")
    assert "Value: 9" in added.after and not added.before
    assert (value.field, value.before, value.after, value.record) == ("value", "5", "6", changed.uuid)
    assert (removed.action, removed.record_label, removed.record) == ("removed", "GDP 2018", gone.uuid)
    assert "Value: 3" in removed.before and "Period: 2018" in removed.before and not removed.after


def test_the_further_sources_of_an_event_are_kept(client, editor):
    zone = factories.zone(live=False)
    event = ZoneEvent.objects.create(zone=zone, kind="founded", date="1988")
    event.further_sources.add(factories.source("A gazette"))
    second = factories.source("A yearbook")
    save(client, form_of(zone, "timeline"), **{"events-0-further_sources": [second.pk]})
    assert kept() == [("changed", "events", "further_sources", "A gazette", "A yearbook")]


def test_a_new_zone_and_a_deleted_one_are_kept(client, editor):
    add = reverse("admin:zones_zone_add")
    data = {
        "name_en": "Harbour New Zone",
        "types": [factories.zone_type().pk],
        "province": factories.province().pk,
        "time_zone": "Asia/Shanghai",
    }
    save(client, add, **data)
    (line,) = Change.objects.all()
    assert (line.action, line.group) == ("added", "") and "Name · English: Harbour New Zone" in line.after
    draft = factories.zone("A draft", live=False)
    client.force_login(factories.admin())
    client.post(reverse("admin:zones_zone_delete", args=[draft.pk]), {"post": "yes"})
    line = Change.objects.get(page=draft.uuid)
    assert line.action == "removed" and "A draft" in line.before and line.by.username == "root"


def test_a_story_has_its_history_too(client, editor):
    story = factories.article("A story", body_en="<p>One &amp; two.</p>")
    save(client, form_of(story), body_en="<p>Three.</p>")
    assert kept() == [("changed", "", "body_en", "One & two.", "Three.")]
    assert "One &amp; two." in client.get(history_of(story)).content.decode()


def test_a_refused_form_leaves_no_line(client, editor):
    zone = factories.zone(live=False)
    fields = fields_of(client.get(form_of(zone)))
    assert client.post(form_of(zone), fields | {"pitch_en": "New.", "latitude": "x"}).status_code == 200
    assert kept() == []


# --- the name that a zone had


def test_the_former_name_of_a_public_zone_goes_on_finding_it(
    client, editor, django_capture_on_commit_callbacks
):
    zone = factories.zone("Harbour Zone")
    with django_capture_on_commit_callbacks(execute=True):
        save(client, form_of(zone), name_en="Port Zone")
    kept_name = zone.other_names.get()
    assert (kept_name.kind, kept_name.text) == ("former", "Harbour Zone")
    assert kept_name.until == str(timezone.localdate())
    assert ("added", "other_names") in [line[:2] for line in kept()]
    assert "Port Zone" in client.get(reverse("zones:finder"), {"q": "harbour"}).content.decode()
    assert "Harbour Zone" in client.get(zone.get_absolute_url()).content.decode()


def test_both_languages_have_former_names_and_the_same_name_is_not_kept_twice(client, editor):
    zone = factories.zone("Harbour Zone", name_zh_hans="港口区")
    ZoneName.objects.create(zone=zone, kind="alias", text="harbour zone")
    save(client, form_of(zone), name_en="Port Zone", name_zh_hans="码头区")
    assert set(zone.other_names.values_list("text", flat=True)) == {"harbour zone", "港口区"}


def test_a_slip_of_the_pen_is_not_kept_where_the_editor_unticks_it(client, editor):
    zone = factories.zone("Harbuor Zone")
    save(client, form_of(zone), without={"keep_former_name"}, name_en="Harbour Zone")
    assert not zone.other_names.exists()


def test_the_name_of_a_zone_that_was_never_public_is_not_offered_to_be_kept(client, editor):
    draft = factories.zone("Harbour Zone", live=False)
    assert "keep_former_name" not in client.get(form_of(draft)).content.decode()
    save(client, form_of(draft), name_en="Port Zone")
    assert not draft.other_names.exists()


# --- the page that shows it


def test_the_history_page_shows_changes_and_moves_newest_first(client, editor):
    zone = factories.zone("Harbour Zone", pitch_en="Old words.")
    save(client, form_of(zone), pitch_en="New words.")
    zone.unpublish(by=editor, note="For repairs.")
    page = client.get(history_of(zone)).content.decode()
    assert page.index("unpublished") < page.index("Old words.") < page.index("· published</p>")
    for words in ("Emma Sample", "in the admin", "Pitch · English", "New words.", "For repairs."):
        assert words in page
    assert client.post(history_of(zone)).status_code == 405


def test_the_history_narrows_to_a_group_and_to_a_person(client, editor):
    zone = factories.zone("Harbour Zone", pitch_en="Old words.")
    figure(zone)
    save(client, form_of(zone), pitch_en="New words.")
    second = factories.user("paula", roles.EDITOR)
    client.force_login(second)
    save(client, form_of(zone, "indicators"), **{"indicators-0-value": "77"})

    def shown(**asked):
        page = client.get(history_of(zone), asked).content.decode()
        return ["Old words." in page, ">77<" in page, "· published</p>" in page]

    assert shown() == [True, True, True]
    assert shown(group="indicators") == [False, True, False]
    assert shown(group="page") == [True, False, False]
    assert shown(group="moves") == [False, False, True]
    assert shown(person=second.pk) == [False, True, False]
    # What an address cannot mean narrows nothing.
    assert shown(group="nonsense", person="nobody") == [True, True, True]


def _lines(zone, number, by):
    now = timezone.now()
    Change.objects.bulk_create(
        Change(
            page=zone.uuid,
            page_kind="zone",
            at=now + datetime.timedelta(seconds=place // 2),
            by=by,
            way="form",
            action="changed",
            field="pitch_en",
            record_label=str(zone),
            before=f"before-{place}.",
            after=f"after-{place}.",
        )
        for place in range(number)
    )


def test_a_long_history_is_paged_at_a_constant_cost(client, editor, django_assert_max_num_queries):
    zone = factories.zone(live=False)
    _lines(zone, 1, editor)
    client.get(history_of(zone))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(history_of(zone))
    _lines(zone, 250, editor)
    with django_assert_max_num_queries(len(few)):
        page = client.get(history_of(zone)).content.decode()
    assert "before-249." in page and "before-10." not in page and "Page 1 of 3" in page
    assert "before-10." in client.get(history_of(zone), {"p": 3}).content.decode()
    assert len(few) <= 11


def test_the_list_of_all_changes_costs_the_same_and_counts_no_further_than_it_must(
    client, editor, monkeypatch, django_assert_num_queries
):
    zone, address = factories.zone("Harbour Zone"), reverse("admin:zones_change_changelist")
    _lines(zone, 1, editor)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        _lines(factories.zone(f"Zone {number}"), 2, editor)
    monkeypatch.setattr("zones.admin.history.BoundedPaginator.MOST", 70)
    with django_assert_num_queries(len(few)):
        page = client.get(address)
    assert page.context["cl"].result_count == 70
    assert all("LIMIT" in query["sql"] for query in few if "COUNT(*)" in query["sql"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"way": "form"}, True),
        ({"way": "file"}, False),
        ({"group": "page"}, True),
        ({"group": "indicators"}, False),
        ({"q": "harbour"}, True),
        ({"by": "0"}, False),
        ({"action": "removed"}, False),
    ],
)
def test_all_changes_are_filtered_by_way_group_person_and_page(client, editor, asked, found):
    zone = factories.zone("Harbour Zone")
    _lines(zone, 1, editor)
    page = client.get(reverse("admin:zones_change_changelist"), asked).content.decode()
    assert ("before-0." in page) == found


def test_nobody_changes_a_history(client):
    client.force_login(factories.admin())
    zone = factories.zone(live=False)
    _lines(zone, 1, None)
    line = Change.objects.get()
    change = reverse("admin:zones_change_change", args=[line.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"before": "Rewritten."}).status_code == 403
    assert client.get(reverse("admin:zones_change_add")).status_code == 403
    assert (
        client.post(reverse("admin:zones_change_delete", args=[line.pk]), {"post": "yes"}).status_code == 403
    )
    line.refresh_from_db()
    assert line.before == "before-0."


def test_a_zone_editor_reads_the_history_of_own_zones_alone(client):
    person = factories.user("zora", roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Theirs")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    for zone in (mine, other):
        _lines(zone, 1, None)
    client.force_login(person)
    assert "before-0." in client.get(history_of(mine)).content.decode()
    answer = client.get(history_of(other))
    assert answer.status_code == 302 and answer.url == reverse("admin:index")
    listed = client.get(reverse("admin:zones_change_changelist")).context["cl"].result_list
    assert [line.page for line in listed] == [mine.uuid]
    theirs = Change.objects.get(page=other.uuid)
    assert client.get(reverse("admin:zones_change_change", args=[theirs.pk])).status_code == 302


def test_the_former_address_of_a_desk_is_kept_for_staff_and_shown_to_no_visitor(client, editor):
    zone = factories.zone(live=False)
    Desk.objects.create(zone=zone, name_en="Desk", email="former@example.org")
    save(client, form_of(zone, "contacts"), **{"desks-0-email": "new@example.org"})
    assert "former@example.org" in client.get(history_of(zone)).content.decode()
    client.logout()
    assert "former@example.org" not in client.get(zone.get_absolute_url()).content.decode()
    assert client.get(history_of(zone)).status_code == 302


def test_markup_in_a_value_is_shown_and_not_obeyed(client, editor):
    zone = factories.zone("Harbour Zone", pitch_en="<b id=old>Old</b>")
    save(client, form_of(zone), pitch_en="<b id=new>New</b>")
    for address in (history_of(zone), reverse("admin:zones_change_changelist")):
        page = client.get(address).content.decode()
        assert "&lt;b id=old&gt;" in page and "<b id=" not in page
