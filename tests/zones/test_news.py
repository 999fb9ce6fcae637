"""The pages and feeds of the Media Center, and what they cost."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from zones import old_addresses
from zones.models import Section, Topic

pytestmark = pytest.mark.django_db

LISTS = [
    "/",
    "/media-center/",
    "/media-center/edz-news/",
    "/topics/ports/",
    "/feeds/news.rss",
    "/feeds/news.atom",
    "/topics/ports/news.atom",
    "/media-center/edz-news/news.atom",
    "/media-center/in/liaoning/",
    "/media-center/in/liaoning/news.rss",
    "/media-center/about/software-it/",
    "/media-center/about/software-it/news.rss",
]
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def topic():
    return Topic.objects.create(slug="ports", name_en="Ports")


@pytest.fixture(autouse=True)
def subjects():
    factories.province("liaoning")
    factories.industry("software-it")


def file_under_everything(article, topic):
    article.topics.add(topic)
    article.provinces.add(factories.province("liaoning"))
    article.industries.add(factories.industry("software-it"))


def fill(topic, number):
    for index in range(number):
        zone = factories.zone(f"Zone {index}")
        article = factories.article(f"Story {index}", zones=[zone])
        file_under_everything(article, topic)


@pytest.mark.parametrize("address", [*LISTS, "/sitemap.xml", "/sitemap-news.xml"])
def test_a_list_asks_the_same_number_of_queries_for_one_story_as_for_forty(client, topic, address):
    fill(topic, 1)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address, {"fresh": 1}).status_code == 200
    fill(topic, 40)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address, {"fresh": 2}).status_code == 200
    # A prefetch that finds nothing to fetch is skipped, so few may be one less.
    assert len(many) <= len(few) + 1


@pytest.mark.parametrize("address", LISTS)
def test_only_live_stories_are_listed(client, topic, address):
    now = timezone.now()
    shown = factories.article("Shown story")
    hidden = [
        factories.article("Hidden draft", live=False),
        factories.article("Hidden scheduled", at=now + timedelta(days=1)),
    ]
    for article in (shown, *hidden):
        file_under_everything(article, topic)
    html = client.get(address).content.decode()
    assert "Shown story" in html
    assert "Hidden" not in html


def test_a_story_lives_at_one_address_and_only_while_it_is_live(client, django_capture_on_commit_callbacks):
    article = factories.article("Here")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(f"/media-center/elsewhere/{article.slug}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        article.archive(by=None)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_old_address_leads_to_where_the_story_lives_now(client):
    article = factories.article("Here", slug="new")
    old_addresses.remember(article, "/media-center/edz-news/old/")
    answer = client.get("/media-center/edz-news/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/media-center/edz-news/new/")
    chinese = client.get("/zh-hans/media-center/edz-news/old/")
    assert (chinese.status_code, chinese["Location"]) == (301, "/zh-hans/media-center/edz-news/new/")


def test_the_archive_of_a_month_holds_that_month(client):
    factories.article("In July", at=datetime(2022, 7, 27, 4, tzinfo=UTC))
    # Still July in UTC, already August in the portal's time zone.
    factories.article("In August", at=datetime(2022, 7, 31, 20, tzinfo=UTC))
    html = client.get("/media-center/archive/2022/7/").content.decode()
    assert "In July" in html
    assert "In August" not in html


@pytest.mark.parametrize("month", ["2022/13", "0/1", "1/1", "9999/12", f"{10**30}/1"])
def test_a_month_outside_the_calendar_is_not_found(client, month):
    assert client.get(f"/media-center/archive/{month}/").status_code == 404


def test_feeds_are_dated_and_carry_the_standfirst(client):
    factories.article("A story", standfirst_en="In short & plain.")
    for address in ("/feeds/news.rss", "/feeds/news.atom", "/media-center/edz-news/news.rss"):
        xml = client.get(address).content.decode()
        # A description is HTML inside XML: escaped twice.
        assert "In short &amp;amp; plain." in xml
    assert "<updated>" in client.get("/feeds/news.atom").content.decode()


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("feed", ["/feeds/news.rss", "/feeds/news.atom", "/zones/quay/news.rss"])
def test_every_address_in_a_feed_is_the_sites_own_whatever_host_was_asked(client, feed, prefix):
    factories.article("A story", slug="a-story", zones=[factories.zone(slug="quay")])
    xml = client.get(prefix + feed, headers={"host": "127.0.0.1"}).content.decode()
    assert "127.0.0.1" not in xml
    for path in (feed, "/media-center/edz-news/a-story/"):
        assert f"http://testserver{prefix}{path}" in xml


def test_the_id_of_an_atom_feed_is_a_full_address(client):
    """RFC 4287, 4.2.6: an IRI, never a relative one."""
    feed = ElementTree.fromstring(client.get("/feeds/news.atom").content)
    assert feed.findtext("{http://www.w3.org/2005/Atom}id") == "http://testserver/media-center/"


def test_the_feed_of_a_zone_that_was_renamed_leads_to_its_new_address(client):
    old_addresses.remember(factories.zone(slug="new"), "/zones/old/")
    answer = client.get("/zh-hans/zones/old/news.rss")
    assert (answer.status_code, answer["Location"]) == (301, "/zh-hans/zones/new/news.rss")
    assert client.get("/zones/never/news.rss").status_code == 404


def test_a_feed_holds_the_whole_story_and_its_picture(client):
    from tests.zones.fictitious import fictitious_zone

    photo = fictitious_zone().photos.first().image
    jpeg = photo.renditions.filter(format__in=["jpeg", "JPEG"]).order_by("width").last()
    factories.article("A story", body_en='<p>All of <a href="/zones/">it</a>.</p>', lead_image=photo)
    item = ElementTree.fromstring(client.get("/feeds/news.rss").content).find("channel/item")
    assert item.findtext(CONTENT) == '<p>All of <a href="http://testserver/zones/">it</a>.</p>'
    picture = item.find("enclosure")
    assert (picture.get("url"), picture.get("length")) == (
        f"http://testserver{jpeg.file.url}",
        str(jpeg.size),
    )
    entry = ElementTree.fromstring(client.get("/feeds/news.atom").content).find(
        "{http://www.w3.org/2005/Atom}entry"
    )
    content = entry.find("{http://www.w3.org/2005/Atom}content")
    assert (content.get("type"), "All of" in content.text) == ("html", True)


def test_a_story_leads_to_the_news_of_its_province_and_industry(client, topic):
    article = factories.article("A story")
    file_under_everything(article, topic)
    page = client.get(article.get_absolute_url()).content.decode()
    for address in ("/media-center/in/liaoning/", "/media-center/about/software-it/"):
        assert f'href="{address}"' in page
        assert address in client.get("/sitemap.xml").content.decode()
    assert client.get("/media-center/in/nowhere/").status_code == 404


def test_the_news_sitemap_tells_the_last_two_days_in_each_language(client):
    now = timezone.now()
    factories.article(
        "Fresh & new", headline_zh_hans="新闻", body_zh_hans="<p>文。</p>", at=now - timedelta(hours=1)
    )
    factories.article("Older", at=now - timedelta(days=3))
    factories.article("To come", at=now + timedelta(hours=1))
    answer = client.get("/sitemap-news.xml")
    ElementTree.fromstring(answer.content)
    text = answer.content.decode()
    assert "Fresh &amp; new" in text
    assert "zh-cn" in text
    assert "新闻" in text
    assert "Older" not in text
    assert "To come" not in text
    assert "sitemap-news.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("slug", ["in", "about", "archive"])
def test_a_section_may_not_take_an_address_of_the_media_center(slug):
    with pytest.raises(ValidationError):
        Section(slug=slug, name_en="X").full_clean()
