"""The form: what is accepted, held, asked back and refused, and what comes after sending."""

import re
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import form_age
from inquiries.models import Attachment, Contact, Inquiry, OutboxMail
from tests import factories
from zones.models import OldAddress

from .factories import MONDAY

START = "/start-your-business/"


def age(at=None):
    return form_age.coarse_token(at or timezone.now())


def send(client, message="We look for land.", email="anna@example.org", headers=None, **fields):
    fields.setdefault("age", age())
    data = {"message": message, "email": email} | {name: value for name, value in fields.items() if value}
    return client.post(START, data, headers=headers)


def test_an_inquiry_is_stored_acknowledged_and_answered_with_its_reference(db, client):
    with time_machine.travel(MONDAY, tick=False):
        response = send(client, name="Anna", company="Example Works", country="DE", language="de")
        inquiry = Inquiry.objects.get()
        assert response.status_code == 303
        assert response["Location"].startswith(f"/start-your-business/thanks/{inquiry.reference}/?t=")
        page = client.get(response["Location"])
        assert inquiry.reference in page.text
        assert "Nov. 18, 2026" in page.text
    assert (inquiry.moderation, inquiry.status, inquiry.reasons) == ("clean", "new", [])
    assert inquiry.contact.company == "Example Works"
    assert [event.kind for event in inquiry.events.all()] == ["received", "acknowledged"]
    assert OutboxMail.objects.get().to == "anna@example.org"
    assert not response.cookies
    assert not page.cookies


def test_a_bare_post_of_message_and_address_is_accepted_and_held(db, client):
    response = client.post(START, {"message": "Hello", "email": "anna@example.org"})
    assert response.status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.moderation, inquiry.reasons) == ("held", ["no_token"])
    assert inquiry.due_kind == "screen"
    assert not OutboxMail.objects.exists()


def test_the_page_after_sending_is_the_same_for_clean_and_held(db, client):
    pages = []
    with time_machine.travel(MONDAY, tick=False):
        for token in (age(), None):
            response = send(client, email=f"{len(pages)}@example.org", message=f"{pages and 'b'}", age=token)
            reference = response["Location"].split("/")[-2]
            page = client.get(response["Location"]).text
            proof = response["Location"].partition("?t=")[2]
            pages.append(page.replace(reference, "REF").replace(proof, "PROOF"))
    assert Inquiry.objects.filter(moderation="held").count() == 1
    assert pages[0] == pages[1]


def test_the_page_after_sending_says_nothing_without_its_proof(db, client):
    location = send(client)["Location"]
    reference = Inquiry.objects.get().reference
    path = location.partition("?")[0]
    for address in (path, f"{path}?t=forged", f"{START}thanks/QQQQ-QQQQ/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Your reference" not in page.text
        assert reference not in page.text.replace(path, "")
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=2)):
        assert "Your reference" not in client.get(location).text


def test_the_same_post_twice_makes_one_inquiry(db, client):
    with time_machine.travel(MONDAY, tick=False) as clock:
        first = send(client, message="One and the same")
        clock.shift(60 * 9)
        second = send(client, message="one and  the same ", email="ANNA@example.org")
        assert Inquiry.objects.count() == Contact.objects.count() == OutboxMail.objects.count() == 1
        assert first["Location"].partition("?")[0] == second["Location"].partition("?")[0]
        clock.shift(60 * 2)
        send(client, message="One and the same")
    assert Inquiry.objects.count() == 2


def test_another_context_is_another_inquiry(db, client):
    zone = factories.zone("Shenyang High-Tech Zone", slug="shenyang")
    send(client)
    send(client, zones="shenyang")
    assert Inquiry.objects.count() == 2
    assert list(Inquiry.objects.first().zones.all()) == [zone]


def test_an_error_asks_back_and_keeps_every_word(db, client):
    zone = factories.zone("Shenyang High-Tech Zone", slug="shenyang")
    typed = {
        "name": "Ánna <b>",
        "company": "Example & Sons",
        "country": "DE",
        "phone": "+49 1",
        "timetable": "later",
    }
    response = send(client, message="Kept “words”", email="anna@", zones="shenyang", **typed)
    assert response.status_code == 422
    page = response.text
    assert "<title>Error:" in " ".join(page.split())
    assert 'href="#id_email"' in page
    assert 'aria-invalid="true"' in page
    for words in (
        "Kept “words”",
        "Ánna &lt;b&gt;",
        "Example &amp; Sons",
        "+49 1",
        zone.name,
        'value="anna@"',
    ):
        assert words in page
    for value in ("DE", "later"):
        assert f'<option value="{value}" selected>' in page
    assert not Inquiry.objects.exists()


def test_both_needed_fields_are_named_when_they_are_missing(db, client):
    response = client.post(START, {"message": " \u200b\u202e\x07 "[:1]})
    assert response.status_code == 422
    assert "Write your message." in response.text
    assert "Enter your e-mail address." in response.text


