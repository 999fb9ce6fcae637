"""A sheet as a PDF, or an error that says why there is none."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from . import glyphs
from .sheet import Sheet

HERE = Path(__file__).parent
TEMPLATE = HERE / "sheet.typ"
TYPESETTER = HERE / "typesetter.py"
LONGEST = 20  # seconds; a sheet takes a tenth of one
# Not words: they stay as they are.
_VERBATIM = ("address", "qr", "url", "slug", "language", "lang")


class Unavailable(Exception):
    """The PDF cannot be made at this moment. The message is for the log."""


@cache
def template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def data_of(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the typesetter takes it: only characters that can be shown, and the fonts for them."""
    plain = _mapped(asdict(sheet), glyphs.clean)
    # Names of fields and addresses are Latin: asking for them too does no harm.
    rare = glyphs.missing(glyphs.characters_of(json.dumps(plain, ensure_ascii=False)))
    found, folders = glyphs.found_on_machine(frozenset(rare))
    unknown = rare - found
    if unknown:
        table = str.maketrans(dict.fromkeys(unknown, glyphs.STAND_IN))
        plain = _mapped(plain, lambda text: text.translate(table))
    return {"sheet": plain | {"has_unknown": bool(unknown)}, "fonts": [str(glyphs.FONTS), *folders]}


def render(data: dict[str, Any]) -> bytes:
    """Typeset what `data_of` has returned. `Unavailable` when the typesetter fails, crashes or hangs."""
    year, month, day = data["sheet"]["day"]
    midnight = datetime.datetime(year, month, day, tzinfo=datetime.UTC)
    job = data | {"template": template(), "root": str(HERE), "timestamp": int(midnight.timestamp())}
    try:
        done = subprocess.run(  # noqa: S603 (our own file, the job through a pipe)
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"the typesetter did not answer: {error}") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        last_words = done.stderr.decode(errors="replace").strip()[-600:]
        raise Unavailable(f"the typesetter ended with {done.returncode}: {last_words}")
    return done.stdout


def _mapped(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _mapped(item, change, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, change, name) for item in value]
    if isinstance(value, str) and name not in _VERBATIM:
        return change(value)
    return value
