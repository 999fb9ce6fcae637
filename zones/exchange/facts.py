"""The facts of a file against the facts of the database: which are new, which changed, which are the same.

Nothing is written here and nothing is removed: a fact that the file does not mention stays,
and so does another source's statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import Source, Zone, ZoneEvent
from ..periods import Period
from ..text import fold
from . import events, media
from .layout import GROUPS, Group
from .lookups import Lookups, NotHere
from .sources import SourceBook
from .validation import validation_messages
from .values import differs, messages, read, read_uuid

# Links that a file cannot set, or that are looked at apart.
_UNREAD = {"zone", "source"}


@dataclass
class FactPlan:
    """What is to become of one zone's facts."""

    zone: Zone
    new: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, dict[Any, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    # Further sources of events, as they stand and as they will stand, by the event's identity.
    further: dict[int, tuple[ZoneEvent, list[Source]]] = field(default_factory=dict)
    new_links: list[tuple[ZoneEvent, Source]] = field(default_factory=list)
    # What stood in the columns that change, by the identity of the fact.
    before: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    # Where in the file a fact stands, so that what validation says finds its column.
    places: dict[int, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    # What the file names and this portal has not: it is left out.
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (any(self.new.values()) or any(self.changed.values()) or self.new_links)

    def sources(self) -> list[Source | None]:
        facts = [fact for group in self.new.values() for fact in group]
        facts += [fact for group in self.changed.values() for fact in group]
        return [getattr(fact, "source", None) for fact in facts] + [source for _e, source in self.new_links]


class StoredFacts:
    """The facts of the zones at hand, one query per group that the file mentions."""

    def __init__(
        self, groups: Iterable[Group], zone_ids: list[int], uuids: dict[str, list[UUID]], book: SourceBook
    ) -> None:
        self._facts: dict[tuple[str, int], list[Any]] = defaultdict(list)
        # Whose fact a uuid is: two zones cannot have the same one.
        self.owners: dict[tuple[str, UUID], Zone | int] = {}
        self._further: dict[int, list[Source]] = defaultdict(list)
        for group in groups:
            links = [f.name for f in group.model._meta.fields if f.many_to_one and f.name not in _UNREAD]
            wanted = Q(zone_id__in=zone_ids) | Q(uuid__in=uuids[group.name])
            rows = QuerySet(group.model).filter(wanted).order_by("pk")
            for fact in rows.select_related(*links) if links else rows:
                self.owners[group.name, fact.uuid] = fact.zone_id
                if group.has_source:
                    fact.source = book.of(fact)
                self._facts[group.name, fact.zone_id].append(fact)
            if group.model is ZoneEvent:
                through = ZoneEvent.further_sources.through
                for link in QuerySet(through).filter(zoneevent__zone_id__in=zone_ids).order_by("pk"):
                    self._further[link.zoneevent_id].append(book.by_id[link.source_id])

    def of(self, group: Group, zone: Zone) -> list[Any]:
        return list(self._facts[group.name, zone.pk]) if zone.pk else []

    def further_sources(self, event: ZoneEvent) -> list[Source]:
        return list(self._further[event.pk]) if event.pk else []


class FactPlanner:
    """Reads one zone's groups of facts into a plan."""

    def __init__(self, stored: StoredFacts, lookups: Lookups, book: SourceBook, find_zone: Any) -> None:
        self._stored = stored
        self._lookups = lookups
        self._book = book
        self._find_zone = find_zone

    def plan(self, zone: Zone, record: dict[str, Any]) -> FactPlan:
        plan = FactPlan(zone)
        for group in GROUPS:
            items = record.get(group.name)
            if items in (None, ""):
                continue
            if not isinstance(items, list):
                plan.problems.append((group.name, _("An array of objects is expected.")))
                continue
            self._plan_group(plan, group, items)
        self._validate(plan)
        return plan

    def _plan_group(self, plan: FactPlan, group: Group, items: list[Any]) -> None:
        unclaimed = self._stored.of(group, plan.zone)
        claimed: list[Any] = []
        named = {str(item.get("uuid")) for item in items if isinstance(item, dict) and item.get("uuid")}
        own: set[int] = set()
        for number, item in enumerate(items, start=1):
            place = f"{group.name}[{number}]"
            if not isinstance(item, dict):
                plan.problems.append((place, _("An object is expected.")))
                continue
            read_well = self._read(plan, group, place, item)
            if read_well is None:
                continue
            fact, given, further = read_well
            # Two facts that the file tells apart by uuid are two, however alike they are.
            twins = [other for other in claimed if "uuid" not in given or id(other) not in own]
            free = [o for o in unclaimed if o.uuid == given.get("uuid") or str(o.uuid) not in named]
            if group.model is ZoneEvent:
                match = self._match_event(plan, fact, [*twins, *free], given)
                self._settle_event(plan, match, fact, given, further)
            else:
                match = self._settle(plan, group, place, fact, given, twins, free)
            settled = match or fact
            if "uuid" in given:
                own.add(id(settled))
            plan.places.setdefault(id(settled), place)
            if settled in unclaimed:
                unclaimed = [other for other in unclaimed if other is not settled]
            if not any(other is settled for other in claimed):
                claimed.append(settled)

    # --- reading one object

    def _read(self, plan: FactPlan, group: Group, place: str, item: dict[str, Any]) -> Any:
        """The object as an unsaved fact, the attributes that it gives, and an event's further sources."""
        fact = group.model(zone=plan.zone, **group.blank)
        given: dict[str, Any] = {}
        further: list[Source] = []
        count = len(plan.problems)
        try:
            if group.special & media.COLUMNS:
                is_known = any(
                    str(o.uuid) == str(item.get("uuid")) for o in self._stored.of(group, plan.zone)
                )
                given |= media.given(group, item, self._lookups, is_known=is_known)
        except NotHere as missing:
            plan.notes.append((place, messages(missing)))
            return None
        for column, raw in item.items():
            try:
                if column in group.special & media.COLUMNS:
                    continue
                if column in group.columns:
                    name = group.columns[column]
                    given[name] = read(group.model._meta.get_field(name), raw, self._lookups)
                elif column == "uuid":
                    given["uuid"] = self._claimed(group, plan.zone, read_uuid(raw))
                elif column == "source" and group.has_source:
                    given["source"] = self._book.enter(raw)
                elif column == "further_sources" and column in group.special:
                    further = self._read_sources(raw)
                elif column == "period" and column in group.special:
                    given |= _read_period(raw)
                elif column == "other" and column in group.special:
                    given["other"] = self._find_zone(raw)
                else:
                    plan.problems.append((f"{place}.{column}", _("No such column.")))
            except NotHere as missing:
                plan.notes.append((f"{place}.{column}", messages(missing)))
            except ValidationError as error:
                plan.problems.append((f"{place}.{column}", messages(error)))
        if len(plan.problems) > count:
            return None
        for name, value in given.items():
            setattr(fact, name, value)
        return fact, given, further

    def _read_sources(self, raw: Any) -> list[Source]:
        if not isinstance(raw or [], list):
            raise ValidationError(_("An array of sources is expected."))
        return [source for source in map(self._book.enter, raw or []) if source is not None]

    def _claimed(self, group: Group, zone: Zone, identity: UUID) -> UUID:
        """The uuid, if no other zone has it and no other row of the file has named it."""
        owner = self._stored.owners.get((group.name, identity))
        if isinstance(owner, Zone) or owner not in (None, zone.pk):
            raise ValidationError(_("Another fact has this UUID."))
        self._stored.owners[group.name, identity] = zone
        return identity

    # --- facts that have one source each

    def _settle(
        self,
        plan: FactPlan,
        group: Group,
        place: str,
        fact: Any,
        given: dict[str, Any],
        claimed: list[Any],
        unclaimed: list[Any],
    ) -> Any:
        """Match `fact` with a known one; note what changes. Returns the known one, or None for a new fact."""
        key = self._key(group, fact)
        twins = [other for other in claimed if self._key(group, other) == key]
        if any(not _changes(twin, given) for twin in twins):
            return next(twin for twin in twins if not _changes(twin, given))
        by_uuid = [other for other in unclaimed if "uuid" in given and other.uuid == given["uuid"]]
        if twins and not by_uuid and not group.per_source:
            # The same firm by another source: the first statement stands.
            if self._is_of_other_source(twins[0], fact):
                return twins[0]
            plan.problems.append((place, _("The same stands twice, with different values.")))
            return twins[0]
        same_key = [other for other in unclaimed if self._key(group, other) == key]
        unchanged = [other for other in same_key if not _changes(other, given)]
        match = (by_uuid or unchanged or same_key or [None])[0]
        if match is None:
            plan.new[group.name].append(fact)
            return None
        if not by_uuid and self._is_of_other_source(match, fact):
            return match
        self._overwrite(plan, group.name, match, given)
        return match

    def _is_of_other_source(self, known: Any, fact: Any) -> bool:
        one, other = getattr(known, "source", None), getattr(fact, "source", None)
        return one is not None and other is not None and one is not other

    def _key(self, group: Group, fact: Any) -> tuple[Any, ...]:
        parts: list[Any] = [_identity(fact, name) for name in group.key]
        if group.per_source:
            parts.append(id(fact.source) if fact.source else None)
        return tuple(parts)

    def _overwrite(self, plan: FactPlan, group: str, known: Any, given: dict[str, Any]) -> None:
        changes = _changes(known, given)
        if changes and known.pk:
            self._note_change(plan, group, known, {name: _value(known, name) for name in changes})
        for name in changes:
            setattr(known, name, given[name])

    def _note_change(self, plan: FactPlan, group: str, known: Any, before: dict[str, Any]) -> None:
        plan.changed[group].setdefault(known, set()).update(before)
        # Said twice in one file, the first words are those that stood before.
        plan.before[id(known)] = before | plan.before[id(known)]

    # --- events, which may have several sources

    def _match_event(self, plan: FactPlan, event: Any, known: list[Any], given: dict[str, Any]) -> Any:
        if "uuid" in given:
            for other in known:
                if other.uuid == given["uuid"]:
                    return other
        return events.same_event(known, event)

    def _settle_event(
        self, plan: FactPlan, known: Any, event: Any, given: dict[str, Any], sources: list[Source]
    ) -> None:
        further = self._further(plan, known or event)
        before = list(further)
        if known is None:
            plan.new["events"].append(event)
            known = event
        elif given.get("uuid") == known.uuid:
            self._overwrite(plan, "events", known, given)
        elif not self._is_of_other_source(known, event):
            self._overwrite(plan, "events", known, _own_words(known, event, given))
        else:
            former = {name: _value(known, name) for name in events.TAKEN}
            changed = events.take_in(known, event, further)
            if changed and known.pk:
                self._note_change(plan, "events", known, {name: former[name] for name in changed})
        for source in sources:
            if source is not known.source and source not in further:
                further.append(source)
        plan.new_links += [(known, source) for source in further if source not in before]

    def _further(self, plan: FactPlan, event: Any) -> list[Source]:
        if id(event) not in plan.further:
            plan.further[id(event)] = (event, self._stored.further_sources(event))
        return plan.further[id(event)][1]

    # --- what the forms would check

    def _validate(self, plan: FactPlan) -> None:
        for group in GROUPS:
            for fact in [*plan.new[group.name], *plan.changed[group.name]]:
                place = plan.places.get(id(fact), group.name)
                columns = {name: column for column, name in group.columns.items()}
                columns |= {"period_start": "period", "period_end": "period"}
                for name, message in validation_messages(fact):
                    column = columns.get(name) or columns.get(f"{name}_en") or name
                    plan.problems.append((f"{place}.{column}" if name else place, message))


def _read_period(raw: Any) -> dict[str, Any]:
    try:
        period = Period.parse(str(raw))
    except ValueError:
        raise ValidationError(_("Enter a period such as 2022, 2014 H1 or 2017-01/2017-11.")) from None
    return {"period_start": period.start, "period_end": period.end}


def _changes(known: Any, given: dict[str, Any]) -> set[str]:
    return {name for name, value in given.items() if differs(_value(known, name), value)}


def _value(fact: Any, name: str) -> Any:
    return getattr(fact, name, None)


def _identity(fact: Any, name: str) -> Any:
    """One part of a natural key: links by id, words without case and in the first language that has them."""
    if hasattr(fact, f"{name}_en"):
        return fold(getattr(fact, f"{name}_en") or getattr(fact, f"{name}_zh_hans") or "")
    value = _value(fact, name)
    if isinstance(value, str):
        return fold(value)
    return value


def _own_words(known: Any, event: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What the same source says again, without losing precision or a better title."""
    kept = dict(given)
    if events.is_more_precise(known.date, event.date):
        kept.pop("date", None)
    if events.has_own_title(known) and not events.has_own_title(event):
        kept.pop("title_en", None)
        kept.pop("title_zh_hans", None)
    return kept