def test_another_site_is_refused_and_a_browser_of_this_site_is_not(db, client):
    refused = (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
    )
    for headers in refused:
        assert send(client, headers=headers).status_code == 403
    assert not Inquiry.objects.exists()
    welcome = (
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {},
    )
    for number, headers in enumerate(welcome):
        assert send(client, message=f"Number {number}", headers=headers).status_code == 303


def test_it_needs_no_csrf_cookie(db):
    assert send(Client(enforce_csrf_checks=True)).status_code == 303


def test_wild_text_is_made_safe_and_nothing_visible_is_lost(db, client):
    message = "Ａ e\u0301 \x00\x07 \u202egnp.exe\u202c\r\nline two " + "字" * 5000
    send(client, message=message, name="Eve\r\nBcc: all@example.org")
    inquiry = Inquiry.objects.get()
    assert inquiry.messages.get().body == "Ａ é  gnp.exe\nline two " + "字" * 5000
    assert inquiry.contact.name == "Eve Bcc: all@example.org"


def test_international_addresses_are_welcome(db, client):
    for number, address in enumerate(("张三@例子.公司", "anna@exämple.org", " anna@example.org\u200b")):
        assert send(client, message=f"Number {number}", email=address).status_code == 303
    assert {contact.email for contact in Contact.objects.all()} == {
        "张三@例子.公司",
        "anna@exämple.org",
        "anna@example.org",
    }


def test_a_header_cannot_be_injected_by_the_address(db, client):
    response = send(client, email="anna@example.org\nBcc: all@example.org")
    assert response.status_code == 422
    assert not Inquiry.objects.exists()


def test_a_form_that_is_old_never_counts_against_its_sender(db, client):
    send(client, age=age(timezone.now() - timezone.timedelta(days=90)))
    assert Inquiry.objects.get().reasons == []


def test_the_form_page_knows_the_second_and_holds_what_comes_too_fast(db, client):
    page = client.get(START)
    token = page.context["form"].initial["age"]
    send(client, age=token)
    assert Inquiry.objects.get().reasons == ["too_fast"]


def test_the_trap_and_fields_that_the_form_does_not_have_hold(db, client):
    send(client, message="Trapped", homepage="https://example.com")
    send(client, message="Invented", subject="Hi", email="b@example.org")
    assert [inquiry.reasons for inquiry in Inquiry.objects.order_by("pk")] == [
        ["honeypot"],
        ["unknown_fields"],
    ]


def test_too_many_are_held_and_none_is_refused(db, client):
    for number in range(8):
        assert send(client, message=f"Number {number}", email=f"n{number}@example.org").status_code == 303
    verdicts = list(Inquiry.objects.order_by("pk").values_list("moderation", flat=True))
    assert verdicts == ["clean"] * 5 + ["held"] * 3


def test_acknowledgements_to_one_address_are_capped(db, client):
    for number in range(4):
        send(client, message=f"Number {number}", headers={"X-Real": "1"})
    assert Inquiry.objects.filter(moderation="clean").count() == 4
    assert OutboxMail.objects.count() == 3


def test_the_address_can_fill_the_form_in(db, client):
    factories.zone("Shenyang High-Tech Zone", slug="shenyang")
    factories.zone("A draft", slug="draft", live=False)
    story = factories.article("A story about it", slug="story")
    page = client.get(
        START, {"zone": ["shenyang", "draft", "none"], "article": "edz-news/story", "message": "About land?"}
    ).text
    assert 'name="zones" value="shenyang" checked' in page
    assert "A draft" not in page
    assert 'name="article" value="edz-news/story" checked' in page
    assert "About land?</textarea>" in page
    send(client, zones="shenyang", article="edz-news/story")
    assert Inquiry.objects.get().article == story


def test_all_optional_fields_are_kept(db, client):
    industry = factories.industry("biomedicine")
    send(
        client,
        industry="biomedicine",
        project="research",
        investment="1m-10m",
        language="ja",
        timetable="6-months",
    )
    inquiry = Inquiry.objects.get()
    assert inquiry.industry == industry
    assert (inquiry.project, inquiry.investment, inquiry.timetable) == ("research", "1m-10m", "6-months")
    assert inquiry.contact.language == "ja"
    assert inquiry.mail_language == "en"


def test_a_chinese_page_makes_a_chinese_inquiry(db, client):
    response = client.post(
        f"/zh-hans{START}", {"message": "示例：土地", "email": "li@example.org", "age": age()}
    )
    assert response["Location"].startswith("/zh-hans/start-your-business/thanks/")
    assert Inquiry.objects.get().language == "zh-hans"


def test_a_file_is_kept_under_a_random_name(db, client):
    file = SimpleUploadedFile("../../Plan\u202efdp.PDF", b"%PDF-1.7 words")
    assert send(client, attachment=file).status_code == 303
    kept = Attachment.objects.get()
    assert kept.name == "Planfdp.PDF"
    assert "Plan" not in kept.file.name
    assert kept.file.name.endswith(".pdf")
    assert (settings.DATA_DIR / "private") in Path(kept.file.path).parents
    assert client.get(f"/files/{kept.file.name}").status_code == 404


