"""One text for one value: what the same facts are written as, so that they always make the same bytes.

A cell that a spreadsheet would run as a formula gets an apostrophe in front, and loses it when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring  # type: ignore[attr-defined]
from typing import Any

# What Excel, LibreOffice and their Chinese and Japanese editions take for the beginning of a formula.
_FORMULA = re.compile(r"\A'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"\A'+[=+\-@\t\r＝＋－＠]")


def number(value: Decimal | int) -> str:
    """Without idle zeros and without an exponent: `1250`, `27.5`."""
    return f"{Decimal(value).normalize():f}"


def text(value: str) -> str:
    """As an importer reads it: no blanks around it, one kind of line end."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    # A date that knows its precision is a text as well.
    return str(value).strip()


def guarded(cell: str) -> str:
    """The cell of a CSV for this text. `unguarded` gives the text back, whatever it is."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def as_json(value: Any) -> str:
    """JSON in which decimals keep their digits, which the standard library would round to binary ones."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return encode_basestring(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return number(value)
    if isinstance(value, Mapping):
        pairs = (f"{encode_basestring(str(key))}:{as_json(item)}" for key, item in value.items())
        return f"{{{','.join(pairs)}}}"
    return f"[{','.join(map(as_json, value))}]"
