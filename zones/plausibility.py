"""Which values look unlikely: a slip of the unit, a lost zero, square kilometres typed as hectares.

A doubt asks an editor to look again and changes nothing else; a note that says why the
value is right overrules it. The bounds are editorial thresholds, kept as data.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from modeltranslation.utils import get_translation_fields

from . import figures
from .models.fact import Doubt
from .periods import Period
from .series import Figure, arrange

if TYPE_CHECKING:
    from .models import Area, Indicator, PlausibleRange, ZoneType
    from .rates import Rates

JUMP = 20
# Over more years a young zone may well have grown twentyfold.
JUMP_WITHIN = datetime.timedelta(days=5 * 366)


@dataclass(frozen=True)
class Unlikely:
    """A doubt and, in the active language, what it rests on."""

    doubt: Doubt
    message: str


def doubts(
    indicators: Iterable[Indicator],
    areas: Iterable[Area],
    *,
    types: Iterable[ZoneType],
    ranges: Iterable[PlausibleRange],
    rates: Rates,
) -> dict[UUID, Unlikely]:
    """What looks unlikely among the facts of one zone, saved or not, by the uuid of the fact.

    `types` are those of the zone. Each fact has one doubt at most, the plainest first.
    """
    indicators = [figure for figure in indicators if _is_complete(figure)]
    by_kind: dict[int, list[PlausibleRange]] = defaultdict(list)
    for bounds in ranges:
        by_kind[bounds.kind_id].append(bounds)
    found: dict[UUID, Unlikely] = _jumps(indicators)
    found |= _out_of_proportion(indicators, by_kind, rates)
    found |= _out_of_range(indicators, by_kind, rates)
    found |= _areas_out_of_range(areas, list(types))
    return found


def is_overruled(fact: Indicator | Area) -> bool:
    """Whether an editor has said, in any language, why the value is right."""
    return any(getattr(fact, column) for column in get_translation_fields("warning_note"))


# --- outside its range


def _out_of_range(
    indicators: list[Indicator], by_kind: Mapping[int, list[PlausibleRange]], rates: Rates
) -> dict[UUID, Unlikely]:
    found = {}
    for indicator in indicators:
        for bounds in by_kind.get(indicator.kind_id, ()):
            value = None if bounds.per_id else _value(indicator, bounds.currency, rates)
            if value is not None and not _is_within(value, bounds.low, bounds.high):
                found[indicator.uuid] = Unlikely(Doubt.RANGE, _usual(bounds))
    return found


def _areas_out_of_range(areas: Iterable[Area], types: list[ZoneType]) -> dict[UUID, Unlikely]:
    """Approved areas that none of the zone's types finds likely; a type without bounds has no say."""
    judges = [kind for kind in types if kind.area_low_ha is not None or kind.area_high_ha is not None]
    found: dict[UUID, Unlikely] = {}
    for area in areas:
        if not judges or area.kind != "approved" or any(_scope(area)) or area.value_ha is None:
            continue
        if not any(_is_within(area.value_ha, kind.area_low_ha, kind.area_high_ha) for kind in judges):
            usual = "; ".join(
                f"{kind}: {_interval(kind.area_low_ha, kind.area_high_ha, figures.hectares)}"
                for kind in judges
            )
            found[area.uuid] = Unlikely(Doubt.RANGE, _("Usual approved area: %(range)s.") % {"range": usual})
    return found


# --- out of proportion


