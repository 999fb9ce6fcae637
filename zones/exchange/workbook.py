"""XLSX as rows of text, and rows as XLSX.

A workbook holds numbers and days where the other formats hold text: a number is written without idle
zeros, and a day with no more precision than its cell shows, for Excel makes 1994-08-01 of a typed 1994-08.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .canonical import number

# A workbook unpacks to more than it looks: what is read fits in memory whatever somebody sends.
LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS = 100_000
MOST_COLUMNS = 500

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# What a number's format says beside the date: literals, colours, locales.
_DECORATION = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class UnreadableWorkbook(ValueError):
    """Says in words why the file cannot be taken."""


def is_workbook(content: bytes) -> bool:
    return content.startswith((_ZIP, _OLD_EXCEL))


def read(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet as text, the header first. UnreadableWorkbook for anything unusable."""
    _check(content)
    with warnings.catch_warnings():
        # Of styles and extensions that no cell needs.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            yield from _rows(book)
        except UnreadableWorkbook:
            raise
        # openpyxl lets whatever a broken part raises through: KeyError, TypeError, XML errors, ...
        except Exception as error:
            raise UnreadableWorkbook(_("The workbook is damaged: save it anew and try again.")) from error


def _rows(book: Any) -> Iterator[list[str]]:
    if not book.worksheets:
        raise UnreadableWorkbook(_("The workbook has no sheet."))
    sheet = book.worksheets[0]
    # What a sheet says of its size may be wrong; its rows are counted instead.
    sheet.reset_dimensions()
    width = 0
    for position, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS)):
        if position > MOST_ROWS:
            raise UnreadableWorkbook(_("The sheet has more than %(count)s rows.") % {"count": MOST_ROWS})
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1] and (not position or len(texts) > width):
            texts.pop()
        width = width or len(texts)
        # A sheet leaves out the empty cells at a row's end.
        yield texts + [""] * (width - len(texts))
    book.close()


def _check(content: bytes) -> None:
    if content.startswith(_OLD_EXCEL):
        raise UnreadableWorkbook(
            _("This workbook is protected or of an old kind: save it as .xlsx without a password.")
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableWorkbook(_("The workbook is damaged: save it anew and try again.")) from error
    # The sizes that a part claims are what zipfile unpacks at most.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableWorkbook(_("The workbook is too large: split it, or use CSV."))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(Decimal(repr(value)))
    if isinstance(value, datetime.datetime | datetime.date):
        return _day(value, cell.number_format or "")
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _day(value: datetime.date, number_format: str) -> str:
    shown = _DECORATION.sub("", number_format).lower()
    if "d" in shown or value.day != 1:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in shown or value.month != 1 else f"{value:%Y}"


def write(
    file: BinaryIO, title: str, header: Sequence[str], rows: Iterable[Sequence[str | Decimal | bool | None]]
) -> None:
    """One sheet, written row by row. Text stays text: `=1+1` is no formula and `1994-08` no day."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(header)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: str | Decimal | bool | None) -> Any:
    if isinstance(value, Decimal):
        as_float = float(value)
        # A workbook keeps 15 digits; what has more stays whole as text.
        return as_float if Decimal(repr(as_float)) == value else number(value)
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
