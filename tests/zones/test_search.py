"""What is found, in both languages and on both databases."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zones import search
from zones.models import SearchEntry
from zones.search.snippet import snippet
from zones.search.words import terms_of, words_of
from zones.signals import content_changed


def test_chinese_is_cut_into_overlapping_pairs():
    assert words_of("开发区 TEDA") == ["开发", "发区", "区", "teda"]
    assert [term.text for term in terms_of("开发")] == ["开发"]
    assert [(term.text, term.is_prefix) for term in terms_of("区")] == [("区", True)]


@given(st.text(max_size=200))
def test_any_text_gives_plain_words(text):
    for word in words_of(text):
        assert word
        assert not set(word) & set("\"'*()&|!:- ")


@given(st.text(max_size=400), st.text(max_size=20))
def test_a_snippet_never_carries_markup_of_the_text(text, query):
    bare = snippet(text, terms_of(query)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare


@pytest.mark.django_db
class TestFinding:
    def test_a_published_page_is_found_at_once_and_an_unpublished_one_no_more(
        self, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            article = factories.article("Harbour cranes arrive")
        assert search.hits("harbour crane") == [("article", article.pk)]
        with django_capture_on_commit_callbacks(execute=True):
            article.unpublish(by=None)
        assert search.hits("harbour") == []

    def test_a_scheduled_page_is_found_from_its_moment_on(self, django_capture_on_commit_callbacks):
        later = timezone.now() + timedelta(hours=1)
        with django_capture_on_commit_callbacks(execute=True):
            article = factories.article("Tomorrow", at=later)
        assert search.hits("tomorrow") == []
        assert search.hits("tomorrow", at=later) == [("article", article.pk)]

    def test_names_come_before_text(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            factories.article("Something else", body_en="<p>Dalian, Dalian, Dalian.</p>")
            named = factories.article("Dalian")
        assert search.hits("dalian")[0] == ("article", named.pk)

    def test_each_language_finds_its_own_words(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            article = factories.article(
                "Growth", headline_zh_hans="稳步增长", body_zh_hans="<p>投资持续。</p>"
            )
        with translation.override("zh-hans"):
            assert search.hits("投资") == [("article", article.pk)]
        assert search.hits("投资") == []

    @pytest.mark.parametrize(
        "query", ['"', "a OR b*", "NEAR(", "'; --", "\\", "((", "*", "- -", "a'b", "%", "x" * 500]
    )
    def test_nothing_typed_breaks_the_search(self, query):
        search.hits(query)

    def test_accents_and_width_do_not_matter(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            article = factories.article("Đà Nẵng and Zürich")
        assert (
            search.hits("da nang")
            == search.hits("ZURICH")
            == search.hits("Ｚｕｒｉｃｈ")
            == [("article", article.pk)]
        )

    def test_rebuilding_writes_the_same_entries(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            factories.zone("A zone", name_zh_hans="某开发区")
            factories.article("A story")
        columns = ("kind", "object_id", "language", "title", "text", "title_words", "words")
        before = set(SearchEntry.objects.values_list(*columns))
        assert max(search.rebuild()) == 2
        assert set(SearchEntry.objects.values_list(*columns)) == before

    def test_the_page_marks_what_was_found(self, client, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            factories.article("A <b>bold</b> story", body_en="<p>About cranes &amp; ships.</p>")
        html = client.get("/search/?q=cranes").content.decode()
        assert "About <mark>cranes</mark> &amp; ships." in html
        assert "<b>bold</b>" not in html

    def test_a_page_saved_while_the_index_is_built_anew_stands_in_it_once(self):
        articles = [factories.article(f"Story {number}") for number in range(3)]
        for _done in search.rebuild(chunk=1):
            search.write(articles[-1])
        assert search.hits("story")
        assert SearchEntry.objects.filter(object_id=articles[-1].pk, language="en").count() == 1

    def test_a_new_name_is_found_in_every_page_that_bears_it_once_the_index_is_rebuilt(
        self, client, django_capture_on_commit_callbacks
    ):
        city = factories.province("liaoning").cities.create(slug="old", name_en="Oldport")
        zone = factories.zone("A zone", city=city)
        search.write(zone)
        assert "A zone" not in client.get("/search/?q=newhaven").content.decode()
        city.name_en = "Newhaven"
        city.save()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("rebuild_search", stdout=io.StringIO())
        assert "A zone" in client.get("/search/?q=newhaven").content.decode()

    def test_what_a_page_names_is_found_by_its_new_name(self, client, django_capture_on_commit_callbacks):
        client.force_login(factories.admin())
        industry = factories.industry("ropes", name_en="Rope making")
        with django_capture_on_commit_callbacks(execute=True):
            zone = factories.zone("A zone")
            zone.industry_roles.create(industry=industry)
            zone.announce_change()
            story = factories.article("A story", zones=[zone])
        with django_capture_on_commit_callbacks(execute=True):
            form = {"name_en": "Cordage", "name_zh_hans": "", "position": 1}
            assert client.post(f"/admin/zones/industry/{industry.pk}/change/", form).status_code == 302
        assert search.refresh_stale() == 2
        with django_capture_on_commit_callbacks(execute=True):
            zone.name_en = "Another name"
            zone.save()
            zone.announce_change()
        assert search.refresh_stale() == 1
        assert search.refresh_stale() == 0
        assert search.hits("cordage") == [("zone", zone.pk)]
        assert search.hits("rope") == []
        assert {pk for kind, pk in search.hits("another name") if kind == "article"} == {story.pk}

    def test_a_listener_that_fails_stops_neither_the_editor_nor_the_others(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        def fails(*args):
            raise OSError("index away")

        heard = []
        monkeypatch.setattr(search, "write", fails)
        content_changed.connect(lambda **kwargs: heard.append(1), weak=False, dispatch_uid="heard")
        try:
            with django_capture_on_commit_callbacks(execute=True):
                factories.article("Goes live all the same")
        finally:
            content_changed.disconnect(dispatch_uid="heard")
        assert heard
