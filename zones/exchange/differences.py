"""What an import would change, as lines of the history: the dry run shows them, the writing keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from .. import changes
from ..models import Change, Zone
from ..periods import Period
from .layout import GROUPS
from .report import Difference, Report

if TYPE_CHECKING:
    from .planning import ZonePlan

Lines = Callable[[Any], Iterator[Change]]
# More nobody reads on a screen; the totals stand beside them.
SHOWN = 200


def tell(plans: list[Any], report: Report, lines: Lines | None = None) -> None:
    """Put into the report the first differences, how many there are, and their fingerprint.

    `lines` tells those of one plan, of zones where it is not given.
    """
    report.differences = list(islice(_placed(plans, lines), SHOWN))
    # Two runs say the same if they would do the same, whoever reads them in which language.
    digest, count = hashlib.sha256(), 0
    with changes.first_language():
        for row, line in _placed(plans, lines):
            count += 1
            record = "" if line.action == Change.Action.ADDED else line.record
            told = (row, line.action, line.group, record, line.record_label, line.field)
            digest.update(repr((*told, line.before, line.after)).encode())
    report.difference_count = count
    report.fingerprint = digest.hexdigest()


def record(plans: list[Any], *, by: Any, lines: Lines | None = None) -> int:
    """Keep the differences in the history of the pages; returns how many lines."""
    with changes.first_language():
        told = (line for _row, line in _placed(plans, lines))
        return changes.record(told, by=by, way=Change.Way.FILE)


def _placed(plans: Iterable[Any], lines: Lines | None) -> Iterator[Difference]:
    for plan in plans:
        for line in (lines or _lines)(plan):
            yield Difference(plan.row, line)


def _lines(plan: ZonePlan) -> Iterator[Change]:
    zone = plan.zone
    if plan.is_new:
        # What it says stands on its page; a line for each column would bury the changes.
        yield changes.added(zone, zone, _contents(plan))
        return
    before, after = dict(plan.before), {name: getattr(zone, name) for name in plan.before}
    if plan.types_changed:
        before["types"], after["types"] = plan.types_before, plan.types
    yield from changes.compared(zone, zone, before, after)
    if plan.facts is None:
        return
    for group in GROUPS:
        for fact in plan.facts.new[group.name]:
            yield changes.added(zone, fact, _summary(plan, fact))
        changed = plan.facts.changed[group.name]
        linked = [event for event, _source in plan.facts.new_links if group.name == "events"]
        new = {id(fact) for fact in plan.facts.new[group.name]}
        for fact in dict.fromkeys([*changed, *(event for event in linked if id(event) not in new)]):
            yield from changes.compared(zone, fact, *_sides(plan, fact))


def _sides(plan: ZonePlan, fact: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stood in the columns of a fact that change, and what will."""
    before = dict(plan.facts.before.get(id(fact), {}))
    after = {name: getattr(fact, name) for name in before}
    if {"period_start", "period_end"} & before.keys():
        start, end = (before.get(name, getattr(fact, name)) for name in ("period_start", "period_end"))
        before["period"], after["period"] = Period(start, end), fact.period
    links = [source for event, source in plan.facts.new_links if event is fact]
    if links:
        _event, further = plan.facts.further[id(fact)]
        before["further_sources"] = [source for source in further if source not in links]
        after["further_sources"] = further
    return before, after


def _summary(plan: ZonePlan, fact: Any) -> str:
    further = plan.facts.further.get(id(fact))
    return changes.summary(fact, {"further_sources": further[1]} if further else {})


def _contents(plan: ZonePlan) -> str:
    """What a new zone comes with, in numbers."""
    facts = plan.facts.new if plan.facts else {}
    told = [
        f"{changes.group_label('zone', name)}: {len(facts[group.name])}"
        for group in GROUPS
        if facts.get(group.name) and (name := changes.group_of(group.model))
    ]
    return "\n".join([_place(plan.zone), *told])


def _place(zone: Zone) -> str:
    return ", ".join(str(part) for part in (zone.code, zone.province, zone.city) if part)
