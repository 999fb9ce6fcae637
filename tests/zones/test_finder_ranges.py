"""Ranges, what is on record, and their counts: right in combination, honest about what nobody published."""

import datetime
import gzip
import itertools
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.benchmarks import many_zones
from zones.finder import SORTS, Finder
from zones.finder_facets import FILTERS
from zones.models import Desk, Incentive, Indicator, Zone

PATH = "/zones/"


def finder(query=""):
    return Finder(QueryDict(query), PATH)


def names(query):
    return {str(zone) for zone in finder(query).zones()}


def known(name, **columns):
    """A zone with derived columns as its facts would have given them."""
    zone = factories.zone(name)
    Zone.objects.filter(pk=zone.pk).update(**columns)
    return zone


@pytest.fixture
def zones(db):
    return [
        known("Old", approved_on="1984", founded_on="1980-05", approved_area_ha=Decimal("50"), port_km=5),
        known("Middle", approved_on="1992-08-31", approved_area_ha=Decimal("500.5"), port_km=80),
        known("Young", approved_on="2010-01", founded_on="2009", approved_area_ha=Decimal("5000")),
        known("Unknown"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("approved_from=1984", {"Old", "Middle", "Young"}),
        ("approved_from=1985", {"Middle", "Young"}),
        ("approved_to=1992", {"Old", "Middle"}),
        ("approved_from=1992&approved_to=1992", {"Middle"}),
        ("approved_from=1993&approved_to=2009", set()),
        ("founded_from=1980&founded_to=1980", {"Old"}),
        ("founded_to=2020", {"Old", "Young"}),
        ("area_min=500.5", {"Middle", "Young"}),
        ("area_max=500.5", {"Old", "Middle"}),
        ("area_min=51&area_max=500", set()),
        ("area_min=1,000", {"Young"}),
        ("area_min=５０００", {"Young"}),
        ("port_km=79.9", {"Old"}),
        ("port_km=80", {"Old", "Middle"}),
        ("port_km=80&approved_from=1990", {"Middle"}),
    ],
)
def test_a_range_holds_what_lies_inside_and_nothing_unknown(zones, query, expected):
    assert names(query) == expected
    assert finder(query).total == len(expected)


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("", 0),
        ("approved_from=1900", 1),
        ("area_min=1000", 1),
        ("port_km=10", 2),
        # Young is ruled out by its year, whatever its way to a port may be.
        ("approved_to=2000&port_km=10", 1),
        ("founded_from=1970&area_max=1000", 2),
    ],
)
def test_zones_left_out_because_nobody_published_the_value_are_counted(client, zones, query, left_out):
    assert finder(query).left_out == left_out
    page = client.get(f"/zones/?{query}").content.decode()
    assert ("is left out: nobody has published its value" in page) == (left_out == 1)
    assert (f"{left_out} more zones may fit, but are left out" in page) == (left_out > 1)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("approved_from=abc", "approved_from", "Enter a year"),
        ("approved_from=92", "approved_from", "Enter a year"),
        ("founded_to=1992.5", "founded_to", "Enter a year"),
        ("founded_from=99999999999999999999999999", "founded_from", "Enter a year"),
        ("area_min=-5", "area_min", "Enter a number of hectares"),
        ("area_max=1e9", "area_max", "Enter a number of hectares"),
        ("area_max=999999999", "area_max", "Enter a number of hectares"),
        ("area_max=1,5", "area_max", "Enter a number of hectares"),
        ("area_min=5%00", "area_min", "Enter a number of hectares"),
        ("area_min=%00", "area_min", "Enter a number of hectares"),
        ("port_km=NaN", "port_km", "Enter a number of kilometres"),
        ("port_km=<b>", "port_km", "Enter a number of kilometres"),
        ("area_min=20&area_max=10", "area_max", "ends before it starts"),
        ("approved_from=2000&approved_to=1999", "approved_to", "ends before it starts"),
    ],
)
def test_what_cannot_be_read_says_so_beside_its_field_and_the_rest_still_narrows(
    client, zones, query, field, message
):
    found = finder(f"{query}&port_km=80" if field != "port_km" else f"{query}&approved_to=1995")
    assert [mistake.name for mistake in found.mistakes] == [field]
    assert message in found.mistakes[0].error
    assert {str(zone) for zone in found.zones()} == {"Old", "Middle"}
    assert field not in found.query_string
    answer = client.get(f"/zones/?{query}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "\0" not in page
    assert f'id="range-{field}-error"' in page
    assert "aria-invalid" in page
    typed = QueryDict(query)[field].replace("\0", "")[:20].replace("<", "&lt;").replace(">", "&gt;")
    assert f'name="{field}" value="{typed}"' in page


def test_the_other_end_of_a_range_still_counts(zones):
    assert names("area_min=x&area_max=100") == {"Old"}


def test_a_range_has_a_chip_that_takes_it_back(zones):
    found = finder("approved_from=1990&approved_to=2000&area_min=100&port_km=90&founded_to=2000&type=htdz")
    labels = {chip["label"]: chip["url"] for chip in found.chips}
    assert labels["First approved: 1990–2000"] == (
        "/zones/?type=htdz&founded_to=2000&area_min=100&port_km=90"
    )
    assert {
        "Approved area: at least 100 ha",
        "Distance to a port: at most 90 km",
        "Founded: until 2000",
    } < set(labels)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["Middle", "Old", "Unknown", "Young"]),
        ("approved", ["Old", "Middle", "Young", "Unknown"]),
        ("newest", ["Young", "Middle", "Old", "Unknown"]),
        ("area", ["Young", "Middle", "Old", "Unknown"]),
        ("port", ["Old", "Middle", "Young", "Unknown"]),
    ],
)
def test_unknown_comes_last_in_every_order(zones, sort, expected):
    assert [str(zone) for zone in finder(f"sort={sort}").zones()] == expected


