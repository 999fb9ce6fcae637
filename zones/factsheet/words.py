"""Records in the words of a sheet: texts with their language, dates, marks of age."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from .. import borrowed_texts
from ..models import Indicator
from ..partial_dates import PartialDate
from .citations import Citations
from .sheet import Cite, Row, Text


def localised(record: Any, field: str) -> Text:
    """A translated column, marked with its language where it is lent from another."""
    text, language, is_lent = borrowed_texts.text_and_language(record, field)
    return Text(text, borrowed_texts.bcp47(language) if is_lent else "")


def named(record: Any) -> Text:
    """The name of a row of a controlled list."""
    return localised(record, "name") if record else Text("")


def date(value: Any) -> str:
    if not value:
        return ""
    return (value if isinstance(value, PartialDate) else PartialDate(value)).display()


def as_of(fact: Any) -> str:
    return date(fact.as_of) or gettext("date not given")


def since(when: str) -> str:
    return gettext("since %(date)s") % {"date": when} if when else ""


def joined(*parts: object) -> str:
    """What there is of the parts, in one line."""
    return gettext(" · ").join(str(part) for part in parts if part)


def with_short(text: str, addition: str) -> str:
    """A name with what belongs to it in brackets, where there is such a thing."""
    if not addition:
        return text
    return gettext("%(name)s (%(addition)s)") % {"name": text, "addition": addition}


def labelled(label: str, text: Text) -> Text:
    """A note that says what it is about. The language mark stays only where the whole note may carry it."""
    return Text(gettext("%(label)s: %(text)s") % {"label": label, "text": text}, text.lang)


def remarks(fact: Any) -> tuple[Text, ...]:
    """What an editor has to say about the source or the value of a fact."""
    notes = [localised(fact, "remark")] if fact.remark else []
    if getattr(fact, "warning_note", ""):
        notes.append(localised(fact, "warning_note"))
    return tuple(notes)


def age_marks(fact: Any) -> tuple[str, ...]:
    if not getattr(fact, "is_stale", False):
        return ()
    return (gettext("older figure") if isinstance(fact, Indicator) else gettext("may be out of date"),)


def row(
    label: Text | str | Promise,
    value: Text | str | Promise | tuple[Text, ...],
    fact: Any = None,
    cites: Citations | None = None,
    *,
    when: str = "",
    notes: tuple[Text | None, ...] = (),
    marks: tuple[str, ...] | None = None,
    cite: Cite | None = None,
    is_past: bool = False,
) -> Row:
    """A row of the sheet; with a fact, its remarks, its age and its sources come along."""
    if fact is not None and cites is not None:
        cite = cites.of(fact)
    if not isinstance(value, Text | tuple):
        value = Text(str(value))
    return Row(
        label=Text(capfirst(str(label)), label.lang if isinstance(label, Text) else ""),
        value=value if isinstance(value, tuple) else (value,),
        when=when,
        notes=tuple(note for note in notes if note) + (remarks(fact) if fact is not None else ()),
        marks=marks if marks is not None else age_marks(fact),
        cite=cite,
        is_past=is_past,
    )


def active_language() -> str:
    return get_language() or settings.LANGUAGE_CODE
