"""The look keeps its promises: contrast AA in both schemes, no physical directions, a light first view."""

import gzip
import math
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests import factories

CSS = Path(settings.BASE_DIR) / "static" / "css"
PAIR = re.compile(
    r"--([\w-]+): light-dark\(\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\),\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)\s*\)"
)
FALLBACK = re.compile(r"^    --([\w-]+): (#[0-9a-f]{6});", re.MULTILINE)

GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "jade", "vermilion", "amber") for ground in GROUNDS),
    ("jade-deep", "jade-tint"),
    ("on-jade", "jade"),
    ("on-jade", "jade-deep"),
    ("on-vermilion", "vermilion"),
    ("on-vermilion", "vermilion-deep"),
    ("vermilion", "vermilion-tint"),
    ("amber", "amber-tint"),
    *(("ink", ground) for ground in ("jade-tint", "vermilion-tint", "amber-tint")),
    *(
        (f"on-shade-{name}", f"shade-{step}")
        for name, step in zip(("low", "low", "low", "mid", "high", "high"), range(6), strict=True)
    ),
]
MARKS = [(mark, ground) for mark in ("line-strong", "focus") for ground in GROUNDS]


def luminance_of_oklch(lightness, chroma, hue):
    """Relative luminance (WCAG 2.2) of an OKLCH colour, clipped to sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (min(1, max(0, part)) for part in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def luminance_of_hex(text):
    parts = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def schemes():
    css = (CSS / "base.css").read_text()
    found = {"light": {}, "dark": {}, "fallback": {}}
    for name, *numbers in PAIR.findall(css):
        found["light"][name] = luminance_of_oklch(*map(float, numbers[:3]))
        found["dark"][name] = luminance_of_oklch(*map(float, numbers[3:]))
    for name, colour in FALLBACK.findall(css):
        found["fallback"][name] = luminance_of_hex(colour)
    return found


SCHEMES = schemes()


def contrast(scheme, one, other):
    lighter, darker = sorted((SCHEMES[scheme][one], SCHEMES[scheme][other]), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_readable_on_every_ground(scheme):
    weak = {pair: round(ratio, 2) for pair in TEXT if (ratio := contrast(scheme, *pair)) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_of_fields_and_the_focus_ring_stand_out(scheme):
    weak = {pair: round(ratio, 2) for pair in MARKS if (ratio := contrast(scheme, *pair)) < 3}
    assert weak == {}


def test_every_colour_has_a_plain_fallback():
    assert set(SCHEMES["light"]) <= set(SCHEMES["fallback"])


def test_styles_use_logical_directions_only():
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right|top|bottom)):|"
        r"text-align: (?:left|right)|float: (?:left|right)"
    )
    assert {
        file.name: found for file in CSS.glob("*.css") if (found := physical.findall(file.read_text()))
    } == {}


@pytest.mark.django_db
def test_the_first_view_is_light(client):
    """At most 15 requests and 150 KB over the wire, a full front page included."""
    for number in range(8):
        zone = factories.zone(f"Zone {number}", types=("etdz",))
        factories.article(f"Story {number}", zones=[zone])
    page = client.get("/").content.decode()
    assets = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    scripts = {
        f"js/{file.name}" for file in (CSS.parent / "js").glob("*.js") if not file.name.startswith("admin")
    }
    files = [finders.find(name) for name in assets | scripts]
    assert len(files) + 1 <= 15
    weight = sum(len(gzip.compress(Path(file).read_bytes())) for file in files)
    assert weight + len(gzip.compress(page.encode())) <= 150_000


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie_and_asks_no_other_host(client):
    factories.article("Story", zones=[factories.zone()])
    for address in ("/", "/zones/", "/media-center/", "/search/?q=story"):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert not re.findall(
            r'<(?:script|link rel="stylesheet"|img)[^>]+(?:src|href)="https?://', response.content.decode()
        )
