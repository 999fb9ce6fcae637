"""Pictures in every size and format, also when an original is broken or gone."""

import io

import PIL.Image
import pytest
from django.core.files.base import ContentFile

from zones import renditions
from zones.models import Image, Rendition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(renditions, "_unreadable", {})


def stored(number=1, size=(1200, 800), mode="RGB", kind="JPEG"):
    target = io.BytesIO()
    PIL.Image.new(mode, size).save(target, kind)
    image = Image(title=f"Picture {number}", credit="A. Person", licence="CC BY 4.0", sha256=str(number))
    name = f"picture.{kind.lower()}"
    image.file.save(name, ContentFile(target.getvalue(), name=name))
    return image


def test_a_picture_gets_three_formats_at_widths_up_to_its_own():
    image = stored()
    assert renditions.make_waiting(10) == 1
    made = list(image.renditions.values_list("format", "width", "height").order_by("format", "width"))
    assert made == [
        (name, *size) for name in ("avif", "jpeg", "webp") for size in ((480, 320), (960, 640), (1200, 800))
    ]
    for rendition in image.renditions.all():
        opened = PIL.Image.open(rendition.file)
        assert opened.size == (rendition.width, rendition.height)
        assert rendition.size == rendition.file.size


def test_a_small_picture_is_never_enlarged():
    assert renditions.widths_for(300) == [300]
    assert renditions.widths_for(960) == [480, 960]
    assert renditions.widths_for(4000) == [480, 960, 1600]


def test_what_is_clear_stays_clear_where_the_format_can_and_is_white_where_not():
    image = stored(mode="RGBA", kind="PNG", size=(300, 200))
    renditions.make(image)
    by_format = {rendition.format: PIL.Image.open(rendition.file) for rendition in image.renditions.all()}
    assert by_format["webp"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert min(by_format["jpeg"].convert("RGB").getpixel((5, 5))) > 250


def test_a_picture_is_served_once_and_never_more_at_a_time_than_asked():
    stored(1), stored(2)
    assert [renditions.make_waiting(1) for _turn in range(3)] == [1, 1, 0]


def test_a_lost_original_does_not_keep_the_others_waiting(monkeypatch):
    stored(1)
    lost = stored(2)
    lost.file.storage.delete(lost.file.name)
    assert [renditions.make_waiting(1) for _turn in range(3)] == [0, 1, 0]
    monkeypatch.setattr(renditions, "_unreadable", {lost.pk: 0})
    lost.file.storage.save(lost.file.name, stored(3).file)
    assert renditions.make_waiting(10) == 2


def test_two_workers_at_one_picture_leave_one_set():
    image = stored(size=(100, 100))
    renditions.make(image)
    renditions.make(image)
    assert Rendition.objects.filter(image=image).count() == 3


def test_a_replaced_file_is_shown_as_it_was_until_its_own_renditions_stand(
    django_capture_on_commit_callbacks,
):
    image = stored(size=(100, 100))
    renditions.make_waiting()
    former = list(image.renditions.all())
    image.file.save("other.jpg", stored(2, size=(640, 200)).file, save=False)
    image.awaits_renditions = True
    image.save()
    assert list(image.renditions.all()) == former
    with django_capture_on_commit_callbacks(execute=True):
        renditions.make_waiting()
    assert {(r.width, r.height) for r in image.renditions.all()} == {(480, 150), (640, 200)}
    assert not any(r.file.storage.exists(r.file.name) for r in former)
    assert all(r.file.storage.exists(r.file.name) for r in image.renditions.all())


def test_a_file_replaced_while_its_renditions_are_made_waits_for_those_of_the_new_one():
    image = stored(size=(100, 100))
    Image.objects.filter(pk=image.pk).update(file="images/00/newer.jpg")
    renditions.make(image)
    assert not image.renditions.exists()
    assert Image.objects.awaiting_renditions().filter(pk=image.pk).exists()


def test_a_deleted_picture_takes_its_files_along(django_capture_on_commit_callbacks):
    image = stored(size=(100, 100))
    renditions.make(image)
    files = [image.file, image.renditions.first().file]
    with django_capture_on_commit_callbacks(execute=True):
        renditions.discard(image)
        image.delete()
    assert not any(file.storage.exists(file.name) for file in files)
