"""Pictures and documents as editors upload them."""

import io

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.zones.admin.page_forms import fields_of
from zones import renditions, roles
from zones.models import Image

pytestmark = pytest.mark.django_db
ADD = "admin:zones_image_add"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(colour="red", size=(80, 60)):
    target = io.BytesIO()
    PIL.Image.new("RGB", size, colour).save(target, "JPEG")
    return SimpleUploadedFile("a holiday.jpg", target.getvalue(), content_type="image/jpeg")


def details(**more):
    return {
        "title": "The laboratory",
        "alt_en": "People at a bench",
        "credit": "A. Person",
        "licence": "CC BY 4.0",
        "focal_x": 50,
        "focal_y": 50,
    } | more


@pytest.fixture
def writer(client):
    person = factories.user("wang", roles.WRITER)
    client.force_login(person)
    return person


def test_a_picture_is_uploaded_with_what_must_be_known_about_it(client, writer):
    assert client.post(reverse(ADD), details(file=photo())).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.uploaded_by) == (80, 60, writer)
    assert image.file.name.startswith("images/") and "holiday" not in image.file.name
    assert len(image.sha256) == 64
    renditions.make_waiting()
    page = client.get(reverse("admin:zones_image_changelist")).content.decode()
    assert 'alt="People at a bench"' in page


def test_a_picture_needs_words_for_those_who_cannot_see_it_unless_it_is_decorative(client, writer):
    answer = client.post(reverse(ADD), details(file=photo(), alt_en=""))
    assert "alt_en" in answer.context["adminform"].form.errors
    assert client.post(reverse(ADD), details(file=photo(), alt_en="", is_decorative="on")).status_code == 302
    assert Image.objects.get().alt_text == ""


@pytest.mark.parametrize("name", ["IMG_2041.jpg", "DSC 0031", "a holiday.jpg", "mmexport1690000000000"])
def test_the_name_of_a_file_does_not_say_what_a_picture_shows(client, writer, name):
    answer = client.post(reverse(ADD), details(file=photo(), alt_en=name))
    assert "name of a file" in str(answer.context["adminform"].form.errors["alt_en"])


def test_words_in_chinese_will_do(client, writer):
    assert (
        client.post(reverse(ADD), details(file=photo(), alt_en="", alt_zh_hans="实验室")).status_code == 302
    )


def test_the_same_file_twice_is_one_picture(client, writer):
    client.post(reverse(ADD), details(file=photo()))
    answer = client.post(reverse(ADD), details(file=photo(), title="Again"))
    twin = reverse("admin:zones_image_change", args=[Image.objects.get().pk])
    assert f'<a href="{twin}">The laboratory</a>' in str(answer.context["adminform"].form.errors["file"])
    assert Image.objects.count() == 1


def test_hostile_files_are_refused_with_a_sentence(client, writer):
    svg = SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    answer = client.post(reverse(ADD), details(file=svg))
    assert "hand it in as a PNG" in str(answer.context["adminform"].form.errors["file"])
    assert not Image.objects.exists()


def test_a_good_file_beside_a_mistake_is_asked_for_once_more(client, writer):
    answer = client.post(reverse(ADD), details(file=photo(), licence=""))
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"licence", "file"} and "once more" in str(errors["file"])


def test_a_replaced_file_keeps_the_picture_in_its_places_and_leaves_no_old_file(
    client, writer, django_capture_on_commit_callbacks
):
    client.post(reverse(ADD), details(file=photo()))
    image = Image.objects.get()
    story = factories.article(lead_image=image)
    renditions.make(image)
    former, shown = image.file, image.renditions.get(format="jpeg")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("admin:zones_image_change", args=[image.pk]), details(file=photo("blue", (100, 50)))
        )
    image.refresh_from_db()
    assert (image.width, image.height) == (100, 50)
    assert image.renditions.get(format="jpeg") == shown, "shown until the new one stands"
    with django_capture_on_commit_callbacks(execute=True):
        assert renditions.make_waiting() == 1
    assert image.renditions.get(format="jpeg").width == 100
    story.refresh_from_db()
    assert story.lead_image == image
    assert image.file.name == former.name or not former.storage.exists(former.name)
    assert image.file.storage.exists(image.file.name)


def test_only_who_uploaded_a_picture_or_an_editor_corrects_its_words(client, writer):
    client.post(reverse(ADD), details(file=photo()))
    image = Image.objects.get()
    change = reverse("admin:zones_image_change", args=[image.pk])
    for person, allowed in [
        (writer, True),
        (factories.user("li", roles.WRITER), False),
        (factories.user("emma", roles.EDITOR), True),
    ]:
        client.force_login(person)
        client.post(change, details(title=f"Seen by {person}"))
        image.refresh_from_db()
        assert (image.title == f"Seen by {person}") == allowed


def test_a_document_of_a_zone_tells_its_size_and_is_a_pdf(client):
    zone = factories.zone(live=False)
    client.force_login(factories.user("emma", roles.EDITOR))
    change = reverse("admin:zones_zone_group", args=[zone.pk, "documents"])
    data = fields_of(client.get(change)) | {
        "documents-TOTAL_FORMS": "1",
        "documents-0-title_en": "Plan",
        "documents-0-language": "en",
        "documents-0-file": SimpleUploadedFile("plan.pdf", b"MZ"),
    }
    assert "not a PDF" in client.post(change, data).content.decode()
    data["documents-0-file"] = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\nstartxref\n")
    assert client.post(change, data).status_code == 302
    document = zone.documents.get()
    assert (document.size, document.pages) == (19, None)
