"""Whether an inquiry looks genuine: a score with its reasons, from the submission and its neighbourhood.

Pure: it reads nothing and refuses nothing. A suspect is held for a person to look at;
only a person calls anything spam.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

HOLD_AT = 50

# code: (points, what the officer reads)
REASONS = {
    "honeypot": (100, _("A field that people do not see was filled in")),
    "no_token": (60, _("Sent without the form, or with a forged mark of its age")),
    "too_fast": (60, _("Sent within two seconds of opening the form")),
    "unknown_fields": (60, _("Has fields that the form does not have")),
    "network_rate": (50, _("Many inquiries from one network within an hour")),
    "address_rate": (50, _("Many inquiries from one address within a day")),
    "overall_rate": (50, _("More inquiries than usual from everywhere")),
    "same_text": (60, _("The same text came from another address within a day")),
    "markup": (60, _("Contains link markup")),
    "many_links": (50, _("Contains three or more links")),
    "two_links": (15, _("Contains two links")),
    "only_links": (50, _("Contains hardly anything but links")),
    "link_in_name": (50, _("A link stands where a name belongs")),
}

TOO_FAST = 2  # seconds
PER_NETWORK_AND_HOUR = 5
PER_ADDRESS_AND_DAY = 4
OVERALL_PER_HOUR = 120

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKUP = re.compile(r"\[url\b|\[link\b|<a\s[^>]*href|</a>", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """What was sent, cleaned. `form_seconds` is None where the form's age is known to the hour only."""

    message: str
    name: str = ""
    company: str = ""
    honeypot_filled: bool = False
    token_is_valid: bool = True
    form_seconds: float | None = None
    unknown_fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Neighbourhood:
    """How many others came before it: from its network and from everywhere within the hour,
    from its address and with its text from other addresses within the day."""

    network_hour: int = 0
    overall_hour: int = 0
    address_day: int = 0
    same_text_day: int = 0


@dataclass(frozen=True)
class Verdict:
    score: int
    reasons: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return self.score >= HOLD_AT


def judge(submission: Submission, neighbourhood: Neighbourhood) -> Verdict:
    reasons = tuple(_reasons(submission, neighbourhood))
    return Verdict(sum(REASONS[reason][0] for reason in reasons), reasons)


def _reasons(sent: Submission, around: Neighbourhood) -> Iterator[str]:
    if sent.honeypot_filled:
        yield "honeypot"
    if not sent.token_is_valid:
        yield "no_token"
    elif sent.form_seconds is not None and sent.form_seconds < TOO_FAST:
        yield "too_fast"
    if sent.unknown_fields:
        yield "unknown_fields"
    if around.network_hour >= PER_NETWORK_AND_HOUR:
        yield "network_rate"
    if around.address_day >= PER_ADDRESS_AND_DAY:
        yield "address_rate"
    if around.overall_hour >= OVERALL_PER_HOUR:
        yield "overall_rate"
    if around.same_text_day:
        yield "same_text"
    yield from _reasons_in_text(sent)


def _reasons_in_text(sent: Submission) -> Iterator[str]:
    if _MARKUP.search(sent.message):
        yield "markup"
    links = _LINK.findall(sent.message)
    if len(links) >= 3:
        yield "many_links"
    elif len(links) == 2:
        yield "two_links"
    if links and len(_LINK.sub("", sent.message).strip()) < 20:
        yield "only_links"
    if _LINK.search(f"{sent.name} {sent.company}"):
        yield "link_in_name"
