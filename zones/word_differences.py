"""What differs between two texts, word by word; of Chinese, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# One character of Chinese, a run of letters and digits, of space, or any other single sign.
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+|\s+|[^\w\s]")
# Of a stretch that is the same in both, so much is told before and after what differs.
CONTEXT = 120
# Comparing grows with the square of the length: longer texts are told whole.
LONGEST = 8_000

SAME, REMOVED, ADDED = "same", "removed", "added"


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as one: what stayed, what went and what came, in reading order."""
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(one), len(other)) > LONGEST:
        return [Piece(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text]
    found = list(_compared(one, other))
    return [_shortened(piece, index, len(found)) for index, piece in enumerate(found)]


def _compared(one: list[str], other: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(one[i:j]))
            continue
        if i < j:
            yield Piece(REMOVED, "".join(one[i:j]))
        if k < m:
            yield Piece(ADDED, "".join(other[k:m]))


def _shortened(piece: Piece, index: int, count: int) -> Piece:
    text = piece.text
    if piece.kind != SAME or len(text) <= 2 * CONTEXT + 20:
        return piece
    head = "" if index == 0 else text[:CONTEXT]
    tail = "" if index == count - 1 else text[-CONTEXT:]
    return Piece(SAME, f"{head} … {tail}")
