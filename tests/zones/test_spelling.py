"""A slip of typing still leads somewhere: the nearest word that names hold, at a bounded cost."""

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zones import search
from zones.finder import Finder
from zones.search.spelling import Vocabulary, distance

LETTERS = st.text("abcdefg", max_size=8)


@pytest.fixture
def zones(db):
    hubei = factories.province("hubei")
    made = [
        factories.zone("Dalian Development Zone", name_zh_hans="大连经济技术开发区"),
        factories.zone("Shenyang High-Tech Zone", name_zh_hans="沈阳高新技术产业开发区"),
        factories.zone("Wuhan Optics Valley", name_zh_hans="武汉东湖新技术开发区", province=hubei),
    ]
    list(search.rebuild())
    return made


@given(LETTERS, LETTERS)
def test_the_distance_is_the_same_both_ways_and_none_only_to_itself(one, other):
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


@given(LETTERS, st.integers(0, 7), st.sampled_from("abcxyz"))
def test_one_slip_is_one_slip(word, place, letter):
    place = min(place, len(word))
    assert distance(word, word[:place] + letter + word[place:], 2) == 1
    if place < len(word):
        assert distance(word, word[:place] + word[place + 1 :], 2) == 1
        assert distance(word, word[:place] + letter + word[place + 1 :], 2) <= 1
    if place + 1 < len(word):
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        assert distance(word, swapped, 2) <= 1


@given(st.lists(LETTERS, max_size=12), LETTERS)
def test_the_nearest_words_are_those_that_plain_comparing_finds(words, typed):
    vocabulary = Vocabulary.of(words)
    most = 1 if len(typed) < 6 else 2
    near = {word for word in vocabulary.words if typed and distance(typed, word, most) <= most}
    found = vocabulary.nearest(typed) if typed else []
    assert set(found) <= near
    assert len(found) == min(3, len(near))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dalain", "dalian"),
        ("Shengyang", "shenyang"),
        ("wuhn optics", "wuhan optics"),
        ("hihg-tech shenyan", "high tech shenyan"),
        ("dalian xqzwvk dvelopment", "dalian development"),
        ("深阳", "shenyang"),
    ],
)
def test_a_query_that_finds_nothing_offers_words_that_do(client, zones, typed, meant):
    params = QueryDict(mutable=True)
    params["q"] = typed
    found = Finder(params, "/zones/")
    assert found.total == 0
    if "xqzwvk" in typed:
        # A word that is like no other is held against the rest only as long as something is left to correct.
        assert search.suggestions(typed) == [meant]
    assert found.suggestion["words"] == meant
    assert Finder(QueryDict(found.suggestion["url"].partition("?")[2]), "/zones/").total == 1
    page = client.get("/zones/", {"q": typed}).content.decode()
    assert f">{meant}</a>?" in page
    page = client.get("/search/", {"q": typed}).content.decode()
    assert f">{meant}</a>?" in page


@pytest.mark.parametrize("typed", ["dalian", "dali", "zone", "xqzwvkj", "q", "1999", "!!", "大连", "x" * 100])
def test_what_is_right_or_beyond_help_offers_nothing(zones, typed):
    assert Finder(QueryDict(f"q={typed}"), "/zones/").suggestion is None


def test_the_other_choices_stay_where_the_right_words_meet_them_too(zones):
    assert Finder(QueryDict("q=wuhn&province=hubei"), "/zones/").suggestion == {
        "words": "wuhan",
        "url": "/zones/?q=wuhan&province=hubei",
        "count": 1,
    }
    assert Finder(QueryDict("q=wuhn&province=liaoning"), "/zones/").suggestion["url"] == "/zones/?q=wuhan"


def test_words_are_known_as_soon_as_they_stand_in_the_index_and_no_longer(
    zones, django_capture_on_commit_callbacks
):
    assert search.suggestions("yantia") == []
    with django_capture_on_commit_callbacks(execute=True):
        zone = factories.zone("Yantai Zone")
    assert search.suggestions("yantia") == ["yantai"]
    with django_capture_on_commit_callbacks(execute=True):
        zone.unpublish(by=None)
    assert search.suggestions("yantia") == []


def test_a_slip_costs_the_same_however_many_zones_there_are(zones, django_assert_max_num_queries):
    search.suggestions("dalain")
    with django_assert_max_num_queries(1):
        assert search.suggestions("dalain") == ["dalian"]
    with django_assert_max_num_queries(0):
        assert search.suggestions("深阳")


def test_a_visitor_in_chinese_is_offered_latin_words_too(zones):
    with translation.override("zh-hans"):
        assert Finder(QueryDict("q=dalain"), "/zones/").suggestion["words"] == "dalian"
