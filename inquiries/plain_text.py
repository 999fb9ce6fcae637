"""Text from the wild made safe to store and to show, with nothing visible taken away."""

from __future__ import annotations

import re
import unicodedata

# They reorder what surrounds them, so a sender could make an officer read what is not there.
# Plain direction marks (LRM, RLM, ALM) stay: right-to-left writers need them.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_ALLOWED_CONTROLS = {"\n", "\t"}


def clean_text(text: str) -> str:
    """NFC, line breaks as \\n, no control characters, no bidi overrides, no space around."""
    text = _BIDI_CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))
    text = "".join(
        character
        for character in text
        # Cc: controls. Cs: lone surrogates, which no database takes.
        if character in _ALLOWED_CONTROLS or unicodedata.category(character) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """The same for one line: any run of space is one blank, so no header can be broken by it."""
    return " ".join(clean_text(text).split())
