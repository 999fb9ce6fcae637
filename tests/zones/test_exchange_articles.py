"""News from files."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from zones import search
from zones.exchange import import_articles
from zones.models import Article, PageEvent, Topic
from zones.signals import content_changed

pytestmark = pytest.mark.django_db

ROW = {
    "slug": "a-story",
    "section": "edz-news",
    "published_on": "2022-07-27",
    "source_name": "A Daily",
    "source_date": "2022-07-27",
    "headline_en": "A zone grows",
    "body_en": "<p>It grows.</p>",
    "headline_zh": "开发区在成长",
    "body_zh": "<p>在成长。</p>",
    "zones": ["G1"],
    "provinces": ["liaoning"],
    "industries": ["automotive"],
    "topics": ["growth"],
}
TOPIC = {"slug": "growth", "name_en": "Growth", "name_zh": "成长"}


@pytest.fixture(autouse=True)
def lists():
    factories.section("edz-news")
    factories.zone("Zone One", code="G1")
    factories.zone("Zone Two", name_zh_hans="第二区")
    factories.industry("automotive")


def take(*rows, topics=(TOPIC,), **options):
    data = {"topics": list(topics), "articles": [ROW | row for row in rows]}
    return import_articles(json.dumps(data).encode(), "news.json", **options)


def places(report):
    return [(problem.row, problem.column) for problem in report.problems]


def test_a_row_becomes_a_draft_with_its_links():
    report = take({})

    article = Article.objects.get()
    assert (report.created, report.problems) == (1, [])
    assert (article.stage, article.headline_en, article.headline_zh_hans) == (
        "draft",
        "A zone grows",
        "开发区在成长",
    )
    assert article.source_date == "2022-07-27"
    assert [zone.code for zone in article.zones.all()] == ["G1"]
    assert [province.slug for province in article.provinces.all()] == ["liaoning"]
    assert [industry.slug for industry in article.industries.all()] == ["automotive"]
    assert Topic.objects.get().name_zh_hans == "成长"
    assert list(article.topics.all()) == [Topic.objects.get()]


def test_a_published_one_goes_through_the_verb_at_noon_of_its_day(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take({}, publish=True)

    article = Article.objects.live().get()
    assert timezone.localtime(article.published_at).isoformat() == "2022-07-27T12:00:00+08:00"
    assert PageEvent.objects.get(page=article.uuid).move == "publish"
    assert search.hits("grows") == [("article", article.pk)]


def test_the_same_file_twice_changes_nothing():
    take({}, publish=True)
    before = list(Article.objects.values())
    report = take({}, publish=True)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert list(Article.objects.values()) == before
    assert PageEvent.objects.filter(page_kind="article").count() == 1


def test_an_article_that_an_editor_has_taken_back_stays_back():
    take({}, publish=True)
    Article.objects.get().unpublish(by=None)
    take({"headline_en": "It grows on"}, publish=True)

    assert Article.objects.get().stage == "draft"
    assert Article.objects.get().headline_en == "It grows on"


def test_links_become_those_of_the_file():
    take({})
    report = take({"zones": ["第二区"], "topics": []})

    article = Article.objects.get()
    assert report.updated == 1
    assert [zone.name_en for zone in article.zones.all()] == ["Zone Two"]
    assert not article.topics.exists()
    assert article.provinces.exists()


def test_text_is_sanitised_and_compared_clean():
    dirty = {"body_en": '<p onclick="x()">Fine</p><script>alert(1)</script>'}
    take(dirty)

    assert Article.objects.get().body_en == "<p>Fine</p>"
    assert take(dirty).unchanged == 1


def test_problems_are_told_by_row_and_column_and_nothing_changes():
    bad = {
        "slug": "worse",
        "zones": ["Nowhere"],
        "provinces": ["atlantis"],
        "industries": ["luck"],
        "topics": ["decline"],
        "published_on": "2022",
        "source_url": "javascript:alert(1)",
        "headline_en": "",
        "headline_zh": "",
    }
    report = take({}, bad, {"section": "gossip"}, {"slug": ""}, {"slug": "not a slug"}, {})

    assert sorted(places(report)) == [
        (2, "headline_en"),
        (2, "industries"),
        (2, "provinces"),
        (2, "published_on"),
        (2, "source_url"),
        (2, "topics"),
        (2, "zones"),
        (3, "section"),
        (4, "slug"),
        (5, "slug"),
        (6, "slug"),
    ]
    assert not Article.objects.exists()
    assert not Topic.objects.exists()


def test_bad_rows_can_be_skipped():
    report = take({"zones": ["Nowhere"]}, {"slug": "another"}, skip_bad=True)

    assert (report.created, report.skipped) == (1, 1)
    assert Article.objects.get().slug == "another"


def test_a_dry_run_changes_nothing():
    report = take({}, dry_run=True)

    assert (report.created, report.is_written) == (1, False)
    assert not Article.objects.exists()


def test_a_csv_has_the_same_columns():
    Topic.objects.create(slug="growth", name_en="Growth")
    content = (
        "slug,section,headline_en,body_en,zones,topics,published_on\n"
        'a,edz-news,"One, two",<p>x</p>,G1; 第二区,growth,2022-07-27\n'
    )
    report = import_articles(content.encode(), "news.csv")

    assert report.problems == []
    assert Article.objects.get().zones.count() == 2


def test_the_command_publishes_when_told(tmp_path, capsys):
    file = tmp_path / "news.json"
    file.write_text(json.dumps({"topics": [TOPIC], "articles": [ROW]}))
    call_command("import_articles", str(file), "--publish")

    assert "1 new" in capsys.readouterr().out
    assert Article.objects.live().count() == 1


def test_the_same_reads_for_one_as_for_fifty():
    def reads(count):
        with CaptureQueriesContext(connection) as queries:
            report = take(*({"slug": f"story-{count}-{n}"} for n in range(count)))
        assert report.created == count
        return sum(query["sql"].startswith("SELECT") for query in queries)

    reads(1)  # the topic is new only once
    assert reads(2) == reads(50)


def test_an_import_is_indexed_before_pages_grow_old(django_capture_on_commit_callbacks):
    found = []

    def look(**kwargs):
        found.append(search.hits("grows"))

    content_changed.connect(look)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            take({}, publish=True)
    finally:
        content_changed.disconnect(look)
    assert found
    assert all(found)
