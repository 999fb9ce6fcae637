"""The fewest words that make an inquiry, through the same door as a visitor's."""

import datetime
import itertools

from django.utils import timezone

from inquiries.form_age import FormAge
from inquiries.models import Inquiry, Status
from inquiries.models.reception import Clues
from tests import factories

_number = itertools.count(1)
# Monday, 09:00 in Beijing.
MONDAY = datetime.datetime(2026, 11, 16, 1, 0, tzinfo=datetime.UTC)
GENUINE = Clues(form_age=FormAge(is_known=True))
BARE = Clues()


def officer(name=None, **fields):
    return factories.user(name, "officer", **fields)


def manager(name=None):
    return factories.user(name, "officer manager")


def inquiry(text=None, *, email=None, clues=GENUINE, at=None, **fields):
    number = next(_number)
    return Inquiry.objects.receive(
        text=text or f"Which land is available for plan {number}?",
        email=email or f"sender{number}@example.org",
        clues=clues,
        at=at,
        **fields,
    )


def held(**fields):
    return inquiry(clues=BARE, **fields)


def spam(by=None, **fields):
    made = held(**fields)
    made.mark_spam(by=by)
    return made


def in_state(moderation, status, *, by):
    """An inquiry brought to the state by its own verbs alone."""
    if moderation == "held":
        return held()
    made = inquiry()
    if status == Status.CLOSED:
        made.move_to(status, outcome="answered", by=by)
    elif status != Status.NEW:
        made.move_to(Status.OPEN, by=by)
        if status != Status.OPEN:
            made.move_to(status, by=by)
    if moderation == "spam":
        made.mark_spam(by=by)
    return made


def ago(**span):
    return timezone.now() - datetime.timedelta(**span)
