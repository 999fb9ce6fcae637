"""The national catalogue's columns as canonical zone records.

A row of the catalogue says in words what a record keeps as facts: an approval with its
date, an area that was legally approved, industries, what later lists say of the zone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from .lookups import Lookups
from .report import Report
from .standing_facts import approval, titled, withdrawal

COLUMNS = (
    "code",
    "slug",
    "name_en",
    "name_zh",
    "level",
    "type",
    "subtype",
    "types",
    "province",
    "province_en",
    "city",
    "city_en",
    "city_zh",
    "adcode",
    "approved_on",
    "area_ha",
    "industries",
    "industries_zh",
    "latitude",
    "longitude",
    "coord_precision",
    "website",
    "name_basis",
    "status",
    "note",
    "source",
    "source_url",
)
# Where a problem of a record stands in the row.
CELLS = {
    "name": "name_en",
    "types": "type",
    "province": "province_en",
    "city": "city_zh",
    "coordinate_precision": "coord_precision",
    "events[1].date": "approved_on",
    "events[1].level": "level",
    "events": "status",
    "areas": "area_ha",
    "industries": "industries",
    "source": "source",
}
_PRECISIONS = {
    "zone_geocode": "zone",
    "district_or_city_centre": "district",
    "admin_centroid": "admin",
    "provincial_capital_centroid": "capital",
}
# Subtypes that say no more than the type does.
_SAME_TYPE = {"pilot-free-trade-zone": "ftz"}
_REMARKS = {"approval year inferred": ("Approval year inferred.", "获批年份系推断。")}

_ADDRESS = re.compile(r"\A(?:(approval date|area) )?(https?://\S+)\Z")
_DATED = re.compile(r"\A(.+?) (\d{4}-\d{2}-\d{2})\Z")
_EDITION = re.compile(r"\b(\d{4}) edition\b")
_WITHDRAWN = re.compile(r"\Awithdrawn from .*?(\d{4}(?:-\d{2}(?:-\d{2})?)?)\Z")
_MISSING = re.compile(r"\A(not on the .*? of (\d{4})) \(apparently withdrawn\)\Z")
_AGAIN = re.compile(r"\Asecond approval (\d{4})\.(\d{2})\Z")


def is_catalogue(header: Collection[str], own: Collection[str]) -> bool:
    """Whether a table has the catalogue's columns rather than the portal's `own`.

    Some names are in both: more of those that only one of them has decide, and the portal where there are none.
    """
    given = set(header)
    return len(given & set(COLUMNS) - set(own)) > len(given & set(own) - set(COLUMNS))


def record_of(number: int, row: dict[str, str], lookups: Lookups, report: Report) -> dict[str, Any]:
    """The canonical record of one row. An industry that no sector stands for becomes a note."""
    cells = {name: value for name, value in row.items() if value}
    sources = _sources(cells)
    edition = _EDITION.search(cells.get("source", ""))
    as_of = {"as_of": edition[1]} if edition else {}
    record: dict[str, Any] = {
        name: cells[name]
        for name in ("code", "slug", "name_en", "name_zh", "latitude", "longitude", "website")
        if name in cells
    }
    record |= {
        "province": cells.get("province") or cells.get("province_en", ""),
        "city": _city(cells),
        "types": _types(cells),
        "events": _events(cells, sources),
    }
    if "name_basis" in cells:
        record["name_is_rendered"] = cells["name_basis"] == "rule"
    if "coord_precision" in cells:
        record["coordinate_precision"] = _PRECISIONS.get(cells["coord_precision"], cells["coord_precision"])
    if sources["record"]:
        record["source"] = sources["record"]
    if "area_ha" in cells:
        area = {"kind": "approved", "value_ha": cells["area_ha"]} | as_of
        record["areas"] = [area | _sourced(sources["area"] or sources["record"])]
    if "industries" in cells or "industries_zh" in cells:
        own = as_of | _sourced(sources["record"])
        record["industries"] = [industry | own for industry in _industries(number, cells, lookups, report)]
    if note := _note(cells):
        record["note"] = note
    return record


def _sourced(source: dict[str, str] | None) -> dict[str, Any]:
    return {"source": source} if source else {}


def _sources(cells: dict[str, str]) -> dict[str, Any]:
    """What the columns `source` and `source_url` name: of the record, its approval, its area, and further ones."""
    found: dict[str, Any] = {"record": None, "event": None, "area": None, "further": [], "remark": ()}
    parts = [part.strip() for part in cells.get("source", "").split("; ") if part.strip()]
    if parts and not _ADDRESS.match(parts[0]):
        title = parts.pop(0)
        found["record"] = {"title": title, "url": cells.get("source_url", "")}
        if dated := _DATED.match(title):
            found["record"] |= {"publisher": dated[1], "published_on": dated[2]}
    for part in parts:
        if not (address := _ADDRESS.match(part)):
            found["remark"] = _REMARKS.get(part, (part, ""))
            continue
        source = {"url": address[2]}
        if address[1]:
            found["area" if address[1] == "area" else "event"] = source
        elif found["record"] is None:
            found["record"] = source
        else:
            found["further"].append(source)
    if found["record"] is None and cells.get("source_url"):
        found["record"] = {"url": cells["source_url"]}
    return found


def _city(cells: dict[str, str]) -> str:
    if "city" in cells or "city_zh" in cells:
        return cells.get("city") or cells["city_zh"]
    # A zone without one city of its own, but for the free trade zone of a whole municipality.
    name = cells.get("city_en", "")
    return name if name == cells.get("province_en") else ""


def _types(cells: dict[str, str]) -> list[str]:
    named = [part.strip() for part in cells.get("types", "").split(";")]
    named += [slugify(cells.get("type", "")), slugify(cells.get("subtype", ""))]
    slugs = [_SAME_TYPE.get(slug, slug) for slug in named if slug]
    return list(dict.fromkeys(slugs))


def _events(cells: dict[str, str], sources: dict[str, Any]) -> list[dict[str, Any]]:
    level, date = cells.get("level", ""), cells.get("approved_on", "")
    source = sources["event"] or sources["record"]
    further = sources["further"] + ([sources["record"]] if sources["event"] and sources["record"] else [])
    events = []
    if level or date:
        approved = approval(level, date) | _sourced(source)
        if further:
            approved["further_sources"] = further
        if sources["remark"]:
            approved["remark_en"], approved["remark_zh"] = sources["remark"]
        events.append(approved)
    if again := _AGAIN.match(cells.get("note", "")):
        second = {"kind": "approved", "date": f"{again[1]}-{again[2]}"}
        events.append(second | titled("approved-again") | _sourced(sources["record"]))
    status = cells.get("status", "")
    if gone := _WITHDRAWN.match(status):
        # The row's source is the catalogue in which the zone still stood: it does not say this.
        events.append(withdrawal(gone[1], is_confirmed=True))
    elif missing := _MISSING.match(status):
        phrase = missing[1]
        remarks = {
            "remark_en": f"{phrase[0].upper()}{phrase[1:]}; no notice of a withdrawal was found.",
            "remark_zh": f"未列入{missing[2]}年的国家级名单，未见退出公告。",
        }
        events.append(withdrawal(missing[2], is_confirmed=False) | remarks)
    return events


def _industries(number: int, cells: dict[str, str], lookups: Lookups, report: Report) -> list[dict[str, Any]]:
    english = [part.strip() for part in cells.get("industries", "").split(";") if part.strip()]
    chinese = [part.strip() for part in cells.get("industries_zh", "").split("、") if part.strip()]
    if english and chinese and len(english) != len(chinese):
        report.note(number, "industries_zh", _("Not as many industries as in English: left out."))
        chinese = []
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in range(max(len(english), len(chinese))):
        label_en = english[place] if english else ""
        label_zh = chinese[place] if chinese else ""
        label = lookups.label(label_en or label_zh)
        sectors = list(label.industries.all()) if label else []
        if not sectors:
            report.note(
                number, "industries", _("“%(label)s” stands for no sector.") % {"label": label_en or label_zh}
            )
        for sector in sectors:
            words = {"label_en": label_en, "label_zh": label_zh or label.label_zh_hans or ""}
            found.setdefault(
                (sector.slug, label_en.casefold()), {"industry": sector.slug, "role": "key"} | words
            )
    return list(found.values())


def _note(cells: dict[str, str]) -> str:
    """What is provenance rather than a fact of the zone."""
    status = cells.get("status", "")
    kept = "" if _WITHDRAWN.match(status) or _MISSING.match(status) else status
    return "\n".join(f"{part[0].upper()}{part[1:]}." for part in (kept, cells.get("note", "")) if part)
