"""Names that a zone has had: whoever knows it by one goes on finding it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from .models import Zone, ZoneName
from .partial_dates import PartialDate
from .text import fold

COLUMNS = ("name_en", "name_zh_hans")


def left_behind(
    zone: Zone, before: dict[str, Any], known: Iterable[str], *, on: datetime.date
) -> list[ZoneName]:
    """The names in `before` that a zone which has been public no longer bears, as unsaved rows.

    `known` are its other names; one of them is not kept twice, and a name that differs in case
    or width alone is the same name. An English name that was built by rule was never official:
    it is kept as a name by which people look, not as a former one.
    """
    if zone.published_at is None:
        return []
    borne = {fold(name) for name in (zone.name_en, zone.name_zh_hans, *known) if name}
    kept = []
    for column in COLUMNS:
        name = before.get(column)
        if name and fold(name) not in borne:
            kept.append(_row(zone, column, name, before, on))
            borne.add(fold(name))
    return kept


def _row(zone: Zone, column: str, name: str, before: dict[str, Any], on: datetime.date) -> ZoneName:
    was_rendered = before.get("name_is_rendered", zone.name_is_rendered)
    if column == "name_en" and was_rendered:
        return ZoneName(zone=zone, kind=ZoneName.Kind.ALIAS, text=name)
    return ZoneName(zone=zone, kind=ZoneName.Kind.FORMER, text=name, until=PartialDate.of(on))
