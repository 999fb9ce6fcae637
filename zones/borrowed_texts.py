"""Texts that stand in another language because the page's own has none."""

from __future__ import annotations

from django.db.models import Model
from modeltranslation.translator import NotRegistered, translator

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
