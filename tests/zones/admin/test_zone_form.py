"""The form of a zone: its facts, its translations, and who may change what."""

import datetime
import decimal

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of, publish_waiting
from zones import roles
from zones.admin.facts import SECTIONS
from zones.models import (
    ConnectionKind,
    CostKind,
    Indicator,
    OldAddress,
    Status,
    Zone,
    ZoneEditor,
    ZoneEvent,
)
from zones.signals import content_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


# The rows of a group by the name that its fields begin with → the page on which they stand.
PAGES = {"other_names": ""} | {section.relation: section.slug for section in SECTIONS}


def change(zone, group=""):
    if group:
        return reverse("admin:zones_zone_group", args=[zone.pk, group])
    return reverse("admin:zones_zone_change", args=[zone.pk])


def row(prefix, index=0, total=1, **values):
    """The fields of one new row of a group."""
    return {f"{prefix}-TOTAL_FORMS": str(total)} | {
        f"{prefix}-{index}-{name}": value for name, value in values.items()
    }


def save(client, zone, data):
    """Save each page of the form that the data belong to; without data, all of them as they stand."""
    by_page = {page: {} for page in PAGES.values()} if not data else {}
    for name, value in data.items():
        by_page.setdefault(PAGES.get(name.partition("-")[0], ""), {})[name] = value
    for page, values in by_page.items():
        answer = client.post(change(zone, page), fields_of(client.get(change(zone, page))) | values)
        if answer.status_code != 302:
            form, groups = answer.context["adminform"].form, answer.context["inline_admin_formsets"]
            pytest.fail(
                f"{form.errors} {[g.formset.errors for g in groups if g.formset.total_error_count()]}"
            )
    zone.refresh_from_db()


def test_a_new_zone_is_named_and_placed_and_its_facts_follow_on_its_page(client, editor):
    add = reverse("admin:zones_zone_add")
    data = fields_of(client.get(add)) | {
        "name_en": "Harbour New Zone",
        "types": [factories.zone_type().pk],
        "province": factories.province().pk,
        "time_zone": "Asia/Shanghai",
    }
    assert client.post(add, data).status_code == 302
    zone = Zone.objects.get()
    assert (zone.slug, zone.stage, zone.created_by) == ("harbour-new-zone", "draft", editor)
    page = client.get(change(zone)).content.decode()
    for section in SECTIONS:
        assert f'href="{change(zone, section.slug)}"' in page
        group = client.get(change(zone, section.slug)).content.decode()
        assert f'id="{section.relation}-group"' in group


def test_every_group_takes_a_row(client, editor):
    zone, other = factories.zone("First", live=False), factories.zone("Second")
    money, count = factories.unit("money"), factories.unit("count")
    source = factories.source()
    kind = factories.indicator_kind()
    port = ConnectionKind.objects.create(slug="seaport", name_en="Seaport")
    power = CostKind.objects.create(slug="power", name_en="Power")
    rows = {
        "other_names": {"kind": "former", "text": "Old name", "until": "1999"},
        "events": {"kind": "approved", "date": "1991-03", "level": factories.level().pk, "source": source.pk},
        "relations": {"kind": "part_of", "other": other.pk},
        "targets": {"metric_en": "High-tech firms", "value": "2000", "unit": count.pk, "due_year": "2023"},
        "areas": {"kind": "approved", "value_ha": "2750", "as_of": "2018"},
        "industry_roles": {"industry": factories.industry().pk, "role": "core"},
        "indicators": {
            "kind": kind.pk,
            "period": "2017 Jan-Nov",
            "value": "47100000000",
            "unit": money.pk,
            "currency": "CNY",
        },
        "firms": {"name_zh_hans": "某公司", "country": "DE"},
        "connections": {"kind": port.pk, "name_en": "Dalian", "distance_km": "400"},
        "costs": {"kind": power.pk, "low": "0.6", "unit": money.pk, "currency": "cny"},
        "incentives": {"title_en": "Rent relief", "starts_on": "2020-01-01"},
        "sites": {"code": "A-1", "kind": "land", "size": "5", "size_unit": factories.unit("area").pk},
        "desks": {"name_en": "Investment desk", "email": "desk@example.org"},
    }
    data = {}
    for prefix, values in rows.items():
        data |= row(prefix, **values)
    save(client, zone, data)
    for prefix in rows:
        assert getattr(zone, prefix).count() == 1, prefix
    assert zone.costs.get().currency == "CNY"
    # The page opens again with every row, and saving it unchanged changes nothing.
    save(client, zone, {})
    assert all(getattr(zone, prefix).count() == 1 for prefix in rows)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", (2014, 1, 1), (2014, 12, 31)),
        ("2014 H1", (2014, 1, 1), (2014, 6, 30)),
        ("2017 Jan-Nov", (2017, 1, 1), (2017, 11, 30)),
        ("1993-2012", (1993, 1, 1), (2012, 12, 31)),
    ],
)
def test_a_period_is_written_as_the_source_writes_it(client, editor, text, start, end):
    zone, kind = factories.zone(live=False), factories.indicator_kind()
    figures = {"kind": kind.pk, "value": "1", "unit": factories.unit().pk, "currency": "CNY"}
    save(client, zone, row("indicators", period=text, **figures))
    figure = zone.indicators.get()
    assert (figure.period_start, figure.period_end) == (datetime.date(*start), datetime.date(*end))
    save(client, zone, {})
    assert zone.indicators.get().period == figure.period


