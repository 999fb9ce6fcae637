"""Dates that know how much is known: `1994`, `1994-08` or `1994-08-31`.

The text itself is stored. It sorts and compares as it stands, carries its own
precision, and cannot disagree with a second column that would hold it.
"""

from __future__ import annotations

import calendar
import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"\A(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


class PartialDate(str):
    """A calendar year, month or day in ISO 8601, checked when it is made.

    Raises ValueError for anything else. As a `str` it is its own database value,
    and plain comparison orders a year before its first month and a month before its first day.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> PartialDate:
        match = PATTERN.match(str(text).strip())
        if not match:
            raise ValueError(f"not a year, month or day: {text!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        datetime.date(year or 0, month or 1, day or 1)  # raises ValueError for 1994-13 or 1994-02-30
        return super().__new__(cls, str(text).strip())

    @classmethod
    def of(cls, date: datetime.date) -> PartialDate:
        return cls(date.isoformat())

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def precision(self) -> str:
        return {4: "year", 7: "month", 10: "day"}[len(self)]

    @property
    def earliest(self) -> datetime.date:
        """The first day that the date may mean."""
        return datetime.date(self.year, int(self[5:7] or 1), int(self[8:10] or 1))

    @property
    def latest(self) -> datetime.date:
        """The last day that the date may mean."""
        if self.precision == "day":
            return self.earliest
        month = 12 if self.precision == "year" else int(self[5:7])
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both may mean the same day: 1991 agrees with 1991-03, not with 1992."""
        return self.startswith(str(other)) or str(other).startswith(self)

    def display(self) -> str:
        """The date in words of the active language, no more precise than it is known."""
        if self.precision == "year":
            # Translators: a calendar year standing alone, such as 1991.
            return gettext("%(year)s") % {"year": self.year}
        if self.precision == "month":
            return formats.date_format(self.earliest, "YEAR_MONTH_FORMAT")
        return formats.date_format(self.earliest, "DATE_FORMAT")


class PartialDateFormField(forms.CharField):
    default_error_messages = {"invalid": _("Enter a year, a month or a day: 1994, 1994-08 or 1994-08-31.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("size", "11")
        self.widget.attrs.setdefault("placeholder", "YYYY-MM-DD")

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return text
        try:
            return PartialDate(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class PartialDateField(models.CharField):
    """A column that holds a `PartialDate`, or "" where the date is not known."""

    description = _("Date with precision")

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if value in (None, ""):
            return value
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime.date):
            return PartialDate.of(value)
        try:
            return PartialDate(value)
        except ValueError:
            raise ValidationError(
                PartialDateFormField.default_error_messages["invalid"], code="invalid"
            ) from None

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField} | kwargs)
