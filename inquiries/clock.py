"""The promise clock: when an inquiry is due, counted in working time.

Pure functions over a calendar value. Working hours stop at night, at weekends and
on holidays; a working weekend announced as data counts like any weekday.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DESK_ZONE = ZoneInfo("Asia/Shanghai")
# A calendar that has no working day in this many days is a mistake, not a long holiday.
LONGEST_CLOSURE = 60


@dataclass(frozen=True)
class WorkingCalendar:
    """Opening hours of one desk. `exceptions` maps a date to whether people work on it."""

    opens: datetime.time = datetime.time(9)
    closes: datetime.time = datetime.time(18)
    weekdays: frozenset[int] = frozenset(range(5))
    zone: ZoneInfo = DESK_ZONE
    exceptions: Mapping[datetime.date, bool] = field(default_factory=dict)

    @property
    def working_day(self) -> datetime.timedelta:
        """The length of one working day."""
        day = datetime.date(2000, 1, 1)
        return datetime.datetime.combine(day, self.closes) - datetime.datetime.combine(day, self.opens)

    def is_working_day(self, day: datetime.date) -> bool:
        return self.exceptions.get(day, day.weekday() in self.weekdays)

    def hours_of(self, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
        return (
            datetime.datetime.combine(day, self.opens, self.zone),
            datetime.datetime.combine(day, self.closes, self.zone),
        )


class DueKind(models.TextChoices):
    NOTHING = "", _("Nothing due")
    SCREEN = "screen", pgettext_lazy("what is due", "Screen it")
    TAKE = "take", pgettext_lazy("what is due", "Take it")
    ANSWER = "answer", pgettext_lazy("what is due", "Answer it")


class Due(NamedTuple):
    at: datetime.datetime | None
    kind: DueKind


NOTHING_DUE = Due(None, DueKind.NOTHING)

# In working days: PRODUCT's promise of a person within one and an answer within three.
SCREEN_WITHIN = 1
TAKE_WITHIN = 1
ANSWER_WITHIN = 3


def add_working_time(
    start: datetime.datetime, amount: datetime.timedelta, calendar: WorkingCalendar
) -> datetime.datetime:
    """The moment at which `amount` of working time has passed since `start` (aware; returned in UTC).

    ValueError when the calendar has no working day for two months.
    """
    if amount < datetime.timedelta(0):
        raise ValueError("working time is added, never taken away")
    day = start.astimezone(calendar.zone).date()
    moment, left, closed = start, amount, 0
    while closed < LONGEST_CLOSURE:
        if calendar.is_working_day(day):
            closed = 0
            opens, closes = (edge.astimezone(datetime.UTC) for edge in calendar.hours_of(day))
            moment = max(moment, opens)
            if moment <= closes and moment + left <= closes:
                return (moment + left).astimezone(datetime.UTC)
            left -= max(closes - moment, datetime.timedelta(0))
        else:
            closed += 1
        day += datetime.timedelta(days=1)
    raise ValueError("the calendar has no working day for two months")


def add_working_days(start: datetime.datetime, days: int, calendar: WorkingCalendar) -> datetime.datetime:
    return add_working_time(start, days * calendar.working_day, calendar)


def next_due(
    *,
    moderation: str,
    status: str,
    received_at: datetime.datetime,
    asked_at: datetime.datetime | None,
    calendar: WorkingCalendar,
) -> Due:
    """What somebody has to do next about an inquiry, and by when.

    `asked_at` is when the sender's oldest question without an answer arrived, or None
    while nothing is unanswered: the clock pauses while the sender is awaited.
    """
    if moderation == "spam" or status in ("closed", "waiting_sender"):
        return NOTHING_DUE
    if moderation == "held":
        return Due(add_working_days(received_at, SCREEN_WITHIN, calendar), DueKind.SCREEN)
    if status == "new":
        return Due(add_working_days(asked_at or received_at, TAKE_WITHIN, calendar), DueKind.TAKE)
    if asked_at is None:
        return NOTHING_DUE
    return Due(add_working_days(asked_at, ANSWER_WITHIN, calendar), DueKind.ANSWER)
