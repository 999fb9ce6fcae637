"""Where a picture is used, and which pages lead to a page: no use is overlooked."""

import pytest

from tests import factories
from tests.zones import fictitious
from zones import media_usage, old_addresses, snapshots
from zones.models import GalleryPicture, Image, PendingEdit, Rendition, ZonePhoto

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def places(image):
    return {str(use.page): use.places for use in media_usage.uses(image)}


def in_text(image):
    return f'<p>A picture:</p><figure><img src="{image.renditions.first().file.url}" alt="A quay"></figure>'


def edit_of(page):
    snapshot = snapshots.take(page)
    return PendingEdit(
        page=page.uuid, page_kind=page._meta.model_name, base=snapshot, snapshot=snapshots.take(page)
    )


def test_every_column_that_names_a_picture_is_looked_at():
    known = {(model, column) for model, column in media_usage.COLUMNS}
    known |= {(model, "image") for model, _owner in media_usage.PARTS}
    relations = Image._meta.get_fields(include_hidden=True)
    naming = {
        (one.related_model, one.field.name) for one in relations if one.auto_created and one.is_relation
    }
    assert naming - {(Rendition, "image")} == known


def test_a_picture_is_found_wherever_it_is_shown():
    image, other = fictitious.image("Quay"), fictitious.image("Other")
    zone, story = factories.zone("A zone", logo=image), factories.article("Led by it", lead_image=image)
    ZonePhoto.objects.create(zone=zone, image=image)
    GalleryPicture.objects.create(article=story, image=image)
    factories.article("In Chinese", body_zh_hans=in_text(image))
    factories.zone("Described", description_en=in_text(image))
    factories.article("Another", lead_image=other)
    assert places(image) == {
        "A zone": ("Logo", "Photos"),
        "Led by it": ("Lead image", "Gallery"),
        "In Chinese": ("In the text",),
        "Described": ("In the text",),
    }
    assert list(media_usage.unused(Image.objects.all())) == []


def test_what_nobody_shows_is_unused():
    image, in_the_text = fictitious.image("Quay"), fictitious.image("In a text")
    factories.article(body_en=in_text(in_the_text))
    linked = fictitious.image("Linked")
    factories.article(body_en=f'<p><a href="/files/images/00/{linked.uuid.hex}.jpg">The plan</a></p>')
    assert len(places(linked)) == 1
    assert list(media_usage.unused(Image.objects.all())) == [image]
    assert places(image) == {}


def test_an_edit_that_waits_keeps_its_pictures():
    image, in_the_text, gallery = (fictitious.image(title) for title in ("Lead", "Text", "Gallery"))
    story = factories.article("A story")
    edit = edit_of(story)
    edit.snapshot["fields"] |= {"lead_image": image.pk, "body_en": in_text(in_the_text)}
    edit.snapshot["parts"]["gallery"] = [{"uuid": "1", "fields": {"image": gallery.pk}, "links": {}}]
    edit.save()
    for one in (image, in_the_text, gallery):
        (use,) = media_usage.uses(one)
        assert (use.page, use.waits) == (story, True)
    assert not media_usage.unused(Image.objects.all()).exists()


def test_uses_cost_the_same_for_one_page_as_for_fifty(django_assert_max_num_queries):
    image = fictitious.image()
    for number in range(50):
        factories.article(f"Story {number}", lead_image=image)
    with django_assert_max_num_queries(8):
        assert len(media_usage.uses(image)) == 50


def test_pages_that_lead_to_a_page_are_told_whatever_the_form_of_the_address(settings):
    settings.SITE_URL = "https://zones.example"
    zone = factories.zone("Dalian", slug="dalian")
    old_addresses.remember(zone, "/zones/port-of-dalian/")
    for number, address in enumerate(
        [
            "/zones/dalian/",
            "/zh-hans/zones/dalian/#areas",
            "https://zones.example/zones/dalian/",
            "/zones/port-of-dalian/",
        ]
    ):
        factories.article(f"Story {number}", body_en=f'<p><a href="{address}">Dalian</a></p>')
    factories.article("Unrelated", body_en='<p>/zones/dalian/ <a href="/zones/dalian-two/">Another</a></p>')
    factories.article("Draft", live=False, body_zh_hans='<p><a href="/zones/dalian/">大连</a></p>')
    leading = [str(page) for page in media_usage.stories_linking_to(zone)]
    assert sorted(leading[:4]) == [f"Story {number}" for number in range(4)] and leading[4:] == ["Draft"]


def test_a_story_is_led_to_as_well():
    story = factories.article("A story")
    factories.zone("A zone", description_en=f'<p><a href="{story.get_absolute_url()}">More</a></p>')
    assert [str(page) for page in media_usage.stories_linking_to(story)] == ["A zone"]
