"""A zone as one row of a table: which columns there are, what each says, and what a zone says in them.

The names are a promise to whoever reads the open data. What is wider than a row stands in JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import series
from ..models import Area, Indicator, IndicatorKind, IndustryRole, Source, Zone, ZoneEvent, ZoneType
from ..partial_dates import PartialDate
from ..standing import area_on
from . import canonical, timeline
from .layout import columns_of

Value = str | Decimal | bool | list[str] | None
SEPARATOR = ";"

# Which columns there are, in order, and what each says. A name that a language suffix follows stands once per language.
_OWN: tuple[tuple[str, Promise], ...] = (
    ("slug", _("The word in the address of the zone's page.")),
    ("name", _("Name.")),
    ("short_name", _("Short name.")),
    ("name_is_rendered", _("Whether the English name is built by rule from the Chinese one.")),
    ("code", _("Official code in the national catalogue; none for zones approved since.")),
    ("types", _("Types, slugs of the finder's list.")),
    ("level", _("Level today, as it follows from the timeline: national, provincial, …")),
    ("status", _("active, doubtful (missing from a later list, no notice found), withdrawn or planned.")),
    ("status_since", _("Since when the status holds.")),
    ("province", _("Province, a slug of the finder's list.")),
    ("city", _("City, a slug within its province.")),
    ("founded_on", _("Founded: a year, a month or a day. Founded is not approved.")),
    ("approved_on", _("First approved: a year, a month or a day.")),
    ("approved_source", _("Title of the source of the approval.")),
    ("approved_source_url", _("Address of the source of the approval.")),
    ("timeline", _("The events from which level and status follow, each as date, kind and level from then on.")),
    ("area_ha", _("Legally approved area in hectares. It is not the administered area, which may be far larger.")),
    ("area_qualifier", _("Where the source is not exact: over, about, nearly.")),
    ("area_as_of", _("The date for which the area holds.")),
    ("area_source", _("Title of the source of the area.")),
    ("area_source_url", _("Address of the source of the area.")),
    ("industries", _("Industries, slugs of the finder's list.")),
    ("latitude", _("Latitude in degrees, good for a map of cities.")),
    ("longitude", _("Longitude in degrees, good for a map of cities.")),
    (
        "coordinate_precision",
        _("What the coordinates mark: zone, district (its centre), admin (of the administrative area), capital."),
    ),
    ("website", _("The zone's own website.")),
    ("supervising_body", _("Supervising body.")),
    ("managing_body", _("Managing body.")),
    ("district", _("District.")),
    ("address", _("Address.")),
    ("pitch", _("One sentence on the zone.")),
    ("summary", _("Summary.")),
    ("source", _("Title of the source of the record.")),
    ("source_url", _("Address of the source of the record.")),
)  # fmt: skip
_LAST: tuple[tuple[str, Promise], ...] = (
    ("url", _("Address of the zone's page.")),
    ("uuid", _("An identifier that stays when the address changes.")),
)
_INTERNAL = (("note", _("Internal note.")),)
# What stands behind the name of each key figure.
FIGURE: tuple[tuple[str, Promise], ...] = (
    ("", _("The value as it was published, a plain number in full.")),
    ("_qualifier", _("Where the source is not exact: over, about, nearly, top.")),
    ("_unit", _("Unit, a slug; money is in its currency, never converted.")),
    ("_currency", _("Currency, three letters of ISO 4217.")),
    ("_period", _("What the value is of: 2022, 2014 H1, 2018 Q1, 2017-01/2017-11.")),
    ("_estimate", _("Whether the source calls it expected, preliminary or forecast.")),
    ("_source", _("Title of the source.")),
    ("_source_url", _("Address of the source.")),
)
# Columns that hold the zone's own words and numbers; the others follow from its facts.
DIRECT = columns_of(
    Zone,
    *("name", "short_name", "name_is_rendered", "latitude", "longitude", "coordinate_precision"),
    *("website", "supervising_body", "managing_body", "district", "address", "pitch", "summary", "note"),
)
AREA = {"": "value_ha", "_qualifier": "qualifier", "_as_of": "as_of"}
SUMMARY = ("level", "status", "status_since", "founded_on", "approved_on")


@dataclass(frozen=True)
class Row:
    """What a zone says in the columns, and the events behind its timeline, so that a change finds them."""

    values: dict[str, Value]
    events: tuple[tuple[str, UUID], ...] = ()
    approval: UUID | None = None
    texts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", {name: as_text(value) for name, value in self.values.items()})


class Columns:
    """The columns as they are now: each indicator kind that is a key fact has a set of its own."""

    def __init__(self, *, is_public: bool) -> None:
        self._own = [*_OWN, *([] if is_public else _INTERNAL)]
        fixed = {name for name, _help in self._described([*self._own, *_LAST])}
        kinds = IndicatorKind.objects.filter(is_headline=True).order_by("position", "slug")
        named = {kind.slug.replace("-", "_"): kind for kind in kinds.select_related("unit")}
        self.kinds = {prefix: kind for prefix, kind in named.items() if prefix not in fixed}
        figures = [f"{prefix}{suffix}" for prefix in self.kinds for suffix, _help in FIGURE]
        self.names = [
            *(name for name, _help in self._described(self._own)),
            *figures,
            *(name for name, _help in _LAST),
        ]

    def described(self) -> list[tuple[str, Promise]]:
        """The columns that every zone has, with what they say."""
        return self._described([*self._own, *_LAST])

    def _described(self, listed: Iterable[tuple[str, Promise]]) -> list[tuple[str, Promise]]:
        return [(column, text) for name, text in listed for column in columns_of(Zone, name)]

    def prefetched(self, zones: QuerySet[Zone]) -> QuerySet[Zone]:
        """The zones with all that a row needs, in a constant number of queries."""

        def facts(relation: str, rows: Any, *related: str) -> Prefetch:
            rows = rows.order_by("pk").select_related("source", *related)
            return Prefetch(relation, rows, to_attr=f"row_{relation}")

        figures = Indicator.objects.filter(kind__in=list(self.kinds.values()), is_cumulative=False)
        # Of the zone itself; a column of one language may be null as well as empty.
        figures = figures.exclude(scope_en__gt="").exclude(scope_zh_hans__gt="")
        return zones.select_related("province", "city", "level", "record_source").prefetch_related(
            # Plain lists: a queryset for each zone and relation would take longer than the reading.
            Prefetch("types", ZoneType.objects.all(), to_attr="row_types"),
            facts("events", ZoneEvent.objects, "level"),
            facts("areas", Area.objects.filter(kind="approved")),
            facts("industry_roles", IndustryRole.objects, "industry"),
            facts("indicators", figures, "kind", "unit"),
        )

    def row(self, zone: Any, *, on: datetime.date | None = None) -> Row:
        """What a zone from `prefetched` says on the day `on`."""
        told = timeline.statements(zone.row_events)
        approving = next(
            (e for _s, e in told if e.kind in ("approved", "upgraded") and e.date == zone.approved_on), None
        )
        today = PartialDate.of(on or timezone.localdate())
        area = area_on(today, zone.row_areas, kind="approved")
        values: dict[str, Value] = {
            "slug": zone.slug,
            "code": zone.code,
            "types": sorted(kind.slug for kind in zone.row_types),
            "level": zone.level.slug if zone.level else None,
            "status": zone.status,
            "province": zone.province.slug,
            "city": zone.city.slug if zone.city else None,
            "timeline": [statement for statement, _event in told],
            "industries": list(dict.fromkeys(role.industry.slug for role in zone.row_industry_roles)),
            "url": f"{settings.SITE_URL}{zone.get_absolute_url()}",
            "uuid": str(zone.uuid),
        }
        values |= {name: _written(getattr(zone, attribute)) for name, attribute in DIRECT.items()}
        values |= {name: getattr(zone, name) for name in ("status_since", "founded_on", "approved_on")}
        values |= _sourced("", zone.record_source)
        values |= _sourced("approved_", approving and approving.source)
        values |= {f"area{suffix}": _written(getattr(area, name, None)) for suffix, name in AREA.items()}
        values["area_ha"] = values.pop("area")
        values |= _sourced("area_", area and area.source)
        figures = {entry.kind.slug: entry.headline.shown for entry in series.arrange(zone.row_indicators)}
        for prefix, kind in self.kinds.items():
            values |= _figure(prefix, figures.get(kind.slug))
        return Row(
            {name: values[name] for name in self.names},
            tuple((statement, event.uuid) for statement, event in told),
            approving and approving.uuid,
        )

    def texts(self, row: Row) -> list[str]:
        """The cells of a CSV."""
        return [
            text if isinstance(row.values[name], Decimal) else canonical.guarded(text)
            for name, text in row.texts.items()
        ]


def as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return canonical.number(value)
    return value if isinstance(value, str) else SEPARATOR.join(value)


def _written(value: Any) -> Value:
    return canonical.text(value) if isinstance(value, str) else value


def _sourced(prefix: str, source: Source | None) -> dict[str, Value]:
    return {
        f"{prefix}source": source and _written(source.title),
        f"{prefix}source_url": source and _written(source.url),
    }


def _figure(prefix: str, figure: Indicator | None) -> dict[str, Value]:
    if figure is None:
        return dict.fromkeys(f"{prefix}{suffix}" for suffix, _help in FIGURE)
    return {
        prefix: figure.value,
        f"{prefix}_qualifier": figure.qualifier,
        f"{prefix}_unit": figure.unit.slug,
        f"{prefix}_currency": figure.currency,
        f"{prefix}_period": str(figure.period),
        f"{prefix}_estimate": figure.is_estimate,
    } | _sourced(f"{prefix}_", figure.source)
