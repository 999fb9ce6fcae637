"""The controlled lists of the demo: types, levels, sectors, units, provinces, cities, labels.

Rows are known by their slug. What the files say is written; what editors added stays.
"""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from zones.exchange import bulk
from zones.models import (
    City,
    ConnectionKind,
    CostKind,
    IndicatorKind,
    Industry,
    IndustryLabel,
    Level,
    PlausibleRange,
    Province,
    Section,
    Unit,
    ZoneType,
)

DATA = Path(__file__).parent / "data"

# ISO 3166-2:CN: two letters fit a tile of the map, a name does not.
TILE_LETTERS = {
    "beijing": "BJ",
    "tianjin": "TJ",
    "hebei": "HE",
    "shanxi": "SX",
    "inner-mongolia": "NM",
    "liaoning": "LN",
    "jilin": "JL",
    "heilongjiang": "HL",
    "shanghai": "SH",
    "jiangsu": "JS",
    "zhejiang": "ZJ",
    "anhui": "AH",
    "fujian": "FJ",
    "jiangxi": "JX",
    "shandong": "SD",
    "henan": "HA",
    "hubei": "HB",
    "hunan": "HN",
    "guangdong": "GD",
    "guangxi": "GX",
    "hainan": "HI",
    "chongqing": "CQ",
    "sichuan": "SC",
    "guizhou": "GZ",
    "yunnan": "YN",
    "tibet": "XZ",
    "shaanxi": "SN",
    "gansu": "GS",
    "qinghai": "QH",
    "ningxia": "NX",
    "xinjiang": "XJ",
}


def read(name: str):
    return json.loads((DATA / name).read_text("utf-8"))


def load() -> int:
    """Write every list; returns how many rows are new or different."""
    lists = read("reference.json")
    with transaction.atomic():
        changes = _fill(Level, lists["levels"], lambda row: {"position": row["rank"]})
        changes += _fill(
            ZoneType,
            [row for row in lists["types"] if not row["parent"]],
            lambda row: _described(row) | {"abbreviation": row["abbreviation"]},
        )
        parents = {row.slug: row for row in ZoneType.objects.all()}
        changes += _fill(
            ZoneType,
            [row for row in lists["types"] if row["parent"]],
            lambda row: (
                _described(row) | {"abbreviation": row["abbreviation"], "parent": parents[row["parent"]]}
            ),
        )
        changes += _fill(Industry, lists["sectors"])
        changes += _fill(Section, lists["sections"], lambda row: _described(row) | {"kind": row["kind"]})
        changes += _fill(ConnectionKind, lists["connection_kinds"])
        changes += _fill(CostKind, lists["cost_kinds"], lambda row: {"group": row["group"]})
        changes += _fill(Unit, lists["units"], _measured)
        units = {row.slug: row for row in Unit.objects.all()}
        changes += _fill(
            IndicatorKind,
            lists["indicator_kinds"],
            lambda row: {"unit": units[row["unit"]], "is_headline": row["headline"]},
        )
        changes += _fill_bounds(read("plausible.json"))
        changes += _fill(Province, read("provinces.json"), _placed)
        changes += _fill_cities(read("cities.json"))
        changes += _fill_labels(read("industry_labels.json")["labels"])
    return changes


def _described(row):
    return {"description_en": row["description_en"], "description_zh_hans": row["description_zh"]}


def _measured(row):
    factor = Unit._meta.get_field("factor")
    return {
        "symbol_en": row["symbol_en"],
        "symbol_zh_hans": row["symbol_zh"],
        "dimension": row["dimension"],
        "factor": round(factor.to_python(row["factor"]), factor.decimal_places),
    }


def _placed(row):
    return {
        "adcode": row["adcode"],
        "tile_label_en": TILE_LETTERS[row["slug"]],
        "tile_label_zh_hans": row["abbr_zh"],
        "tile_row": row["tile_row"],
        "tile_column": row["tile_col"],
    }


def _fill(model, rows, more=lambda row: {}) -> int:
    """Rows of a list by slug, as the file has them."""
    known = {row.slug: row for row in model.objects.all()}
    wanted = []
    for row in rows:
        values = {"name_en": row["name_en"], "name_zh_hans": row["name_zh"]} | more(row)
        if "position" in row:
            values["position"] = row["position"]
        wanted.append((known.get(row["slug"]) or model(slug=row["slug"]), values))
    return _write(model, wanted)


def _fill_cities(rows) -> int:
    provinces = {row.slug: row for row in Province.objects.all()}
    known = {(city.province_id, city.slug): city for city in City.objects.all()}
    wanted = []
    for row in rows:
        province = provinces[row["province"]]
        city = known.get((province.pk, row["slug"])) or City(province=province, slug=row["slug"])
        names = {"name_en": row["name_en"], "name_zh_hans": row["name_zh"]}
        wanted.append((city, names | {"adcode": row["adcode"]}))
    return _write(City, wanted)


def _fill_labels(rows) -> int:
    known = {label.key: label for label in IndustryLabel.objects.all()}
    wanted = []
    for row in rows:
        key = IndustryLabel.key_of(row["label_en"])
        names = {"label_en": row["label_en"], "label_zh_hans": row["label_zh"]}
        wanted.append((known.get(key) or IndustryLabel(key=key), names))
    changes = _write(IndustryLabel, wanted)
    return changes + _link_labels([label for label, _names in wanted], [row["sectors"] for row in rows])


def _fill_bounds(bounds) -> int:
    """Beyond which values editors are asked to look again."""
    types = {row.slug: row for row in ZoneType.objects.all()}
    changes = _write(
        ZoneType,
        [
            (types[slug], {"area_low_ha": _number(low), "area_high_ha": _number(high)})
            for slug, (low, high) in bounds["areas_ha"].items()
        ],
    )
    kinds = dict(IndicatorKind.objects.values_list("slug", "pk"))
    known = {(row.kind_id, row.per_id): row for row in PlausibleRange.objects.all()}
    wanted = []
    for row in bounds["ranges"]:
        kind, per = kinds[row["kind"]], kinds[row["per"]] if row["per"] else None
        values = {"low": _number(row["low"]), "high": _number(row["high"]), "currency": row["currency"]}
        wanted.append((known.get((kind, per)) or PlausibleRange(kind_id=kind, per_id=per), values))
    return changes + _write(PlausibleRange, wanted)


def _number(text):
    return None if text is None else Decimal(text)


def _link_labels(labels, sectors) -> int:
    """Give each label the sectors that it stands for."""
    ids = dict(Industry.objects.values_list("slug", "pk"))
    through = IndustryLabel.industries.through
    known = defaultdict(set)
    for label, industry in through.objects.values_list("industrylabel_id", "industry_id"):
        known[label].add(industry)
    pairs = []
    for label, slugs in zip(labels, sectors, strict=True):
        found = {ids[slug] for slug in slugs}
        if known[label.pk] - found:
            label.industries.set(found)
        pairs += [{"industrylabel_id": label.pk, "industry_id": pk} for pk in found - known[label.pk]]
    bulk.link(through, pairs)
    return len(pairs)


def _write(model, wanted: list[tuple[models.Model, dict]]) -> int:
    """Write the rows whose values differ; returns how many.

    The lists are ours and a test keeps them in order: what a form would check is not checked here.
    """
    new, changed = [], []
    for row, values in wanted:
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        (changed if row.pk else new).append(row)
    bulk.create(model, new)
    for row in changed:
        row.save()
    return len(new) + len(changed)
