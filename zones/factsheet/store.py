"""Factsheets that are made already, kept under what they are made of.

The key is a hash of everything on the sheet, the day included, and of whatever sets it: a sheet
of the same facts is never made twice in a day, and one of changed facts is never taken for it.
Nothing has to be told of a change. A process makes one sheet at a time, so that many first
requests at once wait for each other and not for the machine.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import threading
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.core.cache import caches
from django.utils import translation

from ..models import Zone
from . import pdf
from .composing import sheet_of
from .glyphs import FONTS

LIFETIME = 36 * 60 * 60  # seconds; the sheet of yesterday is never asked for again
LONGEST_WAIT = 15  # seconds in the queue of this process

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def pdf_of(zone: Zone, language: str, *, on: datetime.date | None = None) -> bytes:
    """The factsheet of a zone as a PDF in a language of the portal: for the public, or for a letter.

    `pdf.Unavailable` when it cannot be made now.
    """
    with translation.override(language):
        data = pdf.data_of(sheet_of(zone, on=on))
    kept, key = caches["factsheets"], _key(data)
    if made := kept.get(key):
        return made
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise pdf.Unavailable("too many sheets are being made at once")
    try:
        # Whoever was before us in the queue may have made this very sheet.
        if made := kept.get(key):
            return made
        made = pdf.render(data)
    finally:
        _one_at_a_time.release()
    kept.set(key, made, LIFETIME)
    return made


def file_name(zone: Zone, language: str) -> str:
    return f"{zone.slug}-factsheet-{language}.pdf"


def _key(data: dict[str, Any]) -> str:
    content = json.dumps(data, sort_keys=True)
    return hashlib.sha256(f"{_tools()}{content}".encode()).hexdigest()


@cache
def _tools() -> str:
    """What sets a sheet: the template, the typesetter, the fonts. A change makes every sheet anew."""
    try:
        engine = version("typst")
    except PackageNotFoundError:
        engine = ""
    fonts = [f"{file.name}:{file.stat().st_size}" for file in sorted(FONTS.glob("*.otf"))]
    return "\n".join([engine, *fonts, pdf.TYPESETTER.read_text(encoding="utf-8"), pdf.template()])
