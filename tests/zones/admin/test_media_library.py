"""The library: many pictures at once, found again, described in a table, and never lost to a page."""

import io

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.zones import fictitious
from tests.zones.admin.test_media import photo
from zones import renditions, roles
from zones.models import Image

pytestmark = pytest.mark.django_db
LIST, UPLOAD, DESCRIBE = (
    reverse(f"admin:zones_image_{name}") for name in ("changelist", "upload", "describe")
)
MAY_ADD = {roles.WRITER, roles.EDITOR, roles.PUBLISHER, roles.ZONE_EDITOR, roles.ADMINISTRATOR}
MAY_CHANGE = MAY_ADD - {roles.WRITER, roles.ZONE_EDITOR}


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


def named(name, colour):
    file = photo(colour)
    file.name = name
    return file


def shown(client, **query):
    return [image.title for image in client.get(LIST, query).context["cl"].result_list]


def test_the_good_ones_of_many_files_are_kept_and_the_bad_ones_named(client, editor):
    files = [
        named("north gate.jpg", "red"),
        SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("nothing.png", b""),
        named("harbour_at-night.jpg", "blue"),
        named("north gate (copy).jpg", "red"),
    ]
    answer = client.post(UPLOAD, {"files": files, "folder": "Harbour", "licence": "CC BY 4.0"})
    assert [image.title for image in answer.context["kept"]] == ["north gate", "harbour at night"]
    reasons = {line["name"]: str(line["reasons"]) for line in answer.context["refused"]}
    assert set(reasons) == {"logo.svg", "nothing.png", "north gate (copy).jpg"}
    page = answer.content.decode()
    assert "hand it in as a PNG" in page and "This file is empty" in page
    twin = Image.objects.get(title="north gate")
    assert f'<a href="{reverse("admin:zones_image_change", args=[twin.pk])}">north gate</a>' in page
    assert (twin.folder, twin.licence, twin.credit, twin.uploaded_by) == ("Harbour", "CC BY 4.0", "", editor)
    assert twin.alt_text == "", "the name of a file never becomes words for those who cannot see"
    assert answer.context["form"].initial["folder"] == "Harbour" and len(answer.context["formset"].forms) == 2


def test_more_files_than_one_request_can_bear_are_refused_before_any_is_read(client, editor, monkeypatch):
    monkeypatch.setattr("zones.media_forms.MOST_AT_ONCE", 1)
    answer = client.post(UPLOAD, {"files": [named("a.jpg", "red"), named("b.jpg", "blue")]})
    assert "At most 1 are taken" in str(answer.context["form"].errors["files"])
    assert not Image.objects.exists()


