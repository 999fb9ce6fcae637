"""What is looked at before a page goes public."""

import pytest

from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones import old_addresses, preflight
from zones.models import Image

pytestmark = pytest.mark.django_db


def complete(**fields):
    texts = {
        "headline_zh_hans": "故事",
        "body_zh_hans": "<p>文。</p>",
        "body_en": "<p>Text.</p>",
        "source_name": "A Daily",
        "lead_image": picture(),
    }
    return factories.article("A story", live=False, **texts | fields)


def picture(**fields):
    texts = {"alt_en": "A quay", "alt_zh_hans": "码头", "licence": "CC BY 4.0"} | fields
    return Image.objects.create(
        title="Quay", sha256=str(Image.objects.count()).zfill(64), width=10, height=10, **texts
    )


def told(page):
    return [(finding.field, finding.stops) for finding in preflight.findings(page)]


def test_a_complete_story_has_nothing_to_mend():
    assert told(complete()) == []


@pytest.mark.parametrize(
    ("body", "message", "stops"),
    [
        ("<h3>Straight to the third</h3>", "skips a level", False),
        ("<h2>Two</h2><h4>Four</h4>", "“Four” skips a level", False),
        ("<h2> </h2><p>x</p>", "heading is empty", True),
        ('<p><a href="https://example.org/"> </a></p>', "has no words", True),
        ('<p><a href="/zones/never-was/">zone</a></p>', "leads nowhere", True),
        ('<p><a href="/zh-hans/media-center/edz-news/no/">story</a></p>', "leads nowhere", True),
        ('<p><img src="/files/a.jpg"></p>', "cannot see", True),
    ],
)
def test_what_is_wrong_in_a_text_is_named(body, message, stops):
    (finding,) = preflight.findings(complete(body_en=body))
    assert (finding.field, finding.stops) == ("body_en", stops)
    assert message in finding.message
    assert finding.message.startswith("English: ")


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Two</h2><h3>Three</h3><h2>Two again</h2>",
        '<p><a href="https://example.org/zones/never-was/">elsewhere</a></p>',
        '<p><a href="/zones/">finder</a> <a href="/zones/compare/?zone=a">compare</a></p>',
        '<p><a href="#below">below</a> <a href="mailto:a@example.org">mail</a></p>',
        '<p><img src="/files/a.jpg" alt=""></p>',
    ],
)
def test_what_is_right_is_left_alone(body):
    assert told(complete(body_en=body)) == []


def test_links_to_live_pages_and_to_their_old_addresses_hold(settings):
    zone, story = factories.zone(slug="here"), factories.article(slug="there")
    old_addresses.remember(zone, "/zones/former/")
    addresses = [
        zone.get_absolute_url(),
        "/zones/former/",
        f"{settings.SITE_URL}{story.get_absolute_url()}",
        "/zones/here/factsheet.pdf",
    ]
    assert preflight.broken_links(addresses) == []
    zone.archive(by=None)
    assert preflight.broken_links(addresses) == [
        zone.get_absolute_url(),
        "/zones/former/",
        "/zones/here/factsheet.pdf",
    ]


def test_many_links_cost_as_many_queries_as_one(django_assert_max_num_queries):
    addresses = [f"/zones/z-{number}/" for number in range(30)]
    for number in range(30):
        factories.zone(slug=f"z-{number}")
    with django_assert_max_num_queries(2):
        assert preflight.broken_links(addresses) == []


def test_missing_texts_sources_and_pictures_ask_but_do_not_stop():
    story = factories.article("A story", live=False)
    assert set(told(story)) == {
        ("headline_zh_hans", False),
        ("body_zh_hans", False),
        ("source_name", False),
        ("lead_image", False),
    }


def test_a_story_without_any_text_stops():
    assert ("body_en", True) in told(complete(body_en="", body_zh_hans=""))


def test_a_long_headline_is_counted_in_its_own_script():
    story = complete(headline_zh_hans="开" * 37)
    (finding,) = preflight.findings(story)
    assert (finding.field, "37" in finding.message) == ("headline_zh_hans", True)
    assert told(complete(headline_zh_hans="开" * 36)) == []


def test_a_picture_needs_its_text_or_the_tick():
    assert ("lead_image", True) in told(complete(lead_image=picture(alt_en="", alt_zh_hans="")))
    assert told(complete(lead_image=picture(alt_en="", alt_zh_hans="", is_decorative=True))) == []


def test_a_full_zone_passes_and_a_bare_one_is_asked():
    full = preflight.findings(fictitious_zone())
    assert not [finding for finding in full if finding.stops]
    bare = factories.zone(live=False)
    assert {field for field, _stops in told(bare)} == {"name_zh_hans", "summary_en"}


def test_facts_without_a_source_are_counted():
    zone = fictitious_zone()
    zone.areas.update(source=None)
    assert any("have no source" in finding.message for finding in preflight.findings(zone))


def test_a_picture_silent_in_one_language_or_without_a_licence_is_asked_about():
    assert told(complete(lead_image=picture(alt_zh_hans=""))) == [("lead_image", False)]
    assert told(complete(lead_image=picture(licence=""))) == [("lead_image", False)]
