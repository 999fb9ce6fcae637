"""What differs on a page, told in words: a line for each field that changed and each fact that came or went.

Values are kept as people read them, whole, in the portal's first language whoever writes:
a number, a name, a label. What the columns are called is told in the reader's language.
"""

from __future__ import annotations

import datetime
import decimal
import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models as db
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext

from .models import Article, Change, Fact, GalleryPicture, Zone
from .models.publishing import Publishable
from .richtext import RichTextField
from .translation import TRANSLATED

# What a page consists of, beside its own columns: group → model.
PARTS: dict[str, dict[str, Any]] = {
    "zone": {
        relation.name: relation.related_model
        for relation in Zone._meta.related_objects
        if relation.one_to_many and relation.field.name == "zone" and hasattr(relation.related_model, "uuid")
    },
    "article": {"gallery": GalleryPicture},
}
PAGES: dict[str, Any] = {"zone": Zone, "article": Article}
_GROUPS = {model: (kind, group) for kind, parts in PARTS.items() for group, model in parts.items()}
_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|blockquote)>|<br ?/?>")
BATCH = 500
# Of what a table shows of a value; the whole of it is kept.
LONGEST, CONTEXT = 300, 40


def first_language() -> Any:
    """The language in which a history is written, so that it reads the same whoever saved."""
    return translation.override(settings.LANGUAGE_CODE)


# --- which columns there are, and what they hold


@cache
def columns(model: Any) -> tuple[str, ...]:
    """The attributes of which a history is kept: what people enter, no keys and nothing derived."""
    names = [
        field.name
        for field in model._meta.fields
        if field.editable
        and not field.primary_key
        and field.name not in TRANSLATED.get(model, ())
        and not (field.many_to_one and field.name in PAGES and model in _GROUPS)
    ]
    if "period_start" in names:
        names[names.index("period_start")] = "period"
        names.remove("period_end")
    names += [field.name for field in model._meta.many_to_many]
    # What a fact says before where it comes from.
    return tuple(sorted(names, key=lambda name: issubclass(model, Fact) and name in _provenance()))


@cache
def _provenance() -> frozenset[str]:
    names = {field.name for field in Fact._meta.fields}
    codes = [code.replace("-", "_") for code, _name in settings.LANGUAGES]
    return frozenset(names | {f"{name}_{code}" for name in names for code in codes})


def values(row: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    """What the columns hold now, relations to many included."""
    return {name: value_of(row, name) for name in names or columns(type(row))}


def value_of(row: Any, name: str) -> Any:
    if name in _many(type(row)):
        return list(getattr(row, name).all()) if row.pk else []
    value = getattr(row, name)
    # A file's handle changes with its row.
    return str(value) if isinstance(value, db.fields.files.FieldFile) else value


@cache
def _many(model: Any) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.many_to_many)


def differs(before: Any, after: Any) -> bool:
    if isinstance(before, list) or isinstance(after, list):
        one, other = before or [], after or []
        return len(one) != len(other) or any(row not in other for row in one)
    if before in (None, "") or after in (None, ""):
        return (before in (None, "")) != (after in (None, ""))
    return before != after


