"""What is not published inside a group, and a zone that has left the list."""

import pytest
from django.utils.translation import override

from tests import factories
from tests.zones.fictitious import fictitious_zone
from tests.zones.test_profile import Sections, page_of
from zones import questions
from zones.models import Connection, ConnectionKind, ZoneEvent

pytestmark = pytest.mark.django_db


def event(zone, kind, date, **fields):
    ZoneEvent.objects.create(zone=zone, kind=kind, date=date, **fields)
    zone.refresh_standing()


def test_a_hole_names_every_empty_field_and_asks_for_them_together():
    zone = factories.zone("Bare Zone")
    hole = questions.hole(zone, "place")
    assert hole.title == "city, address, coordinates"
    assert hole.question == "Could you tell me this about Bare Zone: city, address, coordinates?"


def test_a_full_group_has_no_hole():
    zone = fictitious_zone()
    assert questions.hole(zone, "overview") is None
    assert questions.hole(zone, "place") is None


def test_zero_is_a_latitude():
    zone = factories.zone(latitude=0, longitude=0)
    assert "coordinates" not in questions.hole(zone, "place").title


def test_the_page_says_what_the_overview_lacks_and_links_the_question(client):
    sections = Sections(page_of(client, factories.zone("Bare Zone", slug="bare")))
    assert "Not published: supervising body, managing body, website Ask the zone" in sections.text("overview")
    assert any("zone=bare&message=Could+you+tell+me" in link for link in sections.links["overview"])


def test_the_page_in_chinese_asks_in_chinese(client):
    zone = factories.zone("Bare Zone", name_zh_hans="空白区")
    with override("zh-hans"):
        assert questions.hole(zone, "place").question.startswith("请问空白区的以下信息：")
    assert "未公布：" in Sections(page_of(client, zone, "zh-hans")).text("place").replace(" ", "")


def test_a_connection_without_distance_asks_for_it(client, django_capture_on_commit_callbacks):
    zone = factories.zone("Bare Zone", slug="bare")
    kind = ConnectionKind.objects.create(slug="seaport", name_en="Seaport")
    Connection.objects.create(zone=zone, kind=kind, name_en="Port of Examples")
    sections = Sections(page_of(client, zone))
    assert "Distance not published Ask the zone" in sections.text("connections")
    assert any("How+far+is+Port+of+Examples+from+Bare+Zone" in link for link in sections.links["connections"])
    Connection.objects.update(minutes=40)
    with django_capture_on_commit_callbacks(execute=True):
        zone.announce_change()
    assert "Ask the zone" not in Sections(page_of(client, zone)).text("connections")


def test_a_zone_that_left_the_list_says_so_before_anything_else(client):
    zone = factories.zone("Former Zone", slug="former")
    event(zone, "approved", "2013-01", level=factories.level())
    event(zone, "withdrawn", "2020-01-17")
    page = page_of(client, zone).split("<h1")[1]
    notice, strip = page.index("no longer on the national list"), page.index("profile__strip")
    assert notice < strip
    assert "National" not in page[:notice]
    assert "Withdrawn from the list</strong> · Jan. 17, 2020" in page


def test_a_zone_missing_from_a_later_list_is_doubtful_but_keeps_its_level(client):
    zone = factories.zone("Doubtful Zone", slug="doubtful")
    event(zone, "approved", "2013-01", level=factories.level())
    event(zone, "withdrawn", "2024", is_confirmed=False)
    page = page_of(client, zone)
    assert "A later list leaves this zone out" in page
    assert "no longer on the national list" not in page
    assert 'class="kicker">National' in page
