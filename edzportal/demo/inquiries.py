"""Sample inquiries, plainly samples, brought into their states by the verbs that senders and officers use.

Their moments count back from the moment of loading, so that on any day some are new,
some are due and some are late. Their letters count as sent: none leaves the machine.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TextIO

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from inquiries.form_age import UNKNOWN, FormAge
from inquiries.models import Contact, FollowLink, Inquiry, OutboxMail, Priority, Status
from inquiries.models.reception import Clues
from zones.models import Industry, Zone

SAMPLES = Path(__file__).with_name("inquiries.json")

# What the request of a sample told about itself.
CLUES = {
    "": Clues(form_age=FormAge(is_known=True)),
    "bare": Clues(form_age=UNKNOWN),
    "trap": Clues(form_age=FormAge(is_known=True), honeypot_filled=True),
}


def load(
    now: datetime.datetime, *, officer: User | None, manager: User | None, stdout: TextIO | None = None
) -> int:
    """Make the samples that are missing and return how many; without officers nobody could have answered."""
    if officer is None or manager is None:
        return 0
    samples = json.loads(SAMPLES.read_text("utf-8"))
    known = set(
        Contact.objects.filter(address_key__endswith="@example.org").values_list("address_key", flat=True)
    )
    missing = [sample for sample in samples if sample["email"] not in known]
    people = {"officer": officer, "manager": manager}
    with transaction.atomic():
        # Oldest first, as they would have come.
        for number, sample in enumerate(sorted(missing, key=lambda sample: -sample["received"]), 1):
            _make(sample, now, people)
            if stdout and number % 20 == 0:
                stdout.write(f"  {number} of {len(missing)} sample inquiries\n")
    return len(missing)


def _make(sample: dict, now: datetime.datetime, people: dict[str, User]) -> None:
    keys = sample.get("zones", [])
    inquiry = Inquiry.objects.receive(
        text=sample["text"],
        email=sample["email"],
        contact={name: sample[name] for name in ("name", "company", "country", "language")},
        details={
            "language": sample["page"],
            "industry": Industry.objects.filter(slug=sample.get("industry", "")).first(),
            **{name: sample.get(name, "") for name in ("project", "investment", "timetable")},
        },
        zones=Zone.objects.filter(Q(code__in=keys) | Q(code=None, name_zh_hans__in=keys)) if keys else (),
        clues=CLUES[sample.get("clues", "")],
        at=_moment(now, sample["received"]),
    )
    for step in sample.get("steps", []):
        _take_step(inquiry, step, people.get(step["by"]), people, _moment(now, step["ago"]))
    OutboxMail.objects.filter(inquiry=inquiry).count_as_sent()


def _take_step(inquiry: Inquiry, step: dict, by: User | None, people: dict[str, User], at) -> None:
    match step["do"]:
        case "release":
            inquiry.release(by=by, at=at)
        case "spam":
            inquiry.mark_spam(by=by, at=at)
        case "take":
            inquiry.assign(by, by=by, at=at)
        case "assign":
            inquiry.assign(people[step["to"]], by=by, at=at)
        case "prioritise":
            inquiry.prioritise(Priority(step["priority"]), by=by, at=at)
        case "note":
            inquiry.note(step["text"], by=by, at=at)
        case "reply":
            inquiry.reply(step["text"], by=by, then=step["then"], at=at)
        case "hear":
            inquiry.hear(step["text"], at=at)
        case "wait_inside":
            inquiry.move_to(Status.WAITING_INSIDE, by=by, at=at)
        case "close":
            inquiry.move_to(Status.CLOSED, outcome=step["outcome"], by=by, at=at)
        case "revoke_links":
            FollowLink.objects.issue(inquiry, at=at)
            inquiry.revoke_links(by=by, at=at)
        case "withdraw":
            inquiry.withdraw(at=at)
        case unknown:
            raise ValueError(f"{inquiry.contact.email}: no step is called {unknown!r}")


def _moment(now: datetime.datetime, days_ago: float) -> datetime.datetime:
    return now - datetime.timedelta(days=days_ago)
