"""How long a story takes to read: words of alphabets and characters of Chinese, each at its own pace."""

from __future__ import annotations

import html
import math
import re

from django.utils.html import strip_tags

# Silent reading of non-fiction by adults.
WORDS_A_MINUTE = 240
CHARACTERS_A_MINUTE = 300
_CHARACTER = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def minutes(rich_text: str) -> int:
    """Whole minutes, one at least; 0 where there is nothing to read."""
    text = html.unescape(strip_tags(rich_text.replace("<", " <")))
    characters = len(_CHARACTER.findall(text))
    words = len(_WORD.findall(_CHARACTER.sub(" ", text)))
    return math.ceil(words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE)
