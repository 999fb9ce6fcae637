"""The dated events from which a zone's level and status follow, as one cell of a table.

`1988-09-15 approved provincial;1992 upgraded national;2024 withdrawn?` says the date with the precision
it has (none where it is unknown), the kind, and the level from then on; a question mark stands where no notice was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PATTERN
from .standing_facts import approval, withdrawal

if TYPE_CHECKING:
    from ..models import ZoneEvent

KINDS = ("founded", "approved", "upgraded", "designated", "withdrawn")


def statements(events: Iterable[ZoneEvent]) -> list[tuple[str, ZoneEvent]]:
    """What the cell says, in time, each statement with the event that it is of."""
    told = [event for event in events if event.kind in KINDS and (event.kind != "designated" or event.level)]
    # Undated ones come first, as they do where the standing is derived.
    return [(_statement(event), event) for event in sorted(told, key=lambda event: event.date)]


def _statement(event: ZoneEvent) -> str:
    doubt = "" if event.is_confirmed else "?"
    return " ".join(filter(None, (event.date, f"{event.kind}{doubt}", event.level and event.level.slug)))


def read(statement: str) -> dict[str, Any]:
    """One statement as columns of an event. ValidationError says what was expected."""
    words = statement.split()
    date = words.pop(0) if words and PATTERN.match(words[0]) else ""
    kind, doubt, rest = (words.pop(0) if words else "").partition("?")
    level = words.pop(0) if words else ""
    if kind not in KINDS or rest or words:
        raise ValidationError(
            _("“%(words)s”: an event is written as “1992 upgraded national”, its kind one of %(kinds)s."),
            params={"words": statement, "kinds": ", ".join(KINDS)},
        )
    if kind == "approved":
        event = approval(level, date)
    elif kind == "withdrawn":
        event = withdrawal(date, is_confirmed=not doubt) | {"level": level}
    else:
        event = {"kind": kind, "date": date, "level": level}
    return event | {"is_confirmed": not doubt}
