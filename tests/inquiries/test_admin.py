"""Inquiries in the admin: the calendar is edited there, the rest is only read."""

import pytest
from django.urls import reverse

from inquiries.models import Holiday, InquiryEvent, OutboxMail
from tests import factories

from .factories import inquiry, manager, officer


@pytest.fixture
def made(db):
    made = inquiry()
    made.reply("Answer", by=officer("lin"))
    return made


def test_an_administrator_reads_everything_and_changes_nothing(client, made):
    client.force_login(factories.admin())
    for model, pk in (
        ("inquiry", made.pk),
        ("contact", made.contact_id),
        ("inquiryevent", InquiryEvent.objects.first().pk),
    ):
        assert client.get(reverse(f"admin:inquiries_{model}_changelist")).status_code == 200
        page = client.get(reverse(f"admin:inquiries_{model}_change", args=[pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        assert client.get(reverse(f"admin:inquiries_{model}_add")).status_code == 403
        assert client.post(reverse(f"admin:inquiries_{model}_delete", args=[pk])).status_code == 403
    page = client.get(reverse("admin:inquiries_inquiry_change", args=[made.pk])).text
    assert made.get_absolute_url() in page
    assert "lin replied" in page


def test_a_manager_keeps_the_calendar_and_lets_failed_letters_start_over(client, made):
    client.force_login(manager())
    client.post(reverse("admin:inquiries_holiday_add"), {"date": "2026-12-25", "name": "Example day"})
    assert Holiday.objects.get().name == "Example day"
    OutboxMail.objects.update(state="failed")
    action = {
        "action": "send_again",
        "_selected_action": list(OutboxMail.objects.values_list("pk", flat=True)),
    }
    client.post(reverse("admin:inquiries_outboxmail_changelist"), action)
    assert {*OutboxMail.objects.values_list("state", flat=True)} == {"queued"}


def test_an_officer_reads_the_outbox_and_starts_nothing(client, made):
    client.force_login(officer())
    assert client.get(reverse("admin:inquiries_outboxmail_changelist")).status_code == 200
    OutboxMail.objects.update(state="failed")
    action = {"action": "send_again", "_selected_action": [OutboxMail.objects.first().pk]}
    client.post(reverse("admin:inquiries_outboxmail_changelist"), action)
    assert {*OutboxMail.objects.values_list("state", flat=True)} == {"failed"}
