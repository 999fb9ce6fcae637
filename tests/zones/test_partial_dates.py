"""A date is no more precise than it is known, and sorts as it stands."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.partial_dates import PartialDate


@pytest.mark.parametrize("text", ["", "94", "1994-13", "1994-02-30", "1994-8", "August 1994", "0000"])
def test_what_is_no_year_month_or_day_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate(text)


def test_precision_follows_from_the_text():
    assert [PartialDate(text).precision for text in ("1991", "1991-03", "1991-03-06")] == [
        "year",
        "month",
        "day",
    ]


@given(st.dates(min_value=datetime.date(1, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_partial_date_spans_the_day_it_was_cut_from(date, length):
    partial = PartialDate(date.isoformat()[:length])
    assert partial.earliest <= date <= partial.latest
    assert partial.agrees_with(PartialDate.of(date))


@given(st.dates(), st.dates())
def test_text_order_is_time_order(one, other):
    assert (PartialDate.of(one) < PartialDate.of(other)) == (one < other)


def test_a_date_is_displayed_no_more_precisely_than_it_is_known():
    assert PartialDate("1991").display() == "1991"
    assert PartialDate("1991-03").display() == "March 1991"
    assert PartialDate("1991-03-06").display() == "March 6, 1991"
