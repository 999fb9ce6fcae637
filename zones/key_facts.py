"""The few figures at the top of a profile, by which an investor rules a zone out or reads on.

Full years of the zone itself come first; where there are too few, the strip says which
are not published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .series import Figure, KindOfFigures

if TYPE_CHECKING:
    from .models import IndicatorKind

FIGURES_IN_STRIP = 3


@dataclass(frozen=True)
class KeyFigure:
    """A headline kind with its figure, or None where nobody has published one."""

    kind: IndicatorKind
    figure: Figure | None


def key_figures(
    headline_kinds: Iterable[IndicatorKind], published: Iterable[KindOfFigures]
) -> list[KeyFigure]:
    """Exactly as many as the strip holds, if there are so many headline kinds."""
    by_kind = {entry.kind.pk: entry.headline for entry in published}
    headline_kinds = list(headline_kinds)
    known = [KeyFigure(kind, figure) for kind in headline_kinds if (figure := by_kind.get(kind.pk))]
    unknown = [KeyFigure(kind, None) for kind in headline_kinds if kind.pk not in by_kind]
    return [*sorted(known, key=_is_partial), *unknown][:FIGURES_IN_STRIP]


def _is_partial(key: KeyFigure) -> bool:
    """Whether the figure speaks of less than a full year, or of another thing than the zone itself."""
    return key.figure is not None and (key.figure.period.kind != "year" or bool(key.figure.shown.scope))
