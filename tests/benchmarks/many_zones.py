"""Thousands of zones that do not exist, in seconds: what the benchmarks measure large portals with.

The same count always gives the same zones. Nothing here is a fact about a real place: the names are
made of loose syllables, and each record is numbered.
"""

from __future__ import annotations

import datetime
import random
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zones import search
from zones.exchange import bulk
from zones.models import (
    Area,
    Connection,
    ConnectionKind,
    Indicator,
    IndicatorKind,
    Industry,
    IndustryRole,
    Level,
    Province,
    Source,
    Stage,
    Unit,
    Zone,
    ZoneEvent,
    ZoneName,
    ZoneType,
)
from zones.standing import standing_of
from zones.translation import TRANSLATED

ON = datetime.date(2024, 6, 1)
_SYLLABLES = [
    "bel",
    "cor",
    "dun",
    "fal",
    "gim",
    "hol",
    "jas",
    "kel",
    "lum",
    "mor",
    "nev",
    "ost",
    "pra",
    "qua",
    "ril",
    "sul",
    "tev",
    "ump",
    "vor",
    "wex",
    "yol",
    "zan",
]
_CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def make(count: int, *, indexed: bool = False) -> list[Zone]:
    """`count` live zones with types, industries, events, areas, indicators and connections.

    Reference rows that stand already are used, made up where there are none. `indexed` writes the search
    index too. Returns the zones in the order of their numbers; called again, it goes on counting.
    """
    first = Zone.objects.filter(slug__startswith="made-up-").count() + 1
    made = _Made(random.Random(first))
    with transaction.atomic():
        made.references()
        for number in range(first, first + count):
            made.zone(number)
        made.store()
        if indexed:
            list(search.rebuild())
    return made.zones


