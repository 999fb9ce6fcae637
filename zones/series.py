"""A zone's figures put in order: one series per kind, scope, unit and currency.

Figures of different scopes, cumulative and yearly ones, and different currencies never
meet in one series. Where sources disagree about a period, all of them are kept. A target
stands beside the series whose figures it speaks of, and is never one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from .periods import Period

if TYPE_CHECKING:
    from .models import Indicator, IndicatorKind, Target, Unit

# Two points are a comparison, three are a course.
FEWEST_FOR_A_CHART = 3


@dataclass(frozen=True)
class Figure:
    """What was published for one period: the figure shown first, and whatever else is published for it."""

    period: Period
    shown: Indicator
    others: tuple[Indicator, ...] = ()

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Figure:
        """From figures of one period, at least one: the preferred comes first, else the first entered."""
        first, *others = sorted(indicators, key=lambda i: (not i.is_preferred, i.pk or 0))
        return cls(first.period, first, tuple(others))

    @property
    def disagreeing(self) -> tuple[Indicator, ...]:
        """The others whose value is not the one shown."""
        return tuple(other for other in self.others if other.value != self.shown.value)


@dataclass(frozen=True)
class Series:
    """Figures that may be compared with each other, the oldest first."""

    kind: IndicatorKind
    scope: str
    unit: Unit
    currency: str
    is_cumulative: bool
    figures: tuple[Figure, ...]
    # By due year.
    targets: tuple[Target, ...] = ()

    @property
    def lead(self) -> Indicator:
        """Any one figure: it knows the scope in each language."""
        return self.figures[-1].shown

    @property
    def latest(self) -> Figure:
        """The figure of the latest full year, else of the latest period."""
        years = [figure for figure in self.figures if figure.period.kind == "year"]
        return (years or self.figures)[-1]

    @property
    def newest_first(self) -> tuple[Figure, ...]:
        return self.figures[::-1]

    @property
    def latest_targets_first(self) -> tuple[Target, ...]:
        return self.targets[::-1]

    @cached_property
    def courses(self) -> list[tuple[Figure, ...]]:
        """The runs of periods of one length that are long enough to be drawn as a line."""
        runs: dict[object, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if (length := _comparable_length(figure.period)) is not None:
                runs[length].append(figure)
        return [tuple(run) for run in runs.values() if len(run) >= FEWEST_FOR_A_CHART]


@dataclass(frozen=True)
class KindOfFigures:
    """All series of one indicator kind."""

    kind: IndicatorKind
    series: tuple[Series, ...]

    @property
    def is_single(self) -> bool:
        """Whether there is one figure and nothing beside it, which needs no part of its own."""
        return len(self.series) == 1 and len(self.series[0].figures) == 1 and not self.series[0].targets

    @property
    def has_several_currencies(self) -> bool:
        return len({series.currency for series in self.series}) > 1

    @property
    def headline(self) -> Figure:
        """The one figure that speaks for the kind: of the zone itself, not cumulative, and the latest."""
        return max(
            (series.latest for series in self.series),
            key=lambda f: (
                not f.shown.scope,
                not f.shown.is_cumulative,
                f.period.end,
                not f.shown.is_estimate,
            ),
        )


def arrange(indicators: Iterable[Indicator], targets: Iterable[Target] = ()) -> list[KindOfFigures]:
    """Indicators in any order as kinds (in their listed order), series and figures, with the targets beside them."""
    by_kind: dict[int, dict[tuple, list[Indicator]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[int, IndicatorKind] = {}
    for indicator in indicators:
        kinds[indicator.kind_id] = indicator.kind
        key = (indicator.scope, indicator.is_cumulative, indicator.unit_id, indicator.currency)
        by_kind[indicator.kind_id][key].append(indicator)
    aims: dict[tuple, list[Target]] = defaultdict(list)
    for target in targets:
        # A target names no scope: it is the zone's own, for a year.
        aims[target.kind_id, "", False, target.unit_id, target.currency].append(target)
    ordered = sorted(kinds.values(), key=lambda kind: (kind.position, kind.slug))
    return [KindOfFigures(kind, tuple(_series(kind, by_kind[kind.pk], aims))) for kind in ordered]


def _series(
    kind: IndicatorKind, members: dict[tuple, list[Indicator]], aims: dict[tuple, list[Target]]
) -> Iterator[Series]:
    for key in sorted(members):
        scope, is_cumulative, _unit, currency = key
        in_time = sorted(members[key], key=lambda i: (i.period.end, i.period.start))
        figures = tuple(Figure.of(same) for _, same in groupby(in_time, key=lambda i: i.period))
        due = tuple(sorted(aims.get((kind.pk, *key), ()), key=lambda target: (target.due_year, target.pk)))
        yield Series(kind, scope, in_time[0].unit, currency, is_cumulative, figures, due)


def _comparable_length(period: Period) -> object | None:
    """What a period may share a line with; None for a span of years, which shares it with nothing."""
    match period.kind:
        case "span":
            return None
        case "months":
            return (period.start.month, period.end.month)
    return period.kind
