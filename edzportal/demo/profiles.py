"""The deep profiles of the demo as canonical zone records, which the importer takes like any file.

`profiles.json` and `series.csv` are the facts as they were compiled; the files beside them say
which kind, scope and name each one stands for, in both languages and in the same order.
"""

from __future__ import annotations

import csv
import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from zones.partial_dates import PartialDate

from .reference import DATA

Record = dict[str, Any]

_ADDRESSES = re.compile(r"https?://\S+")
_COPY_OF = re.compile(r"\((?P<publisher>[^()]+?) (?P<date>\d{4}-\d{2}-\d{2})\)\Z")
# Words of the compilers about a title, which are no part of it.
_REMARKS = re.compile(r"\s*\((?:from the address)\)\Z|; title from .*\Z")


def sources() -> list[Record]:
    """The titles, publishers and dates that are known of some source addresses."""
    found = []
    for row in _rows("source_titles.csv"):
        found.append(
            {
                "title": _REMARKS.sub("", row["title"]),
                "publisher": _REMARKS.sub("", row["publisher"]),
                "url": row["url"],
                "published_on": _date(row["date"]),
            }
        )
    return found


def records() -> list[Record]:
    """One record for each zone that has more than its row in the catalogue."""
    zones: dict[str, Record] = {}
    figures = Figures()
    for part, profile in zip(_profile_parts(), _json("profiles.json"), strict=True):
        zones[profile["code"]] = {"code": profile["code"]} | part
        figures.add_profile(profile)
    figures.add_series()
    for code, indicators in figures.by_zone.items():
        zones.setdefault(code, {"code": code})["indicators"] = list(indicators.values())
    for code, target in figures.targets:
        zones[code].setdefault("targets", []).append(target)
    _add_shenyang(zones)
    return [_without_empty(record) for record in zones.values()]


# --- the groups of profiles.json


def _profile_parts() -> Iterator[Record]:
    """The curated lists are flat, in the order of the profiles: each takes as many rows as it has facts."""
    events = iter(_json("profile_events.json"))
    areas = iter(_json("profile_areas.json"))
    connections = iter(_json("profile_connections.json"))
    firms = iter(_json("profile_firms.json"))
    labels = {row["label_en"]: row for row in _json("industry_labels.json")["labels"]}
    for profile in _json("profiles.json"):
        yield {
            "events": [_event(next(events), fact) for fact in profile["founding_timeline"]],
            "areas": [area for fact in profile["area"] if (area := _area(next(areas), fact)) is not None],
            "industries": list(_industries(profile["pillar_industries"], labels)),
            "connections": [_connection(next(connections), fact) for fact in profile["transport"]],
            "firms": [_firm(next(firms), fact) for fact in profile["companies"]],
        }


def _event(row: Record, fact: Record) -> Record:
    first, *further = _sources(fact["source"])
    return {
        "kind": row["kind"],
        "date": row["date"],
        "title_en": row["title_en"],
        "title_zh": row["title_zh"],
        "level": row["level"],
        "remark_en": row["note_en"],
        "remark_zh": row["note_zh"],
        "source": first,
        "further_sources": further,
    }


def _area(row: Record, fact: Record) -> Record | None:
    # The catalogue's own figure came in with the catalogue.
    if row["same_as_catalogue"]:
        return None
    return {
        "kind": row["kind"],
        "value_ha": row["value_ha"],
        "scope_en": row["scope_en"],
        "scope_zh": row["scope_zh"],
        "as_published": f"{fact['value']} {fact['unit']}",
        "remark_en": row["note_en"],
        "remark_zh": row["note_zh"],
    } | _sourced(fact["source"], row["as_of"])


def _industries(pillars: Record, labels: dict[str, Record]) -> Iterator[Record]:
    sourced = _sourced(pillars["source"])
    if "url" not in sourced["source"]:
        # The catalogue's industries came in with the catalogue.
        return
    for item in pillars["items"]:
        label = labels[item]
        for sector in label["sectors"]:
            words = {"label_en": label["label_en"], "label_zh": label["label_zh"]}
            yield {"industry": sector, "role": "key"} | words | sourced


def _connection(row: Record, fact: Record) -> Record:
    return {
        "kind": row["kind"],
        "name_en": row["name_en"],
        "name_zh": row["name_zh"],
        "distance_km": row["km"],
        "distance_km_max": row["km_max"],
        "minutes": row["minutes"],
        "note_en": row["note_en"],
        "note_zh": row["note_zh"],
    } | _sourced(fact["source"], row["as_of"])


def _firm(row: Record, fact: Record) -> Record:
    return {
        "name_en": row["name_en"],
        "name_zh": row["name_zh"],
        "country": row["country"],
        "industry": row["sector"],
        "remark_en": row["note_en"],
        "remark_zh": row["note_zh"],
    } | _sourced(fact["source"])


# --- figures