def text(model: Any, name: str, value: Any) -> str:
    """The value as a reader would say it: a choice by its label, a row by its name, a number plainly."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(row) for row in value))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, decimal.Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    field = None if name == "period" else model._meta.get_field(name)
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(getattr(value, "code", value), value))
    if isinstance(field, RichTextField):
        return html.unescape(strip_tags(_BLOCK_END.sub("\n", value))).strip()
    return str(value)


# --- lines of a history


def compared(page: Publishable, row: Any, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """A line for each column of `row`, the page itself or one of its facts, that differs."""
    for name in (*columns(type(row)), "uuid"):
        if name in before and name in after and differs(before[name], after[name]):
            former, new = (text(type(row), name, values[name]) for values in (before, after))
            if former == new:
                # Only the markup of a rich text differs: then it is what is told.
                former, new = str(before[name]), str(after[name])
            yield _line(page, row, Change.Action.CHANGED, field=name, before=former, after=new)


def added(page: Publishable, row: Any, told: str | None = None) -> Change:
    return _line(page, row, Change.Action.ADDED, after=summary(row) if told is None else told)


def removed(page: Publishable, row: Any, told: str | None = None) -> Change:
    """`row` is read while it still stands; `told` is its summary, where it was taken before."""
    return _line(page, row, Change.Action.REMOVED, before=summary(row) if told is None else told)


def summary(row: Any, known: dict[str, Any] | None = None) -> str:
    """All that a record says, one column to a line. `known` values are not read from the row."""
    model, known = type(row), known or {}
    told = ((name, known[name] if name in known else value_of(row, name)) for name in columns(model))
    return "\n".join(
        f"{field_label(model, name)}: {words}"
        for name, value in told
        if not _is_usual(model, name, value) and (words := text(model, name, value))
    )


def _is_usual(model: Any, name: str, value: Any) -> bool:
    """A tick that stands as it stands everywhere says nothing."""
    return isinstance(value, bool) and value == model._meta.get_field(name).default


def _line(page: Publishable, row: Any, action: str, **said: str) -> Change:
    line = Change(
        page=page.uuid,
        page_kind=page._meta.model_name,
        action=action,
        group=group_of(type(row)),
        record=None if row is page else row.uuid,
        record_label=str(row)[:250],
        **said,
    )
    # For who tells of it at once; the history names its pages by uuid alone.
    line.named_page = page
    return line


def record(lines: Iterable[Change], *, by: Any, way: str, at: datetime.datetime | None = None) -> int:
    """Write the lines into the history, as done by one person at one moment; returns how many."""
    moment, rows = at or timezone.now(), list(lines)
    for line in rows:
        line.by, line.way, line.at = by, way, moment
    Change.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts short enough for a table: of long ones the part in which they differ."""
    same = next((i for i, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, same - CONTEXT) if max(len(before), len(after)) > LONGEST else 0
    return _cut(before, start), _cut(after, start)


def _cut(words: str, start: int) -> str:
    end = start + LONGEST
    return f"{'… ' if start and words else ''}{words[start:end].strip()}{' …' if len(words) > end else ''}"


def told(line: Change) -> str:
    """One line in words: of which page, which of its facts and which column, what it was and is."""
    where = [str(getattr(line, "named_page", "") or line.record_label)]
    if line.group:
        where += [group_label(line.page_kind, line.group), line.record_label]
    before, after = (" / ".join(words.split("\n")) for words in excerpts(line.before, line.after))
    if line.field:
        return f"{' · '.join([*where, label_of(line)])}: {before or '—'} → {after or '—'}"
    said = f" ({before or after})" if before or after else ""
    return f"{' · '.join(where)}: {line.get_action_display()}{said}"


# --- what groups and columns are called


def group_of(model: Any) -> str:
    return _GROUPS[model][1] if model in _GROUPS else ""


def group_label(kind: str, group: str) -> str:
    if not group:
        return gettext("The page itself")
    model = PARTS.get(kind, {}).get(group)
    return capfirst(str(model._meta.verbose_name_plural)) if model else group


def label_of(change: Change) -> str:
    """What the line's column is called in the reader's language."""
    parts = PARTS.get(change.page_kind, {})
    model = parts.get(change.group) if change.group else PAGES.get(change.page_kind)
    return field_label(model, change.field) if model and change.field else change.field


def field_label(model: Any, name: str) -> str:
    if name == "period":
        return gettext("Period")
    try:
        field = model._meta.get_field(name)
    except db.FieldDoesNotExist:
        # A column that has gone since.
        return name
    translated = getattr(field, "translated_field", None)
    if translated is None:
        return capfirst(str(field.verbose_name))
    wanted = field.language.replace("-", "_")
    code = next(code for code, _name in settings.LANGUAGES if code.replace("-", "_") == wanted)
    return f"{capfirst(str(translated.verbose_name))} · {get_language_info(code)['name_local']}"
