"""Text as the words that an index holds, and a query as the words to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..text import CJK, fold

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """A word to be found; `is_prefix` when it may go on, as the last one typed does."""

    text: str
    is_prefix: bool = False


def words_of(text: str) -> list[str]:
    """Folded words; a run of Chinese characters gives its overlapping pairs, and its last character.

    >>> words_of("开发区 TEDA")
    ['开发', '发区', '区', 'teda']
    """
    words = []
    for word in _WORD.findall(fold(text)):
        position = 0
        for run in CJK.finditer(word):
            if run.start() > position:
                words.append(word[position : run.start()])
            words += [run[0][i : i + 2] for i in range(len(run[0]))]
            position = run.end()
        if position < len(word):
            words.append(word[position:])
    return words


def terms_of(query: str) -> list[Term]:
    """What to look for, at most 12 terms: every Latin word may go on, a single character is a prefix."""
    terms = []
    for word in words_of(query):
        if CJK.fullmatch(word):
            terms.append(Term(word, is_prefix=len(word) == 1))
        else:
            terms.append(Term(word, is_prefix=True))
    # The last character of a run stands alone in the index; in a query its pair has said it already.
    pairs = [term for term in terms if CJK.fullmatch(term.text) and len(term.text) == 2]
    if pairs:
        terms = [t for t in terms if not (len(t.text) == 1 and any(p.text.endswith(t.text) for p in pairs))]
    return list(dict.fromkeys(terms))[:12]
