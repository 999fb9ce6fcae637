"""The rows of a group as editors work on them: two at once, with sources, checks, doubts and pages."""

import datetime
import decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of
from zones import roles
from zones.admin.facts import Areas, Indicators
from zones.models import Change, Indicator, PlausibleRange, Source, ZoneEditor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


def group(zone, slug):
    return reverse("admin:zones_zone_group", args=[zone.pk, slug])


def opened(client, address):
    return fields_of(client.get(address))


def errors_of(answer):
    assert answer.status_code == 200
    return [form.errors for one in answer.context["inline_admin_formsets"] for form in one.formset.forms]


def new_area(index=0, **values):
    values = {"kind": "developed", "value_ha": "100"} | values
    return {"areas-TOTAL_FORMS": str(index + 1)} | {f"areas-{index}-{k}": v for k, v in values.items()}


def figure(zone, year=2014, value=1, **fields):
    fields.setdefault("kind", factories.indicator_kind())
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    unit = factories.unit()
    return Indicator.objects.create(
        zone=zone, unit=unit, currency="CNY", value=value, period_start=start, period_end=end, **fields
    )


# --- two people at once


def test_two_people_in_two_groups_do_not_stand_in_each_others_way(client, editor):
    zone = factories.zone("Before", live=False)
    first = reverse("admin:zones_zone_change", args=[zone.pk])
    name, areas = opened(client, first), opened(client, group(zone, "area"))
    assert client.post(group(zone, "area"), areas | new_area()).status_code == 302
    assert client.post(first, name | {"name_en": "After"}).status_code == 302
    zone.refresh_from_db()
    assert (zone.name_en, zone.areas.count()) == ("After", 1)


def test_two_people_on_two_rows_of_a_group_both_keep_what_they_wrote(client, editor):
    zone = factories.zone(live=False)
    one, two = (zone.areas.create(kind=kind, value_ha=100) for kind in ("developed", "planned"))
    mine = theirs = opened(client, group(zone, "area"))
    assert client.post(group(zone, "area"), theirs | {"areas-0-value_ha": "150"}).status_code == 302
    assert client.post(group(zone, "area"), mine | {"areas-1-value_ha": "250"}).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.value_ha, two.value_ha) == (150, 250)


def test_two_people_on_one_row_are_told_and_the_second_decides(client, editor):
    zone = factories.zone(live=False)
    area = zone.areas.create(kind="developed", value_ha=100, source=factories.source())
    mine = opened(client, group(zone, "area"))
    client.post(group(zone, "area"), mine | {"areas-0-value_ha": "150"})
    answer = client.post(group(zone, "area"), mine | {"areas-0-value_ha": "250"})
    assert "It holds now: Hectares: 150" in answer.content.decode().replace("hectares", "Hectares")
    area.refresh_from_db()
    assert area.value_ha == 150
    again = fields_of(answer)
    assert again["areas-0-value_ha"] == "250"
    assert client.post(group(zone, "area"), again).status_code == 302
    area.refresh_from_db()
    assert area.value_ha == 250


def test_a_row_that_somebody_removed_is_no_matter_unless_it_was_changed(client, editor):
    zone = factories.zone(live=False)
    gone = zone.areas.create(kind="developed", value_ha=100)
    zone.areas.create(kind="planned", value_ha=100)
    mine = opened(client, group(zone, "area"))
    gone.delete()
    answer = client.post(group(zone, "area"), mine | {"areas-0-value_ha": "7"})
    assert "removed this row" in answer.content.decode()
    assert client.post(group(zone, "area"), mine | {"areas-1-value_ha": "9"}).status_code == 302
    assert [area.value_ha for area in zone.areas.all()] == [9]


def test_somebody_elses_words_on_the_first_page_are_told(client, editor):
    zone = factories.zone("Before", live=False)
    first = reverse("admin:zones_zone_change", args=[zone.pk])
    mine = opened(client, first)
    client.post(first, mine | {"name_en": "Theirs"})
    answer = client.post(first, mine | {"name_en": "Mine"})
    assert "It holds now" in answer.content.decode() and "Theirs" in answer.content.decode()
    zone.refresh_from_db()
    assert zone.name_en == "Theirs"
    assert client.post(first, fields_of(answer)).status_code == 302
    zone.refresh_from_db()
    assert zone.name_en == "Mine"


