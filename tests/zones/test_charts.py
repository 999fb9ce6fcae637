"""Charts: what is drawn where, and that nothing in them leaves the policy or the truth."""

import datetime
import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from zones.charts import BOTTOM, CROSS, DIAMOND, HEIGHT, TOP, TYPE_SIZE, WIDTH, Point, line_chart, width_of

SVG = "{http://www.w3.org/2000/svg}"


def year(number, value, **fields):
    return Point(
        datetime.date(number, 1, 1),
        datetime.date(number, 12, 31),
        Decimal(value),
        period_label=str(number),
        value_label=str(value),
        **fields,
    )


def drawn(*points, targets=()):
    svg = line_chart(points, targets, identifier="c", title="GDP", description="Three values")
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def by_class(svg, name):
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def test_the_axis_starts_at_zero():
    svg = drawn(year(2019, 50), year(2020, 100))
    half, full = (float(dot.get("cy")) for dot in by_class(svg, "chart__dot"))
    assert full == TOP
    assert half == (TOP + BOTTOM) / 2
    assert float(by_class(svg, "chart__axis")[0].get("y1")) == BOTTOM


def test_years_stand_apart_by_time_not_by_rank():
    svg = drawn(year(2010, 1), year(2011, 2), year(2020, 3))
    first, second, third = (float(dot.get("cx")) for dot in by_class(svg, "chart__dot"))
    assert 8.9 < (third - second) / (second - first) < 9.1


def test_a_stretch_that_nobody_published_is_dashed():
    svg = drawn(year(2018, 1), year(2019, 2), year(2022, 3))
    lines = by_class(svg, "chart__line")
    assert ["chart__line--gap" in line.get("class") for line in lines] == [False, True]


def test_the_same_months_of_each_year_follow_each_other():
    points = [
        Point(datetime.date(y, 1, 1), datetime.date(y, 11, 30), Decimal(y), str(y), str(y))
        for y in (2017, 2018, 2020)
    ]
    gaps = ["chart__line--gap" in line.get("class") for line in by_class(drawn(*points), "chart__line")]
    assert gaps == [False, True]


def test_estimates_are_told_apart():
    svg = drawn(year(2021, 5), year(2022, 6, is_estimate=True))
    assert len(by_class(svg, "chart__dot")) == 2
    assert len(by_class(svg, "chart__dot--estimate")) == 1


def test_a_target_is_a_shape_of_its_own_at_its_year_and_no_line_leads_to_it():
    svg = drawn(year(2020, 50), year(2021, 60), year(2022, 70), targets=[year(2025, 140)])
    assert len(by_class(svg, "chart__dot")) == 3
    [diamond] = by_class(svg, "chart__target")
    assert diamond.tag.endswith("path")
    x, y = (float(number) for number in re.match(r"M([\d.]+) ([\d.]+)l", diamond.get("d")).groups())
    assert y + DIAMOND == TOP
    reached = max(float(line.get("x2")) for line in by_class(svg, "chart__line"))
    assert reached == float(by_class(svg, "chart__dot")[-1].get("cx")) < x
    assert {"140", "70"} <= {text.text for text in by_class(svg, "chart__value")}
    assert "2025" in {text.text for text in by_class(svg, "chart__period")}


def test_a_target_takes_part_in_neither_order_nor_gaps_of_the_line():
    past = drawn(year(2020, 50), year(2024, 60), year(2025, 70), targets=[year(2022, 55)])
    lines = by_class(past, "chart__line")
    assert ["chart__line--gap" in line.get("class") for line in lines] == [True, False]


def test_what_another_source_says_is_a_cross_at_its_height():
    svg = drawn(year(2020, 50, others=(Decimal(100),)), year(2021, 60))
    [cross] = by_class(svg, "chart__other")
    x, y = (float(number) for number in re.match(r"M([\d.]+) ([\d.]+)l", cross.get("d")).groups())
    assert (x + CROSS, y + CROSS) == (float(by_class(svg, "chart__dot")[0].get("cx")), TOP)


def test_a_value_a_thousand_times_too_high_does_not_flatten_the_line():
    svg = drawn(year(2020, 50, others=(Decimal(50_000),)), year(2021, 60))
    assert not by_class(svg, "chart__other")
    assert float(by_class(svg, "chart__dot")[1].get("cy")) == TOP


