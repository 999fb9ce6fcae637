"""Zones from a file: the whole file is read and checked, compared with what stands, then written at once.

Whatever the file's size, each table is read once; writes go in batches, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from . import catalogue, files, writing
from .lookups import Lookups
from .planning import Entry, ZonePlanner
from .report import Progress, Report, no_progress
from .sources import SourceBook
from .standing_facts import unfolded


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
        rows = files.numbered(data, report) if report.is_clean else []
        entries = [Entry(number, *unfolded(record)) for number, record in rows]
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
    entries = [Entry(number, *unfolded(record)) for number, record in enumerate(records, start=1)]
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
