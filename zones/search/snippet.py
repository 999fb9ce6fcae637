"""The passage of a text around the first word found, as safe HTML."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from ..text import fold
from .words import Term

WIDTH = 200


def snippet(text: str, terms: list[Term]) -> str:
    """About `WIDTH` characters of `text`, escaped, with the found words in `<mark>`."""
    folded = fold(text)
    # Folding may change the length of rare texts; places would then be wrong, so nothing is marked.
    comparable = len(folded) == len(text)
    pattern = _pattern(terms) if comparable else None
    first = pattern.search(folded) if pattern else None
    start = max(0, first.start() - WIDTH // 3) if first else 0
    if start:
        space = text.find(" ", start, start + 25)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + WIDTH)
    pieces, position = [], start
    for match in pattern.finditer(folded, start, end) if pattern else ():
        pieces += [
            escape(text[position : match.start()]),
            "<mark>",
            escape(text[match.start() : match.end()]),
            "</mark>",
        ]
        position = match.end()
    pieces.append(escape(text[position:end]))
    # Every piece is escaped above; only the marks are markup.
    return mark_safe(("… " if start else "") + "".join(pieces) + (" …" if end < len(text) else ""))  # noqa: S308


def _pattern(terms: list[Term]) -> re.Pattern[str] | None:
    if not terms:
        return None
    words = sorted({re.escape(term.text) for term in terms}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z0-9]){word}" for word in words))
