"""What a visitor may have meant: the nearest words among the names that the index holds.

The words of all names are gathered once and kept in the shared cache until the index has changed, so a slip
costs a walk over words, never over pages. Chinese typed by sound is looked up by its sound.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils.translation import get_language

from ..models import City, Industry, Province, SearchEntry, ZoneType
from ..text import CJK, pinyin
from .words import words_of

SHORTEST, LONGEST = 4, 20  # letters of a word that is looked up, and of one that is offered
MOST_WORDS, MOST_OFFERS = 4, 3
LIFETIME = 24 * 3600


@dataclass(frozen=True)
class Vocabulary:
    """The words of names in alphabetical order, each with the number of names that hold it."""

    words: list[str]
    weights: list[int]
    letters: list[int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        counted = Counter(word for text in texts for word in set(text.split()))
        words = sorted(word for word in counted if len(word) <= LONGEST and word.isalpha() and word.isascii())
        return cls(words, [counted[word] for word in words], [_letters(word) for word in words])

    def begins(self, start: str) -> bool:
        """Whether any word begins so: the search takes every word typed as a beginning."""
        place = bisect_left(self.words, start)
        return place < len(self.words) and self.words[place].startswith(start)

    def nearest(self, typed: str) -> list[str]:
        """The words within one slip of a short word or two of a long one, the likeliest first."""
        most = 1 if len(typed) < 6 else 2
        letters, near = _letters(typed), []
        for word, weight, others in zip(self.words, self.weights, self.letters, strict=True):
            # Each slip changes at most two of the letters that occur.
            if abs(len(word) - len(typed)) > most or (letters ^ others).bit_count() > 2 * most:
                continue
            slips = distance(typed, word, most)
            if slips <= most:
                near.append((slips, word[0] != typed[0], -weight, word))
        return [word for *_rank, word in sorted(near)[:MOST_OFFERS]]


def distance(one: str, other: str, most: int) -> int:
    """Letters to insert, drop, replace or swap with their neighbour; `most` + 1 where it takes more.

    >>> distance("dalain", "dalian", 2), distance("shenyan", "shenyang", 2), distance("abcd", "wxyz", 2)
    (1, 1, 3)
    """
    before, last = [], list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most and min(last) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def suggestions(query: str) -> list[str]:
    """Other words to look for, the likeliest first; none when every word is one that names begin with.

    Whoever shows one makes sure first that it finds more.
    """
    offers = _by_sound(query) if CJK.search(query) else _by_letters(query)
    return [offer for offer in dict.fromkeys(offers) if offer and offer != query.casefold()][:MOST_OFFERS]


def _by_sound(query):
    syllables = pinyin(query)
    # Names are indexed both ways; written in one it stands for the beginning of a name.
    return [syllables.replace(" ", ""), syllables]


def _by_letters(query):
    vocabulary, typed = _vocabulary(), words_of(query)
    slips = [
        word for word in typed if len(word) >= SHORTEST and word.isalpha() and not vocabulary.begins(word)
    ]
    nearest = {word: vocabulary.nearest(word) for word in slips[:MOST_WORDS] if len(word) <= LONGEST + 2}
    if not any(nearest.values()):
        return
    for place in range(MOST_OFFERS):
        # A word that is like no other is left out rather than held against the rest.
        chosen = {word: (near[min(place, len(near) - 1)] if near else "") for word, near in nearest.items()}
        yield " ".join(filter(None, (chosen.get(word, word) for word in typed)))


def _vocabulary() -> Vocabulary:
    language = get_language()
    entries = SearchEntry.objects.filter(kind=SearchEntry.Kind.ZONE, language=language)
    # Whoever is written anew gets a new number, whoever is removed is missing from the count.
    newest, count = entries.aggregate(newest=Max("pk"), count=Count("pk")).values()
    key = f"search-words:{language}:{newest}:{count}"
    vocabulary = cache.get(key)
    if vocabulary is None:
        listed = [str(row) for model in (Province, City, Industry, ZoneType) for row in model.objects.all()]
        texts = [" ".join(words_of(name)) for name in listed]
        vocabulary = Vocabulary.of([*entries.values_list("title_words", flat=True), *texts])
        cache.set(key, vocabulary, LIFETIME)
    return vocabulary


def _letters(word: str) -> int:
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) % 32)
    return letters
