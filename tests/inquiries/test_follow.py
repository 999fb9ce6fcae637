"""The sender's own thread, opened by a private link."""

import pytest
from django.db import OperationalError
from django.utils import timezone
from django.utils.formats import date_format

from inquiries.models import FollowLink, Inquiry, InquiryEvent, Message
from tests import factories

from .factories import inquiry, officer


@pytest.fixture
def made(db):
    return inquiry("Which land is there?", email="anna@example.org")


@pytest.fixture
def link(made):
    return f"/follow/{FollowLink.objects.issue(made)}/"


def test_the_sender_reads_letters_and_no_notes(client, made, link):
    made.note("Internal doubts", by=officer())
    made.reply("There is land.", by=officer())
    page = client.get(link)
    assert "Which land is there?" in page.text
    assert "There is land." in page.text
    assert "Internal doubts" not in page.text
    assert not page.cookies


def test_the_page_is_private(client, link):
    for response in (client.get(link), client.get("/follow/guessed/"), client.post(link, {"message": ""})):
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_reading_changes_nothing(client, made, link):
    events, version = InquiryEvent.objects.count(), made.version
    client.get(link, {"withdraw": "1", "message": "x"})
    client.head(link)
    made.refresh_from_db()
    assert (InquiryEvent.objects.count(), made.version) == (events, version)


def test_a_reply_of_the_sender_opens_the_thread_again(client, made, link):
    made.reply("There is land.", by=officer())
    response = client.post(link, {"message": "How much?"})
    assert (response.status_code, response["Location"]) == (303, link)
    made.refresh_from_db()
    assert made.status == "open"
    assert made.due_kind == "answer"
    assert made.events.filter(kind="wrote", actor="sender").count() == 1
    assert "How much?" in client.get(link).text


def test_the_same_reply_twice_is_one(client, made, link):
    for _press in range(2):
        client.post(link, {"message": "How much?"})
    assert Message.objects.filter(direction="in", body="How much?").count() == 1


def test_an_empty_reply_is_asked_back(client, link):
    response = client.post(link, {"message": " \x07 "})
    assert response.status_code == 422
    assert "Write your message." in response.text


def test_while_nothing_can_be_stored_the_message_comes_back(client, made, link, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Inquiry, "hear", locked)
    response = client.post(link, {"message": "One more question"})
    assert response.status_code == 503
    assert "One more question</textarea>" in response.text
    assert f'action="{link}"' in response.text
    assert 'name="email"' not in response.text
    assert response["Referrer-Policy"] == "same-origin"


def test_another_site_cannot_write_into_it(client, made, link):
    response = client.post(link, {"message": "x"}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert made.messages.count() == 1


def test_the_sender_withdraws(client, made, link):
    assert client.post(link, {"withdraw": "1"}).status_code == 303
    made.refresh_from_db()
    assert (made.status, made.outcome) == ("closed", "withdrawn")
    assert made.due_at is None
    assert "closed" in client.get(link).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_unknown_revoked_or_expired_opens_nothing(client, made, link, method):
    assert getattr(client, method)("/follow/guessed/", {"message": "x"}).status_code == 404
    FollowLink.objects.revoke()
    assert getattr(client, method)(link, {"message": "x"}).status_code == 404
    late = f"/follow/{FollowLink.objects.issue(made, at=timezone.now() - timezone.timedelta(days=181))}/"
    assert getattr(client, method)(late, {"message": "x"}).status_code == 404
    assert made.messages.count() == 1


def test_the_database_does_not_give_links_away(made, link):
    token = link.split("/")[2]
    assert token not in str(FollowLink.objects.values())


def test_the_page_promises_the_next_answer_and_names_the_officer(client, made, link):
    olive = officer(first_name="Olive", last_name="Sample")
    made.reply("There is land.", by=olive, at=timezone.now() - timezone.timedelta(days=30))
    made.hear("And power?")
    made.refresh_from_db()
    page = client.get(link).text
    assert "Olive Sample" in page
    assert made.due_kind == "answer"
    assert date_format(timezone.localtime(made.due_at), "DATE_FORMAT") in page


def test_the_thread_names_every_zone_and_links_those_with_a_page(db, client):
    zones = [factories.zone("Suzhou", slug="suzhou"), factories.zone("Dalian", slug="dalian")]
    made = inquiry("Which land is there?", zones=zones)
    zones[1].unpublish(by=None)
    page = client.get(f"/follow/{FollowLink.objects.issue(made)}/").text
    assert '<a href="/zones/suzhou/">Suzhou</a>' in page
    assert "Dalian" in page
    assert "/zones/dalian/" not in page
