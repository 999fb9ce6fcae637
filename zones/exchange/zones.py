"""Zones from a file: the whole file is read and checked, compared with what stands, then written at once.

Whatever the file's size, each table is read once; writes go in batches, in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypedDict, Unpack

from django.db import transaction

from . import catalogue, differences, files, tables, writing
from .columns import Columns
from .lookups import Lookups
from .planning import Entry, ZonePlanner
from .reach import EVERYWHERE, Reach
from .report import Progress, Report, no_progress
from .sources import SourceBook
from .standing_facts import unfolded
from .unlikely import Judge


class Terms(TypedDict, total=False):
    """On which terms a file is taken.

    `by` is who answers for it in the history, `reach` how far that person may go. With
    `expected`, the fingerprint of a dry run, nothing but what it showed is written. A file of
    more than `most` zones is not looked into. What it says of the zones of `leave` is not written.
    """

    dry_run: bool
    skip_bad: bool
    keep_names: bool
    by: Any
    reach: Reach
    expected: str
    most: int
    leave: frozenset[int]
    progress: Progress


def import_zones(content: bytes, name: str, **terms: Unpack[Terms]) -> Report:
    """Take in a JSON array of zones, or a table (CSV, XLSX) with the portal's columns or the catalogue's.

    `name` is the file's name.
    """
    report, lookups = Report(), Lookups()
    if files.is_json(name, content):
        data = files.json_content(content, report)
        rows = files.numbered(data, report) if report.is_clean else []
        entries = [Entry(number, *unfolded(record)) for number, record in rows]
    else:
        entries = _table(content, lookups, report)
    # A file that cannot be read at all is not one with bad rows.
    if not entries and report.problems:
        return report
    return _run(entries, report, lookups, **terms)


def _table(content: bytes, lookups: Lookups, report: Report) -> list[Entry]:
    own = Columns(is_public=False)

    def known(header: Collection[str]) -> Collection[str]:
        return catalogue.COLUMNS if catalogue.is_catalogue(header, own.names) else own.names

    rows = files.table_rows(content, known, report)
    if rows and not catalogue.is_catalogue(rows[0][1], own.names):
        return tables.entries(rows, own, lookups, report)
    return [
        Entry(number, catalogue.record_of(number, row, lookups, report), catalogue.CELLS)
        for number, row in rows
    ]


def import_zone_records(records: Iterable[dict[str, Any]], **terms: Unpack[Terms]) -> Report:
    """Take in canonical records that a program has made."""
    entries = [Entry(number, *unfolded(record)) for number, record in enumerate(records, start=1)]
    return _run(entries, Report(), Lookups(), **terms)


@transaction.atomic
def _run(
    entries: list[Entry],
    report: Report,
    lookups: Lookups,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    keep_names: bool = True,
    by: Any = None,
    reach: Reach = EVERYWHERE,
    expected: str = "",
    most: int = 0,
    leave: frozenset[int] = frozenset(),
    progress: Progress = no_progress,
) -> Report:
    if most and len(entries) > most:
        report.too_long(len(entries), most)
        return report
    book = SourceBook(may_fill=not reach.is_limited)
    lookups.signatory = by if reach.is_limited else None
    planner = ZonePlanner(
        entries,
        report,
        lookups,
        book,
        progress,
        reach=reach,
        keep_names=keep_names,
        lock=not dry_run,
        judge=Judge() if dry_run else None,
    )
    plans = planner.plans()
    bad = report.bad_rows
    good = [plan for plan in plans if plan.row not in bad and plan.zone.pk not in leave]
    report.skipped = len({entry.row for entry in entries} & bad) if skip_bad else 0
    report.created = sum(plan.is_new for plan in good)
    report.updated = sum(plan.is_changed for plan in good if not plan.is_new)
    report.unchanged = len(good) - report.changes
    if dry_run or expected:
        differences.tell(good, report)
    is_as_shown = not expected or expected == report.fingerprint
    if dry_run or not is_as_shown or (bad and not skip_bad):
        return report
    writing.write([plan for plan in good if plan.is_new or plan.is_changed], book, progress, by=by)
    report.is_written = True
    return report
