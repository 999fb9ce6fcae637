"""Mail: what the letters say, that none is lost, stuck or sent by two workers at once."""

import datetime
import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from inquiries import outbox
from inquiries.models import FollowLink, OutboxMail
from inquiries.models.outbox_mail import LEASE, PAUSES

from .factories import inquiry, officer

BROKEN = "tests.inquiries.test_outbox.BrokenServer"


class BrokenServer:
    """A mail server that takes nothing but what is addressed to `only`."""

    only = None

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, letters):
        if letters[0].to == [self.only]:
            return len(letters)
        raise ConnectionRefusedError("no\r\nserver here")


def test_an_acknowledgement_names_reference_date_and_link_and_nothing_that_was_sent(db):
    made = inquiry(
        "Secret words", email="anna@example.org", contact={"name": "Ms Secret", "company": "Secret Ltd"}
    )
    assert outbox.send_waiting() == 1
    letter = mail.outbox[0]
    text = letter.subject + letter.body
    assert letter.to == ["anna@example.org"]
    assert made.reference in letter.subject
    assert "Secret" not in text
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    token = re.search(rf"{settings.SITE_URL}/follow/(\S+)/", letter.body)[1]
    assert FollowLink.objects.of_token(token).get().inquiry == made
    assert token not in str(list(FollowLink.objects.values()) + list(OutboxMail.objects.values()))


def test_a_reply_is_in_the_language_of_its_sender_and_keeps_its_characters(db):
    made = inquiry(contact={"language": "zh-hans"})
    made.reply("Land & “power” <ok> 土地", by=officer())
    outbox.send_waiting()
    letter = mail.outbox[-1]
    assert "Land & “power” <ok> 土地" in letter.body
    assert f"{settings.SITE_URL}/zh-hans/follow/" in letter.body
    assert "Auto-Submitted" not in letter.extra_headers


def test_a_reply_is_signed_by_its_officer_and_tells_no_account_name(db):
    made, olive = inquiry(), officer("account7")
    made.reply("Answer one", by=olive)
    outbox.send_waiting()
    olive.first_name, olive.last_name = "Olive", "Sample"
    olive.save()
    made.reply("Answer two", by=olive)
    outbox.send_waiting()
    unsigned, signed = mail.outbox[-2:]
    assert unsigned.body.startswith("Answer one\n\n-- \n")
    assert signed.body.startswith("Answer two\n\nOlive Sample\n\n-- \n")
    assert "account7" not in unsigned.body + signed.body


def test_no_header_takes_a_second_line(db):
    made = inquiry()
    OutboxMail.objects.create(letter="plain", to="a@example.org\nBcc: all@example.org", subject="S", body="B")
    OutboxMail.objects.create(letter="plain", to="a@example.org", subject="S\nBcc: all@example.org", body="B")
    assert outbox.send_waiting() == 1
    assert [letter.to for letter in mail.outbox] == [[made.contact.email]] or len(mail.outbox) == 1
    assert OutboxMail.objects.filter(letter="plain", last_error__contains="BadHeader").count() == 2


def test_a_failed_letter_is_tried_again_later_and_at_last_shown_to_a_person(db, settings):
    settings.EMAIL_BACKEND = BROKEN
    inquiry()
    at = timezone.now()
    for pause in PAUSES:
        assert outbox.send_waiting(at=at) == 0
        waiting = OutboxMail.objects.get()
        assert (waiting.state, waiting.next_attempt_at) == ("queued", at + pause)
        assert "ConnectionRefusedError" in waiting.last_error
        assert not OutboxMail.objects.due(at).exists()
        at = waiting.next_attempt_at
    outbox.send_waiting(at=at)
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert not FollowLink.objects.exists(), "a letter that did not leave leaves no link"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert waiting.send_again(at=at)
    assert outbox.send_waiting(at=at) == 1


def test_the_log_names_no_receiver(db, settings, caplog):
    settings.EMAIL_BACKEND = BROKEN
    made = inquiry(email="anna@example.org")
    outbox.send_waiting()
    assert "ConnectionRefusedError" in caplog.text
    assert "anna" not in caplog.text
    assert "anna" not in str([vars(event) for event in made.events.all()])


def test_one_bad_letter_does_not_stop_the_next(db, settings, monkeypatch):
    settings.EMAIL_BACKEND = BROKEN
    inquiry(email="bad@example.org")
    inquiry(email="good@example.org")
    monkeypatch.setattr(BrokenServer, "only", "good@example.org")
    assert outbox.send_waiting() == 1
    assert OutboxMail.objects.get(to="good@example.org").state == "sent"


def test_two_workers_never_take_the_same_letter(db):
    inquiry()
    inquiry()
    first, second = OutboxMail.objects.take(), OutboxMail.objects.take()
    assert first != second
    assert OutboxMail.objects.take() is None


def test_a_killed_worker_loses_nothing_and_leaves_nothing_stuck(db):
    inquiry()
    at = timezone.now()
    dead = OutboxMail.objects.take(at=at)
    assert OutboxMail.objects.take(at=at + LEASE - datetime.timedelta(seconds=1)) is None
    other = OutboxMail.objects.take(at=at + LEASE)
    assert other == dead
    assert other.attempts == 2
    assert not dead.mark_sent(at=at + LEASE), "the lease has passed on"
    assert other.mark_sent(at=at + LEASE)
    assert outbox.send_waiting(at=at + 2 * LEASE) == 0


def test_a_letter_and_what_it_tells_about_are_stored_together_or_not_at_all(db, monkeypatch):
    from inquiries.models import Inquiry, InquiryEvent

    def fail(*args, **kwargs):
        raise IntegrityError("disk full")

    monkeypatch.setattr(InquiryEvent.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        inquiry()
    assert not OutboxMail.objects.exists()
    assert not Inquiry.objects.exists()


def test_both_languages_have_every_letter(db):
    for language in ("en", "zh-hans"):
        made = inquiry(details={"language": language})
        made.reply("Answer", by=officer())
    assert outbox.send_waiting() == 4
    for letter in mail.outbox:
        assert letter.subject
        assert "{" not in letter.subject + letter.body
        assert "/follow/" in letter.body
