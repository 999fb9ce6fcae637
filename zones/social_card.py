"""The picture that stands beside a link when somebody shares a page that has no photograph.

Drawn from the page's own words, deterministic, in the portal's colours: paper, ink and one jade.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

# What the networks that show such pictures ask for.
WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_MEASURE = WIDTH - 2 * _MARGIN
_PAPER, _INK, _SOFT, _JADE, _LINE = "#fbf8f1", "#1d1a16", "#5c554b", "#00674a", "#d9e5dd"
# The fonts of the factsheet: they draw Latin and Chinese alike.
_FONTS = Path(__file__).parent / "factsheet" / "fonts"
_FILES = {"sans": "EDZSansSC-Regular.otf", "serif": "EDZSerifSC-Bold.otf"}
# A word with the space behind it, or one character of a script that is written without spaces.
_PIECES = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef](?:[，。、：；！？）》”])*|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+"
)
_MOST_LINES = 4


def draw(title: str, *, kicker: str, foot: str, seed: str) -> bytes:
    """A PNG of 1200 × 630 pixels. `kicker` stands above the title, `foot` below; `seed` varies the ground."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    _contours(pen, seed)
    pen.rectangle((0, 0, WIDTH, 14), fill=_JADE)
    pen.text((_MARGIN, 78), kicker, font=_font("sans", 32), fill=_JADE)
    size, lines = _fitted(title)
    font = _font("serif", size)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, 140 + number * size * 1.28), line, font=font, fill=_INK)
    pen.line((_MARGIN, HEIGHT - 112, WIDTH - _MARGIN, HEIGHT - 112), fill=_INK, width=3)
    pen.text((_MARGIN, HEIGHT - 88), foot, font=_font("sans", 30), fill=_SOFT)
    out = io.BytesIO()
    # A few flat colours: a palette is a quarter of the bytes.
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the last one ends in dots where none does."""
    for size in (84, 72, 64, 56, 50):
        lines = _lines(title, _font("serif", size))
        if len(lines) * size * 1.28 <= HEIGHT - 140 - 130 and len(lines) <= _MOST_LINES + (size < 60):
            return size, lines
    kept = lines[: _MOST_LINES + 1]
    return size, [*kept[:-1], f"{kept[-1].rstrip()[:-1]}…"]


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(" ".join(text.split()), font):
        if line and font.getlength(line + piece.rstrip()) > _MEASURE:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """What a line may end after; a word that is wider than the card ends anywhere."""
    for piece in _PIECES.findall(text):
        yield from [piece] if font.getlength(piece) <= _MEASURE else piece


def _contours(pen: ImageDraw.ImageDraw, seed: str) -> None:
    """Lines of a survey map in the corner, as on the covers of zones."""
    dice = Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 (a picture, not a secret)
    x, y = dice.randint(820, 1120), dice.randint(60, 420)
    wobble = [dice.uniform(0.8, 1.2) for _ in range(7)]
    for ring in range(2, 11):
        points = []
        for step in range(0, 361, 4):
            turn = step / 360 * len(wobble)
            first, share = wobble[int(turn) % len(wobble)], turn % 1
            second = wobble[(int(turn) + 1) % len(wobble)]
            ease = (1 - math.cos(share * math.pi)) / 2
            radius = ring * 52 * (first * (1 - ease) + second * ease)
            angle = math.radians(step)
            points.append((x + math.cos(angle) * radius * 1.3, y + math.sin(angle) * radius * 0.8))
        pen.line(points, fill=_LINE, width=3, joint="curve")


@cache
def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / _FILES[family], size)
