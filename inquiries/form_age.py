"""When the form was handed out, signed, so that its age can be believed.

The form on cached pages must be the same for everybody, so it carries only the hour.
The page of the form itself is never cached and carries the second.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.core import signing

_signer = signing.Signer(salt="inquiries.form_age")
_HOUR = 3600


class FormAge(NamedTuple):
    """`seconds` is None where only the hour is known."""

    is_known: bool
    seconds: float | None = None


UNKNOWN = FormAge(is_known=False)


def coarse_token(at: datetime.datetime) -> str:
    return _signer.sign(f"h{int(at.timestamp()) // _HOUR}")


def exact_token(at: datetime.datetime) -> str:
    return _signer.sign(f"s{int(at.timestamp())}")


def age_of(token: str, at: datetime.datetime) -> FormAge:
    """The age of the form at the moment `at`; unknown when the token is missing, forged or from the future."""
    try:
        issued = _signer.unsign(token)
    except signing.BadSignature:
        return UNKNOWN
    kind, number = issued[0], int(issued[1:])
    if kind == "h":
        return FormAge(number <= int(at.timestamp()) // _HOUR)
    seconds = at.timestamp() - number
    # Clocks of several machines differ a little.
    return FormAge(is_known=seconds > -5, seconds=max(seconds, 0))
