"""When two statements are about one event, and what is kept of both.

The same kind at a compatible date is one event with two sources: the catalogue's
"approved 1984-12" and a newspaper's "approved 1984-12-06".
"""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Source, ZoneEvent
from ..partial_dates import PartialDate

Kind = ZoneEvent.Kind

# What happens to a zone once, or so seldom that one date tells which.
SINGULAR = {Kind.FOUNDED, Kind.CONSTRUCTION_BEGAN, Kind.APPROVED, Kind.UPGRADED, Kind.WITHDRAWN}

# Titles given where a list has only a date: any source's own words are better.
STANDARD_TITLES = {
    "approved-national": ("Approved as a national-level zone", "获批为国家级开发区"),
    "approved": ("Approved", "获批设立"),
    "approved-again": ("Second approval", "再次获批"),
    "withdrawn": ("Withdrawn from the national list", "退出国家级名单"),
    "withdrawn-doubtful": ("Missing from a later national list", "未列入后来的国家级名单"),
}
_STANDARD = {title for pair in STANDARD_TITLES.values() for title in pair}

# What a second statement may add to the first.
_WORDS = ("body_en", "body_zh_hans", "remark_en", "remark_zh_hans")
TAKEN = ("date", "source", "title_en", "title_zh_hans", "level", *_WORDS)


def has_own_title(event: ZoneEvent) -> bool:
    titles = [title for title in (event.title_en, event.title_zh_hans) if title]
    return bool(titles) and not set(titles) <= _STANDARD


def agree(one: str, other: str) -> bool:
    """Whether both dates may mean the same day; an unknown date may mean any."""
    return not one or not other or PartialDate(one).agrees_with(PartialDate(other))


def is_more_precise(one: str, other: str) -> bool:
    return len(one) > len(other) and agree(one, other)


def same_event(known: Iterable[ZoneEvent], event: ZoneEvent) -> ZoneEvent | None:
    """The one of `known` events that `event` is a second statement of, or None."""
    found = [
        other
        for other in known
        if other.kind == event.kind
        and agree(other.date, event.date)
        and (event.kind in SINGULAR or _titles_agree(other, event))
    ]
    exact = [other for other in found if other.date == event.date]
    return (exact or sorted(found, key=lambda other: other.date) or [None])[0]


def _titles_agree(one: ZoneEvent, other: ZoneEvent) -> bool:
    return any(
        a and b and a.casefold() == b.casefold()
        for a, b in ((one.title_en, other.title_en), (one.title_zh_hans, other.title_zh_hans))
    )


def take_in(event: ZoneEvent, second: ZoneEvent, further: list[Source]) -> list[str]:
    """Add another source's statement `second` to the stored `event`; returns the fields that changed.

    `further` is the list of the event's further sources and is added to. The more precise
    date is kept and its source stands first; words are filled in where there are none of its own.
    """
    changed = []
    newcomer = second.source
    if is_more_precise(second.date, event.date):
        event.date = second.date
        changed.append("date")
        if newcomer is not None and event.source is not newcomer:
            event.source, newcomer = newcomer, event.source
            changed.append("source")
    if newcomer is not None and newcomer is not event.source and newcomer not in further:
        further.append(newcomer)
    if has_own_title(second) and not has_own_title(event):
        event.title_en, event.title_zh_hans = second.title_en, second.title_zh_hans
        changed += ["title_en", "title_zh_hans"]
    for name in _WORDS:
        if getattr(second, name) and not getattr(event, name):
            setattr(event, name, getattr(second, name))
            changed.append(name)
    if second.level is not None and event.level is None:
        event.level = second.level
        changed.append("level")
    return changed
