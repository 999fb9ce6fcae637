"""What one step on an inquiry records, and why a step may be refused."""

from django.core.exceptions import ValidationError

from .event import InquiryEvent

Actor = InquiryEvent.Actor


class IllegalStep(ValidationError):
    """The inquiry is not in a state from which this step is possible."""


class Stale(ValidationError):
    """Somebody else changed the inquiry since the page was read."""


class Step:
    """What one verb records."""

    def __init__(self, inquiry, by, at, actor=None):
        self.inquiry, self.by, self.at = inquiry, by, at
        self.actor = actor or (Actor.OFFICER if by is not None else Actor.PORTAL)
        self.events = []

    def record(self, kind, *, actor=None, **values):
        actor = actor or self.actor
        self.events.append(
            InquiryEvent(
                inquiry=self.inquiry,
                kind=kind,
                at=self.at,
                actor=actor,
                by=self.by if actor == Actor.OFFICER else None,
                **values,
            )
        )
