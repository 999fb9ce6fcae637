"""The addresses of a factsheet: the page to print and the PDF, as browsers and caches meet them."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from edzportal.page_cache import raise_generation
from tests import factories
from tests.zones.fictitious import EMAIL, fictitious_zone
from tests.zones.test_profile import copies_of_facts
from zones.factsheet import pdf
from zones.factsheet.composing import sheet_of
from zones.models import OldAddress, ZoneEvent

pytestmark = pytest.mark.django_db
PAGE, FILE = "/zones/port-meridian-zone/factsheet/", "/zones/port-meridian-zone/factsheet.pdf"


@pytest.fixture
def zone():
    return fictitious_zone()


def test_the_pdf_is_shown_in_the_browser_under_a_name_of_its_own(client, zone):
    for prefix, language in (("", "en"), ("/zh-hans", "zh-hans")):
        answer = client.get(prefix + FILE)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Language"] == language
        name = f"port-meridian-zone-factsheet-{language}.pdf"
        assert answer["Content-Disposition"] == f'inline; filename="{name}"'
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_a_kept_pdf_is_given_again_without_being_made_and_not_at_all_to_who_has_it(client, zone, monkeypatch):
    first = client.get(FILE)
    monkeypatch.setattr(pdf, "render", lambda data: pytest.fail("made again"))
    with CaptureQueriesContext(connection) as queries:
        again = client.get(FILE)
    assert len(queries) == 1  # the content generation
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Content-Disposition"] == first["Content-Disposition"]
    assert again["X-Robots-Tag"] == "noindex"
    kept = client.get(FILE, headers={"if-none-match": first["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    head = client.head(FILE)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(first.content)))


def test_a_publication_elsewhere_does_not_make_the_pdf_anew(client, zone, monkeypatch):
    client.get(FILE)
    # Clearing the kept pages would clear the kept sheets too, where both lie in one Redis.
    raise_generation()
    monkeypatch.setattr(pdf, "render", lambda data: pytest.fail("made again"))
    assert client.get(FILE).status_code == 200


def test_a_compressed_pdf_is_the_same_pdf(client, zone):
    import gzip

    plain = client.get(FILE).content
    answer = client.get(FILE, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == plain


def test_the_page_to_print_has_what_the_pdf_has(client, zone):
    html = client.get(PAGE).content.decode()
    sheet = sheet_of(zone, on=timezone.localdate())
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    for section in sheet.sections:
        assert f'id="sheet-{section.slug}"' in html
        assert section.title in text
    for source in sheet.sources:
        assert f'<li id="source-{source.number}">' in html
    assert sheet.held_on in text
    assert "45.1 billion yuan (CNY)" in text
    assert "Airport Meridian International" in text
    assert "Expired" in text
    assert 'href="/zones/port-meridian-zone/factsheet.pdf"' in html
    assert '<link rel="canonical" href="http://testserver/zones/port-meridian-zone/">' in html
    assert EMAIL not in html
    assert not re.search(r"<t[dh][^>]*>\s*</t[dh]>|<d[dt]>\s*</d[dt]>", html)
    assert "style=" not in html


def test_the_sheet_and_the_open_data_name_one_licence(client, zone):
    for address in (PAGE, "/zones/data/"):
        text = " ".join(client.get(address).content.decode().split())
        assert re.search(r"Creative Commons Attribution 4.0|CC BY 4.0", text), address
        assert "The sources keep their own rights" in text, address
    assert "unchanged" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_class_is_told_or_not_published_and_never_blank(client, language):
    bare = factories.zone("Bare Zone", slug="bare")
    bare.types.clear()
    left = factories.zone("Left Zone", slug="left")
    ZoneEvent.objects.create(zone=left, kind="withdrawn", date="2020-01-17")
    left.refresh_standing()
    missing, none = ("未公布", "已无级别") if language else ("Not published", "None any more")

    def values(slug):
        html = client.get(f"{language}/zones/{slug}/factsheet/").content.decode()
        overview = html.partition('id="sheet-overview"')[2].partition("</table>")[0]
        text = re.sub(r"<[^>]+>", "|", overview)
        return [part.strip() for part in text.split("|") if part.strip()]

    assert values("bare").count(missing) == 2
    assert none in values("left")


def test_the_chinese_page_speaks_chinese(client, zone):
    html = client.get("/zh-hans" + PAGE).content.decode()
    assert "数据截至" in html
    assert 'href="/zh-hans/zones/port-meridian-zone/factsheet.pdf"' in html
    assert '<link rel="canonical" href="http://testserver/zh-hans/zones/port-meridian-zone/">' in html


def test_a_borrowed_text_is_marked_with_its_language(client):
    factories.zone("Half Zone", slug="half", name_zh_hans="半区", pitch_en="Only in English.")
    assert (
        '<span lang="en">Only in English.</span>'
        in client.get("/zh-hans/zones/half/factsheet/").content.decode()
    )


def test_the_profile_leads_to_the_factsheet(client, zone):
    html = client.get("/zones/port-meridian-zone/").content.decode()
    assert 'href="/zones/port-meridian-zone/factsheet.pdf"' in html
    assert "Factsheet (PDF, English)" in html
    assert "简介（PDF，简体中文）" in client.get("/zh-hans/zones/port-meridian-zone/").content.decode()


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_sheet_costs_the_same_for_one_fact_as_for_fifty(client, zone, address):
    client.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    copies_of_facts(zone, 50)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few) <= 30


@pytest.mark.parametrize("end", ["factsheet/", "factsheet.pdf"])
def test_only_a_live_zone_has_a_factsheet(client, end):
    factories.zone(slug="draft-zone", live=False)
    assert client.get(f"/zones/draft-zone/{end}").status_code == 404
    assert client.get(f"/zones/never-was/{end}").status_code == 404


@pytest.mark.parametrize("end", ["factsheet/", "factsheet.pdf"])
def test_a_factsheet_moves_with_its_zone(client, zone, end):
    OldAddress.objects.create(path="/zones/former-name/", zone=zone)
    answer = client.get(f"/zh-hans/zones/former-name/{end}")
    assert (answer.status_code, answer.url) == (301, f"/zh-hans/zones/port-meridian-zone/{end}")


def test_a_pdf_that_cannot_be_made_is_said_in_words_with_a_way_on(client, zone, monkeypatch, caplog):
    def fail(data):
        raise pdf.Unavailable("the typesetter ended with 3")

    plainly = pdf.render
    monkeypatch.setattr(pdf, "render", fail)
    answer = client.get(FILE)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert f'href="{PAGE}"' in answer.content.decode()
    [record] = [r for r in caplog.records if r.name == "zones.views.factsheet"]
    assert "the typesetter ended with 3" in str(record.exc_info[1])
    # Nothing of the failure is kept.
    monkeypatch.setattr(pdf, "render", plainly)
    assert client.get(FILE).status_code == 200
    monkeypatch.setattr(pdf, "render", fail)
    assert client.get(PAGE).status_code == 200
