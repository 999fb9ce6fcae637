"""Rich text: one declaration drives the editor's toolbar and the sanitiser's allowlist.

What is pasted from a word processor or another site is put into the elements the editor knows.
"""

from __future__ import annotations

import re

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
# What other programs write for the same thing: read first, then renamed.
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "div": "p"}
_BLOCKS = ["p", "div", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "hr"]
# Nothing is lost with these where they hold no words; cells hold their place in the table.
_POINTLESS_EMPTY = ["strong", "em", "a", "p", "h2", "h3", "h4", "li", "ul", "ol", "blockquote"]
_PADDING = re.compile(r"[ \t\r\n]*\xa0[ \t\r\n\xa0]+|[ \t\r\n]+\xa0")
# Unclosed markup settles after two rounds; the bound is for what was made to never settle.
_ROUNDS = 8

_allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_final = nh3.Cleaner(**_allowed)
_first = nh3.Cleaner(**{**_allowed, "tags": _allowed["tags"] | set(_RENAMED)})


def cleaned(html: str) -> str:
    """The text in the editor's own elements and nothing else; cleaning it again changes nothing."""
    for _round in range(_ROUNDS):
        before, html = html, _final.clean(_tidied(_first.clean(html)))
        if html == before:
            break
    return html


def _tidied(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for division in soup.find_all("div"):
        if division.find(_BLOCKS):
            division.unwrap()
    for tag in soup.find_all(list(_RENAMED)):
        tag.name = _RENAMED[tag.name]
    for text in soup.find_all(string=_PADDING):
        text.replace_with(NavigableString(_PADDING.sub(" ", text)))
    for inner in soup.find_all(["ul", "ol"]):
        _into_its_item(inner)
    # From the inside out: what held only empty elements is empty itself.
    for tag in reversed(soup.find_all(_POINTLESS_EMPTY)):
        if not tag.get_text().strip() and not tag.find(["hr", "table"]):
            if tag.name in ("strong", "em", "a"):
                tag.unwrap()
            else:
                tag.decompose()
    return str(soup)


def _into_its_item(inner: Tag) -> None:
    """Word writes a nested list beside the item it belongs to."""
    if inner.parent is None or inner.parent.name not in ("ul", "ol"):
        return
    if isinstance(item := inner.find_previous_sibling(), Tag) and item.name == "li":
        item.append(inner.extract())
    else:
        inner.unwrap()


class RichTextField(ProseEditorField):
    """HTML that is cleaned when the model is validated, before it is ever stored."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", dict(EXTENSIONS))
        kwargs.setdefault("sanitize", _cleaned_or_nothing)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        # The allowlist is code, not schema: a new toolbar button is no migration.
        kwargs.pop("extensions", None)
        return name, path, args, kwargs


def _cleaned_or_nothing(html: str | None) -> str | None:
    return cleaned(html) if html else html