class _Made:
    """Rows gathered in memory, then written table by table."""

    def __init__(self, dice):
        self.dice = dice
        self.zones, self.types_of = [], []
        self.rows = {model: [] for model in (ZoneName, ZoneEvent, Area, IndustryRole, Indicator, Connection)}

    def references(self):
        self.provinces = _listed(Province, 31, "Province", "省", place=True)
        self.types = _listed(ZoneType, 9, "Type", "类")
        self.industries = _listed(Industry, 33, "Industry", "业")
        self.national = _named(Level, "national", "National", "国家级")
        self.provincial = _named(Level, "provincial", "Provincial", "省级")
        self.ports = [
            _named(ConnectionKind, "seaport", "Seaport", "海港"),
            _named(ConnectionKind, "river-port", "River port", "内河港"),
        ]
        self.airport = _named(ConnectionKind, "airport", "Airport", "机场")
        unit = _named(Unit, "companies", "Companies", "家（企业）", dimension="count")
        self.kinds = _listed(IndicatorKind, 12, "Figure", "指标", unit=unit)
        self.source = Source.objects.get_or_create(title="A made-up yearbook", publisher="Nobody")[0]

    def zone(self, number):
        """Two zones in three carry only what a list says of them, the third is known in depth."""
        dice = self.dice
        place = "".join(dice.choices(_SYLLABLES, k=3)).title()
        place_zh = "".join(dice.choices(_CHARACTERS, k=3))
        zone = _row(
            Zone,
            slug=f"made-up-{number:05}",
            code=f"X{number:06}",
            name_en=f"{place} Development Zone",
            name_zh_hans=f"{place_zh}开发区",
            province=dice.choice(self.provinces),
            stage=Stage.PUBLISHED,
            published_at=timezone.now() - datetime.timedelta(days=1),
            record_source=self.source,
        )
        zone.refresh_sort_keys()
        self.zones.append(zone)
        self.types_of.append(dice.sample(self.types, 2 if number % 5 == 0 else 1))
        events, areas = self._events(zone), self._areas(zone)
        connections = self._connections(zone) if number % 3 == 0 else []
        for name, value in standing_of(events, areas, connections, on=ON).as_columns().items():
            setattr(zone, name, value)
        self.rows[ZoneEvent] += events
        self.rows[Area] += areas
        self.rows[Connection] += connections
        for industry in dice.sample(self.industries, dice.randint(1, 4)):
            self.rows[IndustryRole].append(_row(IndustryRole, zone=zone, industry=industry))
        if number % 4 == 0:
            self.rows[ZoneName].append(
                ZoneName(zone=zone, kind=dice.choice(["alias", "former"]), text=f"Old {place} Estate")
            )
        if number % 3 == 0:
            self.rows[Indicator] += self._indicators(zone)

    def _events(self, zone):
        dice, fact = self.dice, {"zone": zone, "source": self.source}
        events = []
        year = dice.randint(1984, 2020)
        if dice.random() < 0.3:
            events.append(_row(ZoneEvent, kind="founded", date=str(year - dice.randint(0, 4)), **fact))
        date = dice.choice([f"{year}", f"{year}-{dice.randint(1, 12):02}", f"{year}-03-14"])
        level = dice.choice([self.national, self.provincial])
        if dice.random() < 0.97:
            events.append(_row(ZoneEvent, kind="approved", date=date, level=level, **fact))
        if level == self.provincial and dice.random() < 0.3:
            events.append(_row(ZoneEvent, kind="upgraded", date=str(year + 3), level=self.national, **fact))
        if dice.random() < 0.02:
            confirmed = dice.random() < 0.5
            events.append(_row(ZoneEvent, kind="withdrawn", date="2023", is_confirmed=confirmed, **fact))
        return events

    def _areas(self, zone):
        if self.dice.random() < 0.08:
            return []
        size = Decimal(self.dice.randint(20_000, 60_000_000)) / 10_000
        return [_row(Area, zone=zone, kind="approved", value_ha=size, as_of="2018", source=self.source)]

    def _indicators(self, zone):
        return [
            _row(
                Indicator,
                zone=zone,
                kind=kind,
                unit=kind.unit,
                value=self.dice.randint(10, 9000),
                period_start=datetime.date(year, 1, 1),
                period_end=datetime.date(year, 12, 31),
                as_of=str(year),
                source=self.source,
            )
            for kind in self.dice.sample(self.kinds, 3)
            for year in (2022, 2023)
        ]

    def _connections(self, zone):
        fact = {"zone": zone, "name_en": "A made-up stop", "source": self.source}
        return [
            _row(Connection, kind=kind, distance_km=Decimal(self.dice.randint(10, 4000)) / 10, **fact)
            for kind in (self.dice.choice(self.ports), self.airport)
        ]

    def store(self):
        bulk.create(Zone, self.zones)
        pairs = zip(self.zones, self.types_of, strict=True)
        bulk.link(
            Zone.types.through,
            [{"zone_id": zone.pk, "zonetype_id": row.pk} for zone, rows in pairs for row in rows],
        )
        for model, rows in self.rows.items():
            for row in rows:
                row.zone_id = row.zone.pk
            bulk.create(model, rows)


def _row(model, **fields):
    """A row whose other translated columns are given as empty: asking for their defaults one by one is slow."""
    columns = (f"{name}_{code}" for name in TRANSLATED[model] for code in ("en", "zh_hans"))
    return model(**dict.fromkeys(columns, "") | fields)


def _named(model, slug, en, zh, **fields):
    return model.objects.get_or_create(slug=slug, defaults={"name_en": en, "name_zh_hans": zh} | fields)[0]


def _listed(model, count, en, zh, *, place=False, **fields):
    """What the list holds already, else `count` numbered rows; `place` puts each on a tile of the map."""
    if rows := list(model.objects.all()):
        return rows
    for number in range(count):
        spot = dict(zip(("tile_row", "tile_column"), divmod(number, 7), strict=True)) if place else {}
        slug = f"{en.lower()}-{number + 1}"
        rows.append(_named(model, slug, f"{en} {number + 1}", f"{number + 1}号{zh}", **spot, **fields))
    return rows