def test_what_was_done_to_a_file_is_said(client, editor):
    frames = [PIL.Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    answer = client.post(UPLOAD, {"files": [SimpleUploadedFile("dance.gif", target.getvalue())]})
    assert "“dance.gif”: It was moving: its first frame is kept." in answer.content.decode()


def test_pictures_are_found_by_what_is_known_of_them(client, editor):
    fictitious.image("Quay", alt_en="Cranes at dawn", folder="Harbour")
    fictitious.image("Gate", alt_zh_hans="北门", credit="Li Lei", licence="used by permission")
    for words, title in (("cranes", "Quay"), ("harbour", "Quay"), ("北门", "Gate"), ("permission", "Gate")):
        assert shown(client, q=words) == [title]
    assert shown(client, folder="Harbour") == ["Quay"]


def test_what_lacks_is_listed_alone(client, editor):
    fictitious.image("Silent")
    fictitious.image("English", alt_en="A gate", licence="")
    fictitious.image("Both", alt_en="A gate", alt_zh_hans="门", credit="")
    fictitious.image("Ornament", is_decorative=True)
    assert shown(client, alt="missing") == ["Silent"]
    assert shown(client, alt="without-zh-hans") == ["English", "Silent"]
    assert shown(client, alt="decorative") == ["Ornament"]
    assert shown(client, rights="licence") == ["English"]
    assert shown(client, rights="credit") == ["Both"]


def test_a_picture_waits_as_a_drawing_until_its_sizes_stand(client, editor):
    client.post(UPLOAD, {"files": [named("gate.jpg", "red")]})
    assert "media__waiting" in client.get(LIST).content.decode()
    renditions.make_waiting()
    page = client.get(LIST).content.decode()
    assert "media__waiting" not in page and "srcset" in page


def test_many_pictures_are_described_in_one_table(client, editor):
    fictitious.image("Done", alt_en="A gate", alt_zh_hans="门")
    quay, gate = fictitious.image("Quay"), fictitious.image("Gate", licence="")
    opened = client.get(DESCRIBE)
    assert {form.instance.title for form in opened.context["formset"]} == {"Quay", "Gate"}
    lines = {form.instance: form.prefix for form in opened.context["formset"]}
    data = _posted(opened.context["formset"])
    data |= {f"{lines[quay]}-alt_en": "A quay", f"{lines[quay]}-alt_zh_hans": "码头"}
    assert client.post(DESCRIBE, data).status_code == 302
    quay.refresh_from_db(), gate.refresh_from_db()
    assert (quay.alt_en, quay.alt_zh_hans, gate.licence) == ("A quay", "码头", "")
    assert {form.instance.title for form in client.get(DESCRIBE).context["formset"]} == {"Gate"}


def test_a_slip_in_one_line_loses_nothing_of_the_others(client, editor):
    quay, gate = fictitious.image("Quay"), fictitious.image("Gate")
    formset = client.get(DESCRIBE).context["formset"]
    lines = {form.instance: form.prefix for form in formset}
    data = _posted(formset) | {f"{lines[quay]}-alt_en": "A quay", f"{lines[gate]}-alt_en": "IMG_1.jpg"}
    page = client.post(DESCRIBE, data).content.decode()
    assert "name of a file" in page and "A quay" in page and "IMG_1.jpg" in page


def _posted(formset):
    data = {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
    for form in formset:
        data |= {bound.html_name: bound.value() or "" for bound in form if bound.name != "is_decorative"}
    return data


@pytest.mark.parametrize("role", [*roles.ROLES, None])
def test_who_may_upload_and_describe(client, role):
    own_words, others_words = "Mine", "Another's"
    user = factories.user("person", *([role] if role else []))
    mine, other = fictitious.image("Mine", uploaded_by=user), fictitious.image("Other")
    client.force_login(user)
    for address in (UPLOAD, DESCRIBE):
        assert client.get(address).status_code == (200 if role in MAY_ADD else 403)
    answer = client.post(UPLOAD, {"files": [named("new.jpg", "red")]})
    assert answer.status_code == (200 if role in MAY_ADD else 403)
    assert Image.objects.filter(title="new").exists() == (role in MAY_ADD)
    data = {"pictures-TOTAL_FORMS": 2, "pictures-INITIAL_FORMS": 2}
    for place, (image, words) in enumerate([(mine, own_words), (other, others_words)]):
        data |= {
            f"pictures-{place}-id": image.pk,
            f"pictures-{place}-title": image.title,
            f"pictures-{place}-alt_en": words,
        }
    if role not in MAY_CHANGE:
        # Another's line is refused whole; the own one alone is saved.
        client.post(DESCRIBE, data)
        other.refresh_from_db()
        assert not other.alt_en
        data["pictures-TOTAL_FORMS"] = data["pictures-INITIAL_FORMS"] = 1
    client.post(DESCRIBE, data)
    mine.refresh_from_db(), other.refresh_from_db()
    assert (mine.alt_en, other.alt_en or "") == (
        own_words if role in MAY_ADD else mine.alt_en,
        others_words if role in MAY_CHANGE else "",
    )
    assert bool(mine.alt_en) == (role in MAY_ADD)


@pytest.mark.parametrize("address", [UPLOAD, DESCRIBE])
def test_strangers_are_asked_to_log_in(client, address):
    assert client.post(address, {}).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    "query", [{}, {"q": "quay"}, {"use": "none"}, {"alt": "missing", "rights": "licence"}]
)
def test_the_grid_costs_the_same_for_one_picture_as_for_fifty(
    client, editor, query, django_assert_max_num_queries
):
    fictitious.image("Quay", licence="")
    client.get(LIST, query)
    for number in range(49):
        fictitious.image(f"Quay {number}", folder=f"Folder {number}", licence="")
    with django_assert_max_num_queries(12):
        assert len(client.get(LIST, query).context["cl"].result_list) == 48


def test_the_table_costs_the_same_for_one_picture_as_for_many(client, editor, django_assert_max_num_queries):
    for number in range(30):
        fictitious.image(f"Quay {number}")
    with django_assert_max_num_queries(12):
        assert len(client.get(DESCRIBE).context["formset"].forms) == 25


def test_a_picture_in_use_is_not_deleted_and_its_pages_are_listed(client, editor):
    lead, in_text, spare = (fictitious.image(title) for title in ("Lead", "Text", "Spare"))
    address = in_text.renditions.first().file.url
    factories.article("A story", lead_image=lead)
    factories.zone("A zone", description_en=f'<p><img src="{address}" alt="A quay"></p>')
    for image, page in ((lead, "A story"), (in_text, "A zone")):
        assert page in client.get(reverse("admin:zones_image_change", args=[image.pk])).content.decode()
        delete = reverse("admin:zones_image_delete", args=[image.pk])
        assert page in client.get(delete).content.decode()
        assert page in client.post(delete, {"post": "yes"}).content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [in_text.pk, spare.pk], "post": "yes"}
    assert "A zone" in client.post(LIST, chosen).content.decode()
    assert Image.objects.count() == 3
    client.post(LIST, chosen | {"_selected_action": [spare.pk]})
    assert set(Image.objects.all()) == {lead, in_text}


