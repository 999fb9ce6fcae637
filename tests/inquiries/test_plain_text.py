"""Text and addresses from the wild."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from inquiries.addresses import address_key, clean_address
from inquiries.plain_text import clean_line, clean_text

# All of Unicode, lone surrogates included: a browser may send anything.
anything = st.text(st.characters(codec=None), max_size=60)


@given(anything)
def test_cleaning_is_done_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(anything)
def test_what_is_left_is_safe(text):
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\r\x1b")
    cleaned.encode()
    assert not set(clean_line(text)) & set("\r\n\v\f\u2028\u2029\x85")


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=60))
def test_nothing_visible_is_lost(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_direction_marks_of_right_to_left_writers_stay():
    assert clean_text("(\u200fאב\u200e)") == "(\u200fאב\u200e)"


@pytest.mark.parametrize(
    "typed,kept",
    [
        (" anna@example.org ", "anna@example.org"),
        ("<anna@EXAMPLE.org>", "anna@example.org"),
        ("Anna.B+zones@example.org\u200b", "Anna.B+zones@example.org"),
        ("张三@例子.公司", "张三@例子.公司"),
        ("anna@xn--exmple-cua.org", "anna@exämple.org"),
    ],
)
def test_addresses_that_a_server_takes(typed, kept):
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["anna", "anna@", "anna@localhost", "a b@example.org", "anna@example..org", "@"]
)
def test_addresses_that_no_server_takes(typed):
    with pytest.raises(ValidationError):
        clean_address(typed)


def test_two_spellings_of_one_address_share_their_key():
    assert address_key("Anna@Example.org") == address_key("anna@example.ORG ")
