"""Figures in series: what may be compared with what, and what happens where sources disagree."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.periods import Period
from zones.series import arrange

GDP = SimpleNamespace(pk=1, slug="gdp", position=10)
FDI = SimpleNamespace(pk=2, slug="fdi-used", position=20)
MONEY = SimpleNamespace(pk=1)


def figure(period, value=1, *, pk=0, kind=GDP, scope="", currency="CNY", **fields):
    fields = {"is_cumulative": False, "is_estimate": False, "is_preferred": False} | fields
    return SimpleNamespace(
        pk=pk,
        kind=kind,
        kind_id=kind.pk,
        period=Period.parse(period),
        value=Decimal(value),
        scope=scope,
        currency=currency,
        unit=MONEY,
        unit_id=MONEY.pk,
        **fields,
    )


def the_series(*figures):
    [kind] = arrange(figures)
    [series] = kind.series
    return series


def test_kinds_come_in_their_listed_order():
    assert [entry.kind.slug for entry in arrange([figure("2020", kind=FDI), figure("2020")])] == [
        "gdp",
        "fdi-used",
    ]


@pytest.mark.parametrize(
    "different", [{"scope": "with its district"}, {"currency": "USD"}, {"is_cumulative": True}]
)
def test_what_differs_in_kind_is_never_in_one_series(different):
    [kind] = arrange([figure("2020"), figure("2021", **different)])
    assert [len(series.figures) for series in kind.series] == [1, 1]


def test_estimates_stand_in_the_series_and_say_so():
    series = the_series(figure("2020"), figure("2021", is_estimate=True))
    assert len(series.figures) == 2
    assert series.figures[-1].shown.is_estimate


def test_the_preferred_figure_is_shown_and_the_others_kept():
    series = the_series(
        figure("2015", 8, pk=1), figure("2015", 9, pk=2, is_preferred=True), figure("2015", 8, pk=3)
    )
    [one] = series.figures
    assert one.shown.value == 9
    assert [other.pk for other in one.others] == [1, 3]


def test_without_a_preference_the_first_entered_is_shown():
    [one] = the_series(figure("2015", 8, pk=2), figure("2015", 9, pk=1)).figures
    assert one.shown.pk == 1


def test_the_latest_is_the_latest_full_year_where_there_is_one():
    assert str(the_series(figure("2020"), figure("2021"), figure("2022 H1")).latest.period) == "2021"
    assert str(the_series(figure("2021 H1"), figure("2022 H1")).latest.period) == "2022 H1"


def test_the_headline_speaks_of_the_zone_itself_before_anything_wider():
    [kind] = arrange(
        [figure("2019"), figure("2022", scope="with its district"), figure("2021", is_cumulative=True)]
    )
    assert str(kind.headline.period) == "2019"


def test_only_periods_of_one_length_share_a_line():
    series = the_series(
        *(figure(text) for text in ("2018", "2019", "2020", "2020 H1", "2021 H1", "2015/2020"))
    )
    assert [[str(figure.period) for figure in course] for course in series.courses] == [
        ["2018", "2019", "2020"]
    ]


def test_two_periods_make_no_line():
    assert the_series(figure("2018"), figure("2019")).courses == []


def test_parts_of_a_year_are_compared_with_the_same_part():
    texts = ("2017-01/2017-11", "2018-01/2018-11", "2019-01/2019-11", "2019-01/2019-10")
    [course] = the_series(*(figure(text) for text in texts)).courses
    assert len(course) == 3


def test_spans_of_years_are_never_a_line():
    assert the_series(*(figure(text) for text in ("1990/1995", "1996/2000", "2001/2005"))).courses == []


years = st.lists(
    st.tuples(st.integers(1985, 2025), st.integers(0, 10**12), st.sampled_from(["", "wider"]), st.booleans()),
    max_size=40,
)


@given(years)
def test_nothing_published_is_lost(rows):
    figures = [
        figure(str(year), value, pk=number, scope=scope, is_cumulative=cumulative)
        for number, (year, value, scope, cumulative) in enumerate(rows)
    ]
    kept = [
        indicator.pk
        for kind in arrange(figures)
        for series in kind.series
        for one in series.figures
        for indicator in (one.shown, *one.others)
    ]
    assert sorted(kept) == list(range(len(rows)))


def aim(year, value=5, *, kind=GDP, currency="CNY", pk=0):
    return SimpleNamespace(
        pk=pk, kind_id=kind.pk, due_year=year, value=Decimal(value), currency=currency, unit_id=MONEY.pk
    )


def test_a_target_stands_beside_the_figures_that_it_speaks_of_and_is_none_of_them():
    [kind] = arrange([figure("2020"), figure("2021")], [aim(2030), aim(2025)])
    [series] = kind.series
    assert [target.due_year for target in series.targets] == [2025, 2030]
    assert [str(one.period) for one in series.figures] == ["2020", "2021"]
    assert series.latest.shown.period.display() == "2021"


@pytest.mark.parametrize(
    ("of_figure", "of_target"),
    [
        ({"scope": "with its district"}, {}),
        ({"is_cumulative": True}, {}),
        ({"currency": "USD"}, {}),
        ({}, {"kind": FDI}),
    ],
)
def test_a_target_of_something_else_stands_beside_nothing(of_figure, of_target):
    [kind] = arrange([figure("2020", **of_figure)], [aim(2025, **of_target)])
    assert [series.targets for series in kind.series] == [()]


def test_a_single_figure_with_a_target_has_a_part_of_its_own():
    assert arrange([figure("2020")])[0].is_single
    assert not arrange([figure("2020")], [aim(2025)])[0].is_single