def figure(zone, kind):
    Indicator.objects.create(
        zone=zone,
        kind=factories.indicator_kind(kind),
        unit=factories.unit("count"),
        value=1,
        period_start=datetime.date(2023, 1, 1),
        period_end=datetime.date(2023, 12, 31),
    )


def test_each_further_thing_on_record_narrows_and_its_count_says_by_how_much(zones):
    old, middle, young, _unknown = zones
    for zone, kind in ((old, "gdp"), (old, "gdp"), (old, "exports"), (middle, "gdp"), (young, "exports")):
        figure(zone, kind)
    Desk.objects.create(zone=old, name_en="Desk")
    Incentive.objects.create(zone=middle, title_en="Gone", ends_on=datetime.date(2001, 1, 1))
    Incentive.objects.create(zone=old, title_en="Open", ends_on=None)
    assert names("has=gdp") == {"Old", "Middle"}
    assert names("has=gdp&has=exports") == {"Old"}
    assert names("has=contacts") == names("has=incentives") == {"Old"}
    assert names("has=nonsense") == set()
    counts = {option.value: option.count for option in finder("has=gdp").on_record[0].options}
    assert counts == {"gdp": 2, "exports": 1, "contacts": 1, "incentives": 1}
    narrowed = {o.value: o.count for o in finder("area_min=100").on_record[0].options}
    assert narrowed == {"gdp": 1, "exports": 1}


def test_an_empty_result_offers_ranges_and_records_to_loosen_too(zones):
    figure(zones[0], "gdp")
    found = finder("area_min=1000&has=gdp")
    assert [(way["label"], way["count"], way["url"]) for way in found.loosen] == [
        ("Without “Approved area”", 1, "/zones/?has=gdp"),
        ("Without “Gdp”", 1, "/zones/?area_min=1000"),
    ]


def test_where_one_choice_is_not_enough_the_fewest_are_offered_to_be_taken_back(zones):
    found = finder("province=liaoning&approved_to=1900&area_min=90000000")
    assert found.total == 0
    assert [(way["count"], way["url"]) for way in found.loosen] == [(4, "/zones/?province=liaoning")]


def test_an_empty_result_does_not_offer_what_taking_everything_back_would_give(zones):
    assert finder("province=nowhere").loosen == [
        {"label": "Without “Province”", "url": "/zones/", "count": 4}
    ]
    assert finder("province=nowhere&type=nothing").loosen == []


