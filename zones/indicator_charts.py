"""The charts of a zone's figures: which runs are drawn, in which unit, with which words.

One chart has one unit, said once above it, so that the labels at the points stay short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from . import figures
from .charts import Point, drawn_others, has_gap, line_chart
from .periods import Period
from .series import Figure, Series

if TYPE_CHECKING:
    from .models import Indicator, Target

# Signs, because a word would not fit beside a point; the table has the words.
_SIGNS = {"over": ">", "about": "≈", "nearly": "≈", "top": "≤"}


@dataclass(frozen=True)
class IndicatorChart:
    """`targets` are those drawn beside the line; `disputed` names the periods for which sources differ.

    `is_cut` when another source's value lies too far away to be drawn.
    """

    unit: str
    svg: SafeString
    has_estimates: bool
    has_gap: bool
    targets: tuple[Target, ...]
    disputed: list[str]
    is_cut: bool


def charts_of(series: Series) -> list[IndicatorChart]:
    """One chart for each run of comparable periods; none where there are fewer than three."""
    return [_chart(series, course) for course in series.courses]


def _chart(series: Series, course: Sequence[Figure]) -> IndicatorChart:
    # A target is due in a year: beside half-years it would be another measure.
    targets = series.targets if course[0].period.kind == "year" else ()
    largest = max(abs(record.value) for record in (*(figure.shown for figure in course), *targets))
    power, word = figures.common_scale(largest)
    points = [_point(figure, power) for figure in course]
    aims = [_aim(target, power) for target in targets]
    disputed = [figure.period.display() for figure in course if figure.disagreeing]
    shown = [*points, *aims]
    svg = line_chart(
        points,
        aims,
        identifier=f"chart-{course[0].shown.pk}",
        title=gettext("%(kind)s, %(first)s to %(last)s")
        % {
            "kind": str(series.kind),
            "first": course[0].period.display(),
            "last": course[-1].period.display(),
        },
        description=" ".join(_description(course, targets, disputed)),
    )
    return IndicatorChart(
        _unit(series, word),
        svg,
        has_estimates=any(figure.shown.is_estimate for figure in course),
        has_gap=has_gap(points),
        targets=targets,
        disputed=disputed,
        is_cut=any(len(drawn_others(point, shown)) < len(point.others) for point in points),
    )


def _description(
    course: Sequence[Figure], targets: Sequence[Target], disputed: Sequence[str]
) -> Iterator[str]:
    """What the drawing shows, for those who hear it."""
    first, last = course[0], course[-1]
    yield gettext("%(count)s values, from %(from)s (%(first)s) to %(to)s (%(last)s).") % {
        "count": len(course),
        "from": figures.quantity(first.shown),
        "first": first.period.display(),
        "to": figures.quantity(last.shown),
        "last": last.period.display(),
    }
    if estimates := [figure.period.display() for figure in course if figure.shown.is_estimate]:
        yield gettext("Estimates: %(periods)s.") % {"periods": gettext(", ").join(estimates)}
    for target in targets:
        yield gettext("Target, %(due)s: %(value)s.") % {"due": due(target), "value": figures.quantity(target)}
    if disputed:
        yield gettext("Sources disagree about %(periods)s.") % {"periods": gettext(", ").join(disputed)}


def due(target: Target) -> str:
    """When a target is or was to be reached: "was due 2023"."""
    words = gettext("was due %(year)s") if target.is_past_due() else gettext("due %(year)s")
    return words % {"year": target.due_year}


def _aim(target: Target, power: Decimal) -> Point:
    year = Period.parse(str(target.due_year))
    return Point(
        start=year.start,
        end=year.end,
        value=target.value,
        period_label=year.display(),
        value_label=gettext("target %(value)s") % {"value": _label(target, power)},
    )


def _point(figure: Figure, power: Decimal) -> Point:
    shown = figure.shown
    return Point(
        start=figure.period.start,
        end=figure.period.end,
        value=shown.value,
        period_label=figure.period.display(),
        value_label=_label(shown, power),
        is_estimate=shown.is_estimate,
        others=tuple(dict.fromkeys(other.value for other in figure.disagreeing)),
    )


def _label(record: Indicator | Target, power: Decimal) -> str:
    return _SIGNS.get(record.qualifier, "") + figures.plain(round(record.value / power, 3))


def _unit(series: Series, word: str) -> str:
    """What a number at a point counts: "billion yuan (CNY)", "thousand people"."""
    match series.unit.dimension:
        case "money":
            return figures.in_currency(word, series.currency).strip()
        case "rank":
            return gettext("rank")
    symbol = series.unit.symbol or series.unit.name
    return f"{word.strip()} {symbol}".strip() if word.startswith(" ") else f"{word}{symbol}"
