"""Taking news in through the admin: dry run, then drafts, and nothing that was not shown."""

import datetime
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.zones.test_exchange_pages import PAGE
from zones import import_files, roles
from zones.models import Article, Change

pytestmark = pytest.mark.django_db
UPLOAD = "admin:zones_article_import"


@pytest.fixture(autouse=True)
def no_files_left():
    yield
    import_files.sweep(timezone.now() + datetime.timedelta(days=3))


@pytest.fixture(autouse=True)
def sections():
    factories.section("edz-news", name_en="EDZ News")
    factories.section("features")


@pytest.fixture
def editor(client):
    person = factories.user("emma", roles.EDITOR)
    client.force_login(person)
    return person


def upload(client, content, name="news.json", **fields):
    content = content if isinstance(content, str) else json.dumps(content)
    file = SimpleUploadedFile(name, content.encode())
    return client.post(reverse(UPLOAD), {"file": file, **fields})


def row(**fields):
    return {
        "slug": "a-story",
        "section": "edz-news",
        "headline_en": "A zone grows",
        "body_en": "<p>x</p>",
    } | fields


def shown_by(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page, page.context["report"].fingerprint


def test_a_page_is_shown_and_then_becomes_a_draft(client, editor):
    address = upload(client, PAGE.replace("EDZ News", "Elsewhere"), "page.html", section="features").url
    page, shown = shown_by(client, address)
    assert "Harbour zone grows" in page.content.decode()
    assert not Article.objects.exists()
    answer = client.post(address, {"shown": shown}, follow=True)
    assert "1 new articles as drafts" in answer.content.decode()
    article = Article.objects.get()
    assert (article.stage, article.section.slug, article.created_by) == ("draft", "features", editor)
    line = Change.objects.get()
    assert (line.action, line.by, line.way) == ("added", editor, "file")


def test_changes_are_told_field_by_field_with_the_former_value(client, editor):
    zone = factories.zone("Zone One", code="G1")
    factories.article("Old headline", slug="a-story", section=factories.section("edz-news"))
    address = upload(client, [row(headline_en="New headline", zones=["G1"])]).url
    page, shown = shown_by(client, address)
    for words in ("Old headline", "New headline", "Zone One"):
        assert words in page.content.decode()
    client.post(address, {"shown": shown})
    lines = {line.field: (line.before, line.after) for line in Change.objects.all()}
    assert lines["headline_en"] == ("Old headline", "New headline")
    assert lines["zones"] == ("", "Zone One")
    assert list(Article.objects.get().zones.all()) == [zone]


def test_what_was_not_shown_is_not_written(client, editor):
    article = factories.article("Old headline", slug="a-story", section=factories.section("edz-news"))
    address = upload(client, [row(headline_en="New headline")]).url
    _page, shown = shown_by(client, address)
    Article.objects.filter(pk=article.pk).update(headline_en="Changed meanwhile")
    answer = client.post(address, {"shown": shown}, follow=True)
    assert "Nothing was written" in answer.content.decode()
    assert Article.objects.get().headline_en == "Changed meanwhile"


def test_the_same_file_twice_says_that_nothing_would_change(client, editor):
    address = upload(client, [row()]).url
    client.post(address, {"shown": shown_by(client, address)[1]})
    page, _shown = shown_by(client, upload(client, [row()]).url)
    assert "Nothing would change" in page.content.decode()


def test_a_bad_row_is_named_and_left_out_only_when_asked(client, editor):
    address = upload(client, [row(), row(slug="b", section="nowhere")]).url
    page, shown = shown_by(client, address)
    assert "No section is called" in page.content.decode()
    client.post(address, {"shown": shown})
    assert not Article.objects.exists()
    client.post(address, {"shown": shown, "skip_bad": "on"})
    assert Article.objects.count() == 1


@pytest.mark.parametrize(("name", "words"), [("news.docx", "neither CSV"), ("news.json", "")])
def test_a_file_of_another_kind_is_refused_beside_its_field(client, editor, name, words):
    answer = upload(client, "[]", name)
    if words:
        assert words in answer.content.decode()
        assert name in answer.content.decode()
    else:
        assert answer.status_code == 302


def test_too_many_rows_point_to_the_command(client, editor, monkeypatch):
    monkeypatch.setattr("zones.admin.article_imports.MOST_ROWS", 1)
    page, _shown = shown_by(client, upload(client, [row(), row(slug="b")]).url)
    assert "at most 1" in page.content.decode()


@pytest.mark.parametrize("role", [roles.WRITER, roles.ZONE_EDITOR, None])
def test_only_who_may_publish_may_take_in(client, role):
    client.force_login(factories.user("other", *([role] if role else [])))
    assert client.get(reverse(UPLOAD)).status_code == 403
    assert upload(client, [row()]).status_code == 403
    assert reverse(UPLOAD) not in client.get(reverse("admin:index")).content.decode()


def test_a_reference_is_its_uploaders_own(client, editor):
    address = upload(client, [row()]).url
    client.force_login(factories.user("eve", roles.EDITOR))
    answer = client.get(address, follow=True)
    assert "no longer here" in answer.content.decode()