# --- one address for one choice


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("q=&province=&approved_from=&area_max=&sort=", "/zones/"),
        ("sort=name", "/zones/"),
        ("page=1", "/zones/"),
        ("type=htdz&q=old", "/zones/?q=old&type=htdz"),
        ("type=htdz&type=etdz&type=htdz", "/zones/?type=etdz&type=htdz"),
        ("area_min=1,000.50", "/zones/?area_min=1000.5"),
        ("utm_source=letter&has=gdp&area_min=10", "/zones/?area_min=10&has=gdp"),
        ("sort=area&page=2&type=htdz", "/zones/?type=htdz&sort=area&page=2"),
        ("q=++old++zone", "/zones/?q=old+zone"),
    ],
)
def test_the_same_choice_has_the_same_address(client, zones, asked, answered):
    assert client.get(f"/zones/?{asked}").url == answered
    assert client.get(f"/zh-hans/zones/?{asked}").url == f"/zh-hans{answered}"


ANY_QUERY = st.lists(
    st.tuples(
        st.sampled_from(
            [*FILTERS, "q", "has", "sort", "approved_from", "approved_to", "area_min", "area_max", "port_km"]
        ),
        st.one_of(
            st.text(max_size=12),
            st.sampled_from([*SORTS, "1990", "2000", "0012", "1,000", "10.50", "-1", "a b"]),
        ),
    ),
    max_size=8,
)


@given(ANY_QUERY)
def test_an_address_says_itself_again(pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    try:
        params = QueryDict(params.urlencode())
    except UnicodeEncodeError:
        return
    once = Finder(params, PATH).query_string
    again = Finder(QueryDict(once), PATH)
    assert again.query_string == once
    assert again.mistakes == []


def test_the_query_for_other_lists_of_the_same_zones_has_no_page(zones):
    assert finder("page=3&sort=area&type=htdz").query_string == "type=htdz&sort=area"


# --- what a page costs


@pytest.mark.parametrize(
    ("query", "most_queries"),
    [
        ("", 16),
        ("province=province-1&type=type-1&industry=industry-1&level=national&status=active", 16),
        ("area_min=10&approved_from=1985&founded_to=2020&port_km=400", 17),
        ("has=figure-1&has=figure-2&has=sites", 17),
        ("q=zone&area_min=10", 18),
        ("q=zoen", 20),
        ("area_min=90000000&type=type-1&province=province-1", 14),
    ],
)
def test_a_page_asks_few_questions_and_weighs_little(
    client, db, django_assert_max_num_queries, query, most_queries
):
    many_zones.make(60, indexed=True)
    with django_assert_max_num_queries(most_queries):
        body = client.get(f"/zones/?{query}").content
    assert len(body) < 110_000
    assert len(gzip.compress(body)) < 20_000


# --- counts against the plain way of counting


@pytest.mark.django_db
def test_counts_are_right_under_every_combination():
    many_zones.make(400)
    provinces, types = ("province-1", "province-2", "province-3"), ("type-1", "type-4")
    parts = {
        "province": [[], [("province", slug) for slug in provinces]],
        "type": [[], [("type", slug) for slug in types]],
        "level": [[], [("level", "national")]],
        "status": [[], [("status", "active")]],
        "range": [[], [("area_min", "500"), ("approved_to", "2010")]],
        "has": [[], [("has", "figure-1")]],
    }
    for combination in itertools.product(*parts.values()):
        chosen = list(itertools.chain(*combination))
        query = QueryDict(mutable=True)
        for name, value in chosen:
            query.appendlist(name, value)
        found = Finder(query, PATH)
        assert found.total == found.zones().count()
        for facet in [*found.facets, *found.on_record]:
            widens = facet.name != "has"
            for option in facet.options[:3]:
                asked = query.copy()
                values = [] if widens else asked.getlist("has")
                asked.setlist(facet.name, sorted({*values, option.value}))
                assert option.count == Finder(asked, PATH).zones().count(), (chosen, option)