def test_a_file_that_is_not_what_it_says_is_asked_back(db, client):
    for name, content in (
        ("page.html", b"<html>"),
        ("plan.pdf", b"MZ\x90"),
        ("plan.docx", b"PK\x03\x04 not a container"),
        ("big.pdf", b"%PDF-" + b"0" * 6 * 1024 * 1024),
    ):
        response = send(client, attachment=SimpleUploadedFile(name, content))
        assert response.status_code == 422, name
    assert not Inquiry.objects.exists()


def test_a_post_costs_ten_queries_at_the_most(db, client, django_assert_max_num_queries):
    factories.zone("Shenyang High-Tech Zone", slug="shenyang")
    # A savepoint and its release stand for the transaction's own two statements.
    with django_assert_max_num_queries(10 + 2):
        assert send(client, zones="shenyang").status_code == 303


def test_the_form_of_every_page_is_the_same_for_everybody_and_asks_the_database_nothing(
    db, django_assert_num_queries
):
    from inquiries.templatetags.inquiries_tags import inquiry_form

    with time_machine.travel(MONDAY + timezone.timedelta(minutes=5), tick=False) as clock:
        with django_assert_num_queries(0):
            first = inquiry_form()
        clock.shift(60 * 50)
        assert inquiry_form()["age"] == first["age"]


def test_the_compact_form_is_accepted_by_its_own_action(db, client):
    from django.template.loader import render_to_string

    from inquiries.templatetags.inquiries_tags import inquiry_form

    zone = factories.zone("Shenyang High-Tech Zone", slug="shenyang")
    html = render_to_string("inquiries/_form.html", inquiry_form(zone=zone))
    assert f'action="{reverse("inquiries:start")}"' in html
    assert 'name="zones" value="shenyang"' in html
    assert "csrf" not in html


def test_an_origin_that_is_no_address_is_another_site(db, client):
    assert send(client, headers={"origin": "http://["}).status_code == 403


def test_while_nothing_can_be_stored_all_that_was_typed_comes_back(db, client, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    token = age()
    with monkeypatch.context() as patched:
        patched.setattr(Inquiry.objects, "receive", locked)
        response = send(
            client, "First line\nsecond <b>", name='An"na', zones=["one", "two"], age=token, made_up="no"
        )
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "no-store" in response["Cache-Control"]
    for kept in (
        f'action="{START}"',
        "First line\nsecond &lt;b&gt;</textarea>",
        'name="email" value="anna@example.org"',
        'name="name" value="An&quot;na"',
        'name="zones" value="one"',
        'name="zones" value="two"',
        f'name="age" value="{token}"',
    ):
        assert kept in response.text
    assert "made_up" not in response.text
    assert "Your file" not in response.text
    assert send(client, age=token).status_code == 303
    assert Inquiry.objects.get().moderation == "clean"


def test_a_database_that_is_away_costs_no_word(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no server")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", away)
    response = client.post("/zh-hans" + START, {"message": "我们需要土地。", "email": "anna@example.org"})
    assert response.status_code == 503
    assert "我们需要土地。</textarea>" in response.text
    assert 'lang="zh-hans"' in response.text


def test_what_could_not_be_stored_is_not_told_to_the_log(db, client, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OSError(28, "No space left for anna@example.org")

    monkeypatch.setattr(Inquiry.objects, "receive", full)
    assert send(client).status_code == 503
    assert "OSError" in caplog.text
    assert "anna" not in caplog.text


def test_a_whole_shortlist_comes_to_the_form_and_stays_with_the_inquiry(db, client):
    slugs = [f"zone-no-{number}" for number in range(12)]
    for number, slug in enumerate(slugs):
        factories.zone(f"Place {number:02}", slug=slug)
    page = client.get(START, {"zone": reversed(slugs)}).text
    ticked = re.findall(r'type="checkbox" name="zones" value="([\w-]+)" checked', page)
    assert ticked == slugs[::-1]
    sent = client.post(
        START, {"message": "Land?", "email": "anna@example.org", "age": age(), "zones": slugs[:11]}
    )
    assert sent.status_code == 303
    assert Inquiry.objects.get().zones.count() == 11


def test_zones_stay_ticked_when_the_form_asks_back(db, client):
    for slug in ("one", "two"):
        factories.zone(f"Place {slug}", slug=slug)
    page = client.post(START, {"message": "Land?", "email": "", "zones": ["two", "one"]}).text
    assert re.findall(r'type="checkbox" name="zones" value="([\w-]+)" checked', page) == ["two", "one"]


def test_a_zone_by_its_former_slug_is_asked_about_all_the_same(db, client):
    zone = factories.zone("Suzhou", slug="suzhou")
    OldAddress.objects.create(path="/zones/old-suzhou/", zone=zone)
    send(client, zones="old-suzhou")
    assert list(Inquiry.objects.get().zones.all()) == [zone]
