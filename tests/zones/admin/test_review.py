"""The review queue on the screen: what it tells, whom, and where its lines lead."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from zones import freshness, roles
from zones.models import Area, Indicator, PlausibleRange, ReviewInterval, ZoneEditor
from zones.models.fact import Doubt
from zones.periods import Period

pytestmark = pytest.mark.django_db

QUEUE = "/admin/zones/zone/review/"


@pytest.fixture(autouse=True)
def nothing_is_missing():
    ReviewInterval.objects.update(weight=0)


def figure(zone, value, **fields):
    kind = factories.indicator_kind("gdp", name_zh_hans="地区生产总值")
    made = Indicator(zone=zone, kind=kind, unit=kind.unit, currency="CNY", value=value, **fields)
    made.period = Period.parse("2001")
    made.save()
    return made


def old_area(zone):
    return Area.objects.create(zone=zone, kind="approved", value_ha=1250, as_of="2001")


def page(client, **asked):
    return client.get(QUEUE, asked).content.decode()


@pytest.fixture
def editor(client):
    client.force_login(factories.user("emma", roles.EDITOR))


def test_a_line_tells_what_is_the_matter_and_leads_to_the_row(client, editor):
    zone = factories.zone("Harbour Zone")
    first, _second = figure(zone, 125), figure(zone, 108)
    text = page(client)
    assert "Gdp, 2001: CNY 125" in text or "Gdp, 2001: 125 yuan (CNY)" in text
    assert "Also published: 108 yuan (CNY). None is preferred." in text
    address = f"{reverse('admin:zones_zone_group', args=[zone.pk, 'indicators'])}?kind=gdp#fact-{first.uuid}"
    assert f'href="{address}"' in text
    assert f'id="fact-{first.uuid}"' in client.get(address).content.decode()


def test_every_reason_has_its_words_in_both_languages(client, editor):
    zone = factories.zone("Harbour Zone")
    ReviewInterval.objects.filter(group="costs").update(weight=1)
    figure(zone, 125, doubt=Doubt.JUMP)
    old_area(zone)
    english = page(client)
    for words in ["Far from the figures before and after it", "As of 2001", "Nothing is published"]:
        assert words in english
    chinese = client.get(f"/zh-hans{QUEUE}").content.decode()
    for words in ["2001年地区生产总值：125元", "截至2001年", "尚未公布任何内容"]:
        assert words in chinese


def test_filters_narrow_and_tell_how_much_each_choice_holds(client, editor):
    zone = factories.zone("Harbour Zone")
    factories.zone("Elsewhere", province=factories.province("hainan"))
    old_area(zone)
    figure(zone, 125)
    assert page(client).count("review__line--stale") == 2
    narrowed = page(client, group="area")
    assert narrowed.count("review__line--stale") == 1 and "1,250 ha" in narrowed
    assert ">Out of date (1)<" in narrowed and ">Figures (1)<" in narrowed
    assert "Nothing of this waits" in page(client, kind="unlikely")
    assert "Nothing of this waits" in page(client, province="hainan")
    assert page(client, province="liaoning").count("review__line--stale") == 2


@pytest.mark.parametrize("asked", [{"kind": "x"}, {"group": "x"}, {"province": "x"}, {"p": "x"}, {"p": "99"}])
def test_what_nobody_offers_is_answered_all_the_same(client, editor, asked):
    old_area(factories.zone())
    assert client.get(QUEUE, asked).status_code == 200


def test_pages_follow_each_other_and_keep_the_filters(client, editor):
    for _number in range(51):
        old_area(factories.zone())
    first = page(client, kind="stale")
    assert "1–50 of 51" in first and "?kind=stale&amp;p=2" in first
    assert "51–51 of 51" in page(client, kind="stale", p="2")


def test_zone_editors_find_their_own_zones_alone(client):
    person = factories.user("zoe", roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Somebody else's")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    old_area(mine)
    old_area(other)
    client.force_login(person)
    assert "Mine" in page(client) and "Somebody else" not in page(client)
    assert "Somebody else" not in b"".join(client.get("/admin/zones/zone/review.csv")).decode()
    front = client.get("/admin/").content.decode()
    assert "?kind=stale" in front


def test_an_editor_with_zones_of_their_own_may_ask_for_these(client):
    person = factories.user("emma", roles.EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Other")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    old_area(mine)
    old_area(other)
    client.force_login(person)
    assert page(client).count("review__line--stale") == 2
    assert page(client, mine="1").count("review__line--stale") == 1


def test_who_may_not_change_zones_has_no_queue(client):
    client.force_login(factories.user("wang", roles.WRITER))
    assert client.get(QUEUE).status_code == 403
    assert client.get("/admin/zones/zone/review.csv").status_code == 403
    client.logout()
    assert client.get(QUEUE).status_code == 302


def test_the_file_holds_the_whole_queue_and_no_formula(client, editor):
    zone = factories.zone("=1+1")
    for _number in range(60):
        old_area(zone)
    content = b"".join(client.get("/admin/zones/zone/review.csv?kind=undated")).decode()
    assert len(content.splitlines()) == 1
    Area.objects.all().delete()
    old_area(zone)
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get("/admin/zones/zone/review.csv")).decode())))
    assert [(row["kind"], row["zone"], row["since"]) for row in rows] == [("stale", "'=1+1", "2012-01-01")]


@pytest.mark.parametrize("start", ["", "/zh-hans"])
def test_the_file_tells_of_what_is_missing_and_unlikely_too(client, editor, start):
    ReviewInterval.objects.filter(group="contacts").update(weight=2)
    figure(factories.zone("Alpha"), 1, doubt=Doubt.JUMP)
    content = b"".join(client.get(f"{start}/admin/zones/zone/review.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {(row["kind"], row["group"]) for row in rows} == {
        ("unlikely", "indicators"),
        ("stale", "indicators"),
        ("missing", "contacts"),
    }


def test_the_screen_costs_no_more_for_fifty_zones_than_for_one(client, editor):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(QUEUE).status_code == 200
        return len(asked)

    def fill(zone):
        figure(zone, 1)
        figure(zone, 2)
        old_area(zone)

    fill(factories.zone())
    cost()
    for_one = cost()
    for _number in range(49):
        fill(factories.zone())
    assert cost() <= for_one


# --- the rules as data


def test_editors_set_intervals_and_cannot_add_or_remove_any(client, editor):
    row = ReviewInterval.objects.get(group="area")
    address = reverse("admin:zones_reviewinterval_change", args=[row.pk])
    assert client.post(address, {"months": "3", "weight": "9"}).status_code == 302
    assert freshness.Policy.load().months["area"] == 3
    assert client.get(reverse("admin:zones_reviewinterval_add")).status_code == 403
    assert client.post(reverse("admin:zones_reviewinterval_delete", args=[row.pk])).status_code == 403


def test_a_changed_interval_is_seen_in_public_at_once(client, django_capture_on_commit_callbacks):
    zone = factories.zone("Harbour Zone")
    Area.objects.create(zone=zone, kind="approved", value_ha=1250, as_of="2025")
    ReviewInterval.objects.filter(group="area").update(months=600)
    before = client.get(zone.get_absolute_url()).content
    assert client.get(zone.get_absolute_url()).content == before
    staff = type(client)()
    staff.force_login(factories.user("emma", roles.EDITOR))
    address = reverse("admin:zones_reviewinterval_change", args=[ReviewInterval.objects.get(group="area").pk])
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(address, {"months": "1", "weight": "9"})
    assert client.get(zone.get_absolute_url()).content != before


def test_editors_set_plausible_ranges_for_every_zone_to_be_judged_by(client, editor):
    kind = factories.indicator_kind("gdp")
    data = {"kind": kind.pk, "per": "", "low": "1", "high": "", "currency": "cny"}
    assert client.post(reverse("admin:zones_plausiblerange_add"), data).status_code == 302
    assert PlausibleRange.objects.get().currency == "CNY"


def test_the_list_of_zones_sorts_by_completeness(client, editor):
    ReviewInterval.objects.filter(group="area").update(weight=1)
    poor, rich = factories.zone("A poor one"), factories.zone("Rich")
    old_area(rich)
    address = reverse("admin:zones_zone_changelist")
    columns = client.get(address).context["cl"].list_display
    listed = client.get(address, {"o": f"-{columns.index('complete')}"})
    assert list(listed.context["cl"].result_list) == [rich, poor]
    assert "EN\N{NO-BREAK SPACE}100% ZH\N{NO-BREAK SPACE}100%" in listed.content.decode()
