"""A comparison as CSV: a line for each published value, in the order of the table.

The names of the columns are stable. Values are as published; a converted one has columns of
its own, with the rate that it rests on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ..exchange import canonical
from . import Comparison
from .table import Cell, Entry, Row, Section

COLUMNS = (
    "section",
    "row",
    "zone",
    "zone_name",
    "value",
    "number",
    "unit",
    "period",
    "is_estimate",
    "scope",
    "counted_differently",
    "converted",
    "converted_unit",
    "converted_how",
    "source_title",
    "source_url",
    "rate_source_url",
)


def as_csv(comparison: Comparison) -> str:
    """The whole file. A cell that nobody has published has a line of its own, without a value."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in _lines(comparison):
        writer.writerow([canonical.guarded(str(line.get(name, ""))) for name in COLUMNS])
    return out.getvalue()


def _lines(comparison: Comparison) -> Iterator[dict[str, object]]:
    for section in comparison.table.sections:
        for row in section.rows:
            for cell in row.cells:
                yield from _of_cell(section, row, cell)


def _of_cell(section: Section, row: Row, cell: Cell) -> Iterator[dict[str, object]]:
    label = f"{row.label} ({row.note})" if row.note else str(row.label)
    place: dict[str, object] = {
        "section": section.slug,
        "row": label,
        "zone": cell.zone.slug,
        "zone_name": str(cell.zone),
    }
    if cell.items:
        # Sources are many and industries are many: each industry has its line, the first source is named.
        for item in cell.items:
            yield place | {"value": item.text} | _source(cell.entries[0])
        return
    if not cell.is_published:
        yield place
    for entry in cell.entries:
        yield place | _value(entry) | _source(entry)


def _value(entry: Entry) -> dict[str, object]:
    line: dict[str, object] = {
        "value": entry.text,
        "number": "" if entry.number is None else canonical.number(entry.number),
        "unit": entry.unit,
        "period": entry.period,
        "is_estimate": "true" if entry.is_estimate else "",
        "scope": entry.scoped.scope if entry.scoped else "",
        "counted_differently": "true" if entry.is_aside else "",
    }
    if converted := entry.converted:
        line |= {
            "converted": canonical.number(converted.number),
            "converted_unit": converted.unit,
            "converted_how": converted.how,
            "rate_source_url": " ".join(dict.fromkeys(rate.source.url for rate in converted.rates)),
        }
    return line


def _source(entry: Entry) -> dict[str, object]:
    source = entry.source
    return {"source_title": source.label, "source_url": source.url} if source else {}
