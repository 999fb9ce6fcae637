"""Zones from a file: the whole file is read and checked, compared with what stands, then written at once.

Whatever the file's size, each table is read once; writes go in batches, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import RESERVED_SLUGS, City, OldAddress, Province, Zone, ZoneType
from . import catalogue, files, writing
from .addresses import free_slug
from .facts import FactPlan, FactPlanner, StoredFacts, read_uuid, validation_messages
from .layout import GROUPS, GROUPS_BY_NAME, ZONE_COLUMNS, ZONE_DERIVED, ZONE_SPECIAL
from .lookups import Lookups
from .report import Progress, Report, no_progress
from .sources import SourceBook
from .values import differs, messages, read

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


def import_zones(
    content: bytes,
    name: str,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Take in a CSV with the catalogue's columns, or a JSON array of zones. `name` is the file's name."""
    report, lookups = Report(), Lookups()
    if files.is_json(name, content):
        data = files.json_content(content, report)
        entries = [Entry(*row) for row in files.numbered(data, report)] if report.is_clean else []
    else:
        entries = [
            Entry(number, catalogue.record_of(number, row, lookups, report), catalogue.CELLS)
            for number, row in files.csv_rows(content, catalogue.COLUMNS, report)
        ]
    # A file that cannot be read at all is not one with bad rows.
    if not entries and report.problems:
        return report
    with transaction.atomic():
        return _run(entries, report, lookups, dry_run=dry_run, skip_bad=skip_bad, progress=progress)


def import_zone_records(
    records: Iterable[dict[str, Any]],
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress = no_progress,
) -> Report:
    """Take in canonical records that a program has made."""
    entries = [Entry(number, record) for number, record in enumerate(records, start=1)]
    with transaction.atomic():
        return _run(entries, Report(), Lookups(), dry_run=dry_run, skip_bad=skip_bad, progress=progress)


def _run(
    entries: list[Entry],
    report: Report,
    lookups: Lookups,
    *,
    dry_run: bool,
    skip_bad: bool,
    progress: Progress,
) -> Report:
    book = SourceBook()
    planner = ZonePlanner(entries, report, lookups, book, progress)
    plans = planner.plans()
    bad = report.bad_rows
    good = [plan for plan in plans if plan.row not in bad]
    report.skipped = len({entry.row for entry in entries} & bad) if skip_bad else 0
    report.created = sum(plan.is_new for plan in good)
    report.updated = sum(plan.is_changed for plan in good if not plan.is_new)
    report.unchanged = len(good) - report.changes
    if dry_run or (bad and not skip_bad):
        return report
    writing.write([plan for plan in good if plan.is_new or plan.is_changed], book, progress)
    report.is_written = True
    return report


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
        self._load()

    def _load(self) -> None:
        def values(column: str) -> set[str]:
            return {str(entry.record[column]) for entry in self._entries if entry.record.get(column)}

        others = {
            str(item.get("other"))
            for entry in self._entries
            for item in entry.record.get("relations") or []
            if isinstance(item, dict)
        }
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
        self._stored_facts = StoredFacts(named, ids, self._book)
        self._taken = set(QuerySet(Zone).values_list("slug", flat=True)) | RESERVED_SLUGS
        old = QuerySet(OldAddress).filter(path__startswith="/zones/").values_list("path", flat=True)
        self._taken |= {path.split("/")[2] for path in old}

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
        plans, seen = [], {}
        for number, entry in enumerate(self._entries, start=1):
            plan = self._plan(entry)
            if plan is None:
                continue
            if first := seen.get(id(plan.zone)):
                self._problem(entry, "code", _("The same zone stands in row %(row)s.") % {"row": first})
                continue
            seen[id(plan.zone)] = entry.row
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
        plan = ZonePlan(entry.row, zone or Zone(), is_new=zone is None)
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
        raw = entry.record.get("types")
        words = [part.strip() for part in raw.split(";")] if isinstance(raw, str) else list(raw or [])
        words = [word for word in words if word]
        if not words:
            if plan.is_new:
                self._problem(entry, "types", _("A zone needs a type."))
            return
        for word in words:
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


def _uuids(words: Iterable[str]) -> list[Any]:
    found = []
    for word in words:
        try:
            found.append(read_uuid(word))
        except ValidationError:
            continue
    return found
