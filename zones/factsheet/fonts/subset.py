"""Cut the factsheet's fonts out of Noto CJK: `make fonts NOTO=<folder of its .ttc files>`.

A tool for developers (it needs fontTools); the portal reads only the files it has made. Noto's
licence reserves the name "Source" and Noto is a trademark, so the cut fonts have names of their own.
Run it again when the demo content or the interface has characters that the fonts lack.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FONTS = Path(__file__).parent
ROOT = FONTS.parents[2]
# Name of the file and the family, the collection, the face in it, and which characters it gets.
# Korean faces have narrow quotation marks and dashes, which Latin text needs; Chinese ones are wide.
CUTS = (
    ("EDZSansSC-Regular", "EDZ Sans SC", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "all"),
    ("EDZSerifSC-Bold", "EDZ Serif SC", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC Bold", "headings"),
    ("EDZSans-Regular", "EDZ Sans", "NotoSansCJK-Regular.ttc", "Noto Sans CJK KR", "latin"),
    ("EDZSerif-Bold", "EDZ Serif", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK KR Bold", "latin"),
)
# The first level of GB 2312 has the characters in everyday use, the second the rarer ones.
FIRST_LEVEL, BOTH_LEVELS = range(0xB0, 0xD8), range(0xB0, 0xF8)
SIGNS = range(0xA1, 0xAA)


def gb2312(rows: range) -> set[str]:
    found = set()
    for row in rows:
        for cell in range(0xA1, 0xFF):
            found.add(bytes([row, cell]).decode("gb2312", errors="ignore"))
    return found - {""}


def characters(wanted: str) -> set[str]:
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2040))}
    latin |= set("€™−×√✓→°′″²³‰≤≥½¼¾〓")
    if wanted == "latin":
        return latin
    rows = BOTH_LEVELS if wanted == "all" else FIRST_LEVEL
    wide = {chr(code) for code in (*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0x2460, 0x2474))}
    return latin | wide | gb2312(SIGNS) | gb2312(rows) | content()


def content() -> set[str]:
    """Whatever the demo content and the interface are written in."""
    files = [*(ROOT / "edzportal/demo").rglob("*.json"), *(ROOT / "edzportal/demo").rglob("*.csv")]
    files += (ROOT / "edzportal/locale").rglob("*.po")
    return set().union(*(file.read_text(encoding="utf-8") for file in files))


def cut(collection: Path, face: str, family: str, wanted: set[str], file: Path) -> None:
    fonts = TTCollection(collection, lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(4) == face)
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 13, 14], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, wanted))
    subsetter.subset(font)
    style = file.stem.partition("-")[2]
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, file.stem)):
        font["name"].setName(text, number, 3, 1, 0x409)
    inner = font["CFF "].cff
    inner.fontNames = [file.stem]
    inner.topDictIndex[0].FamilyName, inner.topDictIndex[0].FullName = family, f"{family} {style}"
    font.save(file)
    print(f"{file.name}: {len(font.getGlyphOrder()):,} glyphs, {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noto", type=Path, help="the folder with Noto's .ttc files")
    folder = parser.parse_args().noto
    for name, family, collection, face, wanted in CUTS:
        cut(folder / collection, face, family, characters(wanted), FONTS / f"{name}.otf")
