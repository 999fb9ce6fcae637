"""The charts of a zone's figures: which runs are drawn, in which unit, with which words.

One chart has one unit, said once above it, so that the labels at the points stay short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from . import figures
from .charts import Point, line_chart
from .series import Figure, Series

# Signs, because a word would not fit beside a point; the table has the words.
_SIGNS = {"over": ">", "about": "≈", "nearly": "≈", "top": "≤"}


@dataclass(frozen=True)
class IndicatorChart:
    """`disputed` names the periods for which sources give different values."""

    unit: str
    svg: SafeString
    has_estimates: bool
    disputed: list[str]


def charts_of(series: Series) -> list[IndicatorChart]:
    """One chart for each run of comparable periods; none where there are fewer than three."""
    return [_chart(series, course) for course in series.courses]


def _chart(series: Series, course: Sequence[Figure]) -> IndicatorChart:
    power, word = figures.common_scale(max(abs(figure.shown.value) for figure in course))
    unit = _unit(series, word)
    first, last = course[0], course[-1]
    words = {
        "kind": str(series.kind),
        "first": first.period.display(),
        "last": last.period.display(),
        "from": figures.quantity(first.shown),
        "to": figures.quantity(last.shown),
        "count": len(course),
    }
    svg = line_chart(
        [_point(figure, power) for figure in course],
        identifier=f"chart-{first.shown.pk}",
        title=gettext("%(kind)s, %(first)s to %(last)s") % words,
        description=gettext("%(count)s values, from %(from)s (%(first)s) to %(to)s (%(last)s).") % words,
    )
    return IndicatorChart(
        unit,
        svg,
        has_estimates=any(figure.shown.is_estimate for figure in course),
        disputed=[figure.period.display() for figure in course if figure.disagreeing],
    )


def _point(figure: Figure, power: Decimal) -> Point:
    shown = figure.shown
    return Point(
        start=figure.period.start,
        end=figure.period.end,
        value=shown.value,
        period_label=figure.period.display(),
        value_label=_SIGNS.get(shown.qualifier, "") + figures.plain(round(shown.value / power, 3)),
        is_estimate=shown.is_estimate,
    )


def _unit(series: Series, word: str) -> str:
    """What a number at a point counts: "billion yuan (CNY)", "thousand people"."""
    match series.unit.dimension:
        case "money":
            return figures.in_currency(word, series.currency).strip()
        case "rank":
            return gettext("rank")
    symbol = series.unit.symbol or series.unit.name
    return f"{word.strip()} {symbol}".strip() if word.startswith(" ") else f"{word}{symbol}"