def _out_of_proportion(
    indicators: list[Indicator], by_kind: Mapping[int, list[PlausibleRange]], rates: Rates
) -> dict[UUID, Unlikely]:
    peers: dict[tuple, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        peers[_occasion(indicator, indicator.kind_id)].append(indicator)
    found = {}
    for indicator in indicators:
        for bounds in by_kind.get(indicator.kind_id, ()):
            divisors = peers.get(_occasion(indicator, bounds.per_id)) if bounds.per_id else None
            if not divisors:
                continue
            # Two sources of the divisor: the figure that is shown counts.
            ratio = _ratio(indicator, Figure.of(divisors).shown, bounds, rates)
            if ratio is not None and not _is_within(ratio, bounds.low, bounds.high):
                found[indicator.uuid] = Unlikely(Doubt.RATIO, _usual_ratio(bounds, ratio))
    return found


def _occasion(indicator: Indicator, kind_id: int | None) -> tuple:
    """What two figures share that may be divided by each other."""
    period = (indicator.period_start, indicator.period_end)
    return (kind_id, period, _scope(indicator), indicator.is_cumulative)


def _scope(fact: Indicator | Area) -> tuple[str, ...]:
    """In every language: one may stand in for the other on a page, never here."""
    return tuple(getattr(fact, column) or "" for column in get_translation_fields("scope"))


def _ratio(indicator: Indicator, divisor: Indicator, bounds: PlausibleRange, rates: Rates) -> Decimal | None:
    currency = bounds.currency or indicator.currency or divisor.currency
    above, below = _value(indicator, currency, rates), _value(divisor, currency, rates)
    return above / below if above is not None and below else None


# --- far from its neighbours


def _jumps(indicators: list[Indicator]) -> dict[UUID, Unlikely]:
    """Figures that differ twentyfold from the one before or after them.

    Where one figure stands out from both its neighbours it alone is in doubt, not they.
    """
    found = {}
    for kind in arrange(indicators):
        for series in kind.series:
            for run in _runs(series.figures):
                far = [_is_far(before, after) for before, after in pairwise(run)]
                # Whether the one before, and the one after, is far; at the ends nobody is there.
                sides = list(zip([None, *far], [*far, None], strict=True))
                outliers = [all(side) for side in sides]
                for place, figure in enumerate(run):
                    if any(sides[place]) and (outliers[place] or not _beside(outliers, place)):
                        for indicator in (figure.shown, *figure.others):
                            found[indicator.uuid] = Unlikely(Doubt.JUMP, _jump_message(run, place))
    return found


def _runs(figures_in_time: Sequence[Figure]) -> list[list[Figure]]:
    """Figures of periods of one length, in time: a half-year is no neighbour of a year."""
    runs: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures_in_time:
        if figure.period.kind != "span":
            runs[_months(figure.period)].append(figure)
    return list(runs.values())


def _months(period: Period) -> tuple[int, int]:
    return (period.start.month, period.end.month)


def _is_far(before: Figure, after: Figure) -> bool:
    if after.period.end - before.period.end > JUMP_WITHIN:
        return False
    low, high = sorted([before.shown.value or 0, after.shown.value or 0])
    return low > 0 and high / low >= JUMP


def _beside(outliers: list[bool], place: int) -> bool:
    """Whether a neighbour stands out by itself, which explains the distance."""
    return any(outliers[max(0, place - 1) : place] + outliers[place + 1 : place + 2])


def _jump_message(run: list[Figure], place: int) -> str:
    beside = [run[other] for other in (place - 1, place + 1) if 0 <= other < len(run)]
    shown = _("; ").join(f"{figure.period.display()}: {figures.quantity(figure.shown)}" for figure in beside)
    return _("Beside it stand %(figures)s.") % {"figures": shown}


# --- values made comparable


def _is_complete(indicator: Indicator) -> bool:
    """A row that is being typed may lack what it will need to be saved."""
    needed = ("kind_id", "unit_id", "value", "period_start", "period_end")
    return all(getattr(indicator, name) is not None for name in needed)


def _value(indicator: Indicator, currency: str, rates: Rates) -> Decimal | None:
    """In the usual unit of its kind; money in `currency`, by the rate of its year. None: not to be told."""
    unit, usual = indicator.unit, indicator.kind.unit
    if unit.dimension != usual.dimension:
        return None
    if unit.dimension != "money":
        return indicator.value * unit.factor / usual.factor
    if indicator.currency == currency:
        return indicator.value
    if indicator.period.kind == "span":
        return None
    return rates.convert(indicator.value, indicator.currency, currency, indicator.period_end.year)


def _is_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _usual(bounds: PlausibleRange) -> str:
    """What is usual, as the editors have set it."""
    interval = _interval(bounds.low, bounds.high, lambda bound: _in_words(bound, bounds))
    return _("Usual is %(range)s.") % {"range": interval}


def _usual_ratio(bounds: PlausibleRange, ratio: Decimal) -> str:
    three_digits = Decimal(f"{ratio:.3g}")
    return _("About %(ratio)s when divided by “%(other)s” of the same period; usual is %(range)s.") % {
        "other": bounds.per,
        "ratio": _in_words(three_digits, bounds),
        "range": _interval(bounds.low, bounds.high, lambda bound: _in_words(bound, bounds)),
    }


def _in_words(number: Decimal, bounds: PlausibleRange) -> str:
    return figures.money(number, bounds.currency) if bounds.currency else figures.plain(number)


def _interval(low: Decimal | None, high: Decimal | None, words: Callable[[Decimal], str]) -> str:
    if low is None or high is None:
        bound = low if high is None else high
        pattern = _("at least %(number)s") if high is None else _("at most %(number)s")
        return pattern % {"number": words(bound) if bound is not None else ""}
    return _("%(low)s to %(high)s") % {"low": words(low), "high": words(high)}
