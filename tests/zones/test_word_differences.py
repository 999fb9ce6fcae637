"""Two texts are told as one, word by word."""

from zones.word_differences import CONTEXT, LONGEST, pieces


def told(before, after):
    return [(piece.kind, piece.text) for piece in pieces(before, after)]


def test_a_changed_word_stands_between_what_stayed():
    assert told("Two plants open.", "Three plants open.") == [
        ("removed", "Two"),
        ("added", "Three"),
        ("same", " plants open."),
    ]


def test_chinese_is_compared_by_the_character():
    assert told("沈阳高新区", "沈阳经开区") == [
        ("same", "沈阳"),
        ("removed", "高新"),
        ("added", "经开"),
        ("same", "区"),
    ]


def test_nothing_becomes_something_and_the_same_stays():
    assert told("", "New") == [("added", "New")]
    assert told("Old", "") == [("removed", "Old")]
    assert told("Old", "Old") == [("same", "Old")]


def test_long_stretches_that_stayed_are_cut_and_what_differs_is_not():
    same = "word " * 200
    first, removed, added, last = pieces(f"{same}one {same}", f"{same}two {same}")
    assert (removed.text, added.text) == ("one", "two")
    assert len(first.text) < CONTEXT + 10 and first.text.startswith(" …") and last.text.endswith("… ")


def test_very_long_texts_are_told_whole():
    before, after = "a " * LONGEST, "b " * LONGEST
    assert told(before, after) == [("removed", before), ("added", after)]
