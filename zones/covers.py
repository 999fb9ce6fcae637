"""Covers drawn from a zone itself, so that a page without a photograph is not empty.

The same slug, kind and place always give the same picture: contour lines for the land,
plots for industrial and high-tech zones, a harbour grid for customs and free trade zones,
a crossing for border zones. Colours come from the style sheet alone.
"""

from __future__ import annotations

import hashlib
import math
from random import Random

WIDTH, HEIGHT = 320, 180
GROUNDS = 3
_HARBOURS = {"customs", "ftz"}
_PLOTS = {"etdz", "htdz"}


def cover(slug: str, kind: str = "", latitude: float | None = None, longitude: float | None = None) -> str:
    """An SVG picture of at most 1.5 KB. `kind` is the slug of a zone type, places are in degrees."""
    seed = hashlib.sha256(f"{slug}|{kind}".encode()).digest()
    dice = Random(seed)  # noqa: S311 (a picture, not a secret)
    if longitude is not None:
        # Neighbours share the lie of their land.
        tilt = math.sin(math.radians(longitude * 7)) * 0.5 + math.cos(math.radians((latitude or 0) * 9)) * 0.4
    else:
        tilt = dice.uniform(-0.6, 0.6)
    layers = [_contours(dice, tilt)]
    if kind in _HARBOURS:
        layers.append(_harbour(dice))
    elif kind in _PLOTS:
        layers.append(_plots(dice, fine=kind == "htdz"))
    elif kind == "border":
        layers.append(_crossing(dice))
    ground = seed[0] % GROUNDS + 1
    return (
        f'<svg class="cover cover--{ground}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" '
        f'aria-hidden="true" focusable="false">{"".join(layers)}</svg>'
    )


def _contours(dice: Random, tilt: float) -> str:
    """Nested lines around one or two hills, like a survey map."""
    lines = []
    x, y = dice.randint(70, 250), dice.randint(30, 150)
    wobble = [dice.uniform(0.82, 1.18) for _ in range(6)]
    for ring in range(1, 6):
        radius = 14 + ring * dice.randint(21, 25)
        points = []
        for corner, factor in enumerate(wobble):
            angle = corner * math.pi / 3 + tilt
            points.append(
                (
                    round(x + math.cos(angle) * radius * factor * 1.35),
                    round(y + math.sin(angle) * radius * factor * 0.8),
                )
            )
        lines.append(_smooth(points))
    return f'<path class="cover__contour" d="{"".join(lines)}"/>'


def _smooth(points: list[tuple[int, int]]) -> str:
    """A closed curve through the middles of the sides, each corner pulling it outwards."""
    middles = [
        ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for a, b in zip(points, points[1:] + points[:1], strict=True)
    ]
    path = f"M{middles[-1][0]} {middles[-1][1]}"
    for (cx, cy), (mx, my) in zip(points, middles, strict=True):
        path += f"Q{cx} {cy} {mx} {my}"
    return path


def _plots(dice: Random, *, fine: bool) -> str:
    """Streets and building plots on a skewed grid."""
    size = 16 if fine else 26
    columns, rows = (7, 4) if fine else (5, 3)
    left, top = dice.randint(120, 170), dice.randint(60, 80)
    skew = dice.choice((-12, -8, 8, 12))
    filled, open_ = "", ""
    for row in range(rows):
        taken = -1
        for column in range(columns):
            luck = dice.random()
            if luck < 0.22 or column == taken:
                continue
            wide = size - 4
            if luck > 0.86 and column + 1 < columns:
                wide, taken = 2 * size - 4, column + 1
            plot = f"M{column * size} {row * size}h{wide}v{size - 4}h-{wide}z"
            if luck < 0.55:
                filled += plot
            else:
                open_ += plot
    return (
        f'<g transform="translate({left} {top}) skewX({skew})">'
        f'<path class="cover__block" d="{filled}"/><path class="cover__line" d="{open_}"/></g>'
    )


def _harbour(dice: Random) -> str:
    """A quay, piers and the water before them; a stack of containers is one wide dashed stroke."""
    quay = dice.randint(88, 108)
    stacks = ""
    for column in range(dice.randint(7, 10)):
        x = 38 + column * 27
        stacks += f"M{x} {quay - 2}v-{dice.randint(1, 4) * 10}"
    piers = "".join(f"M{x} {quay}v{dice.randint(16, 34)}" for x in range(40, 300, dice.randint(42, 58)))
    waves = "".join(
        f"M{dice.randint(0, 24)} {y}" + "q8-5 16 0" + "t16 0" * dice.randint(9, 15)
        for y in range(quay + 42, HEIGHT - 6, 14)
    )
    return (
        f'<path class="cover__stack" d="{stacks}"/>'
        f'<path class="cover__line" d="M0 {quay}H{WIDTH}{piers}"/>'
        f'<path class="cover__contour" d="{waves}"/>'
    )


def _crossing(dice: Random) -> str:
    """A road that crosses a dashed line at a gate."""
    x, y = dice.randint(130, 200), dice.randint(75, 110)
    lean = dice.randint(-40, 40)
    return (
        f'<path class="cover__dash" d="M{x - lean} 0Q{x + 14} {y - 40} {x} {y}T{x + lean} {HEIGHT}"/>'
        f'<path class="cover__road" d="M0 {y + 30}Q{x - 60} {y + 24} {x} {y}T{WIDTH} {y - 34}"/>'
        f'<path class="cover__block" d="M{x - 9} {y - 9}h18v18h-18z"/>'
    )
