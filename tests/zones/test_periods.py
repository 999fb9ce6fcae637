"""Periods are read in many spellings, written in one, and named by their days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.periods import Period


@pytest.mark.parametrize(
    ("text", "canonical", "kind", "words"),
    [
        ("2014", "2014", "year", "2014"),
        ("2014 H1", "2014 H1", "half", "first half of 2014"),
        ("2018 Q1", "2018 Q1", "quarter", "Q1 2018"),
        ("2006 Q1-Q3", "2006-01/2006-09", "months", "Jan–Sep 2006"),
        ("2017 Jan-Nov", "2017-01/2017-11", "months", "Jan–Nov 2017"),
        ("1993-2012", "1993/2012", "span", "1993–2012"),
        ("1990s", "1990/1999", "span", "1990–1999"),
    ],
)
def test_periods_of_the_data_are_read(text, canonical, kind, words):
    period = Period.parse(text)
    assert (str(period), period.kind, period.display()) == (canonical, kind, words)


@pytest.mark.parametrize("text", ["", "20145", "2014 H3", "2014 Foo-Bar", "2014 Nov-Jan", "2012-1993"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        Period.parse(text)


months = st.tuples(st.integers(1949, 2100), st.integers(1, 12))


@given(months, months)
def test_the_canonical_text_reads_back(one, other):
    (first_year, first), (last_year, last) = sorted([one, other])
    period = Period.of_months(first_year, first, last, last_year)
    assert Period.parse(str(period)) == period
