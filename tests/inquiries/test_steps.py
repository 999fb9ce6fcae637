"""The whole matrix: each verb from each moderation and status, and what it leaves behind."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from inquiries import states
from inquiries.models import IllegalStep, Inquiry, InquiryEvent, Message, OutboxMail, Stale
from inquiries.states import Moderation, Outcome, Priority, Status
from tests import factories

from .factories import MONDAY, held, in_state, inquiry, manager, officer

STATES = [
    (moderation, status)
    for moderation in Moderation
    for status in Status
    if moderation != Moderation.HELD or status == Status.NEW
]


@pytest.fixture
def lin(db):
    return officer("lin")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("moderation,current", STATES)
def test_every_move_of_the_matrix(lin, moderation, current, status):
    made = in_state(moderation, current, by=lin)
    before, events = made.version, made.events.count()
    outcome = Outcome.REFERRED if status == Status.CLOSED else ""
    if moderation == Moderation.CLEAN and status in states.STATUS_MOVES[current]:
        made.move_to(status, by=lin, outcome=outcome)
        made.refresh_from_db()
        assert (made.status, made.outcome) == (status, outcome)
        assert (made.version, made.events.count()) == (before + 1, events + 1)
        assert made.events.last().by == lin
    else:
        with pytest.raises(IllegalStep):
            made.move_to(status, by=lin, outcome=outcome)
        made.refresh_from_db()
        assert (made.status, made.version, made.events.count()) == (current, before, events)


@pytest.mark.parametrize("verdict", [Moderation.CLEAN, Moderation.SPAM])
@pytest.mark.parametrize("moderation,current", STATES)
def test_every_screening_of_the_matrix(lin, moderation, current, verdict):
    made = in_state(moderation, current, by=lin)
    verb = made.release if verdict == Moderation.CLEAN else made.mark_spam
    if verdict in states.MODERATION_MOVES[moderation]:
        verb(by=lin)
        made.refresh_from_db()
        assert made.moderation == verdict
        assert made.status == current
        assert made.events.filter(by=lin).last().kind in ("released", "marked_spam")
    else:
        with pytest.raises(IllegalStep):
            verb(by=lin)
        made.refresh_from_db()
        assert made.moderation == moderation


@pytest.mark.parametrize("then", Status)
@pytest.mark.parametrize("moderation,current", STATES)
def test_every_reply_of_the_matrix(lin, moderation, current, then):
    made = in_state(moderation, current, by=lin)
    if then not in states.AFTER_REPLY:
        with pytest.raises(ValidationError):
            made.reply("Answer", by=lin, then=then)
    elif moderation == Moderation.CLEAN and current != Status.CLOSED:
        made.reply("Answer", by=lin, then=then)
        made.refresh_from_db()
        assert made.status == then
        assert made.owner == lin
        assert made.asked_at is None
        assert made.due_at is None
        assert OutboxMail.objects.filter(letter="reply", inquiry=made).count() == 1
    else:
        with pytest.raises(IllegalStep):
            made.reply("Answer", by=lin, then=then)
        assert not OutboxMail.objects.filter(letter="reply").exists()


@pytest.mark.parametrize("moderation,current", STATES)
def test_what_the_sender_adds_is_always_kept_and_opens_what_waited_for_it(lin, moderation, current):
    made = in_state(moderation, current, by=lin)
    made.hear("One more thing")
    made.refresh_from_db()
    opens = moderation == Moderation.CLEAN and current in (Status.WAITING_SENDER, Status.CLOSED)
    assert made.status == (Status.OPEN if opens else current)
    assert made.messages.filter(direction="in").count() == 2
    event = made.events.filter(kind="wrote").get()
    assert (event.actor, event.by) == ("sender", None)
    if moderation == Moderation.CLEAN:
        assert made.due_at or made.status == Status.CLOSED


@pytest.mark.parametrize("moderation,current", STATES)
def test_only_a_clean_and_unfinished_inquiry_gets_an_owner(lin, moderation, current):
    made = in_state(moderation, current, by=lin)
    if moderation == Moderation.CLEAN and current != Status.CLOSED:
        made.assign(lin, by=lin)
        made.refresh_from_db()
        assert made.owner == lin
        assert made.status == (Status.OPEN if current == Status.NEW else current)
        made.assign(None, by=lin)
        made.refresh_from_db()
        assert made.owner is None
    else:
        with pytest.raises(IllegalStep):
            made.assign(lin, by=lin)


@pytest.mark.parametrize("moderation,current", STATES)
def test_a_sender_withdraws_what_is_clean(lin, moderation, current):
    made = in_state(moderation, current, by=lin)
    if moderation == Moderation.CLEAN:
        made.withdraw()
        made.refresh_from_db()
        assert made.status == Status.CLOSED
        assert made.outcome == (Outcome.ANSWERED if current == Status.CLOSED else Outcome.WITHDRAWN)
    else:
        with pytest.raises(IllegalStep):
            made.withdraw()


def test_closing_needs_an_outcome_and_reopening_takes_it_away(lin):
    made = inquiry()
    with pytest.raises(ValidationError):
        made.move_to(Status.CLOSED, by=lin)
    made.move_to(Status.CLOSED, by=lin, outcome=Outcome.PROJECT, at=MONDAY)
    assert made.closed_at == MONDAY
    made.move_to(Status.OPEN, by=lin)
    assert (made.closed_at, made.outcome) == (None, "")


def test_the_clock_runs_pauses_and_goes_on(lin):
    made = inquiry(at=MONDAY)
    hours = datetime.timedelta(hours=9)
    day = datetime.timedelta(days=1)
    assert (made.due_kind, made.due_at) == ("take", MONDAY + hours)
    assert made.answer_by == MONDAY + 2 * day + hours
    made.assign(lin, by=lin, at=MONDAY + hours)
    assert (made.due_kind, made.due_at) == ("answer", made.answer_by)
    made.reply("Answer", by=lin, at=MONDAY + day)
    assert (made.due_kind, made.due_at) == ("", None)
    assert made.first_answered_at == MONDAY + day
    made.hear("Thanks, and power?", at=MONDAY + 2 * day)
    assert (made.due_kind, made.due_at) == ("answer", MONDAY + 4 * day + hours)
    made.hear("And water?", at=MONDAY + 3 * day)
    assert made.due_at == MONDAY + 4 * day + hours, "a second question gives no more time for the first"
    made.note("A note is no answer", by=lin, at=MONDAY + 3 * day)
    assert made.due_at == MONDAY + 4 * day + hours
    made.reply("Power and water", by=lin, at=MONDAY + 4 * day)
    assert made.first_answered_at == MONDAY + day


def test_a_held_inquiry_is_due_to_be_screened_and_acknowledged_once_released(lin):
    made = held(at=MONDAY)
    assert (made.due_kind, made.due_at) == ("screen", MONDAY + datetime.timedelta(hours=9))
    made.mark_spam(by=lin, at=MONDAY)
    assert made.due_at is None
    for _time in range(2):
        made.release(by=lin, at=MONDAY)
        assert made.due_kind == "take"
        made.mark_spam(by=lin, at=MONDAY)
    assert OutboxMail.objects.filter(letter="acknowledgement").count() == 1


def test_who_may_not_work_in_the_inbox_does_nothing(lin):
    made, writer = inquiry(), factories.user("writer", "writer")
    verbs = (
        lambda: made.release(by=writer),
        lambda: made.mark_spam(by=writer),
        lambda: made.assign(None, by=writer),
        lambda: made.prioritise(Priority.LOW, by=writer),
        lambda: made.move_to(Status.OPEN, by=writer),
        lambda: made.reply("Answer", by=writer),
        lambda: made.note("Note", by=writer),
    )
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    with pytest.raises(ValidationError):
        made.assign(writer, by=manager())
    assert made.events.count() == 2


def test_a_note_goes_with_any_step(lin):
    made = inquiry()
    made.assign(lin, by=lin, note="I know this firm")
    assert [event.kind for event in made.events.all()][2:] == ["assigned", "moved", "noted"]
    assert made.messages.get(direction="note").body == "I know this firm"


def test_a_step_that_fails_leaves_nothing_behind(lin):
    made = inquiry()
    with pytest.raises(ValidationError):
        made.reply("Answer", by=lin, then=Status.CLOSED, outcome="no such outcome")
    assert made.messages.count() == 1
    assert not OutboxMail.objects.filter(letter="reply").exists()
    made.refresh_from_db()
    assert made.owner is None


def test_an_old_version_is_noticed(lin):
    made = inquiry()
    twin = Inquiry.objects.get(pk=made.pk)
    made.note("First", by=lin)
    twin.refresh_from_db()
    with pytest.raises(Stale):
        twin.require_version(1)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "closed"},
        {"outcome": "answered"},
        {"moderation": "held", "status": "open"},
        {"moderation": "lost"},
        {"status": "lost"},
        {"due_at": None},
    ],
)
def test_the_database_refuses_what_no_verb_would_do(db, changes):
    made = inquiry()
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=made.pk).update(**changes)


def test_the_history_is_only_added_to(db):
    made = inquiry()
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        triggers = {row[0] for row in cursor.fetchall()}
    assert {"inquiries_inquiryevent_no_update", "inquiries_inquiryevent_no_delete"} <= triggers
    with pytest.raises(DatabaseError), transaction.atomic():
        made.events.update(kind="noted")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inquiries_inquiryevent")


def test_the_history_holds_no_personal_text(lin):
    made = inquiry("Secret plan", email="anna@example.org", contact={"name": "Anna Example"})
    made.note("Secret note", by=lin)
    made.reply("Secret answer", by=lin)
    for event in InquiryEvent.objects.values():
        assert not any(word in str(event) for word in ("Secret", "anna", "Anna"))
    Message.objects.update(body="")
    assert made.events.count() == 6