def test_a_deleted_picture_leaves_no_file(client, editor, django_capture_on_commit_callbacks):
    image = fictitious.image()
    files = [image.file, image.renditions.first().file]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:zones_image_delete", args=[image.pk]), {"post": "yes"})
    assert not Image.objects.exists() and not any(file.storage.exists(file.name) for file in files)


def test_the_crops_of_a_picture_honour_its_focal_point_without_script(client, editor):
    image = fictitious.image(focal_x=28, focal_y=91)
    page = client.get(reverse("admin:zones_image_change", args=[image.pk])).content.decode()
    assert page.count('class="focal-x-30 focal-y-90"') == 3 and "style=" not in page


def test_deleting_a_page_tells_whose_links_would_lead_nowhere(client):
    client.force_login(factories.admin())
    zone = factories.zone("Dalian", slug="dalian", live=False)
    story = factories.article("A story", body_en='<p><a href="/zones/dalian/">Dalian</a></p>')
    page = client.get(reverse("admin:zones_zone_delete", args=[zone.pk])).content.decode()
    assert "1 page leads here" in page and reverse("admin:zones_article_change", args=[story.pk]) in page
    lonely = factories.article("Lonely", live=False)
    page = client.get(reverse("admin:zones_article_delete", args=[lonely.pk])).content.decode()
    assert "leads here" not in page


@pytest.mark.parametrize("move", ["unpublish", "archive"])
def test_taking_a_page_away_asks_first_where_others_lead_to_it(client, editor, move):
    zone, lonely = factories.zone("Dalian", slug="dalian"), factories.zone("Lonely")
    story = factories.article("A story", body_en='<p><a href="/zones/dalian/">Dalian</a></p>')
    moves = reverse("admin:zones_zone_moves", args=[zone.pk])
    asked = client.post(moves, {"move": move, "note": "Merged."})
    page = asked.content.decode()
    zone.refresh_from_db()
    assert asked.status_code == 200 and zone.is_live() and "1 page leads here" in page
    assert reverse("admin:zones_article_change", args=[story.pk]) in page
    assert client.post(moves, asked.context["hidden"]).status_code == 302
    client.post(reverse("admin:zones_zone_moves", args=[lonely.pk]), {"move": move})
    zone.refresh_from_db(), lonely.refresh_from_db()
    assert not zone.is_live() and not lonely.is_live()
