"""The article page as a reader meets it, in both languages."""

import datetime

import pytest
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db
CHINESE = {"headline_zh_hans": "头条", "body_zh_hans": "<p>正文。</p>"}


@pytest.fixture(autouse=True)
def _english_addresses():
    # A request leaves its language behind in the thread of the test.
    with translation.override("en"):
        yield


def page(client, article, prefix=""):
    with translation.override("en"):
        address = article.get_absolute_url()
    return client.get(f"{prefix}{address}").content.decode()


def test_the_breadcrumb_leads_through_the_media_center_and_the_section(client):
    section = factories.section("edz-news", name_en="EDZ News")
    html = page(client, factories.article(section=section))
    crumbs = html[html.index('class="breadcrumb') :]
    assert (
        crumbs.index('href="/"')
        < crumbs.index('href="/media-center/"')
        < crumbs.index('href="/media-center/edz-news/"')
    )


def test_a_source_is_linked_only_where_the_public_may_be_sent(client):
    linked = page(client, factories.article(source_name="China Daily", source_url="https://example.org/a"))
    assert '<a href="https://example.org/a" rel="noopener">China Daily</a>' in linked
    unlinked = page(client, factories.article(source_name="China Daily", source_url="http://192.0.2.7/a"))
    assert "China Daily" in unlinked
    assert 'href="http://192.0.2.7' not in unlinked


def test_the_updated_date_is_the_one_of_the_story(client):
    moment = datetime.datetime(2022, 7, 27, 4, tzinfo=datetime.UTC)
    html = page(client, factories.article(updated_at=moment))
    assert "Updated:" in html
    assert "July 27, 2022" in html


def test_a_story_that_is_not_translated_says_so_and_marks_its_language(client):
    article = factories.article("Only English", body_en="<p>Body.</p>")
    html = page(client, article, "/zh-hans")
    assert 'role="note"' in html
    assert '<span lang="en">Only English</span>' in html
    assert '<div lang="en"><p>Body.</p></div>' in html
    assert 'role="note"' not in page(client, article)


def test_a_translated_story_is_read_in_its_language(client):
    html = page(client, factories.article("Headline", **CHINESE), "/zh-hans")
    assert 'role="note"' not in html
    assert "<p>正文。</p>" in html
    assert '<html lang="zh-Hans"' in html


def test_the_language_switch_stays_on_the_story(client):
    article = factories.article(**CHINESE)
    address = article.get_absolute_url()
    assert f'href="/zh-hans{address}"' in page(client, article)
    assert f'href="{address}"' in page(client, article, "/zh-hans")


def test_the_zone_stands_beside_its_story(client):
    zone = factories.zone("Harbour Zone", name_zh_hans="港口区")
    html = page(client, factories.article(zones=[zone]))
    assert "Harbour Zone" in html
    assert '<p class="zone-card__other" lang="zh-Hans">港口区</p>' in html


def test_related_stories_are_a_list_that_works_without_script(client):
    zone = factories.zone()
    story, other = factories.article(zones=[zone]), factories.article("Another story", zones=[zone])
    html = page(client, story)
    strip = html[html.index("data-carousel-list") :]
    assert other.get_absolute_url() in strip
    assert "data-carousel-controls hidden" in html