class Figures:
    """Figures of both files by zone; the same figure in both is one, as the series words it."""

    def __init__(self) -> None:
        curated = _json("indicators_map.json")
        self._rows = {_row_key(row): row for row in curated["indicators"]}
        self._notes = {
            (note["file"], note["zone"], note["indicator"], note["year"]): note
            for note in curated["figure_notes"]
        }
        self._targets = {
            (target["code"], target["indicator"], target["year"]): target for target in curated["targets"]
        }
        self.by_zone: dict[str, dict[tuple, Record]] = defaultdict(dict)
        self.targets: list[tuple[str, Record]] = []

    def add_profile(self, profile: Record) -> None:
        code = profile["code"]
        for fact in profile["key_figures"]:
            target = self._targets.get((code, fact["indicator"], fact["year"]))
            if target is None:
                row = self._rows["profiles.json", fact["indicator"], fact["unit"], "", ""]
                self._add("profiles.json", code, fact, row, _sourced(fact["source"]))
            elif not target["covered_by"]:
                self.targets.append((code, _target(target) | _sourced(fact["source"])))

    def add_series(self) -> None:
        codes = {row["name_zh"]: row["code"] for row in _rows("zones.csv")}
        for fact in _rows("series.csv"):
            key = ("series.csv", fact["indicator"], fact["unit"], fact["currency"], fact["scope"])
            source = {"title": fact["source_title"], "url": fact["source_url"]}
            fact["value"] = Decimal(fact["value"])
            self._add("series.csv", codes[fact["zone_name_zh"]], fact, self._rows[key], {"source": source})

    def _add(self, file: str, code: str, fact: Record, row: Record, sourced: Record) -> None:
        note = self._notes.get((file, code, fact["indicator"], fact["year"]), {})
        value = Decimal(str(fact["value"])) * row["multiplier"]
        figure = {
            "kind": row["kind"],
            "period": fact["year"],
            "scope_en": row["scope_en"],
            "scope_zh": row["scope_zh"],
            "value": value,
            "unit": row["target_unit"],
            "currency": row["currency"],
            "qualifier": row["qualifier"],
            "is_cumulative": note.get("cumulative", row["cumulative"]),
            "is_estimate": row["estimate"],
            "remark_en": " ".join(filter(None, [row["note_en"], note.get("note_en")])),
            "remark_zh": "".join(filter(None, [row["note_zh"], note.get("note_zh")])),
        }
        key = (row["kind"], row["scope_en"], fact["year"], value)
        self.by_zone[code][key] = figure | {"source": sourced["source"]}


def _row_key(row: Record) -> tuple[str, ...]:
    currency = row["currency"] if row["file"] == "series.csv" else ""
    return (row["file"], row["indicator"], row["unit"], currency, row["scope"])


def _target(target: Record) -> Record:
    return {
        "kind": target["kind"],
        "metric_en": target["metric_en"],
        "metric_zh": target["metric_zh"],
        "qualifier": target["comparator"],
        "value": target["value"],
        "unit": target["unit"],
        "currency": target["currency"],
        "due_year": target["due_year"],
        "announced_on": target.get("announced_on", ""),
        "as_published": target["as_published"],
    }


def _add_shenyang(zones: dict[str, Record]) -> None:
    """The facts of the newspaper story about the Shenyang High-Tech Zone."""
    story = _json("shenyang.json")
    source = dict(story["source"])
    source["published_on"] = source.pop("date")
    sourced = {"source": source, "as_of": source["published_on"]}
    zone = zones[story["code"]]
    for name in ("supervising_body", "district"):
        zone |= {f"{name}_en": story[f"{name}_en"], f"{name}_zh": story[f"{name}_zh"]}
    # First, so that the story is the first source of what others say too.
    zone["events"] = [_event(row, {"source": ""}) | {"source": source} for row in story["events"]] + zone[
        "events"
    ]
    zone["targets"] = [_target(target) | sourced for target in story["targets"]]
    roles = [
        {
            "industry": row["sector"],
            "role": row["role"],
            "label_en": row["label_en"],
            "label_zh": row["label_zh"],
        }
        for row in story["industries"]
    ]
    zone["industries"] = [role | sourced for role in roles] + zone["industries"]


# --- reading


def _sources(text: str) -> list[Record | None]:
    """The sources that a compiler's line names: addresses, or the title of a document."""
    addresses = _ADDRESSES.findall(text)
    if not addresses:
        return [{"title": text} if text else None]
    first: Record = {"url": addresses[0]}
    if copy := _COPY_OF.search(text):
        first |= {"publisher": copy["publisher"], "published_on": copy["date"]}
    return [first, *({"url": address} for address in addresses[1:])]


def _sourced(text: str, as_of: str = "") -> Record:
    """Source and date of a fact. A newspaper states what held when it was printed."""
    source = _sources(text)[0]
    return {"source": source, "as_of": as_of or _printed_on(source)}


def _printed_on(source: Record | None) -> str:
    if not source:
        return ""
    return source.get("published_on") or _dates().get(source.get("url", ""), "")


@functools.cache
def _dates() -> dict[str, str]:
    return {source["url"]: source["published_on"] for source in sources()}


def _date(text: str) -> str:
    """The date if it is one: some lines say in words that none was printed."""
    try:
        return PartialDate(text)
    except ValueError:
        return ""


def _without_empty(value: Any) -> Any:
    """A column that says nothing is left out: an importer takes an empty one as a statement."""
    if isinstance(value, dict):
        return {name: _without_empty(item) for name, item in value.items() if item not in ("", None, [], {})}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _json(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"), parse_float=Decimal)


def _rows(name: str) -> list[Record]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
