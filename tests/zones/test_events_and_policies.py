"""What an event and a policy have to say beside their story, and the calendar that they go into."""

import datetime

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from tests import factories
from zones import preflight
from zones.exchange import import_articles
from zones.models import Article, Section

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def events():
    return factories.section("events", kind=Section.Kind.EVENTS)


@pytest.fixture
def policies():
    return factories.section("policy", kind=Section.Kind.POLICY)


def event(section, headline="Fair", *, days=1, hours=3, **fields):
    begin = timezone.now() + days * DAY
    return factories.article(
        headline, section=section, starts_at=begin, ends_at=begin + datetime.timedelta(hours=hours), **fields
    )


def policy(section, start=None, end=None, **fields):
    return factories.article("Rule", section=section, in_force_from=start, in_force_until=end, **fields)


def test_events_to_come_are_listed_before_those_that_are_over(client, events):
    for headline, days in (("Later", 9), ("Past", -3), ("Soon", 1), ("Long past", -30)):
        event(events, headline, days=days)
    factories.article("Without a date", section=events)
    order = Article.objects.coming_first().values_list("headline_en", flat=True)
    assert list(order) == ["Soon", "Later", "Without a date", "Past", "Long past"]
    page = client.get("/media-center/events/").content.decode()
    assert page.index("Soon") < page.index("Later") < page.index("Long past")
    assert page.count("over</span>") == 2


def test_the_page_says_when_and_where(client, events):
    begin = datetime.datetime(2035, 5, 6, 1, tzinfo=datetime.UTC)
    fair = factories.article(
        "Fair",
        section=events,
        starts_at=begin,
        ends_at=begin + datetime.timedelta(hours=8),
        place_en="Hall 3",
        place_zh_hans="三号馆",
    )
    page = client.get(fair.get_absolute_url()).content.decode()
    assert "May 6, 2035, 09:00 – 17:00 (UTC+8)" in page
    assert "Hall 3" in page
    assert '"@type": "Event"' in page or '"@type":"Event"' in page
    with translation.override("zh-hans"):
        chinese = client.get(fair.get_absolute_url()).content.decode()
    assert "三号馆" in chinese


def test_an_event_goes_into_a_calendar(client, events):
    fair = event(events, "Fair, with; signs", place_en="Hall 3, Quay Road", standfirst_en="Come. " * 40)
    answer = client.get(fair.get_absolute_url() + "event.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(entry["summary"]), str(entry["location"])) == ("Fair, with; signs", "Hall 3, Quay Road")
    assert entry.decoded("dtstart") == fair.starts_at.replace(microsecond=0)
    assert str(entry["uid"]) == fair.uuid.urn
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_the_calendar_of_a_section_holds_what_is_to_come_and_public(client, events):
    event(events, "Soon")
    event(events, "Past", days=-5)
    event(events, "Hidden", live=False)
    entries = icalendar.Calendar.from_ical(client.get("/media-center/events/events.ics").content).walk(
        "VEVENT"
    )
    assert [str(entry["summary"]) for entry in entries] == ["Soon"]
    factories.section("edz-news")
    assert client.get("/media-center/edz-news/events.ics").status_code == 404


def test_a_story_that_is_no_event_has_no_calendar(client):
    assert client.get(factories.article().get_absolute_url() + "event.ics").status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (None, None, ""),
        (1, None, "ahead"),
        (0, None, "in-force"),
        (-9, 0, "in-force"),
        (-9, -1, "expired"),
        (None, -1, "expired"),
    ],
)
def test_whether_a_policy_is_in_force_follows_from_its_days(policies, start, end, state):
    today = timezone.localdate()
    days = [None if number is None else today + number * DAY for number in (start, end)]
    assert policy(policies, *days).force() == state


def test_a_policy_shows_its_state_on_its_page_and_in_lists(client, policies):
    today = timezone.localdate()
    rule = policy(
        policies,
        today - 9 * DAY,
        today - DAY,
        issuer_en="A ministry",
        document_number="No. 4",
        document_url="https://law.example.org/4",
    )
    page = client.get(rule.get_absolute_url()).content.decode()
    for words in ("Expired", "A ministry", "https://law.example.org/4", "No. 4"):
        assert words in page
    assert "Expired" in client.get("/media-center/policy/").content.decode()


def test_dates_in_the_wrong_order_are_refused(events, policies):
    fair = event(events)
    fair.ends_at = fair.starts_at - DAY
    with pytest.raises(ValidationError, match="in this order"):
        fair.full_clean()
    fair.ends_at = None
    with pytest.raises(ValidationError, match="in this order"):
        fair.full_clean()
    rule = policy(policies, datetime.date(2026, 2, 1), datetime.date(2026, 2, 1))
    rule.in_force_until = datetime.date(2026, 1, 1)
    with pytest.raises(ValidationError, match="ends before it starts"):
        rule.full_clean()


def test_an_event_without_dates_is_stopped_and_a_policy_is_asked(events, policies):
    def told(page):
        return {(finding.field, finding.stops) for finding in preflight.findings(page)}

    assert ("starts_at", True) in told(factories.article(section=events, live=False))
    assert ("in_force_from", False) in told(factories.article(section=policies, live=False))
    assert not {"starts_at", "in_force_from"} & {field for field, _stops in told(event(events, live=False))}


def test_files_carry_events_and_policies(events):
    row = "section,slug,headline_en,body_en,starts_at,ends_at,place_en\nevents,fair,Fair,<p>x</p>,2031-05-06T09:00,2031-05-06 17:00,Hall\n"
    report = import_articles(row.encode(), "news.csv")
    assert report.problems == []
    fair = Article.objects.get()
    assert timezone.localtime(fair.starts_at).hour == 9
    assert import_articles(row.encode(), "news.csv").changes == 0
