"""Open data: the finder's list for programs, streamed, the same for everybody, and no draft in it."""

import csv
import gzip
import io
import json
import re

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.zones.fictitious import EMAIL, fictitious_zone
from zones.exchange import columns, export
from zones.exchange.columns import Columns
from zones.models import Area, Indicator, Zone, ZoneEvent, ZoneRelation
from zones.periods import Period

pytestmark = pytest.mark.django_db

FORMS = ("csv", "json", "geojson")


def body(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client, query=""):
    return list(csv.DictReader(io.StringIO(body(client, f"/zones/data.csv{query}").decode(), newline="")))


def figure(zone, year, value, **fields):
    made = Indicator(
        zone=zone,
        kind=factories.indicator_kind(is_headline=True),
        unit=factories.unit(),
        value=value,
        **fields,
    )
    made.period = Period.parse(year)
    made.save()
    return made


def known_zone():
    zone = factories.zone(
        "Quay Zone",
        slug="quay",
        code="G1",
        name_zh_hans="码头区",
        province=factories.province("liaoning"),
        types=("htdz", "etdz"),
        latitude="41.70940",
        longitude="123.5",
        coordinate_precision="zone",
    )
    source = factories.source("A yearbook", url="https://example.org/yearbook")
    ZoneEvent.objects.create(
        zone=zone, kind="approved", date="1991-03", level=factories.level("national"), source=source
    )
    Area.objects.create(zone=zone, kind="approved", value_ha="27.5", as_of="2018", source=source)
    figure(zone, "2021", 9, currency="CNY", source=source)
    figure(zone, "2022", "10000000000", currency="CNY", source=source, is_estimate=True)
    figure(zone, "2023", 12, currency="CNY", scope_en="Zone and district")
    zone.refresh_standing()
    return zone


def test_a_row_says_each_figure_with_its_date_and_its_source(client):
    known_zone()

    [row] = rows(client)

    said = {
        "slug": "quay",
        "name_en": "Quay Zone",
        "name_zh": "码头区",
        "types": "etdz;htdz",
        "level": "national",
        "status": "active",
        "province": "liaoning",
        "approved_on": "1991-03",
        "approved_source": "A yearbook",
        "timeline": "1991-03 approved national",
        "area_ha": "27.5",
        "area_as_of": "2018",
        "area_source_url": "https://example.org/yearbook",
        "latitude": "41.7094",
        "longitude": "123.5",
        "gdp": "10000000000",
        "gdp_currency": "CNY",
        "gdp_period": "2022",
        "gdp_estimate": "true",
        "gdp_source": "A yearbook",
        "url": "http://testserver/zones/quay/",
    }
    assert {name: row[name] for name in said} == said


def test_what_nobody_has_published_is_empty_and_never_zero(client):
    factories.indicator_kind(is_headline=True)
    factories.zone("Bare", slug="bare")

    [row] = rows(client)
    [record] = json.loads(body(client, "/zones/data.json"))
    [feature] = json.loads(body(client, "/zones/data.geojson"))["features"]

    for name in ("area_ha", "latitude", "gdp", "gdp_period", "gdp_estimate", "approved_on", "code"):
        assert row[name] == ""
        assert feature["properties"][name] is None
    assert record["area_ha"] is record["latitude"] is record["approved_on"] is None
    assert record["indicators"] == []
    assert feature["geometry"] is None


def test_json_is_an_array_of_records_with_the_names_of_the_csv(client):
    known_zone()

    [record] = json.loads(body(client, "/zones/data.json"))

    shared = {name for name, _text in Columns(is_public=True).described()} & set(record)
    assert {"slug", "name_en", "name_zh", "types", "level", "province", "approved_on", "area_ha"} <= shared
    assert record["types"] == ["etdz", "htdz"]
    assert [(item["period"], item["value"]) for item in record["indicators"]] == [
        ("2021", 9),
        ("2022", 10000000000),
        ("2023", 12),
    ]
    assert record["indicators"][1]["source"]["url"] == "https://example.org/yearbook"


