"""What search engines are told: the facts of the page, escaped, and nothing beyond them."""

import datetime
import json
import re

import pytest

from tests import factories
from zones import structured_data

pytestmark = pytest.mark.django_db


def blocks(html):
    return [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]


def test_an_article_names_its_zone_its_date_and_what_it_is_based_on(client):
    zone = factories.zone("Quay Zone", slug="quay")
    article = factories.article(
        "Quay opens",
        slug="quay-opens",
        zones=[zone],
        standfirst_en="A quay has opened.",
        byline="A. Writer",
        source_name="Daily Quay",
        source_date="2022-07-27",
    )
    data, trail = blocks(client.get(article.get_absolute_url()).content.decode())
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Quay opens"
    assert data["url"] == "http://testserver/media-center/edz-news/quay-opens/"
    assert datetime.datetime.fromisoformat(data["datePublished"]) == article.published_at
    assert data["about"] == [
        {"@type": "AdministrativeArea", "@id": "http://testserver/zones/quay/", "name": "Quay Zone"}
    ]
    assert data["isBasedOn"]["publisher"]["name"] == "Daily Quay"
    assert data["isBasedOn"]["datePublished"] == "2022-07-27"
    assert [step["name"] for step in trail["itemListElement"]] == ["Media Center", "Edz News", "Quay opens"]


def test_an_article_says_nothing_that_nobody_wrote(client):
    [data, _trail] = blocks(client.get(factories.article().get_absolute_url()).content.decode())
    assert not {"isBasedOn", "creditText", "dateModified", "image", "about", "description"} & set(data)


def test_text_cannot_leave_its_block():
    script = structured_data.as_script({"name": "</script><script>alert(1)</script>&"})
    assert script.count("<script") == script.count("</script>") == 1
    assert blocks(script)[0]["name"] == "</script><script>alert(1)</script>&"


def test_a_breadcrumb_counts_from_one_with_full_addresses():
    data = structured_data.breadcrumb(("Zones", "/zones/"), ("Quay", "/zones/quay/"))
    assert [(step["position"], step["item"]) for step in data["itemListElement"]] == [
        (1, "http://testserver/zones/"),
        (2, "http://testserver/zones/quay/"),
    ]


def test_a_story_names_the_language_in_which_it_is_read(client):
    article = factories.article("Only English", slug="one")

    def language_at(address):
        return blocks(client.get(address).content.decode())[0]["inLanguage"]

    assert language_at("/media-center/edz-news/one/") == "en"
    assert language_at("/zh-hans/media-center/edz-news/one/") == "en"
    article.headline_zh_hans, article.body_zh_hans = "中文", "<p>文字</p>"
    article.save()
    assert language_at("/zh-hans/media-center/edz-news/one/?again") == "zh-hans"


def test_the_way_to_a_zone_leads_through_its_province(client):
    factories.zone("Quay", slug="quay", province=factories.province("liaoning", name_zh_hans="辽宁省"))
    for prefix, province in (("", "Liaoning"), ("/zh-hans", "辽宁省")):
        [_data, trail] = blocks(client.get(f"{prefix}/zones/quay/").content.decode())
        steps = [(step["name"], step["item"]) for step in trail["itemListElement"]]
        assert steps[1] == (province, f"http://testserver{prefix}/zones/?province=liaoning")
        assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