def test_a_drawing_grows_by_a_bounded_number_of_bytes_with_each_value():
    points = [year(1980 + number, 10**9 + number * 17**6, others=(Decimal(10**9),)) for number in range(60)]
    sizes = [len(line_chart(points[:count], identifier="c", title="", description="")) for count in (20, 60)]
    assert sizes[1] < 16_000
    assert (sizes[1] - sizes[0]) / 40 < 260


def test_values_and_years_stand_in_the_drawing():
    svg = drawn(year(2020, 12), year(2021, 30), year(2022, 44))
    assert {text.text for text in by_class(svg, "chart__value")} == {"12", "30", "44"}
    assert {text.text for text in by_class(svg, "chart__period")} == {"2020", "2021", "2022"}


def test_points_may_come_in_any_order():
    assert line_chart([year(2022, 3), year(2020, 1)], identifier="c", title="", description="") == line_chart(
        [year(2020, 1), year(2022, 3)], identifier="c", title="", description=""
    )


def test_the_drawing_has_a_name_for_those_who_hear_it():
    svg = drawn(year(2020, 1), year(2021, 2))
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby").split()
    assert [svg.find(f".//*[@id='{name}']").text for name in ids] == ["GDP", "Three values"]


def test_words_are_escaped_and_nothing_is_styled_inline():
    svg = line_chart([year(2020, 1)], identifier="c", title="<script>", description='"&"')
    assert "<script>" not in svg
    assert not re.search(r"\bstyle=|\bfill=|\bon\w+=", svg)


def test_a_negative_value_hangs_below_the_axis():
    svg = drawn(year(2020, 100), year(2021, -100))
    axis = float(by_class(svg, "chart__axis")[0].get("y1"))
    high, low = (float(dot.get("cy")) for dot in by_class(svg, "chart__dot"))
    assert high < axis < low


def test_nothing_but_zeros_lies_on_the_axis():
    svg = drawn(year(2020, 0), year(2021, 0))
    assert {float(dot.get("cy")) for dot in by_class(svg, "chart__dot")} == {BOTTOM}


def test_chinese_takes_more_room():
    assert width_of("万亿") > width_of("ab")


values = st.decimals(min_value=-(10**12), max_value=10**13, places=2, allow_nan=False)


@given(st.dictionaries(st.integers(1980, 2030), values, min_size=1, max_size=30))
def test_every_value_has_its_dot_and_all_stays_inside(by_year):
    points = [year(number, value) for number, value in by_year.items()]
    svg = drawn(*points)
    dots = by_class(svg, "chart__dot")
    assert len(dots) == len(points)
    for dot in dots:
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT
    for text in by_class(svg, "chart__value") + by_class(svg, "chart__period"):
        reach = min(width_of(text.text), WIDTH) / 2
        assert reach - 0.1 <= float(text.get("x")) <= WIDTH - reach + 0.1
        assert 0 < float(text.get("y")) <= HEIGHT


def test_the_last_value_is_labelled_even_in_a_crowd():
    points = [
        year(1994, 1),
        year(2015, 125),
        year(2019, 193),
        year(2020, 205),
        year(2021, 260),
        year(2022, 245),
    ]
    assert "245" in {text.text for text in by_class(drawn(*points), "chart__value")}


@given(
    st.dictionaries(st.integers(1980, 2030), values, min_size=2, max_size=30),
    st.dictionaries(st.integers(2000, 2050), values, max_size=3),
)
def test_labels_never_cover_each_other(by_year, aims):
    svg = drawn(
        *[year(number, value) for number, value in by_year.items()],
        targets=[year(number, value) for number, value in aims.items()],
    )
    boxes = [
        (float(text.get("x")), float(text.get("y")), width_of(text.text))
        for name in ("chart__value", "chart__period")
        for text in by_class(svg, name)
    ]
    for (x, y, width), (other_x, other_y, other_width) in itertools.combinations(boxes, 2):
        assert abs(x - other_x) >= (width + other_width) / 2 or abs(y - other_y) >= TYPE_SIZE
