"""The officers' screens: who may see them, what a queue holds, what each step does, what a screen costs."""

import re

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from inquiries import outbox
from inquiries.models import FollowLink, Inquiry, InquiryEvent, OutboxMail
from tests import factories

from .factories import MONDAY, ago, held, inquiry, manager, officer, spam

STEPS = {
    "screenings": {"verdict": "spam"},
    "assignments": {"owner": ""},
    "moves": {"status": "open"},
    "priorities": {"priority": "1"},
    "notes": {"text": "A note"},
    "replies": {"text": "An answer", "then": "waiting_sender"},
    "revocations": {},
}


def take_step(client, made, resource, follow=False, **data):
    data.setdefault("version", Inquiry.objects.get(pk=made.pk).version)
    return client.post(reverse(f"inbox:{resource}", args=[made.reference]), data, follow=follow)


@pytest.fixture
def desk(db, client):
    """A client with an officer at it."""
    client.officer = officer("lin")
    client.force_login(client.officer)
    return client


# --- who


def addresses(made):
    yield "get", "/inbox/", {}
    yield "get", f"/inbox/{made.reference}/", {}
    for resource, data in STEPS.items():
        yield "post", f"/inbox/{made.reference}/{resource}/", data | {"version": made.version}


@pytest.mark.parametrize("role", ["writer", "editor", "publisher", "zone editor", None])
def test_nobody_else_sees_or_does_anything(db, client, role):
    made = inquiry()
    client.force_login(factories.user("other", *([role] if role else [])))
    for method, address, data in addresses(made):
        assert getattr(client, method)(address, data).status_code == 403, address
    assert InquiryEvent.objects.filter(actor="officer").count() == 0


def test_without_a_login_every_address_leads_to_it(db, client):
    for method, address, data in addresses(inquiry()):
        response = getattr(client, method)(address, data)
        assert response.status_code == 302, address
        assert "/admin/login/" in response["Location"]


@pytest.mark.parametrize("role", ["officer", "officer manager"])
def test_officers_and_managers_see_and_do_it(db, client, role):
    client.force_login(factories.user("other", role))
    for method, address, data in addresses(inquiry()):
        fresh = inquiry()
        if method == "post":
            address = address.replace(address.split("/")[2], fresh.reference)
        assert getattr(client, method)(address, data).status_code in (200, 303), address


def test_only_a_manager_assigns_to_others(desk):
    made, colleague = inquiry(), officer("wang")
    assert take_step(desk, made, "assignments", owner=colleague.pk).status_code == 403
    assert take_step(desk, made, "assignments", owner=desk.officer.pk).status_code == 303
    desk.force_login(manager("chief"))
    assert take_step(desk, made, "assignments", owner=colleague.pk).status_code == 303
    made.refresh_from_db()
    assert made.owner == colleague


def test_a_file_is_a_download_for_officers_alone(db, client):
    made = inquiry(file=SimpleUploadedFile("plan.pdf", b"%PDF-1.7"))
    address = reverse("inbox:attachment", args=[made.messages.get().attachments.get().pk])
    assert "/admin/login/" in client.get(address)["Location"]
    client.force_login(factories.user("other", "writer"))
    assert client.get(address).status_code == 403
    client.force_login(officer())
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    storages["private"].delete(made.messages.get().attachments.get().file.name)
    assert client.get(address).status_code == 404


def test_a_login_in_the_middle_of_a_step_leads_back_to_the_thread(desk):
    made = inquiry()
    for resource in STEPS:
        response = desk.get(f"/inbox/{made.reference}/{resource}/")
        assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())
    assert made.events.count() == 2


# --- queues


