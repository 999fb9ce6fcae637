"""The zones of a file against the zones of the database: which are new, which changed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import RESERVED_SLUGS, City, OldAddress, Province, Zone, ZoneType
from .addresses import free_slug
from .facts import FactPlan, FactPlanner, StoredFacts
from .layout import GROUPS, GROUPS_BY_NAME, ZONE_COLUMNS, ZONE_DERIVED, ZONE_SPECIAL
from .lookups import Lookups
from .report import Progress, Report, no_progress
from .sources import SourceBook
from .validation import validation_messages
from .values import differs, messages, read, read_uuid, words

_KNOWN = {*ZONE_COLUMNS, *ZONE_SPECIAL, *ZONE_DERIVED, *GROUPS_BY_NAME}


@dataclass(frozen=True)
class Entry:
    """A canonical record, its place in the file, and what the file calls the record's columns."""

    row: int
    record: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The file's own name for a record's column such as `events[1].date`."""
        for part in (name, name.split(".")[0], name.split("[")[0]):
            if part in self.cells:
                return self.cells[part]
        return name


@dataclass
class ZonePlan:
    """What is to become of one zone."""

    row: int
    zone: Zone
    is_new: bool
    changed: set[str] = field(default_factory=set)
    types: list[ZoneType] = field(default_factory=list)
    types_changed: bool = False
    facts: FactPlan | None = None

    @property
    def is_changed(self) -> bool:
        return bool(self.changed or self.types_changed or (self.facts and not self.facts.is_empty))


class ZonePlanner:
    """Compares the records of a file with the zones of the database."""

    def __init__(
        self,
        entries: list[Entry],
        report: Report,
        lookups: Lookups,
        book: SourceBook,
        progress: Progress = no_progress,
    ) -> None:
        self._entries = entries
        self._report = report
        self._lookups = lookups
        self._book = book
        self._progress = progress
        # Which row speaks of a zone: a second one would say something else.
        self._rows: dict[int, int] = {}
        self._load()

    def _load(self) -> None:
        def values(column: str) -> set[str]:
            return {str(entry.record[column]) for entry in self._entries if entry.record.get(column)}

        others = {str(item.get("other")) for item in self._items("relations")}
        wanted = Q(code__in=values("code") | others) | Q(name_zh_hans__in=values("name_zh") | others)
        wanted |= Q(slug__in=values("slug") | others) | Q(uuid__in=_uuids(values("uuid")))
        stored = QuerySet(Zone).filter(wanted).select_related("province", "city").order_by("pk")
        self._by: dict[tuple[str, str], list[Zone]] = {}
        for zone in stored:
            zone.record_source = self._book.by_id[zone.record_source_id] if zone.record_source_id else None
            self._index(zone)
        ids = [zone.pk for zone in stored]
        through = Zone.types.through
        self._types: dict[int, set[int]] = {}
        for zone_id, type_id in (
            QuerySet(through).filter(zone_id__in=ids).values_list("zone_id", "zonetype_id")
        ):
            self._types.setdefault(zone_id, set()).add(type_id)
        named = [group for group in GROUPS if any(group.name in entry.record for entry in self._entries)]
        uuids = {
            group.name: _uuids(str(item["uuid"]) for item in self._items(group.name) if item.get("uuid"))
            for group in named
        }
        self._stored_facts = StoredFacts(named, ids, uuids, self._book)
        self._taken = set(QuerySet(Zone).values_list("slug", flat=True)) | RESERVED_SLUGS
        old = QuerySet(OldAddress).filter(path__startswith="/zones/").values_list("path", flat=True)
        self._taken |= {path.split("/")[2] for path in old}

    def _items(self, group: str) -> Iterable[dict[str, Any]]:
        """All objects of one group in the whole file."""
        for entry in self._entries:
            items = entry.record.get(group)
            if isinstance(items, list):
                yield from (item for item in items if isinstance(item, dict))

    def _index(self, zone: Zone) -> None:
        keys = {
            ("uuid", str(zone.uuid)),
            ("code", zone.code or ""),
            ("name_zh", zone.name_zh_hans or ""),
            ("slug", zone.slug),
        }
        for key in keys:
            if key[1]:
                self._by.setdefault(key, []).append(zone)

    def plans(self) -> list[ZonePlan]:
        plans = []
        for number, entry in enumerate(self._entries, start=1):
            if plan := self._plan(entry):
                plans.append(plan)
            self._progress(_("Reading zones"), number, len(self._entries))
        by_row = {plan.row: plan for plan in plans}
        facts = FactPlanner(self._stored_facts, self._lookups, self._book, self._other_zone)
        for entry in self._entries:
            if plan := by_row.get(entry.row):
                plan.facts = facts.plan(plan.zone, entry.record)
                for column, message in plan.facts.problems:
                    self._problem(entry, column, message)
        self._check_relations(plans)
        return plans

    def _problem(self, entry: Entry, column: str, message: object) -> None:
        self._report.problem(entry.row, entry.column(column), message)

    # --- one zone

    def _plan(self, entry: Entry) -> ZonePlan | None:
        record = entry.record
        for column in record:
            if column not in _KNOWN:
                self._problem(entry, column, _("No such column."))
        try:
            zone = self._find(record)
        except ValidationError as error:
            self._problem(entry, "code" if record.get("code") else "name_zh", messages(error))
            return None
        if zone and (first := self._rows.get(id(zone))):
            self._problem(entry, "code", _("The same zone stands in row %(row)s.") % {"row": first})
            return None
        plan = ZonePlan(entry.row, zone or Zone(), is_new=zone is None)
        self._rows[id(plan.zone)] = entry.row
        given = self._read(entry)
        self._read_place(entry, plan, given)
        for name, value in given.items():
            if plan.is_new or differs(getattr(plan.zone, name), value):
                plan.changed.add(name)
                setattr(plan.zone, name, value)
        self._read_types(entry, plan)
        if plan.is_new:
            plan.zone.slug = self._slug(entry, plan.zone)
            self._index(plan.zone)
        if plan.changed:
            plan.zone.refresh_sort_keys()
            is_readable = entry.row not in self._report.bad_rows
            for name, message in validation_messages(plan.zone, as_whole=is_readable):
                self._problem(entry, _column_of(name), message)
        return plan

    def _find(self, record: dict[str, Any]) -> Zone | None:
        """The stored zone that the record speaks of: by uuid, code, Chinese name, then slug."""
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

    def _read(self, entry: Entry) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for column, raw in entry.record.items():
            try:
                if column in ZONE_COLUMNS:
                    name = ZONE_COLUMNS[column]
                    given[name] = read(Zone._meta.get_field(name), raw, self._lookups)
                elif column == "code":
                    given["code"] = str(raw or "").strip() or None
                elif column == "uuid":
                    given["uuid"] = read_uuid(raw)
                elif column == "source":
                    given["record_source"] = self._book.enter(raw)
            except ValidationError as error:
                self._problem(entry, column, messages(error))
        return given

    def _read_place(self, entry: Entry, plan: ZonePlan, given: dict[str, Any]) -> None:
        record = entry.record
        province = plan.zone.province if not plan.is_new else None
        if word := record.get("province"):
            province = self._lookups.find(Province, word)
            if province is None:
                self._problem(entry, "province", _("No province is called “%(word)s”.") % {"word": word})
                return
            given["province"] = province
        elif plan.is_new:
            self._problem(entry, "province", _("A zone needs its province."))
            return
        if "city" in record:
            given["city"] = city = self._city(province, record["city"])
            if city is None and record["city"]:
                words = {"word": record["city"], "province": province}
                self._problem(entry, "city", _("%(province)s has no city called “%(word)s”.") % words)

    def _city(self, province: Province, word: Any) -> City | None:
        return self._lookups.city(province.pk, str(word)) if word else None

    def _read_types(self, entry: Entry, plan: ZonePlan) -> None:
        try:
            slugs = words(entry.record.get("types"))
        except ValidationError as error:
            self._problem(entry, "types", messages(error))
            return
        if not slugs:
            if plan.is_new:
                self._problem(entry, "types", _("A zone needs a type."))
            return
        for word in slugs:
            zone_type = self._lookups.find(ZoneType, word)
            if zone_type is None:
                self._problem(entry, "types", _("No type is called “%(word)s”.") % {"word": word})
            else:
                plan.types.append(zone_type)
        plan.types_changed = {row.pk for row in plan.types} != self._types.get(plan.zone.pk, set())

    def _slug(self, entry: Entry, zone: Zone) -> str:
        wanted = str(entry.record.get("slug") or "").strip()
        if wanted and wanted in self._taken:
            self._problem(entry, "slug", _("This address belongs to another page."))
        slug = wanted or free_slug(zone, self._taken)
        self._taken.add(slug)
        return slug

    # --- zones that belong together

    def _other_zone(self, word: Any) -> Zone:
        for kind in ("code", "name_zh", "slug"):
            if found := self._by.get((kind, str(word or ""))):
                return found[0]
        raise ValidationError(_("No zone is called “%(word)s”.") % {"word": word})

    def _check_relations(self, plans: list[ZonePlan]) -> None:
        """A new zone that is left out cannot be related to: look again until no row falls."""
        while True:
            bad = self._report.bad_rows
            lost = {id(plan.zone) for plan in plans if plan.is_new and plan.row in bad}
            orphans = [
                plan
                for plan in plans
                if plan.row not in bad
                and any(id(relation.other) in lost for relation in plan.facts.new["relations"])
            ]
            if not orphans:
                return
            for plan in orphans:
                self._report.problem(plan.row, "relations", _("The other zone is not in order."))


def _column_of(name: str) -> str:
    for column, attribute in ZONE_COLUMNS.items():
        if attribute in (name, f"{name}_en"):
            return column
    return name


def _uuids(texts: Iterable[str]) -> list[Any]:
    found = []
    for word in texts:
        try:
            found.append(read_uuid(word))
        except ValidationError:
            continue
    return found
