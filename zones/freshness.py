"""How long facts stay fresh: the review intervals of the groups, which editors set, applied to dates.

A date that is known as a year or a month only counts by its last day, so that nothing
is called old before it certainly is. What grows old is a statement about the present;
history does not.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import CharField, Value
from django.db.models.functions import Concat, Length, Substr

from .models import FactGroup, Indicator, ReviewInterval, Site, ZoneEvent
from .partial_dates import PartialDate

# Months until review, or None where facts of the group do not grow old; and the weight.
# A start for a new portal: the rows that editors change count, not these.
DEFAULTS: dict[str, tuple[int | None, int]] = {
    FactGroup.INDICATORS: (48, 10),
    FactGroup.CONTACTS: (12, 9),
    FactGroup.COSTS: (12, 8),
    FactGroup.SITES: (6, 8),
    FactGroup.INCENTIVES: (12, 7),
    FactGroup.AREA: (120, 7),
    # Main industries follow the plans of five years; two of them may pass.
    FactGroup.INDUSTRIES: (120, 6),
    FactGroup.OVERVIEW: (None, 6),
    FactGroup.TIMELINE: (None, 5),
    FactGroup.CONNECTIONS: (60, 5),
    FactGroup.PLACE: (None, 4),
    FactGroup.FIRMS: (36, 3),
    FactGroup.DOCUMENTS: (36, 3),
    FactGroup.PHOTOS: (None, 3),
    FactGroup.TARGETS: (None, 2),
    # A zone may well belong to no other: nothing is missing then.
    FactGroup.STRUCTURE: (60, 0),
}


@dataclass(frozen=True)
class Policy:
    """The review intervals as they stand: months and weight by the slug of the group."""

    months: Mapping[str, int | None]
    weights: Mapping[str, int]

    @classmethod
    def load(cls) -> Policy:
        """From the table, in one query; a group without a row has its default."""
        rows = ReviewInterval.objects.values_list("group", "months", "weight")
        stored = {group: (months, weight) for group, months, weight in rows}
        merged = {str(group): stored.get(str(group), default) for group, default in DEFAULTS.items()}
        return cls(
            {group: months for group, (months, _weight) in merged.items()},
            {group: weight for group, (_months, weight) in merged.items()},
        )

    def due_on(self, group: FactGroup | str, fact: Any) -> datetime.date | None:
        """The last day on which the fact is still fresh; None where it has no date or does not grow old."""
        months, moment = self.months.get(str(group)), moment_of(fact)
        if months is None or moment is None:
            return None
        return months_later(moment, months)

    def is_stale(self, group: FactGroup | str, fact: Any, *, on: datetime.date) -> bool:
        """Whether the fact is due for review on the day `on`.

        Of a series of figures ask this of the newest alone: those before it are history.
        So is an incentive that has run out: it is told as such, and never out of date.
        """
        due, ends_on = self.due_on(group, fact), getattr(fact, "ends_on", None)
        return due is not None and due < on and not (ends_on and ends_on < on)

    def cutoff(self, group: FactGroup | str, *, on: datetime.date) -> datetime.date | None:
        """Facts that speak of a day before this one are stale on the day `on`: `is_stale` for queries."""
        months = self.months.get(str(group))
        return None if months is None else earliest_fresh(on, months)


def establish(*, using: str = "default") -> None:
    """Make the row of each group that has none; what editors have set stays. Doing it again changes nothing."""
    if ReviewInterval._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = ReviewInterval.objects.using(using)
    known = set(rows.values_list("group", flat=True))
    missing = [
        ReviewInterval(group=group, months=months, weight=weight)
        for group, (months, weight) in DEFAULTS.items()
        if group not in known
    ]
    if missing:
        rows.bulk_create(missing, ignore_conflicts=True)


def moment_of(fact: Any) -> datetime.date | None:
    """The day from which the fact's age is counted, or None where it carries no date.

    A figure is as old as its period, whoever has checked it since; a site as old as its
    last confirmation; anything else is fresh again once it is verified.
    """
    if isinstance(fact, Indicator):
        return fact.period_end
    if isinstance(fact, Site):
        return fact.last_confirmed_on
    dates = [date.latest for date in _written_dates(fact)]
    if verified := getattr(fact, "verified_on", None):
        dates.append(verified)
    return max(dates, default=None)


@dataclass(frozen=True)
class Ages:
    """Of which times the facts of a page speak, and when one of them was last verified or confirmed."""

    oldest: PartialDate | None
    newest: PartialDate | None
    last_review: datetime.date | None


def ages_of(facts: Iterable[Any]) -> Ages:
    """The ages of facts that are read already, of any groups together. Events are history and not counted."""
    dates: list[PartialDate] = []
    reviews: list[datetime.date] = []
    for fact in facts:
        if isinstance(fact, ZoneEvent):
            continue
        if isinstance(fact, Indicator):
            dates.append(_as_partial(fact.period.start, fact.period.end))
        dates += _written_dates(fact)
        confirmed = (getattr(fact, "verified_on", None), getattr(fact, "last_confirmed_on", None))
        reviews += [day for day in confirmed if day]
    return Ages(
        oldest=min(dates, key=lambda date: date.latest, default=None),
        newest=max(dates, key=lambda date: date.latest, default=None),
        last_review=max(reviews, default=None),
    )


def last_day(date: Any) -> Concat:
    """The last day that a column of partial dates may mean, as text that compares as it stands.

    A month is taken to have 31 days: no real day lies between. Not for the empty date.
    """
    rest = Substr(Value("-12-31"), Length(date) - 3)
    return Concat(date, rest, output_field=CharField())


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def earliest_fresh(on: datetime.date, months: int) -> datetime.date:
    """The first day from which `months` later is not before `on`."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    first = datetime.date(year, month + 1, 1)
    length = calendar.monthrange(year, month + 1)[1]
    return first.replace(day=on.day) if on.day <= length else first + datetime.timedelta(days=length)


def _written_dates(fact: Any) -> list[PartialDate]:
    """When the fact held, and when a document was published."""
    texts = (getattr(fact, "as_of", ""), getattr(fact, "published_on", ""))
    return [PartialDate(text) for text in texts if text]


def _as_partial(start: datetime.date, end: datetime.date) -> PartialDate:
    whole_years = (start.month, end.month) == (1, 12)
    return PartialDate(f"{end:%Y}" if whole_years else f"{end:%Y-%m}")
