"""One cell as a value of its model's field. ValidationError says in words what was expected."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..richtext import RichTextField
from . import canonical
from .lookups import Lookups

_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read(field: Any, raw: Any, lookups: Lookups) -> Any:
    """`raw` from a file as what `field` holds: a reference row for a link, a Decimal for a number, ..."""
    if isinstance(raw, list | dict):
        raise ValidationError(_("A single value is expected."))
    if isinstance(raw, str):
        raw = raw.strip()
        if "\x00" in raw:
            # PostgreSQL cannot hold it.
            raise ValidationError(_("Null characters are not allowed."))
    if raw is None or raw == "":
        return _nothing(field)
    if field.is_relation:
        row = lookups.find(field.related_model, raw)
        if row is None:
            raise ValidationError(
                _("“%(word)s” is not in the list of %(list)s."),
                params={"word": raw, "list": field.related_model._meta.verbose_name_plural},
            )
        return row
    if isinstance(field, RichTextField):
        # Sanitised here, so that it is compared with what was stored clean.
        return field.clean(str(raw), None)
    if isinstance(field, models.BooleanField):
        return _truth(raw)
    if isinstance(field, models.CharField) and field.choices and raw == "exact":
        # The absence of a qualifier has a name in files.
        return ""
    if isinstance(field, models.DateTimeField):
        moment = field.to_python(str(raw))
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if isinstance(field, models.DateField) and not isinstance(raw, datetime.date):
        return field.to_python(str(raw))
    return field.to_python(str(raw) if isinstance(raw, float | bool) else raw)


def _nothing(field: Any) -> Any:
    if isinstance(field, models.CharField | models.TextField):
        # Translated columns may be null; one kind of nothing is enough.
        return ""
    return field.get_default() if not field.null and field.has_default() else None


def _truth(raw: Any) -> bool:
    truth = raw if isinstance(raw, bool) else _TRUTHS.get(str(raw).casefold())
    if truth is None:
        raise ValidationError(_("Enter true or false."))
    return truth


def read_uuid(raw: Any) -> uuid.UUID:
    try:
        return uuid.UUID(str(raw))
    except ValueError:
        raise ValidationError(_("“%(word)s” is not a UUID."), params={"word": raw}) from None


def differs(old: Any, new: Any) -> bool:
    """Whether a stored value and a read one say something different."""
    if not isinstance(new, str):
        return bool(old != new)
    # Blanks around a text and the kind of its line ends are lost in files.
    return (canonical.text(old) if type(old) is str else old or "") != (canonical.text(new) or "")


def messages(error: ValidationError) -> str:
    return " ".join(str(message) for message in error.messages)


def words(raw: Any) -> list[str]:
    """A list of keys: an array, or words between semicolons."""
    if raw in (None, ""):
        return []
    parts = raw.split(";") if isinstance(raw, str) else raw
    if not isinstance(parts, list | tuple) or any(isinstance(part, list | dict) for part in parts):
        raise ValidationError(_("A list of words is expected."))
    return [str(part).strip() for part in parts if str(part).strip()]
