"""Texts that stand in another language because the page's own has none."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

# Written by the portal itself, never read.
_UNREAD = {"sort_key"}


def borrowed_languages(record: Model, language: str) -> set[str]:
    """The languages that fill in for texts of the record which have none in `language`."""
    try:
        fields = translator.get_options_for_model(type(record)).all_fields
    except NotRegistered:
        return set()
    borrowed = set()
    for name, columns in fields.items():
        texts = {column.language: getattr(record, column.attname) for column in columns}
        if name not in _UNREAD and not texts.get(language):
            borrowed |= {other for other, text in texts.items() if text}
    return borrowed


def text_and_language(record: Model, field: str) -> tuple[str, str, bool]:
    """The column of the active language or the first filled one of the others, its language, whether it is lent."""
    active = get_language() or settings.LANGUAGE_CODE
    languages = [active, *(code for code, _name in settings.LANGUAGES if code != active)]
    for language in languages:
        text = getattr(record, build_localized_fieldname(field, language), "")
        if text:
            return text, language, language != active
    return "", active, False


def other_name(record: Model) -> tuple[str, str] | None:
    """A name in a language that is not shown, and that language; None where there is no other name."""
    active = get_language() or settings.LANGUAGE_CODE
    shown = text_and_language(record, "name")[0]
    for code, _name in settings.LANGUAGES:
        text = getattr(record, build_localized_fieldname("name", code), "")
        if code != active and text and text != shown:
            return text, code
    return None


def bcp47(code: str) -> str:
    """A language code as documents want it: zh-Hans."""
    head, _dash, tail = code.partition("-")
    return f"{head}-{tail.title()}" if len(tail) == 4 else code
