"""Working time: known cases, and what is true of all of them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.clock import DESK_ZONE, WorkingCalendar, add_working_days, add_working_time, next_due
from inquiries.models import Holiday

PLAIN = WorkingCalendar()


def at(day, hour, minute=0, month=11):
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=DESK_ZONE)


@pytest.mark.parametrize(
    "start,hours,end",
    [
        (at(16, 9), 1, at(16, 10)),  # a Monday
        (at(16, 9), 9, at(16, 18)),
        (at(16, 17), 2, at(17, 10)),
        (at(16, 3), 1, at(16, 10)),
        (at(16, 22), 1, at(17, 10)),
        (at(20, 17), 2, at(23, 10)),  # over a weekend
        (at(21, 12), 9, at(23, 18)),
        (at(16, 18), 0, at(16, 18)),
    ],
)
def test_known_cases(start, hours, end):
    assert add_working_time(start, datetime.timedelta(hours=hours), PLAIN) == end


def test_a_working_day_is_a_day_later_at_the_same_hour():
    assert add_working_days(at(16, 15), 1, PLAIN) == at(17, 15)
    assert add_working_days(at(19, 15), 3, PLAIN) == at(24, 15)


def test_holidays_and_working_weekends_are_data(db):
    Holiday.objects.create(date=datetime.date(2026, 11, 17), name="Example holiday")
    Holiday.objects.create(date=datetime.date(2026, 11, 21), name="Example working day", is_working_day=True)
    calendar = Holiday.objects.calendar(at(16, 9))
    assert add_working_days(at(16, 15), 1, calendar) == at(18, 15)
    assert add_working_days(at(20, 15), 1, calendar) == at(21, 15)


def test_a_calendar_without_working_days_is_a_mistake():
    with pytest.raises(ValueError, match="no working day"):
        add_working_time(at(16, 9), datetime.timedelta(hours=1), WorkingCalendar(weekdays=frozenset()))
    with pytest.raises(ValueError, match="never taken away"):
        add_working_time(at(16, 9), -datetime.timedelta(hours=1), PLAIN)


moments = st.datetimes(
    datetime.datetime(2025, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(datetime.UTC)
)
spans = st.timedeltas(datetime.timedelta(0), datetime.timedelta(hours=60))
calendars = st.builds(
    WorkingCalendar,
    exceptions=st.dictionaries(
        st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31)), st.booleans(), max_size=30
    ),
)


@given(moments, spans, calendars)
def test_it_ends_in_working_hours_and_never_before_it_began(start, amount, calendar):
    end = add_working_time(start, amount, calendar)
    local = end.astimezone(calendar.zone)
    assert end >= start + amount
    assert calendar.is_working_day(local.date())
    assert calendar.opens <= local.time() <= calendar.closes


@given(moments, spans, spans, calendars)
def test_two_spans_one_after_the_other_are_their_sum(start, first, second, calendar):
    together = add_working_time(start, first + second, calendar)
    apart = add_working_time(add_working_time(start, first, calendar), second, calendar)
    if second:
        assert apart == together


@given(moments, moments, spans, calendars)
def test_who_came_first_is_due_first(one, other, amount, calendar):
    one, other = sorted((one, other))
    assert add_working_time(one, amount, calendar) <= add_working_time(other, amount, calendar)


@pytest.mark.parametrize("moderation", ["held", "clean", "spam"])
@pytest.mark.parametrize("status", ["new", "open", "waiting_sender", "waiting_inside", "closed"])
@pytest.mark.parametrize("asked", [True, False])
def test_what_is_due_in_each_state(moderation, status, asked):
    due = next_due(
        moderation=moderation,
        status=status,
        received_at=at(16, 9),
        asked_at=at(16, 9) if asked else None,
        calendar=PLAIN,
    )
    if moderation == "spam" or status in ("closed", "waiting_sender"):
        expected = ""
    elif moderation == "held":
        expected = "screen"
    elif status == "new":
        expected = "take"
    else:
        expected = "answer" if asked else ""
    assert due.kind == expected
    assert (due.at is None) == (expected == "")
