"""What stands on a factsheet, as plain data: the page to print and the PDF show the same.

Everything is in words already, so whoever sets it needs neither Django nor the database.
The data name every character of the sheet: sheets of equal data are the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Text:
    """Words; `lang` (BCP 47) only where they stand in another language than the sheet."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def html(self) -> SafeString:
        if self.lang:
            return format_html('<span lang="{}">{}</span>', self.lang, self.text)
        return conditional_escape(self.text)


@dataclass(frozen=True)
class Cite:
    """The numbers of the sources that a fact rests on; none where no source is recorded."""

    numbers: tuple[int, ...] = ()
    is_verified: bool = False


@dataclass(frozen=True)
class Row:
    """A fact. Its value is put together of pieces, which may be in different languages.

    `when` is empty where the label is the date itself or the fact needs none; the value then takes its place.
    """

    label: Text
    value: tuple[Text, ...]
    when: str = ""
    notes: tuple[Text, ...] = ()
    marks: tuple[str, ...] = ()
    cite: Cite | None = None
    is_past: bool = False
    is_missing: bool = False


@dataclass(frozen=True)
class Block:
    """Facts of a kind, below a title of their own where the section has several."""

    rows: Sequence[Row]
    title: Text = Text("")


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    blocks: Sequence[Block]
    lead: str = ""


@dataclass(frozen=True)
class SourceEntry:
    """A line of the list at the end. `url` is empty where the public may not be sent there."""

    number: int
    title: str
    details: Sequence[str]
    host: str
    url: str
    verified: str


@dataclass(frozen=True)
class Sheet:
    language: str
    title: str
    portal: str
    kind: str
    held_on: str
    day: Sequence[int]
    address: str
    qr: str
    kicker: str
    name: Text
    other_name: Text
    place: str
    pitch: Text
    summary: Text
    warning: Sequence[str]
    notices: Sequence[str]
    key_facts: Sequence[Row]
    sections: Sequence[Section]
    missing: str
    sources: Sequence[SourceEntry]
    words: dict[str, str] = field(default_factory=dict)
