"""Amounts in another currency: by the average rate of their own year, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zones.exchange import import_rates
from zones.models import ExchangeRate, Source
from zones.rates import Rates

SOURCE = Source(title="Annual average exchange rates")
RATES = Rates(
    [
        ExchangeRate(currency="CNY", year=2023, per_usd=Decimal("7.0809"), source=SOURCE),
        ExchangeRate(currency="CNY", year=1993, per_usd=Decimal("5.7795"), source=SOURCE),
        ExchangeRate(currency="EUR", year=2023, per_usd=Decimal("0.9250"), source=SOURCE),
    ]
)
amounts = st.decimals(min_value=0, max_value=10**15, places=2)


def test_yuan_become_dollars_by_the_rate_of_their_year():
    assert RATES.convert(Decimal("70809"), "CNY", "USD", 2023) == 10000
    assert RATES.convert(Decimal("57795"), "CNY", "USD", 1993) == 10000


def test_dollars_become_yuan():
    assert RATES.convert(Decimal(10), "USD", "CNY", 2023) == Decimal("70.809")


def test_two_other_currencies_meet_in_the_dollar():
    assert RATES.convert(Decimal("70809"), "CNY", "EUR", 2023) == Decimal("9250")
    assert [rate.currency for rate in RATES.behind("CNY", "EUR", 2023)] == ["CNY", "EUR"]


@pytest.mark.parametrize(
    ("currency", "to", "year"),
    [("CNY", "USD", 2022), ("EUR", "USD", 1993), ("USD", "GBP", 2023), ("GBP", "CNY", 2023)],
)
def test_without_a_rate_there_is_no_conversion(currency, to, year):
    assert RATES.convert(Decimal(10), currency, to, year) is None


def test_an_amount_in_its_own_currency_needs_no_rate():
    assert RATES.convert(Decimal(10), "GBP", "GBP", 1950) == 10
    assert RATES.behind("GBP", "GBP", 1950) == []


@given(amounts, st.sampled_from(["USD", "EUR", "CNY"]), st.sampled_from(["USD", "EUR", "CNY"]))
def test_there_and_back_is_the_same_amount(amount, one, other):
    there = RATES.convert(amount, one, other, 2023)
    back = RATES.convert(there, other, one, 2023)
    assert round(back, 6) == round(amount, 6)


def test_only_currencies_with_a_rate_are_offered():
    assert RATES.currencies == ["CNY", "EUR", "USD"]
    assert Rates([]).currencies == []


@pytest.mark.django_db
def test_all_rates_and_their_sources_come_in_one_query(django_assert_num_queries):
    for year in range(2010, 2020):
        ExchangeRate.objects.create(
            currency="CNY", year=year, per_usd=Decimal(7), source=factories.source("H.10")
        )
    with django_assert_num_queries(1):
        rates = Rates.load()
        assert rates.behind("CNY", "USD", 2015)[0].source.label == "H.10"


FILE = b"""year,currency,per_usd,source_title,source_url
2022,CNY,6.7290,H.10,https://rates.example/annual
2023,CNY,7.0809,H.10,https://rates.example/annual
"""


@pytest.mark.django_db
class TestImport:
    def test_rates_come_from_a_file_with_their_source(self):
        report = import_rates(FILE)

        assert (report.created, report.problems) == (2, [])
        rate = ExchangeRate.objects.get(currency="CNY", year=2023)
        assert (rate.per_usd, rate.source.title) == (Decimal("7.0809"), "H.10")
        assert Source.objects.count() == 1

    def test_the_same_file_twice_changes_nothing(self):
        import_rates(FILE)
        assert (import_rates(FILE).changes, import_rates(FILE).unchanged) == (0, 2)

    def test_a_corrected_rate_replaces_the_old_one_and_others_stay(self):
        import_rates(FILE)
        report = import_rates(FILE.replace(b"7.0809", b"7.0810").replace(b"2022,CNY", b"2022,EUR"))

        assert (report.created, report.updated) == (1, 1)
        assert ExchangeRate.objects.get(currency="CNY", year=2023).per_usd == Decimal("7.0810")
        assert ExchangeRate.objects.filter(currency="CNY", year=2022).exists()

    @pytest.mark.parametrize(
        ("good", "bad", "column"),
        [
            (b"7.0809", b"0", "per_usd"),
            (b"7.0809", b"seven", "per_usd"),
            (b"7.0809", b"", "per_usd"),
            (b"2023,CNY", b"2023,yuan", "currency"),
            (b"2023,CNY", b"1023,CNY", "year"),
            (b"2023,CNY", b"2022,CNY", "year"),
            (b"7.0809,H.10,https://rates.example/annual", b"7.0809,,", "source_title"),
        ],
    )
    def test_a_bad_row_is_named_and_nothing_is_written(self, good, bad, column):
        report = import_rates(FILE.replace(good, bad))

        assert [(problem.row, problem.column) for problem in report.problems] == [(3, column)]
        assert not ExchangeRate.objects.exists()
