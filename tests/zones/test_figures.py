"""Numbers in words: exact, scaled by the language, with unit and qualifier."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from zones import figures
from zones.models import Qualifier, Target, Unit

WORDS = {
    "trillion": 10**12, "billion": 10**9, "million": 10**6,
    "万亿": 10**12, "亿": 10**8, "万": 10**4,
}  # fmt: skip


def read_back(text):
    """The number that a reader understands."""
    for word, power in WORDS.items():
        if text.endswith(word):
            return Decimal(text.removesuffix(word).strip().replace(",", "")) * power
    return Decimal(text.replace(",", ""))


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (0, "0", "0"),
        (2000, "2,000", "2000"),
        (12345, "12,345", "12345"),
        (15000, "15,000", "1.5万"),
        (1234567, "1,234,567", "1234567"),
        (2_000_000, "2 million", "200万"),
        (10_000_000_000, "10 billion", "100亿"),
        (1_480_000_000, "1.48 billion", "14.8亿"),
        (3_800_000_000_000, "3.8 trillion", "3.8万亿"),
        (Decimal("12.5000"), "12.5", "12.5"),
    ],
)
def test_a_number_is_said_as_the_language_says_it(number, english, chinese):
    with translation.override("en"):
        assert figures.scaled(number) == english
    with translation.override("zh-hans"):
        assert figures.scaled(number) == chinese


@given(
    st.decimals(min_value=-(10**17), max_value=10**17, places=6, allow_nan=False),
    st.sampled_from(["en", "zh-hans"]),
)
def test_no_digit_is_ever_lost(number, language):
    with translation.override(language):
        assert read_back(figures.scaled(number)) == number


@given(st.integers(min_value=1, max_value=10**14))
def test_a_language_without_large_words_gets_the_number_in_full(number):
    with translation.override("de"):
        assert "illion" not in figures.scaled(number)


def test_money_keeps_its_published_currency():
    with translation.override("en"):
        assert figures.money(10**10, "CNY") == "10 billion yuan (CNY)"
        assert figures.money(1_480_000_000, "USD") == "1.48 billion US dollars (USD)"
        assert figures.money(5_000_000, "SGD") == "5 million SGD"
        assert figures.short_money(10**10, "CNY") == "CNY 10 billion"


def test_units_stand_where_the_language_puts_them():
    with translation.override("en"):
        assert figures.counted(2000, "companies") == "2,000 companies"
        assert figures.counted(Decimal("12.5"), "%") == "12.5%"
        assert figures.counted(7, "") == "7"
    with translation.override("zh-hans"):
        assert figures.counted(2000, "家") == "2000家"


def test_areas_are_shown_in_hectares_and_square_kilometres():
    with translation.override("en"):
        assert figures.hectares(Decimal("1250.0000")) == "1,250 ha"
        assert figures.square_kilometres(Decimal("1250.0000")) == "12.5 km²"


@pytest.mark.parametrize(
    ("dimension", "value", "qualifier", "expected"),
    [
        ("count", 2000, Qualifier.OVER, "more than 2,000 companies"),
        ("rank", 20, Qualifier.TOP, "top 20"),
        ("rank", 3, Qualifier.EXACT, "No. 3"),
        ("money", 10**10, Qualifier.EXACT, "10 billion yuan (CNY)"),
        ("count", 5000, Qualifier.NEARLY, "nearly 5,000 companies"),
    ],
)
def test_a_record_reads_as_it_was_published(dimension, value, qualifier, expected):
    symbol = "companies" if dimension == "count" else ""
    record = Target(
        value=Decimal(value),
        qualifier=qualifier,
        unit=Unit(dimension=dimension, symbol_en=symbol),
        currency="CNY" if dimension == "money" else "",
    )
    with translation.override("en"):
        assert figures.quantity(record) == expected
