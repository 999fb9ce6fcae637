"""The zones of a file against the zones of the database: which are new, which changed, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import former_names
from ..models import City, Province, Zone, ZoneType
from .addresses import free_slug
from .facts import FactPlan, FactPlanner
from .layout import GROUPS_BY_NAME, ZONE_COLUMNS, ZONE_DERIVED, ZONE_SPECIAL
from .lookups import Lookups, NotHere
from .reach import EVERYWHERE, Reach
from .report import Progress, Report, no_progress
from .sources import SourceBook
from .stored import StoredZones
from .unlikely import Judge
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
    """What is to become of one zone. `before` holds what stood in the columns that change."""

    row: int
    zone: Zone
    is_new: bool
    changed: set[str] = field(default_factory=set)
    before: dict[str, Any] = field(default_factory=dict)
    types: list[ZoneType] = field(default_factory=list)
    types_before: list[ZoneType] = field(default_factory=list)
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
        *,
        reach: Reach = EVERYWHERE,
        keep_names: bool = True,
        lock: bool = False,
        judge: Judge | None = None,
    ) -> None:
        self._entries = entries
        self._report = report
        self._lookups = lookups
        self._book = book
        self._progress = progress
        self._reach = reach
        self._keep_names = keep_names
        self._judge = judge
        # Which row speaks of a zone: a second one would say something else.
        self._rows: dict[int, int] = {}
        self._stored = StoredZones([entry.record for entry in entries], book, lock=lock)

    def plans(self) -> list[ZonePlan]:
        plans = []
        for number, entry in enumerate(self._entries, start=1):
            if plan := self._plan(entry):
                plans.append(plan)
            self._progress(_("Reading zones"), number, len(self._entries))
        by_row = {plan.row: plan for plan in plans}
        facts = FactPlanner(self._stored.facts, self._lookups, self._book, self._other_zone)
        for entry in self._entries:
            if plan := by_row.get(entry.row):
                plan.facts = facts.plan(plan.zone, entry.record)
                self._keep_former_names(plan)
                for column, message in plan.facts.problems:
                    self._problem(entry, column, message)
                unlikely = self._judge.notes(plan, self._stored.facts) if self._judge else ()
                for column, message in [*plan.facts.notes, *unlikely]:
                    self._report.note(entry.row, entry.column(column), message)
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
            zone = self._stored.find(record)
        except ValidationError as error:
            self._problem(entry, "code" if record.get("code") else "name_zh", messages(error))
            return None
        if not self._reach.takes(zone):
            # The same words for a zone that is unknown: what others are drafting is not told.
            self._problem(entry, "code" if record.get("code") else "name_zh", self._refusal())
            return None
        if zone and (first := self._rows.get(id(zone))):
            self._problem(entry, "code", _("The same zone stands in row %(row)s.") % {"row": first})
            return None
        plan = ZonePlan(entry.row, zone or Zone(), is_new=zone is None)
        self._rows[id(plan.zone)] = entry.row
        given = self._read(entry)
        self._read_place(entry, plan, given)
        if zone:
            # Its history names it so.
            given.pop("uuid", None)
            if self._reach.is_limited and given.get("code", zone.code) != zone.code:
                self._problem(entry, "code", _("Only editors of the portal change the official code."))
                del given["code"]
        for name, value in given.items():
            former = getattr(plan.zone, name) if zone else None
            if plan.is_new or differs(former, value):
                plan.changed.add(name)
                plan.before[name] = former
                setattr(plan.zone, name, value)
        self._read_types(entry, plan)
        if plan.is_new:
            plan.zone.slug = self._slug(entry, plan.zone)
            self._stored.add(plan.zone)
        if plan.changed:
            plan.zone.refresh_sort_keys()
            is_readable = entry.row not in self._report.bad_rows
            for name, message in validation_messages(plan.zone, as_whole=is_readable):
                self._problem(entry, _column_of(name), message)
        return plan

    def _refusal(self) -> str:
        if self._reach.is_limited:
            return _("This is not one of your zones.")
        return _("You may not add zones.")

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
                elif column == "logo":
                    given["logo"] = self._lookups.image(str(raw)) if raw else None
            except NotHere as missing:
                self._report.note(entry.row, column, messages(missing))
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
        plan.types_before = self._stored.types_of(plan.zone)
        plan.types_changed = set(plan.types) != set(plan.types_before)

    def _slug(self, entry: Entry, zone: Zone) -> str:
        wanted = str(entry.record.get("slug") or "").strip()
        if wanted and wanted in self._stored.taken_slugs:
            self._problem(entry, "slug", _("This address belongs to another page."))
        slug = wanted or free_slug(zone, self._stored.taken_slugs)
        self._stored.taken_slugs.add(slug)
        return slug

    def _keep_former_names(self, plan: ZonePlan) -> None:
        """A zone that has been public is found by the name that the file takes from it."""
        if not self._keep_names or not plan.before.keys() & set(former_names.COLUMNS):
            return
        known = [row.text for row in self._stored.facts.of(GROUPS_BY_NAME["other_names"], plan.zone)]
        known += [row.text for row in plan.facts.new["other_names"]]
        kept = former_names.left_behind(plan.zone, plan.before, known, on=timezone.localdate())
        for row in kept:
            plan.facts.new["other_names"].append(row)
            note = _("The former name “%(name)s” is kept among the other names.") % {"name": row.text}
            self._report.note(plan.row, "other_names", note)

    # --- zones that belong together

    def _other_zone(self, word: Any) -> Zone:
        return self._stored.named(word, self._reach)

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