def test_each_queue_holds_what_its_name_says(desk):
    now = timezone.now()
    fresh = inquiry(at=now)
    late = inquiry(at=ago(days=20))
    mine = inquiry(at=now)
    mine.assign(desk.officer, by=desk.officer)
    waiting = inquiry(at=now)
    waiting.reply("Answer", by=desk.officer)
    closed = inquiry(at=now)
    closed.move_to("closed", outcome="answered", by=desk.officer)
    suspect = held(at=now)
    rubbish = spam(at=now)
    expected = {
        "screen": {fresh, late},
        "overdue": {late},
        "mine": {mine, waiting},
        "unassigned": {fresh, late},
        "waiting": {waiting},
        "quarantine": {suspect},
        "spam": {rubbish},
        "closed": {closed},
        "all": {fresh, late, mine, waiting, closed, suspect, rubbish},
    }
    counts = Inquiry.objects.queue_counts(user=desk.officer)
    for name, inquiries in expected.items():
        page = desk.get("/inbox/", {"queue": name})
        assert set(page.context["page"].rows) == inquiries, name
        if name in counts:
            assert counts[name] == len(inquiries), name


def test_due_and_overdue_share_nothing(desk):
    at = timezone.now()
    for days in range(12):
        inquiry(at=at - timezone.timedelta(days=days), email=f"due{days}@example.org")
    due, overdue = Inquiry.objects.due_soon(at), Inquiry.objects.overdue(at)
    counts = Inquiry.objects.queue_counts(user=desk.officer, at=at)
    assert not set(due) & set(overdue)
    assert (counts["due"], counts["overdue"]) == (due.count(), overdue.count())
    assert overdue.count()


def test_the_inbox_opens_where_something_is_most_urgent_and_shows_the_next_due_first(desk):
    inquiry(at=timezone.now())
    assert desk.get("/inbox/").context["queue"].name in ("screen", "due")
    older = inquiry(at=ago(days=30))
    inquiry(at=ago(days=20))
    page = desk.get("/inbox/")
    assert page.context["queue"].name == "overdue"
    assert page.context["page"].rows[0] == older


def test_search_finds_reference_sender_and_words_of_the_thread(desk):
    made = inquiry("We need 冷库 near a port", email="zoë@example.org", contact={"company": "Ünïted Example"})
    made.note("Called about Škoda", by=desk.officer)
    inquiry("Something else")
    for words in (made.reference.lower(), "zoe@example", "united", "冷库", "PORT near", "skoda"):
        page = desk.get("/inbox/", {"q": words})
        assert list(page.context["page"].rows) == [made], words
    assert "Nothing was found" in desk.get("/inbox/", {"q": "nowhere"}).text


def test_a_list_shows_the_opening_words_of_the_sender(desk):
    made = inquiry("We look for land near a port. " * 20)
    made.hear("And water?")
    row = desk.get("/inbox/", {"queue": "all"}).context["page"].rows[0]
    assert row.opening.startswith("We look for land near a port.")
    assert len(row.opening) <= 110


def test_whoever_has_nothing_else_to_do_sees_what_is_held(desk):
    made = held()
    assert made.reference in desk.get("/inbox/").text


def test_an_empty_queue_says_what_to_do(desk):
    assert "Take something unassigned" in desk.get("/inbox/", {"queue": "due"}).text


# --- steps


def test_a_held_inquiry_is_released_and_then_acknowledged(desk):
    made = held()
    page = desk.get(made.get_absolute_url()).text
    assert "Sent without the form" in page
    assert take_step(desk, made, "screenings", verdict="clean").status_code == 303
    made.refresh_from_db()
    assert (made.moderation, made.status, made.due_kind) == ("clean", "new", "take")
    assert OutboxMail.objects.get().letter == "acknowledgement"


def test_a_reply_leaves_through_the_outbox_and_is_the_first_answer(desk):
    made = inquiry()
    response = take_step(desk, made, "replies", text="Land is listed.", then="waiting_sender", follow=True)
    made.refresh_from_db()
    assert made.status == "waiting_sender"
    assert made.owner == desk.officer
    assert made.first_answered_at
    assert made.due_at is None
    mail = OutboxMail.objects.get(letter="reply")
    assert mail.message.body == "Land is listed."
    assert "in the outbox" in response.text


def test_private_links_are_closed_at_once(desk):
    made = inquiry()
    link = f"/follow/{FollowLink.objects.issue(made)}/"
    assert desk.get(link).status_code == 200
    assert take_step(desk, made, "revocations").status_code == 303
    assert desk.get(link).status_code == 404
    assert made.events.last().kind == "links_revoked"


