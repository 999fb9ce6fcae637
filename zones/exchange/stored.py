"""The zones of the database that a file speaks of, each table read once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import RESERVED_SLUGS, OldAddress, Zone, ZoneType
from .facts import StoredFacts
from .layout import GROUPS
from .reach import Reach
from .sources import SourceBook
from .values import read_uuid


class StoredZones:
    """Finds zones by uuid, code, Chinese name and slug; those that the file adds are found too.

    With `lock`, what was compared is what is written over: nobody else changes it in between.
    """

    def __init__(self, records: list[dict[str, Any]], book: SourceBook, *, lock: bool) -> None:
        def values(column: str) -> set[str]:
            return {str(record[column]) for record in records if record.get(column)}

        others = {str(item.get("other")) for item in _items(records, "relations")}
        wanted = Q(code__in=values("code") | others) | Q(name_zh_hans__in=values("name_zh") | others)
        wanted |= Q(slug__in=values("slug") | others) | Q(uuid__in=_uuids(values("uuid")))
        stored = QuerySet(Zone).filter(wanted).select_related("province", "city", "logo").order_by("pk")
        if lock:
            stored = stored.select_for_update(of=("self",))
        self._by: dict[tuple[str, str], list[Zone]] = {}
        for zone in stored:
            zone.record_source = book.by_id[zone.record_source_id] if zone.record_source_id else None
            self.add(zone)
        ids = [zone.pk for zone in stored]
        self._types: dict[int, list[ZoneType]] = {}
        links = QuerySet(Zone.types.through).filter(zone_id__in=ids).select_related("zonetype").order_by("pk")
        for link in links:
            self._types.setdefault(link.zone_id, []).append(link.zonetype)
        # Other names always: a name that the file takes away may stand among them.
        groups = [
            group
            for group in GROUPS
            if group.name == "other_names" or any(group.name in record for record in records)
        ]
        uuids = {
            group.name: _uuids(str(item["uuid"]) for item in _items(records, group.name) if item.get("uuid"))
            for group in groups
        }
        self.facts = StoredFacts(groups, ids, uuids, book)
        self.taken_slugs = set(QuerySet(Zone).values_list("slug", flat=True)) | RESERVED_SLUGS
        old = QuerySet(OldAddress).filter(path__startswith="/zones/").values_list("path", flat=True)
        self.taken_slugs |= {path.split("/")[2] for path in old}

    def add(self, zone: Zone) -> None:
        keys = {
            ("uuid", str(zone.uuid)),
            ("code", zone.code or ""),
            ("name_zh", zone.name_zh_hans or ""),
            ("slug", zone.slug),
        }
        for key in keys:
            if key[1]:
                self._by.setdefault(key, []).append(zone)

    def types_of(self, zone: Zone) -> list[ZoneType]:
        return self._types.get(zone.pk, [])

    def find(self, record: dict[str, Any]) -> Zone | None:
        """The zone that the record speaks of: by uuid, code, Chinese name, then slug."""
        code, name, slug = (str(record.get(key) or "") for key in ("code", "name_zh", "slug"))
        raw = record.get("uuid")
        if raw and (found := self._by.get(("uuid", str(read_uuid(raw))))):
            return found[0]
        if code and (found := self._by.get(("code", code))):
            return found[0]
        if name:
            # A zone that had no code when it was entered may have one now; two codes are two zones.
            found = [z for z in self._by.get(("name_zh", name), []) if not (code and z.code)]
            if len(found) > 1:
                raise ValidationError(_("Several zones have this name: give the code."))
            return found[0] if found else None
        if slug and not code:
            return self._by.get(("slug", slug), [None])[0]
        if not (code or slug or record.get("name_en")):
            raise ValidationError(_("A zone needs a code or a name."))
        return None

    def named(self, word: Any, reach: Reach) -> Zone:
        """The zone that another one names as its neighbour, by code, Chinese name or slug."""
        for kind in ("code", "name_zh", "slug"):
            found = self._by.get((kind, str(word or "")))
            if found and reach.may_name(found[0]):
                return found[0]
        raise ValidationError(_("No zone is called “%(word)s”.") % {"word": word})


def _items(records: Iterable[dict[str, Any]], group: str) -> Iterable[dict[str, Any]]:
    """All objects of one group in the whole file."""
    for record in records:
        items = record.get(group)
        if isinstance(items, list):
            yield from (item for item in items if isinstance(item, dict))


def _uuids(texts: Iterable[str]) -> list[Any]:
    found = []
    for word in texts:
        try:
            found.append(read_uuid(word))
        except ValidationError:
            continue
    return found
