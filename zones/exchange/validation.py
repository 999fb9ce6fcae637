"""What the forms would check, without a query for each row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


def validation_messages(instance: Any, *, as_whole: bool = True) -> list[tuple[str, str]]:
    """What full validation says, but for what needs a query per row: pairs of attribute and message.

    Without `as_whole`, fields are looked at one by one: what a missing one does to others is not news.
    """
    links = [f for f in instance._meta.fields if f.is_relation]
    found = [
        (link.name, str(link.error_messages["null"]))
        for link in links
        if not link.null and getattr(instance, link.attname) is None and not link.is_cached(instance)
    ]
    try:
        instance.clean_fields(exclude={link.name for link in links})
        if as_whole and not found:
            instance.clean()
    except ValidationError as error:
        for name, problems in error.update_error_dict({}).items():
            found += [("" if name == "__all__" else name, " ".join(p.messages)) for p in problems]
    return found
