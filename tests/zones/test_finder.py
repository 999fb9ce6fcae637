"""Facets widen and narrow, counts say what a choice would give, and the cost stays the same."""

import pytest
from django.http import QueryDict

from tests import factories
from zones.finder import Finder
from zones.models import IndustryRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones():
    liaoning, hubei = factories.province("liaoning"), factories.province("hubei")
    software, cars = factories.industry("software-it"), factories.industry("automotive")
    made = {
        "shenyang": factories.zone(
            "Shenyang High-Tech", province=liaoning, types=["htdz"], name_zh_hans="沈阳高新技术产业开发区"
        ),
        "dalian": factories.zone(
            "Dalian Development", province=liaoning, types=["etdz"], name_zh_hans="大连经济技术开发区"
        ),
        "wuhan": factories.zone(
            "Wuhan East Lake", province=hubei, types=["htdz", "ftz"], name_zh_hans="武汉东湖新技术开发区"
        ),
    }
    for name, industry in (("shenyang", software), ("wuhan", software), ("dalian", cars), ("wuhan", cars)):
        IndustryRole.objects.create(zone=made[name], industry=industry)
    # A second role in the same sector must not count the zone twice.
    IndustryRole.objects.create(zone=made["wuhan"], industry=software, role="core", label_en="chips")
    for zone in made.values():
        zone.announce_change()
    return made


def finder(query=""):
    return Finder(QueryDict(query), "/zones/")


def counts(found, name):
    return {o.value: o.count for facet in found.facets if facet.name == name for o in facet.options}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"shenyang", "dalian", "wuhan"}),
        ("province=liaoning", {"shenyang", "dalian"}),
        ("province=liaoning&province=hubei", {"shenyang", "dalian", "wuhan"}),
        ("province=liaoning&type=htdz", {"shenyang"}),
        ("type=htdz&type=etdz", {"shenyang", "dalian", "wuhan"}),
        ("industry=software-it", {"shenyang", "wuhan"}),
        ("province=liaoning&industry=automotive", {"dalian"}),
        ("province=nowhere", set()),
        ("status=planned", {"shenyang", "dalian", "wuhan"}),
        ("status=active", set()),
        ("unknown=1&page=x&sort=x", {"shenyang", "dalian", "wuhan"}),
    ],
)
def test_values_of_one_facet_widen_and_several_facets_narrow(zones, query, expected):
    found = finder(query)
    assert {name for name, zone in zones.items() if zone in set(found.zones())} == expected
    assert found.total == len(expected)


def test_a_count_says_what_choosing_it_would_give(zones):
    for query in ("", "province=liaoning", "type=htdz", "province=hubei&industry=software-it"):
        found = finder(query)
        for facet in found.facets:
            for option in facet.options:
                if not option.selected and not facet.is_active:
                    assert finder(option.url.partition("?")[2]).total == option.count, (query, option)


def test_the_counts_of_a_facet_ignore_its_own_choice(zones):
    assert counts(finder("province=liaoning"), "province") == {"liaoning": 2, "hubei": 1}
    assert counts(finder("province=liaoning"), "type") == {"htdz": 1, "etdz": 1}
    assert counts(finder("industry=software-it"), "industry") == {"software-it": 2, "automotive": 2}


def test_an_empty_result_says_what_to_loosen(zones):
    found = finder("province=liaoning&type=ftz")
    assert found.total == 0
    assert [(way["count"], way["url"]) for way in found.loosen] == [
        (2, "/zones/?province=liaoning"),
        (1, "/zones/?type=ftz"),
    ]


def test_every_choice_can_be_taken_back(zones):
    found = finder("q=dalian&province=liaoning&type=nonsense")
    assert {chip["url"] for chip in found.chips} == {
        "/zones/?province=liaoning&type=nonsense",
        "/zones/?q=dalian&type=nonsense",
        "/zones/?q=dalian&province=liaoning",
    }


@pytest.mark.parametrize(
    "words", ["shenyang", "SHENYANG high", "沈阳", "高新", "shen yang gao xin", "shenyanggaoxin"]
)
def test_words_find_a_zone_by_any_of_its_names(zones, django_capture_on_commit_callbacks, words):
    index_all()
    assert list(finder(f"q={words}").zones()) == [zones["shenyang"]]


def test_words_and_facets_narrow_together(zones):
    index_all()
    assert list(finder("q=开发区&province=hubei").zones()) == [zones["wuhan"]]


def index_all():
    from zones import search

    list(search.rebuild())


def test_the_finder_asks_the_same_number_of_queries_for_one_zone_as_for_fifty(
    client, zones, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        assert client.get("/zones/").status_code == 200
    for number in range(50):
        zone = factories.zone(f"Zone {number}", types=["etdz", "htdz"])
        IndustryRole.objects.create(zone=zone, industry=factories.industry("automotive"))
    with CaptureQueriesContext(connection) as many:
        assert client.get("/zones/?sort=newest").status_code == 200
    assert len(many) == len(few) <= 20


def test_a_page_that_does_not_exist_is_not_found(client, zones):
    assert client.get("/zones/?page=2").status_code == 404
    assert client.get("/zones/?page=0").status_code == 404
    assert client.get("/zones/?page=abc").status_code == 404


def test_a_choice_that_no_database_could_hold_is_left_out(client, zones):
    answer = client.get("/zones/?province=%00&type=a%00b&province=hubei")
    assert answer.url == "/zones/?province=hubei"
    assert client.get(answer.url).status_code == 200
    assert finder("province=%00&type=a%00b&province=hubei").chosen["province"] == ["hubei"]
    assert finder("type=a%00b").chosen["type"] == []