def test_what_is_no_period_is_explained(client, editor):
    zone = factories.zone(live=False)
    address = change(zone, "indicators")
    data = fields_of(client.get(address)) | row("indicators", period="last year", value="1")
    assert "2017 Jan-Nov" in client.post(address, data).content.decode()


def test_checking_a_fact_is_signed_by_who_checked_it(client, editor):
    zone = factories.zone(live=False)
    save(client, zone, row("areas", kind="approved", value_ha="100", verified_on="2026-01-05"))
    area = zone.areas.get()
    assert area.verified_by == editor
    client.force_login(factories.admin())
    save(client, zone, {"areas-0-value_ha": "101"})
    area.refresh_from_db()
    assert (area.value_ha, area.verified_by) == (decimal.Decimal(101), editor)
    save(client, zone, {"areas-0-verified_on": ""})
    area.refresh_from_db()
    assert area.verified_by is None


def test_level_status_and_area_follow_from_the_rows(client, editor):
    zone = factories.zone(live=False)
    assert zone.status == Status.PLANNED
    save(
        client,
        zone,
        row("events", kind="approved", date="1991", level=factories.level().pk)
        | row("areas", kind="approved", value_ha="2750"),
    )
    assert (zone.status, zone.level.slug, zone.approved_on) == (Status.ACTIVE, "national", "1991")
    assert zone.approved_area_ha == 2750
    panel = client.get(change(zone)).context["standing"]
    assert [str(value) for _label, value in panel] == ["National", "Active", "—", "1991", "2750"]
    save(client, zone, {"events-0-DELETE": "on"})
    assert (zone.status, zone.level) == (Status.PLANNED, None)


def test_a_saved_live_zone_is_announced_and_a_draft_is_not(
    client, editor, django_capture_on_commit_callbacks
):
    heard = []

    def listen(instance=None, **kwargs):
        heard.append(instance)

    content_changed.connect(listen)
    try:
        for is_live in (True, False):
            zone = factories.zone(live=is_live)
            with django_capture_on_commit_callbacks(execute=True):
                save(client, zone, {"pitch_en": "New words."})
                assert zone not in heard
                publish_waiting()
            assert (zone in heard) == is_live
    finally:
        content_changed.disconnect(listen)


def test_a_moved_zone_answers_at_its_old_address(client, editor):
    zone = factories.zone(slug="before")
    save(client, zone, {"slug": "after"})
    publish_waiting()
    assert OldAddress.objects.get().path == "/zones/before/"
    assert client.get("/zones/before/").url == "/zones/after/"
    save(client, zone, {"slug": "before"})
    publish_waiting()
    assert [old.path for old in OldAddress.objects.all()] == ["/zones/after/"]


def test_every_page_of_the_form_costs_the_same_for_one_row_as_for_many(
    client, editor, django_assert_max_num_queries, django_assert_num_queries
):
    zone = factories.zone(live=False)
    client.get(change(zone))
    make_rows(zone, 1)
    costs = {}
    for page in PAGES.values():
        with django_assert_max_num_queries(25) as first:
            client.get(change(zone, page))
        costs[page] = len(first)
    make_rows(zone, 14)
    for page in PAGES.values():
        with django_assert_num_queries(costs[page]):
            client.get(change(zone, page))