def test_geojson_is_a_collection_of_points_that_names_its_licence(client):
    known_zone()

    collection = json.loads(body(client, "/zones/data.geojson"))

    [feature] = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert collection["license"] == export.LICENCE
    assert feature["geometry"] == {"type": "Point", "coordinates": [123.5, 41.7094]}
    assert feature["id"] == "quay"
    assert (feature["properties"]["types"], feature["properties"]["gdp"]) == (["etdz", "htdz"], 10000000000)


def test_the_finders_parameters_and_order_apply(client):
    for name, kind in (("Beta", "htdz"), ("Alpha", "htdz"), ("Gamma", "etdz")):
        factories.zone(name, slug=name.lower(), types=(kind,), province=factories.province("hainan"))
    for form in FORMS:
        text = body(client, f"/zones/data.{form}?type=htdz&province=hainan").decode()
        assert text.index("Alpha") < text.index("Beta") and "Gamma" not in text
    assert [row["slug"] for row in rows(client, "?type=etdz")] == ["gamma"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["area_min=large", "approved_from=2000&approved_to=1990"])
def test_a_range_that_cannot_be_read_gives_no_file_and_never_every_zone(client, form, query):
    known_zone()
    answer = client.get(f"/zones/data.{form}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Cache-Control"] == "no-store"
    field = query.rpartition("&")[2].partition("=")[0]
    assert answer.text.startswith(f"{field}: ")
    assert client.head(f"/zones/data.{form}?{query}").status_code == 400


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_list_is_a_whole_file(client, form):
    text = body(client, f"/zones/data.{form}?type=spaceport").decode()
    if form == "csv":
        assert text.startswith("slug,name_en,") and text.count("\r\n") == 1
    else:
        data = json.loads(text)
        assert data == [] or data["features"] == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_for_everybody_is_not_in_it(client, form):
    zone = fictitious_zone()
    Zone.objects.filter(pk=zone.pk).update(note="Between editors")

    text = body(client, f"/zones/data.{form}").decode()

    assert "Port Meridian" in text
    assert "Still In Draft" not in text and "unpublished-zone" not in text
    for word in (EMAIL, "555 0199", "Between editors", "Ada", "person", "guide.pdf", "quay.jpg"):
        assert word not in text, word


def test_a_neighbour_in_draft_is_not_named(client):
    zone, draft = factories.zone("Quay"), factories.zone("Secret", slug="secret", live=False)
    ZoneRelation.objects.create(zone=zone, other=draft, kind="overlaps")

    assert b"secret" not in body(client, "/zones/data.json")


def test_a_zone_taken_back_while_the_file_is_written_is_left_out(client):
    zones = [factories.zone(f"Zone {number}", slug=f"z{number}") for number in range(3)]
    response = client.get("/zones/data.csv")
    zones[1].unpublish(by=None)

    assert b"z1" not in b"".join(response.streaming_content)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_queries_for_one_zone_as_for_fifty(client, form):
    def count():
        with CaptureQueriesContext(connection) as queries:
            body(client, f"/zones/data.{form}")
        return len(queries)

    fictitious_zone()
    one = count()
    for number in range(50):
        zone = factories.zone(f"Zone {number}")
        ZoneEvent.objects.create(zone=zone, kind="approved", date="1991", source=factories.source())
        figure(zone, "2022", number + 1, currency="CNY", source=factories.source())
    assert count() == one
    assert one < 30


def test_each_further_piece_takes_as_many_queries_again(client, monkeypatch):
    for number in range(6):
        factories.zone(f"Zone {number}")
    counts = []
    for size in (6, 3, 2):
        monkeypatch.setattr(export, "CHUNK", size)
        with CaptureQueriesContext(connection) as queries:
            body(client, "/zones/data.csv")
        counts.append(len(queries))
    assert counts[1] - counts[0] == counts[2] - counts[1] > 0


