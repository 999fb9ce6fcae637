"""E-mail addresses: checked by their form, kept as typed, compared by a key."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from .plain_text import clean_line

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def clean_address(text: str) -> str:
    """The address as its mail server takes it. ValidationError when no server would.

    Stray space and invisible characters come from copying, and are no reason to refuse.
    """
    typed = clean_line(text).translate(_INVISIBLE).strip("<>;, ")
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValidationError(
            _("Enter an e-mail address in the correct format, like name@example.com."), code="invalid"
        ) from error


def address_key(address: str) -> str:
    """What two spellings of one address have in common."""
    return address.strip().casefold()
