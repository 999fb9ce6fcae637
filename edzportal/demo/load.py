"""The demo content: everything goes in through the importers and the verbs that editors use."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import transaction

from zones import exchange, search
from zones.models import Stage, Zone
from zones.signals import announced_together

from . import profiles, reference

Say = Callable[[str], None]

CHINA = ZoneInfo("Asia/Shanghai")
# The day the facts were compiled for the demo: a fixed moment makes two loads alike.
PUBLISHED_AT = datetime.datetime(2026, 11, 1, 9, tzinfo=CHINA)

SMALL_ZONES = {
    "G212007",  # Shenyang High-Tech Zone
    "G111001",  # Beijing E-Town
    "G321090",  # Suzhou Industrial Park
}


def load(*, small: bool = False, say: Say) -> int:
    """Load everything, or the small variant that tests use; returns how many records changed."""
    changes = _count(say, "Reference lists", reference.load())
    changes += _count(say, "Sources", exchange.import_sources(profiles.sources()))
    changes += _report(say, "Zones", _zones(small))
    changes += _report(say, "Profiles", _profiles(small))
    changes += _publish_zones(say)
    if changes:
        for done in search.rebuild():
            say(f"Search index … {done} pages")
    return changes


def _count(say: Say, what: str, changes: int) -> int:
    say(f"{what}: {changes} rows new or changed" if changes else f"{what}: unchanged")
    return changes


def _report(say: Say, what: str, report: exchange.Report) -> int:
    for problem in report.problems:
        say(f"  row {problem}")
    if report.problems:
        raise ValueError(f"The demo's own files are not in order: {what}.")
    say(
        f"{what}: {report.created} new, {report.updated} changed, {report.unchanged} unchanged"
        + (f", {len(report.notes)} notes" if report.notes else "")
    )
    return report.changes


def _zones(small: bool) -> exchange.Report:
    content = (reference.DATA / "zones.csv").read_bytes()
    if small:
        content = _only(content, SMALL_ZONES)
    return exchange.import_zones(content, "zones.csv")


def _profiles(small: bool) -> exchange.Report:
    records = profiles.records()
    if small:
        records = [record for record in records if record["code"] in SMALL_ZONES]
    return exchange.import_zone_records(records)


def _only(content: bytes, codes: set[str]) -> bytes:
    """The rows of the catalogue that the small variant takes."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(row for row in rows if row["code"] in codes)
    return out.getvalue().encode()


def _publish_zones(say: Say) -> int:
    drafts = list(Zone.objects.filter(stage=Stage.DRAFT, published_at=None))
    with transaction.atomic(), announced_together(Zone):
        for zone in drafts:
            zone.publish(by=None, at=PUBLISHED_AT)
    return _count(say, "Zones published", len(drafts))
