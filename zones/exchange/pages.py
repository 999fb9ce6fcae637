"""Web pages as rows of an import: one HTML file, or a ZIP of many."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from ..models import Section
from . import html_page
from .files import Row
from .lookups import Lookups
from .report import Report

_ENDINGS = (".html", ".htm")
MOST_PAGES = 2_000
# A story is some kilobytes; a ZIP that unpacks to more than this is no bundle of stories.
MOST_BYTES = 100_000_000


def is_pages(name: str, content: bytes) -> bool:
    start = content[:2_000].lstrip().lower()
    return name.lower().endswith((*_ENDINGS, ".zip")) or start.startswith((b"<!doctype html", b"<html"))


def rows(name: str, content: bytes, lookups: Lookups, report: Report, *, section: str = "") -> list[Row]:
    """A row for each page, numbered in the order of the bundle; `section` where the page names none."""
    found = []
    for number, (page, data) in enumerate(_pages(name, content, report), start=1):
        record = _record(number, page, data, lookups, report, section)
        if record is not None:
            found.append((number, record))
    return found


def _pages(name: str, content: bytes, report: Report) -> list[tuple[str, bytes]]:
    if not name.lower().endswith(".zip"):
        return [(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            entries = [e for e in bundle.infolist() if e.filename.lower().endswith(_ENDINGS)]
            if not entries:
                report.problem(1, "", _("The ZIP holds no HTML page."))
            if len(entries) > MOST_PAGES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                report.problem(
                    1, "", _("Too much for one file: at most %(count)s pages.") % {"count": MOST_PAGES}
                )
                return []
            return [(entry.filename, bundle.read(entry)) for entry in entries]
    except (zipfile.BadZipFile, RuntimeError, EOFError):
        report.problem(1, "", _("This is no ZIP that can be read."))
        return []


def _record(
    number: int, page: str, data: bytes, lookups: Lookups, report: Report, section: str
) -> dict[str, Any] | None:
    story = html_page.read_page(data)
    if not story.headline or not story.body:
        missing = _("No headline was found.") if not story.headline else _("No paragraphs were found.")
        report.problem(number, page, missing)
        return None
    if story.pictures:
        report.note(
            number,
            page,
            _("%(count)s pictures were left out: add them in the form.") % {"count": story.pictures},
        )
    if story.date is None:
        report.note(number, page, _("No date was found."))
    return {
        "slug": story.slug,
        "section": _section(story, lookups) or section,
        f"headline_{story.language}": story.headline,
        f"body_{story.language}": story.body,
        "source_name": story.source_name,
        "source_url": story.source_url,
        "source_date": story.date.isoformat() if story.date else "",
        "published_on": story.date.isoformat() if story.date else "",
    }


def _section(story: html_page.Story, lookups: Lookups) -> str:
    """The last part of the page's path that is the name of a section."""
    for word in reversed(story.breadcrumb):
        if row := lookups.find(Section, word):
            return row.slug
    return ""