# --- long groups


def test_saving_one_page_of_a_long_group_leaves_the_others_alone(client, editor):
    zone = factories.zone(live=False)
    most = Areas.per_page
    for number in range(most + 5):
        zone.areas.create(kind="planned", value_ha=number + 1)
    address = group(zone, "area")
    first = client.get(address)
    assert len(first.context["inline_admin_formsets"][0].formset.initial_forms) == most
    second = opened(client, f"{address}?page=2")
    assert second["areas-INITIAL_FORMS"] == 5
    others = set(zone.areas.order_by("pk").values_list("pk", "value_ha")[:most])
    answer = client.post(f"{address}?page=2", second | {"areas-0-value_ha": "5000", "areas-1-DELETE": "on"})
    assert (answer.status_code, answer.url) == (302, f"{address}?page=2")
    assert zone.areas.count() == most + 4 and others <= set(zone.areas.values_list("pk", "value_ha"))
    assert zone.areas.filter(value_ha=5000).count() == 1


def test_saving_leads_to_the_next_page_and_then_to_the_next_group(client, editor):
    zone = factories.zone(live=False)
    for year in range(1990, 1990 + Indicators.per_page + 1):
        figure(zone, year)
    address = group(zone, "indicators")
    answer = client.post(address, opened(client, address) | {"_next": "1"})
    assert answer.url == f"{address}?page=2"
    answer = client.post(answer.url, opened(client, answer.url) | {"_next": "1"})
    assert answer.url == group(zone, "firms")
    last = group(zone, "structure")
    answer = client.post(last, opened(client, last) | {"_next": "1"})
    assert answer.url == reverse("admin:zones_zone_change", args=[zone.pk])


def test_figures_are_read_by_kind_too(client, editor):
    zone = factories.zone(live=False)
    figure(zone)
    figure(zone, kind=factories.indicator_kind("trade"))
    address = group(zone, "indicators") + "?kind=trade"
    formset = client.get(address).context["inline_admin_formsets"][0].formset
    assert [form.instance.kind.slug for form in formset.initial_forms] == ["trade"]
    answer = client.post(address, opened(client, address) | {"indicators-0-value": "9"})
    assert answer.url == address
    assert sorted(zone.indicators.values_list("kind__slug", "value")) == [("gdp", 1), ("trade", 9)]


def test_a_new_zone_leads_on_to_its_timeline(client, editor):
    add = reverse("admin:zones_zone_add")
    data = opened(client, add) | {"name_en": "New", "types": [factories.zone_type().pk], "_next": "1"}
    answer = client.post(add, data | {"province": factories.province().pk})
    assert answer.url.endswith("/change/timeline/")


# --- sources


def test_a_new_source_is_entered_once_for_several_rows_without_script(client, editor):
    zone = factories.zone(live=False)
    data = opened(client, group(zone, "area")) | {
        **new_area(0, source="new"),
        **new_area(1, kind="planned", source="above"),
        "new_source-title": "Yearbook 2024",
        "new_source-url": "https://example.org/yearbook",
    }
    assert client.post(group(zone, "area"), data).status_code == 302
    source = Source.objects.get()
    assert source.title == "Yearbook 2024"
    assert {area.source for area in zone.areas.all()} == {source}


def test_a_known_address_is_found_again(client, editor):
    zone, known = factories.zone(live=False), factories.source(url="https://example.org/yearbook/")
    entered = {"new_source-title": "Another title", "new_source-url": "http://example.org/yearbook"}
    data = opened(client, group(zone, "area")) | new_area(source="new") | entered
    assert client.post(group(zone, "area"), data).status_code == 302
    assert zone.areas.get().source == known
    answer = client.post(reverse("admin:zones_zone_sources"), entered).json()
    assert (answer["id"], Source.objects.count()) == (known.pk, 1)


def test_a_source_is_entered_beside_the_row_and_errors_are_told_there(client, editor):
    address = reverse("admin:zones_zone_sources")
    assert client.get(address).status_code == 405
    assert client.post(address, {}).status_code == 422
    wrong = client.post(address, {"new_source-url": "no address"})
    assert wrong.status_code == 422 and "url" in wrong.json()["errors"]
    answer = client.post(address, {"new_source-title": "Yearbook"})
    assert answer.json()["label"] == "Yearbook"
    client.force_login(factories.user("nobody"))
    assert client.post(address, {"new_source-title": "Other"}).status_code == 403
    assert Source.objects.count() == 1


