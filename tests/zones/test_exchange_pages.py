"""News out of web pages of the model's form."""

import datetime
import io
import zipfile

import pytest

from tests import factories
from zones.exchange import html_page, import_articles
from zones.models import Article

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour zone grows - Invest</title>
<link rel="canonical" href="https://daily.example.org/a/1.htm">
<script>track("p")</script><style>p { color: red }</style></head>
<body>
<div class="topnav"><ul><li>Home</li><li>Zones</li></ul></div>
<nav><a href="/">Home</a> <p>A paragraph of the navigation that is not the story at all.</p></nav>
<div class="breadcrumb"><a>Home</a> &gt; <a>Media Center</a> &gt; <a>EDZ News</a></div>
<div class="main"><h1>Harbour zone grows</h1>
<h5>Source: Example Daily | Updated: Jul 27, 2022</h5>
<div id="Content">
<p>The harbour zone <strong>grew</strong> last year, its committee said.</p>
<p style="text-align:center"><img src="/a.jpg" alt="Cranes"></p>
<p onclick="steal()">A second paragraph names the <a href="https://zone.example.org/">zone</a>.</p>
<p>&nbsp;</p>
<ul><li>One quay</li><li>Two quays</li></ul>
</div></div>
<div class="rel"><h3>Maybe you're interested</h3><p>Another story altogether, which is long enough to mislead.</p></div>
<h3>Are You Ready to Start Your Business in an EDZ?</h3>
<form><p>Your message</p><input name="email"></form>
<footer><p>All rights reserved by nobody in particular, in a long line of small print.</p></footer>
</body></html>
"""
CHINESE = """<html lang="zh"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>t</title></head>
<body><h1>港口区扩大</h1><div>来源：示例日报 更新时间：2022年7月27日</div>
<article><p>港口区去年有所扩大。</p></article><h3>相关阅读</h3><p>另一篇。</p></body></html>"""


def take(content=PAGE, name="page.html", **options):
    content = content.encode() if isinstance(content, str) else content
    return import_articles(content, name, **{"section": "features"} | options)


def bundle(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


def test_a_story_is_told_from_the_page_around_it():
    story = html_page.read_page(PAGE.encode())
    assert (story.headline, story.language, story.slug) == ("Harbour zone grows", "en", "harbour-zone-grows")
    assert (story.source_name, story.date) == ("Example Daily", datetime.date(2022, 7, 27))
    assert story.source_url == "https://daily.example.org/a/1.htm"
    assert (story.breadcrumb[-1], story.pictures) == ("EDZ News", 1)
    for furniture in ("navigation", "Maybe", "Another story", "rights", "Your message", "track", "Source:"):
        assert furniture not in story.body
    for text in ("grew", "second paragraph", "One quay"):
        assert text in story.body


def test_a_chinese_page_in_its_own_encoding_is_read_too():
    story = html_page.read_page(CHINESE.encode("gb2312"))
    assert (story.headline, story.language) == ("港口区扩大", "zh")
    assert (story.source_name, story.date) == ("示例日报", datetime.date(2022, 7, 27))
    assert "去年" in story.body
    assert "另一篇" not in story.body
    assert story.slug.startswith("gang-kou-qu")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jul 27, 2022", (2022, 7, 27)),
        ("Sept. 5, 2020 10:11", (2020, 9, 5)),
        ("27 July 2022", (2022, 7, 27)),
        ("2022-7-2", (2022, 7, 2)),
        ("2022年12月1日", (2022, 12, 1)),
        ("Feb 31, 2022", None),
        ("yesterday", None),
    ],
)
def test_days_are_read_as_pages_write_them(text, day):
    assert html_page.read_date(text) == (day and datetime.date(*day))


def test_a_paragraph_that_mentions_a_source_stays():
    long = (
        "The committee named a source: its own yearbook, updated Jul 1, 2021, which says much more than this. "
        * 3
    )
    story = html_page.read_page(f"<h1>H</h1><div><p>{long}</p></div>".encode())
    assert "yearbook" in story.body
    assert story.source_name == ""


@pytest.mark.django_db
class TestImport:
    @pytest.fixture(autouse=True)
    def sections(self):
        factories.section("edz-news", name_en="EDZ News")
        factories.section("features")

    def test_a_page_becomes_a_clean_draft_in_the_section_of_its_path(self):
        report = take()
        article = Article.objects.get()
        assert (report.created, report.problems) == (1, [])
        assert (article.section.slug, article.slug, article.stage) == (
            "edz-news",
            "harbour-zone-grows",
            "draft",
        )
        assert (article.source_name, article.source_date) == ("Example Daily", "2022-07-27")
        assert "<strong>grew</strong>" in article.body_en
        for dirt in ("onclick", "style=", "<img", "&nbsp;"):
            assert dirt not in article.body_en
        assert any("pictures were left out" in str(note) for note in report.notes)

    def test_the_same_page_twice_changes_nothing(self):
        take()
        assert take().changes == 0
        assert Article.objects.count() == 1

    def test_a_dry_run_writes_nothing(self):
        report = take(dry_run=True)
        assert (report.created, report.is_written, Article.objects.count()) == (1, False, 0)

    def test_a_story_that_stands_elsewhere_is_left_out_and_named(self):
        factories.article("Harbour zone grows", slug="other", section=factories.section("features"))
        report = take()
        assert (report.created, report.skipped, Article.objects.count()) == (0, 1, 1)
        assert "/media-center/features/other/" in str(report.notes[-1])

    def test_two_copies_in_one_bundle_make_one_article(self):
        moved = PAGE.replace("Harbour zone grows</h1>", "Harbour zone grows again</h1>")
        report = take(bundle(a_html=PAGE, b_html=moved, c_txt="no page"), "stories.zip")
        assert (report.created, report.skipped) == (1, 1)

    def test_a_page_without_a_story_is_named_and_changes_nothing(self):
        report = take(bundle(a_html=PAGE, b_html="<h1>Only a headline</h1>"), "stories.zip")
        assert [(p.row, p.column) for p in report.problems] == [(2, "b.html")]
        assert Article.objects.count() == 0

    def test_a_bad_zip_and_a_bomb_are_refused(self, monkeypatch):
        assert "no ZIP" in str(take(b"PK rubbish", "x.zip").problems[0])
        monkeypatch.setattr("zones.exchange.pages.MOST_BYTES", 10)
        assert "Too much" in str(take(bundle(a_html=PAGE), "x.zip").problems[0])
        assert Article.objects.count() == 0

    def test_a_page_that_names_no_section_goes_where_the_caller_says(self):
        page = PAGE.replace("EDZ News", "Somewhere")
        take(page)
        assert Article.objects.get().section.slug == "features"

    def test_without_any_section_the_problem_is_told(self):
        report = take(PAGE.replace("EDZ News", "Somewhere"), section="")
        assert [problem.column for problem in report.problems] == ["section"]

    def test_published_pages_take_the_day_they_were_updated(self):
        take(publish=True)
        assert Article.objects.get().published_at.date() == datetime.date(2022, 7, 27)