def test_a_thread_tells_of_others_from_the_same_address(desk):
    made = inquiry(email="anna@example.org")
    assert "other inquir" not in desk.get(made.get_absolute_url()).text
    inquiry(email="Anna@example.org")
    inquiry(email="anna@example.org")
    inquiry(email="other@example.org")
    assert "2 other inquiries" in desk.get(made.get_absolute_url()).text


def test_a_letter_that_does_not_leave_is_seen_in_its_thread(desk, settings):
    settings.EMAIL_BACKEND = "tests.inquiries.test_outbox.BrokenServer"
    made = inquiry()
    made.reply("Our answer", by=desk.officer)
    page = desk.get(f"/inbox/{made.reference}/").text
    assert "has not reached" not in page
    assert "could not be sent" not in page
    outbox.send_waiting()
    page = desk.get(f"/inbox/{made.reference}/").text
    assert "The acknowledgement has not reached the sender." in page
    assert "It could not be sent yet and is tried again at" in page
    assert page.count("ConnectionRefusedError") == 2
    OutboxMail.objects.update(state="failed")
    page = desk.get(f"/inbox/{made.reference}/").text
    assert "Nothing is tried any more" in page
    for address in re.findall(r'href="(/admin/inquiries/outboxmail/[^"]*)"', page):
        assert desk.get(address).status_code == 200


def test_answering_is_one_key_away(desk):
    page = desk.get(f"/inbox/{inquiry().reference}/").text
    assert '<a class="button button--small" href="#replyform_text" accesskey="r">' in page
    assert '<textarea name="text" cols="40" rows="9" dir="auto" id="replyform_text">' in page


def test_every_step_is_one_event_of_the_thread(desk):
    made = inquiry()
    take_step(desk, made, "assignments", owner=desk.officer.pk)
    take_step(desk, made, "priorities", priority="1")
    take_step(desk, made, "notes", text="Ask the zone")
    take_step(desk, made, "replies", text="Answer", then="open")
    take_step(desk, made, "moves", status="closed", outcome="referred")
    take_step(desk, made, "moves", status="open")
    take_step(desk, made, "screenings", verdict="spam")
    take_step(desk, made, "screenings", verdict="clean")
    kinds = [event.kind for event in made.events.all()]
    assert kinds == (
        [
            "received",
            "acknowledged",
            "assigned",
            "moved",
            "prioritised",
            "noted",
            "replied",
            "moved",
            "moved",
            "marked_spam",
            "released",
        ]
    )
    page = desk.get(made.get_absolute_url()).text
    for sentence in (
        "lin took it",
        "lin set the priority to Urgent",
        "Closed (Handed to a zone)",
        "lin marked it as spam",
        "lin found it clean",
    ):
        assert sentence in page


def test_an_old_page_answers_409_and_keeps_what_was_typed(desk):
    made = inquiry()
    made.note("A colleague was faster", by=officer("wang"))
    response = take_step(desk, made, "replies", text="My long answer", then="open", version=1)
    assert response.status_code == 409
    page = response.text
    assert "Somebody was faster" in page
    assert "My long answer</textarea>" in page
    assert '<option value="open" selected>' in page
    assert "A colleague was faster" in page
    assert not OutboxMail.objects.filter(letter="reply").exists()
    again = take_step(desk, made, "replies", text="My long answer", then="open", version=2)
    assert again.status_code == 303
    assert f'name="version" value="{made.version}"' in page


def test_a_step_that_cannot_be_stored_keeps_what_was_typed(desk, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Inquiry, "reply", locked)
    response = take_step(desk, inquiry(), "replies", text="My long answer", then="open")
    assert response.status_code == 503
    assert "Nothing was stored just now." in response.text
    assert "My long answer</textarea>" in response.text


def test_a_step_that_is_not_possible_says_why(desk):
    made = inquiry()
    response = take_step(desk, made, "moves", status="closed", outcome="")
    assert response.status_code == 422
    assert "Say how it ended" in response.text
    # The summary leads to the field.
    assert '<a href="#moveform_outcome">' in response.text
    response = take_step(desk, made, "replies", text="  ", then="open")
    assert response.status_code == 422
    assert "Write the reply." in response.text
    response = take_step(desk, held(), "replies", text="Answer", then="open")
    assert response.status_code == 422
    assert OutboxMail.objects.filter(letter="reply").count() == 0