def test_a_source_that_no_row_names_is_kept_and_a_wrong_one_is_told(client, editor):
    zone = factories.zone(live=False)
    data = opened(client, group(zone, "area"))
    answer = client.post(group(zone, "area"), data | {"new_source-url": "no address"})
    assert "The new source:" in answer.content.decode()
    assert client.post(group(zone, "area"), data | {"new_source-title": "Yearbook"}).status_code == 302
    assert Source.objects.get().title == "Yearbook"


def test_an_error_elsewhere_keeps_the_new_source_and_everything_typed(client, editor):
    zone = factories.zone(live=False)
    data = opened(client, group(zone, "area")) | {
        **new_area(source="new", as_of="someday"),
        "new_source-title": "Yearbook",
    }
    answer = client.post(group(zone, "area"), data)
    again = fields_of(answer)
    assert again["areas-0-source"] == str(Source.objects.get().pk)
    assert (again["areas-0-as_of"], again["areas-0-value_ha"]) == ("someday", "100")
    # What stands behind the disclosure is opened where it is wrong.
    row = answer.content.decode().partition('id="areas-0"')[2]
    assert '<details class="fact__source" open' in row
    assert client.post(group(zone, "area"), again | {"areas-0-as_of": "2024"}).status_code == 302
    assert zone.areas.get().source.title == "Yearbook"


def test_a_new_row_that_only_took_over_a_source_is_no_row(client, editor):
    zone = factories.zone(live=False)
    data = opened(client, group(zone, "area")) | {"areas-0-source": str(factories.source().pk)}
    assert client.post(group(zone, "area"), data).status_code == 302
    assert not zone.areas.exists()


# --- checked against the source


def test_a_tick_signs_the_check_with_todays_date(client, editor):
    zone = factories.zone(live=False)
    area = zone.areas.create(kind="planned", value_ha=1, source=factories.source())
    other = zone.areas.create(kind="developed", value_ha=1)
    data = opened(client, group(zone, "area"))
    index = next(i for i in (0, 1) if data[f"areas-{i}-id"] == area.pk)
    assert client.post(group(zone, "area"), data | {f"areas-{index}-checked": "on"}).status_code == 302
    area.refresh_from_db()
    assert (area.verified_on, area.verified_by) == (datetime.date.today(), editor)
    answer = client.post(group(zone, "area"), data | {f"areas-{1 - index}-checked": "on"})
    assert "Name the source" in str(errors_of(answer))
    other.refresh_from_db()
    assert other.verified_on is None


def test_all_rows_shown_are_checked_by_one_confirmation(client, editor):
    zone = factories.zone(live=False)
    for kind in ("planned", "developed"):
        zone.areas.create(kind=kind, value_ha=1, source=factories.source())
    bare = zone.areas.create(kind="available", value_ha=1)
    data = opened(client, group(zone, "area")) | {"check_all": "on"}
    assert client.post(group(zone, "area"), data).status_code == 302
    checked = zone.areas.filter(verified_by=editor, verified_on=datetime.date.today())
    assert checked.count() == 2 and bare not in checked
    assert Change.objects.filter(field="verified_on").count() == 2


# --- what looks unlikely


@pytest.fixture
def bounds():
    return PlausibleRange.objects.create(kind=factories.indicator_kind(), high=1000, currency="CNY")


def test_an_unlikely_value_is_saved_with_a_note_and_not_without(client, editor, bounds):
    zone = factories.zone(live=False)
    figure(zone, 2013, 500)
    address = group(zone, "indicators")
    data = opened(client, address) | {"indicators-0-value": "99000"}
    answer = client.post(address, data)
    wrong = errors_of(answer)[0]
    assert list(wrong) == ["value"] and "If it is right, say why" in wrong["value"][0]
    assert fields_of(answer)["indicators-0-value"] == "99000"
    note = {"indicators-0-warning_note_zh_hans": "口径调整"}
    assert client.post(address, fields_of(answer) | note).status_code == 302
    stored = zone.indicators.get()
    assert (stored.value, stored.doubt) == (99000, "range")


