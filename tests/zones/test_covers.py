"""Covers: the same zone always the same picture, small, coloured by the style sheet alone."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones import covers

KINDS = ["", "etdz", "htdz", "customs", "ftz", "border", "other"]
slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,86}[a-z0-9])?", fullmatch=True)


@given(slugs, st.sampled_from(KINDS), st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180))
def test_a_cover_is_well_formed_and_small(slug, kind, latitude, longitude):
    picture = covers.cover(slug, kind, latitude, longitude)
    ElementTree.fromstring(picture)
    assert len(picture.encode()) <= 1536


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_zone_has_the_same_cover(kind):
    assert covers.cover("shenyang", kind, 41.7, 123.4) == covers.cover("shenyang", kind, 41.7, 123.4)


def test_different_zones_differ():
    assert len({covers.cover(f"zone-{number}", "etdz") for number in range(50)}) == 50


def test_a_cover_names_no_colour():
    picture = covers.cover("shenyang", "htdz")
    assert "style" not in picture
    assert "fill=" not in picture
    assert "#" not in picture
