"""Figures over time drawn as a line: a pure function from points to SVG.

The axis starts at zero, time runs evenly, values stand at their points, and a stretch over
periods that nobody published is dashed. Shapes tell what is what: a disc was published, a
ring is an estimate, a cross is what another source says, a diamond is a target, and no line
leads to it. The drawing has classes and attributes only: colours and fonts come from the
stylesheet.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# In units of the view box; the type is 13 of them high, so a phone shows it at its own size.
WIDTH, HEIGHT = 360, 196
TOP, BOTTOM = 30, 164
# The last value is the one that readers look for: it has room beside it.
LEFT, RIGHT = 28, 54
TYPE_SIZE = 13
DOT = 4
DIAMOND = 7
CROSS = 4
# Another source's value further away than this many times the highest would flatten the rest.
REACH = 2


@dataclass(frozen=True)
class Point:
    """One value: the days it covers, both in words, and the values that other sources give for the same days."""

    start: datetime.date
    end: datetime.date
    value: Decimal
    period_label: str
    value_label: str
    is_estimate: bool = False
    others: tuple[Decimal, ...] = ()

    @property
    def moment(self) -> float:
        """The middle of the period, in days."""
        return (self.start.toordinal() + self.end.toordinal()) / 2


@dataclass(frozen=True)
class Box:
    """Where a text stands: its middle, its baseline, its width."""

    x: float
    y: float
    width: float

    def overlaps(self, other: Box) -> bool:
        beside = abs(self.x - other.x) >= (self.width + other.width) / 2 + 4
        apart = abs(self.y - other.y) >= TYPE_SIZE + 1
        return not (beside or apart)


@dataclass(frozen=True)
class Frame:
    """What the drawing spans: moments in days, and values that always include zero."""

    first: float
    last: float
    lowest: Decimal
    highest: Decimal

    @classmethod
    def around(cls, points: Sequence[Point]) -> Frame:
        moments = [point.moment for point in points]
        values = [Decimal(0), *(point.value for point in points)]
        values += [value for point in points for value in drawn_others(point, points)]
        return cls(min(moments), max(moments), min(values), max(values))

    def place(self, point: Point) -> tuple[float, float]:
        span, room = self.last - self.first, WIDTH - LEFT - RIGHT
        return (
            LEFT + room * ((point.moment - self.first) / span if span else 0.5),
            self.height_of(point.value),
        )

    def height_of(self, value: Decimal | int) -> float:
        if self.highest == self.lowest:
            return BOTTOM
        part = (Decimal(value) - self.lowest) / (self.highest - self.lowest)
        return BOTTOM - (BOTTOM - TOP) * float(part)


def drawn_others(point: Point, points: Sequence[Point]) -> list[Decimal]:
    """The values of other sources that the drawing of `points` has room for."""
    limit = REACH * max(abs(one.value) for one in points)
    return [value for value in point.others if abs(value) <= limit]


def line_chart(
    points: Sequence[Point], targets: Sequence[Point] = (), *, identifier: str, title: str, description: str
) -> SafeString:
    """The points, in any order and at least one, as an `<svg>` element; `targets` stand beside the line.

    `identifier` makes the ids of title and description unique on the page.
    """
    points = sorted(points, key=lambda point: point.moment)
    shown = [*points, *sorted(targets, key=lambda target: target.moment)]
    frame = Frame.around(shown)
    places = [frame.place(point) for point in shown]
    line, aims = places[: len(points)], places[len(points) :]
    baseline = frame.height_of(0)
    return format_html(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>'
        '<line class="chart__axis" x1="0" y1="{base}" x2="{w}" y2="{base}"/>'
        '<text class="chart__zero" x="0" y="{zero}">0</text>'
        "{segments}{targets}{dots}{others}{values}{periods}</svg>",
        w=WIDTH,
        h=HEIGHT,
        id=identifier,
        title=title,
        description=description,
        base=_n(baseline),
        zero=_n(baseline - 4),
        segments=_segments(points, line),
        targets=_diamonds(aims),
        dots=_dots(points, line),
        others=_crosses(points, shown, frame),
        values=_texts("chart__value", _value_labels(shown, places, baseline, last=len(points) - 1)),
        periods=_texts("chart__period", _period_labels(shown, places, last=len(points) - 1)),
    )


def _segments(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> SafeString:
    pairs = zip(points, points[1:], places, places[1:], strict=False)
    return format_html_join(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (
            (
                "chart__line chart__line--gap" if _is_gap(one, next_one) else "chart__line",
                *(_n(number) for number in (*place, *next_place)),
            )
            for one, next_one, place, next_place in pairs
        ),
    )


def has_gap(points: Sequence[Point]) -> bool:
    """Whether a stretch of the line through `points` is dashed."""
    points = sorted(points, key=lambda point: point.moment)
    return any(map(_is_gap, points, points[1:]))


def _is_gap(one: Point, next_one: Point) -> bool:
    """Whether a period of the same length would fit between the two.

    Parts of a year, such as January to November, follow each other yearly.
    """
    length = (one.end - one.start).days + 1
    step = length if length >= 365 or length in range(89, 93) or length in range(181, 185) else 365
    return next_one.moment - one.moment > step * 1.5


def _dots(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> SafeString:
    return format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (
            ("chart__dot chart__dot--estimate" if point.is_estimate else "chart__dot", _n(x), _n(y), DOT)
            for point, (x, y) in zip(points, places, strict=True)
        ),
    )


def _diamonds(places: Sequence[tuple[float, float]]) -> SafeString:
    size = DIAMOND
    return format_html_join(
        "",
        '<path class="chart__target" d="M{} {}l{} {} -{} {} -{} -{}z"/>',
        ((_n(x), _n(y - size), size, size, size, size, size, size) for x, y in places),
    )


def _crosses(points: Sequence[Point], shown: Sequence[Point], frame: Frame) -> SafeString:
    half, whole = CROSS, 2 * CROSS
    return format_html_join(
        "",
        '<path class="chart__other" d="M{} {}l{} {}m-{} 0l{} -{}"/>',
        (
            (_n(frame.place(point)[0] - half), _n(frame.height_of(value) - half), *[whole] * 5)
            for point in points
            for value in drawn_others(point, shown)
        ),
    )


def _value_labels(
    points: Sequence[Point], places: Sequence[tuple[float, float]], baseline: float, *, last: int
) -> list[tuple[Box, str]]:
    """Labels that have room, the telling ones first: the last of the line, the targets, the extremes."""
    by_value = sorted(range(len(points)), key=lambda i: points[i].value)
    telling = [last, *range(last + 1, len(points)), 0, by_value[-1], by_value[0]]
    order = dict.fromkeys([*telling, *range(len(points))])
    dots = [Box(x, y + TYPE_SIZE / 2, 2 * DOT) for x, y in places]
    placed: list[tuple[Box, str]] = []
    for index in order:
        text = points[index].value_label
        others = [box for box, _ in placed] + [dot for i, dot in enumerate(dots) if i != index]
        for box in _boxes_around(places[index], width_of(text)):
            is_inside = box.width / 2 <= box.x <= WIDTH - box.width / 2 and TYPE_SIZE <= box.y < baseline - 2
            if is_inside and not any(box.overlaps(other) for other in others):
                placed.append((box, text))
                break
    return placed


def _boxes_around(place: tuple[float, float], width: float) -> Iterator[Box]:
    """Where the label of a point may stand, the best place first: above, below, to the right, to the left."""
    x, y = place
    inside = min(max(x, width / 2), WIDTH - width / 2)
    beside = DOT + 5 + width / 2
    yield Box(inside, y - DOT - 5, width)
    yield Box(inside, y + DOT + TYPE_SIZE + 1, width)
    yield Box(x + beside, y + DOT, width)
    yield Box(x - beside, y + DOT, width)


def _period_labels(
    points: Sequence[Point], places: Sequence[tuple[float, float]], *, last: int
) -> list[tuple[Box, str]]:
    placed: list[tuple[Box, str]] = []
    for index in dict.fromkeys([last, *range(last + 1, len(points)), 0, *range(len(points))]):
        text = points[index].period_label
        width = width_of(text)
        x = min(max(places[index][0], width / 2), WIDTH - width / 2)
        box = Box(x, BOTTOM + TYPE_SIZE + 8, width)
        if not any(box.overlaps(other) for other, _ in placed):
            placed.append((box, text))
    return placed


def _texts(name: str, labels: Iterable[tuple[Box, str]]) -> SafeString:
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((name, _n(box.x), _n(box.y), text) for box, text in labels),
    )


def width_of(text: str) -> float:
    """About how wide a text is drawn, with characters as wide as high in Chinese."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return TYPE_SIZE * (wide + 0.58 * (len(text) - wide))


def _n(number: float) -> str:
    """A coordinate as short text, with a point in every language."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
