"""Which characters the factsheet's fonts can show, and what becomes of the others.

The fonts that come with the portal have the Chinese of GB 2312 and Latin. For anything else a font of
the machine is looked for; what none has is shown as 〓, and the sheet says so.
"""

from __future__ import annotations

import logging
import re
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

FONTS = Path(__file__).parent / "fonts"
BODY = FONTS / "EDZSansSC-Regular.otf"
STAND_IN = "〓"
# The typesetter brings a serif font of its own: Latin Extended, Greek, Cyrillic, Vietnamese.
_BUILT_IN = ((0x100, 0x180), (0x391, 0x3A2), (0x3A3, 0x3CA), (0x400, 0x460), (0x1EA0, 0x1EFA))
# What fonts with many characters tend to be called.
_LIKELY = ("cjk", "han", "song", "ming", "hei", "wqy", "fallback", "unicode")

log = logging.getLogger(__name__)


def characters_of(text: Iterable[str]) -> set[str]:
    return {character for character in text if character > " " and not _is_invisible(character)}


def clean(text: str) -> str:
    """In one line, without what has no shape: control characters, marks of direction."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _is_invisible(c))
    # A piece of a text may begin or end with a space.
    return re.sub(" +", " ", visible)


def missing(characters: set[str]) -> set[str]:
    """Those that the portal's own fonts cannot show."""
    return {c for c in characters if ord(c) not in _own() and not _is_built_in(ord(c))}


def found_on_machine(characters: frozenset[str]) -> tuple[set[str], list[str]]:
    """Which of them a font of this machine can show, and the folders of these fonts."""
    left, folders = set(characters), []
    for file in _machine_fonts() if left else ():
        if shown := {c for c in left if ord(c) in _coverage(file)}:
            left -= shown
            folders.append(str(file.parent))
        if not left:
            break
    return set(characters) - left, sorted(set(folders))


@lru_cache(maxsize=64)
def _coverage(file: Path) -> frozenset[int]:
    """The characters of a font, of all its faces; none where it cannot be read."""
    try:
        with file.open("rb") as font:
            return frozenset(code for start in _faces(font) for code in _mapped(font, start))
    except (OSError, struct.error):
        return frozenset()


@cache
def _own() -> frozenset[int]:
    return _coverage(BODY)


@cache
def _machine_fonts() -> tuple[Path, ...]:
    """Font files of this machine, the likely ones first; looked for once, when a character is missing."""
    found = [
        file
        for folder in _folders()
        for file in folder.rglob("*")
        if file.suffix.lower() in (".otf", ".ttf", ".ttc")
    ]
    log.info("%s fonts of this machine looked through for a rare character", len(found))
    return tuple(sorted(found, key=lambda f: (not any(w in f.name.lower() for w in _LIKELY), str(f))))


def _folders() -> list[Path]:
    by_system = {
        "darwin": ["/System/Library/Fonts", "/Library/Fonts"],
        "win32": [r"C:\Windows\Fonts"],
    }
    usual = by_system.get(sys.platform, ["/usr/share/fonts", "/usr/local/share/fonts"])
    return [folder for folder in map(Path, usual) if folder.is_dir()]


def _is_built_in(code: int) -> bool:
    return any(first <= code < end for first, end in _BUILT_IN)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


# --- the character map of an OpenType font (ISO/IEC 14496-22, tables `ttcf` and `cmap`)


def _read(font: BinaryIO, at: int, layout: str) -> tuple[int, ...]:
    font.seek(at)
    return struct.unpack(f">{layout}", font.read(struct.calcsize(f">{layout}")))


def _faces(font: BinaryIO) -> tuple[int, ...]:
    """Where each face of the file begins: one, or those of a collection."""
    if font.read(4) != b"ttcf":
        return (0,)
    (count,) = _read(font, 8, "I")
    return _read(font, 12, f"{count}I")


def _mapped(font: BinaryIO, face: int) -> Iterator[int]:
    (tables,) = _read(font, face + 4, "H")
    for number in range(tables):
        tag, _checksum, at, _length = _read(font, face + 12 + 16 * number, "4s3I")
        if tag == b"cmap":
            (subtables,) = _read(font, at + 2, "H")
            places = {at + _read(font, at + 8 + 8 * subtable, "I")[0] for subtable in range(subtables)}
            for place in places:
                yield from _subtable(font, place)


def _subtable(font: BinaryIO, at: int) -> Iterator[int]:
    (kind,) = _read(font, at, "H")
    if kind == 4:
        segments = _read(font, at + 6, "H")[0] // 2
        ends = _read(font, at + 14, f"{segments}H")
        starts = _read(font, at + 16 + 2 * segments, f"{segments}H")
        for start, end in zip(starts, ends, strict=True):
            yield from range(start, end + 1 if end != 0xFFFF else 0xFFFF)
    elif kind == 12:
        (groups,) = _read(font, at + 12, "I")
        numbers = _read(font, at + 16, f"{3 * groups}I")
        for start, end in zip(numbers[::3], numbers[1::3], strict=True):
            yield from range(start, end + 1)
