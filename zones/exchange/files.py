"""A file as rows: CSV and JSON, with each row's place so that a problem can name it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .report import Report

Row = tuple[int, dict[str, Any]]

# A spreadsheet runs cells that begin so; an apostrophe in front of them is its quotation mark.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def is_json(name: str, content: bytes) -> bool:
    return name.lower().endswith(".json") or content.lstrip()[:1] in (b"[", b"{")


def decoded(content: bytes, report: Report) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        report.problem(line, "", _("The file is not in UTF-8."))
        return None


def csv_rows(content: bytes, columns: Collection[str], report: Report) -> list[Row]:
    """The rows below the header, numbered as a spreadsheet numbers them, empty ones left out."""
    text = decoded(content, report)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns, report)
        return list(_records(reader, header, report)) if report.is_clean else []
    except csv.Error as error:
        report.problem(reader.line_num, "", str(error))
        return []


def _check_header(header: list[str], columns: Collection[str], report: Report) -> None:
    if not any(header):
        report.problem(1, "", _("The file is empty."))
    for name in sorted({name for name in header if header.count(name) > 1}):
        report.problem(1, name, _("This column stands twice."))
    for name in header:
        if name not in columns:
            report.problem(1, name, _("No such column."))


def _records(reader: Any, header: list[str], report: Report) -> Iterator[Row]:
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            report.problem(
                number,
                "",
                _("%(found)s cells where the header has %(expected)s.")
                % {"found": len(cells), "expected": len(header)},
            )
            continue
        yield number, {name: _unquoted(cell) for name, cell in zip(header, cells, strict=True)}


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def json_content(content: bytes, report: Report) -> Any:
    """The parsed file; numbers with a point stay exact decimals."""
    text = decoded(content, report)
    if text is None:
        return None
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        report.problem(error.lineno, "", error.msg)
        return None


def numbered(items: Any, report: Report) -> list[Row]:
    """The objects of an array, each with its place from 1."""
    if not isinstance(items, list):
        report.problem(1, "", _("An array of objects is expected."))
        return []
    rows = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            rows.append((number, item))
        else:
            report.problem(number, "", _("An object is expected."))
    return rows
