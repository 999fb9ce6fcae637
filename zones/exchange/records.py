"""A zone as the record that JSON carries: all that its profile says, in the columns that an import reads.

Facts come in the order in which they were entered, which breaks ties wherever a page sorts them.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models as db
from django.db.models import Prefetch, QuerySet

from ..models import Image, Source, Zone, ZoneEvent, ZoneType
from . import canonical, media
from .layout import GROUPS, ZONE_COLUMNS, Group

log = logging.getLogger(__name__)

# People and their telephones, files with rights of their own, and what editors write to each other.
PRIVATE_GROUPS = {"contacts", "photos", "documents"}
_PRIVATE = {"note", "logo", "verified_by"}


def prefetched(zones: QuerySet[Zone], *, is_public: bool) -> QuerySet[Zone]:
    """The zones with all that a record needs, in a constant number of queries."""
    zones = zones.select_related("province", "city", "level", "record_source", "logo")
    # Plain lists: a queryset for each zone and relation would take longer than the reading.
    lookups = [Prefetch("types", ZoneType.objects.all(), to_attr="row_types")]
    for group in _groups(is_public):
        links = [f.name for f in group.model._meta.fields if f.many_to_one and f.name != "zone"]
        # Asked for by name: some of these links may be empty, and are not followed otherwise.
        rows = group.model.objects.order_by("pk")
        rows = rows.select_related(*links) if links else rows
        if group.name == "relations" and is_public:
            rows = rows.filter(other__in=Zone.objects.live())
        lookups.append(Prefetch(group.relation, rows, to_attr=f"row_{group.relation}"))
        if group.model is ZoneEvent:
            sources = Source.objects.order_by("title", "url")
            lookups.append(Prefetch("row_events__further_sources", sources, to_attr="row_sources"))
    return zones.prefetch_related(*lookups)


def record(zone: Any, *, is_public: bool) -> dict[str, Any]:
    """The record of a zone from `prefetched`. What is `is_public` may be given to anybody."""
    made: dict[str, Any] = {
        "slug": zone.slug,
        "name_en": zone.name_en or None,
        "name_zh": zone.name_zh_hans or None,
        "code": zone.code,
        "types": sorted(kind.slug for kind in zone.row_types),
        "level": zone.level.slug if zone.level else None,
        "status": zone.status,
        "status_since": zone.status_since or None,
        "province": zone.province.slug,
        "city": zone.city.slug if zone.city else None,
        "founded_on": zone.founded_on or None,
        "approved_on": zone.approved_on or None,
        "area_ha": zone.approved_area_ha,
    }
    for column, attribute in ZONE_COLUMNS.items():
        if column not in made and not (is_public and column in _PRIVATE):
            made[column] = _plain(getattr(zone, attribute))
    made["source"] = _source(zone.record_source)
    if not is_public:
        made["logo"] = zone.logo.sha256 if zone.logo else None
    for group in _groups(is_public):
        facts = getattr(zone, f"row_{group.relation}")
        made[group.name] = [_fact(group, fact, is_public=is_public) for fact in facts]
    made["url"] = f"{settings.SITE_URL}{zone.get_absolute_url()}"
    made["uuid"] = str(zone.uuid)
    return made


def _groups(is_public: bool) -> list[Group]:
    return [group for group in GROUPS if not (is_public and group.name in PRIVATE_GROUPS)]


def public_columns(group: Group) -> list[str]:
    """What a fact of the open data has, in order."""
    own = [column for column in group.columns if column not in _PRIVATE]
    return ["uuid", *own, *sorted(group.special), *(["source"] if group.has_source else [])]


def _fact(group: Group, fact: Any, *, is_public: bool) -> dict[str, Any]:
    made = {"uuid": str(fact.uuid)}
    made |= {
        column: _plain(getattr(fact, attribute))
        for column, attribute in group.columns.items()
        if not (is_public and column in _PRIVATE)
    }
    made |= {column: _SPECIAL[column](fact) for column in sorted(group.special)}
    if group.has_source:
        made["source"] = _source(fact.source)
    return made


def _plain(value: Any) -> Any:
    """A value as JSON holds it; nothing is null, whatever the column holds."""
    if value is None or isinstance(value, bool | Decimal | int):
        return value
    if isinstance(value, str):
        return canonical.text(value) or None
    if isinstance(value, db.Model):
        return value.get_username() if isinstance(value, AbstractBaseUser) else value.slug
    if isinstance(value, datetime.date):
        return value.isoformat()
    return canonical.text(str(value)) or None


def _source(source: Source | None) -> dict[str, str | None] | None:
    if source is None:
        return None
    return {name: _plain(getattr(source, name)) for name in ("title", "publisher", "url", "published_on")}


def _further_sources(event: Any) -> list[Any]:
    return [_source(source) for source in event.row_sources]


def _sha256(document: Any) -> str | None:
    try:
        return media.sha256(document.file.name)
    except OSError:
        log.warning("The storage has lost a document", extra={"file": document.file.name})
        return None


def _image(photo: Any) -> str:
    image: Image = photo.image
    return image.sha256


_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "other": lambda relation: relation.other.slug,
    "further_sources": _further_sources,
    "period": lambda indicator: str(indicator.period),
    "image": _image,
    "file": lambda document: document.file.name,
    "sha256": _sha256,
}
