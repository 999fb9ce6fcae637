"""What networks show of a shared page: its words, its photograph, or a card drawn from its words."""

import io
import re

import pytest
from PIL import Image as Picture

from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones import social_card


def properties(client, address):
    page = client.get(address).content.decode()
    return dict(re.findall(r'<meta property="((?:og|article):[^"]+)" content="([^"]*)">', page))


def opened(data):
    return Picture.open(io.BytesIO(data))


def drawn(title="Harbour zone grows", **words):
    return social_card.draw(title, **{"kicker": "News", "foot": "Portal", "seed": "a"} | words)


def test_a_card_has_the_size_that_networks_ask_for_and_is_light():
    data = drawn()
    assert (opened(data).format, opened(data).size) == ("PNG", (1200, 630))
    assert len(data) < 60_000


def test_the_same_words_give_the_same_card_and_others_another():
    assert drawn() == drawn()
    assert drawn() != drawn("Another headline")
    assert drawn() != drawn(seed="b")


@pytest.mark.parametrize("title", ["A", "Word " * 60, "W" * 300, "开" * 200, "港口 zone 混合 title " * 12])
def test_any_title_stays_inside_the_card(title):
    picture = opened(drawn(title)).convert("RGB")
    ink = (29, 26, 22)
    right = picture.crop((1200 - 40, 20, 1200, 500))
    between = picture.crop((0, 500, 1200, 515))
    for edge in (right, between):
        darkest, _lightest = edge.convert("L").getextrema()
        assert darkest > 120, f"ink {ink} outside the margins"


def test_chinese_and_latin_are_drawn_and_not_boxes():
    assert drawn("沈阳高新区") != drawn("沈阳高新仄")
    assert drawn("Shenyang") != drawn("Shenyanq")


@pytest.mark.django_db
class TestPages:
    def test_an_article_without_a_picture_offers_its_card(self, client, settings):
        settings.SITE_URL = "https://portal.example.org"
        article = factories.article("Quay <opens>", standfirst_en="At last.", headline_zh_hans="码头启用")
        found = properties(client, article.get_absolute_url())
        assert found["og:title"] == "Quay &lt;opens&gt;"
        assert (found["og:type"], found["og:description"]) == ("article", "At last.")
        assert found["og:url"] == f"https://portal.example.org{article.get_absolute_url()}"
        assert found["og:image"] == f"{found['og:url']}card.png"
        response = client.get(article.get_absolute_url() + "card.png")
        assert response["Content-Type"] == "image/png"
        assert (str(opened(response.content).width), str(opened(response.content).height)) == (
            found["og:image:width"],
            found["og:image:height"],
        )

    def test_each_language_has_its_own_words_and_card(self, client):
        article = factories.article("Quay opens", headline_zh_hans="码头启用")
        found = properties(client, "/zh-hans" + article.get_absolute_url())
        assert (found["og:title"], found["og:locale"]) == ("码头启用", "zh_Hans")
        assert "/zh-hans/" in found["og:image"]
        chinese = client.get("/zh-hans" + article.get_absolute_url() + "card.png").content
        assert chinese != client.get(article.get_absolute_url() + "card.png").content

    def test_a_photograph_goes_before_a_drawn_card(self, client):
        zone = fictitious_zone()
        found = properties(client, zone.get_absolute_url())
        assert "/files/" in found["og:image"]
        assert found["og:image:alt"]

    def test_a_zone_without_photographs_offers_its_card(self, client):
        zone = factories.zone("Bare Zone", slug="bare")
        assert properties(client, zone.get_absolute_url())["og:image"].endswith("/zones/bare/card.png")
        assert client.get("/zones/bare/card.png")["Content-Type"] == "image/png"

    def test_what_is_not_live_has_no_card(self, client):
        zone, article = factories.zone(slug="draft", live=False), factories.article(live=False)
        assert client.get("/zones/draft/card.png").status_code == 404
        assert client.get(article.get_absolute_url() + "card.png").status_code == 404
        assert zone.slug == "draft"
