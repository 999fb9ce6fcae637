"""The figures at the top of a profile: which come first, which read "Not published"."""

from types import SimpleNamespace

from tests.zones.test_series import figure
from zones.key_facts import FIGURES_IN_STRIP, key_figures
from zones.series import arrange

KINDS = [SimpleNamespace(pk=number, slug=f"kind-{number}", position=number) for number in range(1, 6)]


def strip(*figures):
    return key_figures(KINDS, arrange(figures))


def slugs(keys):
    return [key.kind.slug for key in keys]


def test_a_zone_without_figures_has_a_full_strip_of_gaps():
    keys = strip()
    assert slugs(keys) == ["kind-1", "kind-2", "kind-3"]
    assert [key.figure for key in keys] == [None] * FIGURES_IN_STRIP


def test_published_figures_come_before_gaps():
    keys = strip(figure("2022", kind=KINDS[3]))
    assert slugs(keys) == ["kind-4", "kind-1", "kind-2"]
    assert keys[0].figure.shown.value == 1


def test_full_years_of_the_zone_itself_come_before_halves_and_wider_scopes():
    keys = strip(
        figure("2022 H1", kind=KINDS[0]),
        figure("2022", kind=KINDS[1], scope="with its district"),
        figure("2020", kind=KINDS[2]),
    )
    assert slugs(keys) == ["kind-3", "kind-1", "kind-2"]
