"""The sample inquiries: enough of them, plainly samples, in every state, and loading twice changes nothing."""

import datetime
import json

import pytest
from django.core import mail
from django.utils import timezone

from edzportal.demo import inquiries as demo
from inquiries import outbox
from inquiries.models import Contact, Inquiry, InquiryEvent, Message, OutboxMail, Status
from inquiries.states import Moderation, Outcome
from tests import factories

SAMPLES = json.loads(demo.SAMPLES.read_text("utf-8"))
WORDS_FOR_SAMPLE = [
    "sample",
    "example",
    "示例",
    "サンプル",
    "예시",
    "샘플",
    "muster",
    "beispiel",
    "exemple",
    "ejemplo",
    "exemplo",
    "esempio",
    "voorbeeld",
    "образец",
    "пример",
    "مثال",
    "نموذج",
    "تجريبي",
]


@pytest.fixture
def loaded(db):
    for key in {key for sample in SAMPLES for key in sample.get("zones", [])}:
        factories.zone(key, code=key, live=False)
    people = {
        "officer": factories.user("olive", "officer"),
        "manager": factories.user("max", "officer manager"),
    }
    now = timezone.now()
    assert demo.load(now, **people) == len(SAMPLES)
    return now, people


def test_they_are_plainly_samples():
    assert len(SAMPLES) >= 44
    assert len({sample["language"] for sample in SAMPLES}) >= 10
    for sample in SAMPLES:
        assert sample["email"].endswith("@example.org")
        texts = [sample["text"], *(step["text"] for step in sample.get("steps", []) if "text" in step)]
        for text in texts:
            assert any(word in text.casefold() for word in WORDS_FOR_SAMPLE), text


def test_they_stand_in_every_state(loaded):
    assert {*Inquiry.objects.values_list("moderation", flat=True)} == {*Moderation.values}
    assert {*Inquiry.objects.values_list("status", flat=True)} == {*Status.values}
    assert {*Inquiry.objects.exclude(outcome="").values_list("outcome", flat=True)} == {*Outcome.values}
    assert Inquiry.objects.overdue().exists()
    assert Inquiry.objects.in_quarantine().exists()
    assert Inquiry.objects.awaiting_screening().count() >= 5
    kinds = {*InquiryEvent.objects.values_list("kind", flat=True)}
    assert kinds == {*InquiryEvent.Kind.values}


def test_every_thread_is_in_order(loaded):
    now, _people = loaded
    for inquiry in Inquiry.objects.prefetch_related("events", "messages"):
        moments = [event.at for event in sorted(inquiry.events.all(), key=lambda event: event.pk)]
        assert moments == sorted(moments), inquiry.contact.email
        assert moments[0] == inquiry.received_at
        assert moments[-1] <= now


def test_no_letter_of_theirs_leaves(loaded):
    assert OutboxMail.objects.filter(state="sent").count() == OutboxMail.objects.count() > 30
    assert outbox.send_waiting() == 0
    assert not mail.outbox


def test_loading_again_changes_nothing(loaded):
    now, people = loaded

    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Inquiry, Contact, Message, InquiryEvent, OutboxMail)
        ]

    before = everything()
    assert demo.load(now + datetime.timedelta(days=3), **people) == 0
    assert everything() == before
