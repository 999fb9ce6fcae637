"""Text made comparable: the same order and the same search on every database."""

import functools
import re
import unicodedata

from pypinyin import lazy_pinyin

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# Letters that Unicode does not decompose.
_UNDECOMPOSED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Lower case without accents, full-width forms narrowed: what a visitor may type."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


@functools.lru_cache(maxsize=4096)
def pinyin(text: str) -> str:
    """The Chinese characters of `text` as toneless pinyin syllables, the rest as it stands."""
    return " ".join(part.strip() for part in lazy_pinyin(text) if part.strip())


def sort_key(text: str) -> str:
    """A key whose plain order is the alphabet for Latin and pinyin for Chinese; at most 250 characters.

    Letters and digits only: databases agree on their order in every collation, and on no other character's.
    """
    return "".join(re.findall(r"[^\W_]+", fold(pinyin(text))))[:250]