def test_a_value_that_was_in_doubt_before_is_marked_and_stops_nobody(client, editor, bounds):
    zone = factories.zone(live=False)
    figure(zone, 2012, 500, kind=factories.indicator_kind("trade"))
    doubted = figure(zone, 2013, 99000)
    address = group(zone, "indicators")
    data = opened(client, address)
    index = next(i for i in (0, 1) if data[f"indicators-{i}-id"] == doubted.pk)
    data |= {f"indicators-{1 - index}-value": "600"}
    assert client.post(address, data).status_code == 302
    page = client.get(address).content.decode()
    assert "Looks unlikely." in page and "1 unlikely" in page
    # Something else may be said about the doubted value.
    remark = {f"indicators-{index}-remark_en": "From a table."}
    assert client.post(address, opened(client, address) | remark).status_code == 302


# --- numbers, files


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("471亿", "47100000000"),
        ("3.5 万", "35000"),
        ("47.1 billion", "47100000000"),
        ("１２", "12"),
    ],
)
def test_a_number_is_read_as_a_yearbook_prints_it(client, editor, text, value):
    zone = factories.zone(live=False)
    figure(zone)
    address = group(zone, "indicators")
    data = opened(client, address) | {"indicators-0-value": text}
    assert client.post(address, data).status_code == 302
    assert zone.indicators.get().value == decimal.Decimal(value)


@pytest.mark.parametrize("text", ["1,23", "12 parsecs", "one"])
def test_what_is_no_number_is_told(client, editor, text):
    zone = factories.zone(live=False)
    figure(zone)
    address = group(zone, "indicators")
    answer = client.post(address, opened(client, address) | {"indicators-0-value": text})
    assert "value" in errors_of(answer)[0]


def test_a_file_that_was_chosen_is_asked_for_again_when_something_else_was_wrong(client, editor):
    zone = factories.zone(live=False)
    data = opened(client, group(zone, "documents")) | {
        "documents-TOTAL_FORMS": "1",
        "documents-0-title_en": "Plan",
        "documents-0-language": "en",
        "documents-0-as_of": "someday",
        "documents-0-file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7\nstartxref\n"),
    }
    answer = client.post(group(zone, "documents"), data)
    assert "choose it once more" in str(errors_of(answer)[0]["file"])


# --- who may


def test_a_group_is_closed_to_whoever_may_not_see_the_zone(client):
    mine, other = factories.zone("Mine", live=False), factories.zone("Other")
    person = factories.user("zoe", roles.ZONE_EDITOR)
    ZoneEditor.objects.create(user=person).zones.add(mine)
    client.force_login(person)
    assert (
        client.post(group(mine, "area"), opened(client, group(mine, "area")) | new_area()).status_code == 302
    )
    assert client.get(group(other, "area")).status_code == 302
    sent = {"areas-TOTAL_FORMS": "1", "areas-INITIAL_FORMS": "0"} | new_area()
    assert client.post(group(other, "area"), sent).status_code in (302, 403)
    assert (mine.areas.count(), other.areas.count()) == (1, 0)
    assert client.get(group(mine, "no-such-group")).status_code == 404


def test_a_row_of_another_zone_cannot_be_smuggled_in(client, editor):
    mine, other = factories.zone("Mine"), factories.zone("Other")
    mine.areas.create(kind="planned", value_ha=1)
    theirs = other.areas.create(kind="planned", value_ha=1)
    data = opened(client, group(mine, "area"))
    client.post(group(mine, "area"), data | {"areas-0-id": theirs.pk, "areas-0-value_ha": "9"})
    theirs.refresh_from_db()
    assert (theirs.zone, theirs.value_ha) == (other, 1)


def test_a_writer_reads_a_group_and_changes_nothing(client):
    zone = factories.zone(live=False)
    area = zone.areas.create(kind="planned", value_ha=1, source=factories.source())
    client.force_login(factories.user("wang", roles.WRITER))
    page = client.get(group(zone, "area")).content.decode()
    assert 'name="areas-0-value_ha"' not in page and 'name="_save"' not in page
    sent = {"areas-TOTAL_FORMS": "1", "areas-INITIAL_FORMS": "1", "areas-0-id": area.pk}
    answer = client.post(group(zone, "area"), sent | {"areas-0-value_ha": "9", "areas-0-kind": "planned"})
    assert answer.status_code == 403
    area.refresh_from_db()
    assert area.value_ha == 1