def test_a_long_group_is_told_in_pages_of_a_moderate_size(client, editor):
    zone = factories.zone(
        "A zone with a long name in the city of somewhere", name_zh_hans="某地经济技术开发区"
    )
    make_rows(zone, 60)
    for page in PAGES.values():
        for language in ("", "/zh-hans"):
            answer = client.get(language + change(zone, page))
            assert len(answer.content) < 150 * 1024, (page, language)


def make_rows(zone, number):
    """Facts with every text filled in, the further sources of events among them."""
    source, words = factories.source("A yearbook of a long title"), "Words " * 12
    kind, unit = factories.indicator_kind(), factories.unit()
    port = ConnectionKind.objects.get_or_create(slug="seaport", defaults={"name_en": "Seaport"})[0]
    power = CostKind.objects.get_or_create(slug="power", defaults={"name_en": "Power"})[0]
    start = zone.indicators.count()
    for index in range(start, start + number):
        texts = {"source": source, "remark_en": words, "remark_zh_hans": words}
        figure = {"unit": unit, "currency": "CNY", "value": 1000 + index}
        year = 1949 + index // 2
        Indicator.objects.create(
            zone=zone,
            kind=kind,
            scope_en=f"Part {index}",
            period_start=datetime.date(year, 1, 1),
            period_end=datetime.date(year, 12, 31),
            **figure,
            **texts,
        )
        event = ZoneEvent.objects.create(zone=zone, kind="other", date="2001", title_en=words, **texts)
        event.further_sources.add(source)
        zone.targets.create(metric_en=words, due_year=2030, **figure, **texts)
        zone.areas.create(kind="planned", value_ha=100 + index, **texts)
        label = f"Label {index}"
        zone.industry_roles.create(industry=factories.industry(), label_en=label, **texts)
        zone.firms.create(name_en=f"Firm {index}", country="DE", industry=factories.industry(), **texts)
        zone.connections.create(kind=port, name_en=f"Port {index}", distance_km=index, **texts)
        zone.costs.create(kind=power, low=index, unit=unit, currency="CNY", note_en=words, **texts)
        zone.incentives.create(title_en=words, benefit_en=words, eligibility_en=words, **texts)
        zone.sites.create(code=f"S{index}", kind="land", size=5, size_unit=unit, **texts)
        zone.desks.create(name_en=f"Desk {index}", role_en=words, **texts)
        zone.other_names.create(kind="alias", text=f"Name {index}")


@pytest.mark.parametrize("kind", ["zone", "article"])
def test_the_list_costs_the_same_for_one_page_as_for_thirty(
    client, editor, kind, django_assert_max_num_queries, django_assert_num_queries
):
    listing = reverse(f"admin:zones_{kind}_changelist")
    make = getattr(factories, kind)
    make(created_by=editor)
    client.get(listing)
    with django_assert_max_num_queries(12) as first:
        client.get(listing)
    cost = len(first)
    for _one in range(30):
        make(created_by=editor)
    client.get(listing)
    with django_assert_num_queries(cost):
        client.get(listing)


def test_the_selects_are_filled_from_one_answer(client, editor):
    kind = factories.indicator_kind()
    lists = client.get(reverse("admin:zones_zone_lists")).json()
    assert [kind.pk, "Gdp", kind.unit_id] in lists["indicatorkind"]
    assert ["DE", "Germany"] in lists["country"]
    client.logout()
    assert client.get(reverse("admin:zones_zone_lists")).status_code == 302


def test_a_zone_editor_may_name_a_public_neighbour_and_no_hidden_zone(client):
    person = factories.user("zoe", roles.ZONE_EDITOR)
    mine, hidden = factories.zone("Mine"), factories.zone("Hidden", live=False)
    factories.zone("Neighbour")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    client.force_login(person)
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "zones", "model_name": "zonerelation", "field_name": "other", "term": ""},
    ).json()["results"]
    assert {one["text"] for one in found} == {"Mine", "Neighbour"}
    assert str(hidden.pk) not in {one["id"] for one in found}


def test_what_is_wrong_is_told_at_the_top_with_the_way_there(client, editor):
    zone = factories.zone(live=False)
    for page, data, way in (
        ("", {"time_zone": "Nowhere"}, "id_time_zone"),
        ("indicators", row("indicators", period="2017 Foo", value="1"), "id_indicators-0-period"),
    ):
        sent = fields_of(client.get(change(zone, page))) | data
        answer = client.post(change(zone, page), sent).content.decode()
        summary = answer.partition('class="error-summary"')[2].partition("</ul>")[0]
        assert f'href="#{way}"' in summary and f'id="{way}"' in answer