@pytest.mark.parametrize("form", FORMS)
def test_an_error_on_the_way_breaks_the_file_off(client, monkeypatch, form):
    for number in range(4):
        factories.zone(f"Zone {number}")
    monkeypatch.setattr(export, "CHUNK", 2)
    for compressed in ("", "gzip"):
        response = client.get(f"/zones/data.{form}", headers={"accept-encoding": compressed})
        pieces = iter(response.streaming_content)
        next(pieces)

        def away(execute, sql, params, many, context):
            raise DatabaseError("the database is away")

        with connection.execute_wrapper(away), pytest.raises(DatabaseError):
            list(pieces)


def test_no_cache_keeps_it_and_no_layer_gathers_it(client):
    factories.zone("First", slug="first")
    response = client.get("/zones/data.csv")
    assert response.streaming and not response.cookies and "Content-Length" not in response
    assert b"first" in b"".join(response.streaming_content)
    # Without a word to the page cache: a kept page would not know of it.
    factories.zone("Second", slug="second")
    assert b"second" in body(client, "/zones/data.csv")
    head = client.head("/zones/data.csv")
    assert (head.status_code, head.content) == (200, b"")
    assert b"second" in body(client, "/zones/data.csv")


@pytest.mark.parametrize("form", FORMS)
def test_any_site_may_read_it_and_is_told_the_licence(client, form):
    response = client.get(f"/zones/data.{form}")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert f'<{export.LICENCE}>; rel="license"' in response["Link"]
    assert "/zones/data/" in response["Link"]
    assert re.fullmatch(
        rf'attachment; filename="zones-\d{{4}}-\d\d-\d\d\.{form}"', response["Content-Disposition"]
    )
    assert response["Content-Type"].split(";")[0] in ("text/csv", "application/json", "application/geo+json")
    assert client.post(f"/zones/data.{form}").status_code == 405


def test_it_is_compressed_for_whoever_takes_that(client):
    for number in range(30):
        factories.zone(f"Zone {number}", slug=f"zone-of-number-{number}")
    plain = body(client, "/zones/data.csv")
    response = client.get("/zones/data.csv", headers={"accept-encoding": "gzip, br"})
    packed = b"".join(response.streaming_content)

    assert response["Content-Encoding"] == "gzip" and "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_it_has_one_address_in_all_languages(client):
    assert reverse("data_csv") == "/zones/data.csv"
    assert client.get("/zh-hans/zones/data.csv").status_code == 404


def test_a_formula_is_disarmed_and_a_negative_number_stays_one(client):
    factories.zone("=HYPERLINK(1)", slug="a", latitude="-1.5", longitude="2")

    [row] = rows(client)
    assert (row["name_en"], row["latitude"]) == ("'=HYPERLINK(1)", "-1.5")


def test_the_page_describes_every_column(client):
    factories.indicator_kind(is_headline=True)
    for address in ("/zones/data/", "/zh-hans/zones/data/"):
        html = client.get(address).content.decode()
        public = Columns(is_public=True)
        for name in [*(name for name, _text in public.described()), *(f"gdp{s}" for s, _t in columns.FIGURE)]:
            assert f"<code>{name}</code>" in html, name
        assert "<code>note</code>" not in html and "<code>verified_by</code>" not in html
        assert export.LICENCE in html and 'href="/zones/data.csv"' in html
        [dataset, trail] = [
            json.loads(text)
            for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        ]
        assert dataset["@type"] == "Dataset" and dataset["license"] == export.LICENCE
        assert 50 <= len(dataset["description"]) <= 5000 or "zh-hans" in address
        assert [file["contentUrl"] for file in dataset["distribution"]] == [
            f"http://testserver/zones/data.{form}" for form in FORMS
        ]
        assert trail["@type"] == "BreadcrumbList"


def test_the_finder_offers_its_list_as_files(client):
    factories.zone()
    html = client.get("/zones/?type=htdz&sort=area").content.decode()
    assert 'href="/zones/data.csv?type=htdz&amp;sort=area"' in html
    assert 'href="/zones/data/"' in html
