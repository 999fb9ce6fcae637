"""Shades of the tile map."""

from hypothesis import given
from hypothesis import strategies as st

from zones.tilemap import STEPS, shade

counts = st.integers(min_value=0, max_value=5000)


@given(counts, counts)
def test_more_zones_are_never_lighter(count, largest):
    assert shade(count, largest) <= shade(count + 1, largest) <= STEPS


@given(st.integers(min_value=1, max_value=5000))
def test_only_none_is_blank_and_the_largest_is_darkest(largest):
    assert shade(0, largest) == 0
    assert shade(1, largest) >= 1
    assert shade(largest, largest) == STEPS


def test_an_empty_map_is_blank():
    assert shade(0, 0) == 0