def test_csrf_guards_the_inbox(db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(officer())
    assert take_step(client, inquiry(), "notes", text="A note").status_code == 403


def test_what_a_sender_wrote_is_shown_as_text(desk):
    made = inquiry("<script>alert(1)</script> <b>bold</b>", contact={"name": "<i>Eve</i>"})
    page = desk.get(made.get_absolute_url()).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<bdi>&lt;i&gt;Eve&lt;/i&gt;</bdi>" in page


# --- what it costs


def many(count, user):
    zones = [factories.zone(f"Zone {number}") for number in range(2)]
    for number in range(count):
        made = inquiry(
            f"{Inquiry.objects.count()} " + "示例咨询：请问土地。" * 40,
            at=MONDAY + timezone.timedelta(hours=number),
            zones=zones,
            contact={"name": "A rather long name of a sender", "company": "A rather long name of a company"},
        )
        made.assign(user, by=user)


def test_a_list_costs_the_same_for_one_as_for_fifty(desk, django_assert_max_num_queries):
    many(1, desk.officer)
    with django_assert_max_num_queries(8) as for_one:
        desk.get("/inbox/", {"queue": "mine"})
    many(49, desk.officer)
    with django_assert_max_num_queries(len(for_one)):
        page = desk.get("/inbox/", {"queue": "mine"})
    assert len(page.context["page"].rows) == 50
    assert len(page.content) <= 60 * 1024


@pytest.mark.parametrize("asked", [{"queue": "all"}, {"queue": "closed"}, {"q": "示例"}])
def test_a_list_of_any_length_costs_eight_queries(desk, asked, django_assert_max_num_queries):
    many(12, desk.officer)
    with django_assert_max_num_queries(8):
        desk.get("/inbox/", asked)


def test_a_long_list_has_pages(desk):
    many(51, desk.officer)
    first = desk.get("/inbox/", {"queue": "all"})
    assert "page=2" in first.text
    second = desk.get("/inbox/", {"queue": "all", "page": "2"})
    rows = [*first.context["page"].rows, *second.context["page"].rows]
    assert len({row.pk for row in rows}) == 51
    assert "page=3" not in second.text
    for odd in ("0", "-1", "x", "9" * 30, "99"):
        assert desk.get("/inbox/", {"queue": "all", "page": odd}).status_code == 200


def test_a_thread_costs_the_same_however_long(desk, django_assert_max_num_queries):
    made = inquiry(file=SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), zones=[factories.zone()])
    made.reply("Answer 0", by=desk.officer)
    with django_assert_max_num_queries(12) as for_few:
        desk.get(made.get_absolute_url())
    for number in range(15):
        made.hear(f"Question {number}")
        made.reply(f"Answer {number}", by=desk.officer)
        made.note(f"Note {number}", by=desk.officer)
    many(10, desk.officer)
    with django_assert_max_num_queries(len(for_few)):
        desk.get(made.get_absolute_url())


def test_a_thread_costs_a_manager_twelve_queries(db, client, django_assert_max_num_queries):
    chief = manager()
    client.force_login(chief)
    made = inquiry(zones=[factories.zone()])
    for number in range(5):
        officer(f"officer{number}")
    many(3, chief)
    with django_assert_max_num_queries(12):
        client.get(made.get_absolute_url())


def test_a_whole_shortlist_is_seen_in_the_list_and_in_the_thread(desk):
    zones = [factories.zone(f"Place {number:02}", slug=f"place-{number}") for number in range(12)]
    made = inquiry(zones=zones)
    page = desk.get(made.get_absolute_url()).text
    row = page[page.index('class="row__zones"') :]
    assert row[: row.index("</span>")].endswith("Place 00 +11")
    facts = page[page.index('class="thread__facts"') :]
    for zone in zones:
        assert f'<a href="/zones/{zone.slug}/">{zone}</a>' in facts
