"""The minutes that are promised above a story, and how it is passed on."""

from html import unescape
from urllib.parse import unquote

import pytest
from django.conf import settings

from tests import factories
from zones import reading_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("<p></p>", 0),
        ("<p>Short.</p>", 1),
        ("<p>" + "word " * 240 + "</p>", 1),
        ("<p>" + "word " * 241 + "</p>", 2),
        ("<p>one</p><p>two</p>" * 121, 2),
        ("<p>" + "区" * 600 + "</p>", 2),
        ("<p>" + "区" * 300 + " word" * 240 + "</p>", 2),
        ("<p>" + "&amp; " * 500 + "</p>", 0),
    ],
)
def test_words_and_characters_are_read_at_their_own_pace(text, expected):
    assert reading_time.minutes(text) == expected


@pytest.mark.django_db
def test_an_article_says_how_long_it_takes_in_the_language_that_is_shown(client):
    story = factories.article(
        body_en="<p>" + "word " * 700 + "</p>", body_zh_hans="<p>" + "区" * 500 + "</p>"
    )
    assert "3 minutes to read" in client.get(story.get_absolute_url()).text
    assert "阅读约需 2 分钟" in client.get(f"/zh-hans{story.get_absolute_url()}").text


@pytest.mark.django_db
def test_an_article_is_passed_on_by_mail_with_its_whole_address(client):
    story = factories.article("Ports & rails")
    page = client.get(story.get_absolute_url()).text
    address = settings.SITE_URL.rstrip("/") + story.get_absolute_url()
    mail = unescape(page.split('href="mailto:?subject=')[1].split('"')[0])
    assert unquote(mail) == f"Ports & rails&body={address}"
    assert "Ports%20%26%20rails" in mail
    assert f'data-address="{address}"' in page
