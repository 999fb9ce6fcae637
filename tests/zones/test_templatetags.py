"""What the display tags print: languages marked, addresses of pages, figures on a card."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from tests import factories
from zones.models import Image, Indicator, Rendition, Zone
from zones.templatetags import page_tags, zones_tags

pytestmark = pytest.mark.django_db


def render(source, **context):
    return Template("{% load zones_tags page_tags %}" + source).render(Context(context))


def test_a_translated_text_stands_as_it_is():
    zone = factories.zone("Harbour & Quay Zone", name_zh_hans="港口区")
    with translation.override("en"):
        assert render('{% localised zone "name" %}', zone=zone) == "Harbour &amp; Quay Zone"
    with translation.override("zh-hans"):
        assert render('{% localised zone "name" %}', zone=zone) == "港口区"


def test_a_text_that_falls_back_says_its_language():
    article = factories.article("Only in English")
    with translation.override("zh-hans"):
        assert render('{% localised article "headline" %}', article=article) == (
            '<span lang="en">Only in English</span>'
        )
        assert zones_tags.fell_back(article, "headline") == "en"
    with translation.override("en"):
        assert zones_tags.fell_back(article, "headline") == ""


def test_a_chinese_text_on_an_english_page_is_marked_with_its_script():
    zone = factories.zone("Zone", summary_zh_hans="概要")
    with translation.override("en"):
        assert render('{% localised zone "summary" %}', zone=zone) == '<span lang="zh-Hans">概要</span>'


def test_rich_text_keeps_its_elements():
    article = factories.article(body_en="<p>One</p>")
    with translation.override("en"):
        assert render('{% localised article "body" rich=True %}', article=article) == "<p>One</p>"
    with translation.override("zh-hans"):
        assert render('{% localised article "body" rich=True %}', article=article) == (
            '<div lang="en"><p>One</p></div>'
        )


def test_the_other_name_is_shown_only_where_it_differs():
    zone = factories.zone("Zone", name_zh_hans="开发区")
    with translation.override("en"):
        assert zones_tags.other_language_name(zone) == {"text": "开发区", "language": "zh-Hans"}
        assert zones_tags.other_language_name(factories.zone("Nameless")) is None


@pytest.mark.parametrize(
    ("base", "number", "address"),
    [("", 1, "."), ("", 2, "?page=2"), ("/zones/?q=a", 3, "/zones/?q=a&page=3"), ("/zones/", 1, "/zones/")],
)
def test_pages_of_a_list_have_short_addresses(base, number, address):
    assert page_tags.page_url(base, number) == address


def figure(zone, kind, year, value, scope=""):
    return Indicator.objects.create(
        zone=zone,
        kind=factories.indicator_kind(kind, is_headline=True),
        unit=factories.unit("companies", dimension="count"),
        value=value,
        scope_en=scope,
        period_start=datetime.date(year, 1, 1),
        period_end=datetime.date(year, 12, 31),
    )


def test_a_card_shows_the_newest_figure_of_three_kinds():
    zone = factories.zone()
    for kind in ("gdp", "exports", "employees", "patents"):
        figure(zone, kind, 2020, 1)
        figure(zone, kind, 2021, 2)
    shown = page_tags.card_figures(Zone.objects.for_listing().get(pk=zone.pk))
    assert len(shown) == 3
    assert {entry.value for entry in shown} == {2}


def test_a_card_shows_no_figure_of_a_wider_scope():
    zone = factories.zone()
    own = figure(zone, "gdp", 2019, 1)
    figure(zone, "gdp", 2023, 9, scope="zone and district")
    figure(zone, "exports", 2023, 9, scope="zone and district")
    assert page_tags.card_figures(Zone.objects.for_listing().get(pk=zone.pk)) == [own]


def test_addresses_with_a_port_or_a_raw_number_are_not_linked():
    assert zones_tags.linkable("https://example.org/story")
    assert not zones_tags.linkable("http://192.0.2.1/story")
    assert not zones_tags.linkable("http://example.org:8080/")
    assert not zones_tags.linkable("")


def photograph(**fields):
    image = Image.objects.create(
        title="Quay",
        file="images/quay.jpg",
        width=1600,
        height=900,
        sha256=fields.pop("sha256", "0" * 64),
        **fields,
    )
    for width in (480, 960):
        for name in ("avif", "webp", "jpeg"):
            Rendition.objects.create(
                image=image,
                format=name,
                width=width,
                height=width * 9 // 16,
                file=f"renditions/quay-{width}.{name}",
                size=1,
            )
    return image


def no_probe(monkeypatch):
    # The file's size is read when it is stored; here there is none to read.
    monkeypatch.setattr(
        "django.db.models.fields.files.ImageField.update_dimension_fields", lambda *a, **k: None
    )


def test_a_photograph_is_offered_in_three_formats_with_its_size(monkeypatch):
    no_probe(monkeypatch)
    html = render(
        '{% picture image sizes="50vw" %}', image=photograph(alt_en="A quay", focal_x=33, focal_y=71)
    )
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert 'width="960" height="540"' in html
    assert 'alt="A quay"' in html
    assert 'loading="lazy"' in html
    assert "focal-x-30 focal-y-70" in html
    assert "quay-480.jpeg 480w" in html
    assert "style=" not in html


def test_a_photograph_without_renditions_prints_nothing(monkeypatch):
    no_probe(monkeypatch)
    image = photograph()
    image.renditions.all().delete()
    assert render("{% picture image %}", image=image).strip() == ""


def test_an_article_takes_its_cover_from_its_first_zone():
    zone = factories.zone(types=("customs",))
    article = factories.article(zones=[zone])
    assert "cover__stack" in render("{% cover article zone %}", article=article, zone=zone)
