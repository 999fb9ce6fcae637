"""Dates and sizes that follow from facts, read back as the facts they follow from.

Open data says `level`, `approved_on`, `area_ha` of a zone in one line. Where a record has
no events or areas of its own, these columns make the ones that they stand for.
"""

from __future__ import annotations

from typing import Any

from .events import STANDARD_TITLES

_EVENTS = ("level", "status", "status_since", "founded_on", "approved_on")


def titled(key: str) -> dict[str, str]:
    """A standard title in both languages, as columns of an event."""
    title_en, title_zh = STANDARD_TITLES[key]
    return {"title_en": title_en, "title_zh": title_zh}


def approval(level: Any, date: Any) -> dict[str, Any]:
    named = titled("approved-national" if level == "national" else "approved")
    return {"kind": "approved", "date": date or "", "level": level or ""} | named


def withdrawal(date: Any, *, is_confirmed: bool) -> dict[str, Any]:
    named = titled("withdrawn" if is_confirmed else "withdrawn-doubtful")
    return {"kind": "withdrawn", "date": date or "", "is_confirmed": is_confirmed} | named


def unfolded(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The record with the facts that its summary columns stand for, and which column made which."""
    added: dict[str, Any] = {}
    cells: dict[str, str] = {}
    sourced = {"source": record["source"]} if record.get("source") else {}
    if "events" not in record and any(record.get(name) for name in _EVENTS):
        events = []
        if record.get("founded_on"):
            events.append({"kind": "founded", "date": record["founded_on"]} | sourced)
            cells["events[1].date"] = "founded_on"
        if record.get("level") or record.get("approved_on"):
            events.append(approval(record.get("level"), record.get("approved_on")) | sourced)
            place = f"events[{len(events)}]"
            cells |= {f"{place}.date": "approved_on", f"{place}.level": "level"}
        if record.get("status") in ("withdrawn", "doubtful"):
            is_confirmed = record["status"] == "withdrawn"
            events.append(withdrawal(record.get("status_since"), is_confirmed=is_confirmed))
            cells[f"events[{len(events)}].date"] = "status_since"
        added["events"] = events
    if "areas" not in record and record.get("area_ha"):
        added["areas"] = [{"kind": "approved", "value_ha": record["area_ha"]} | sourced]
        cells["areas[1].value_ha"] = "area_ha"
    return record | added, cells
