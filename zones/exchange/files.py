"""A file as rows: CSV, XLSX and JSON, with each row's place so that a problem can name it."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from . import workbook
from .canonical import unguarded
from .report import Report

Row = tuple[int, dict[str, Any]]
Numbered = tuple[int, dict[str, str]]
# Which columns a table may have; for some that depends on which it has.
Columns = Collection[str] | Callable[[Collection[str]], Collection[str]]

_DELIMITER = re.compile(r"\Asep=(.)\r?\Z")


def is_json(name: str, content: bytes) -> bool:
    return name.lower().endswith(".json") or content.lstrip()[:1] in (b"[", b"{")


def decoded(content: bytes, report: Report) -> str | None:
    # Excel's “Unicode text”.
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        report.problem(line, "", _("The file is not in UTF-8. In Excel, save it as “CSV UTF-8” or as XLSX."))
        return None


def table_rows(content: bytes, columns: Columns, report: Report) -> list[Numbered]:
    """The rows of a CSV or of a workbook's first sheet."""
    if not workbook.is_workbook(content):
        return csv_rows(content, columns, report)
    try:
        return _rows(workbook.read(content), columns, report)
    except workbook.UnreadableWorkbook as error:
        report.problem(1, "", error)
        return []


def csv_rows(content: bytes, columns: Columns, report: Report) -> list[Numbered]:
    """The rows below the header, numbered as a spreadsheet numbers them, empty ones left out."""
    text = decoded(content, report)
    if text is None:
        return []
    text, delimiter = _delimited(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _rows(([unguarded(cell.strip()) for cell in cells] for cells in reader), columns, report)
    except csv.Error as error:
        report.problem(reader.line_num, "", str(error))
        return []


def _delimited(text: str) -> tuple[str, str]:
    """The text and what stands between its cells: Excel writes semicolons where the comma is decimal."""
    head, _newline, rest = text.partition("\n")
    if told := _DELIMITER.match(head):
        return rest, told[1]
    counts = {mark: head.count(mark) for mark in (",", ";", "\t")}
    return text, max(counts, key=lambda mark: counts[mark])


def _rows(table: Iterable[list[str]], columns: Columns, report: Report) -> list[Numbered]:
    rows = iter(table)
    header = [name.strip() for name in next(rows, [])]
    _check_header(header, columns(header) if callable(columns) else columns, report)
    return list(_records(rows, header, report)) if report.is_clean else []


def _check_header(header: list[str], columns: Collection[str], report: Report) -> None:
    if not any(header):
        report.problem(1, "", _("The file is empty."))
        return
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        report.problem(1, name, _("This column stands twice."))
    for number, name in enumerate(header, start=1):
        if not name:
            report.problem(1, f"#{number}", _("This column has no name."))
        elif name not in columns:
            report.problem(1, name, _("No such column."))


def _records(rows: Iterable[list[str]], header: list[str], report: Report) -> Iterator[Numbered]:
    for number, cells in enumerate(rows, start=2):
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
        yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


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
