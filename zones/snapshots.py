"""A page with everything that hangs on it as plain data: to be stored, compared, and put back.

A snapshot holds what people enter and nothing derived: the page's own columns, once per
language and read raw, its many-to-many links, and its parts (facts, photographs, gallery)
by their uuid. Putting it back into the rows it was taken from gives the same snapshot again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import models as db
from django.db.models import QuerySet

from .changes import PARTS
from .exchange import bulk
from .models.publishing import Publishable
from .translation import TRANSLATED

# Written by the portal itself from what stands beside it.
_DERIVED = {"doubt"}
Snapshot = dict[str, Any]
Record = dict[str, Any]


def take(page: Publishable, *, known: Snapshot | None = None, but: Collection[str] = ()) -> Snapshot:
    """What the rows of the page say now, in one query for each table.

    Of a `known` snapshot everything is taken over but the page itself and those groups.
    """
    parts = {
        group: known["parts"][group]
        if known is not None and group in known["parts"] and group not in but
        else _taken(page, group, model)
        for group, model in _parts(page).items()
    }
    return _record(page, _page_fields(type(page))) | {"parts": parts}


def differing_groups(one: Snapshot, other: Snapshot) -> set[str]:
    """The groups of parts of which the two say something else."""
    (_fields, _links, parts), (_other_fields, _other_links, other_parts) = _ordered(one), _ordered(other)
    return {
        group
        for group in parts.keys() | other_parts.keys()
        if parts.get(group, []) != other_parts.get(group, [])
    }


def put_back(
    page: Publishable, snapshot: Snapshot, *, for_good: bool, groups: Collection[str] | None = None
) -> None:
    """Make the page's rows say what the snapshot says, in all groups or these. Only what differs is written.

    A part that has no row now is a new one: `for_good` gives it a key as any new row gets it, else it
    has a negative key made of its uuid, the same each time, so that a form filled in now can be sent later.
    Links to rows that have been deleted since are left out, and parts that cannot be without them.
    """
    _put_fields(page, snapshot["fields"])
    for name, keys in snapshot["links"].items():
        if keys == sorted(other.pk for other in getattr(page, name).all()):
            continue
        getattr(page, name).set(_standing(page._meta.get_field(name).related_model, keys))
    for group, model in _parts(page).items():
        if groups is None or group in groups:
            _put_parts(page, model, group, snapshot["parts"].get(group, []), for_good=for_good)


def say_the_same(snapshot: Snapshot, other: Snapshot) -> bool:
    """Whether the two say the same, whatever the order of their parts."""
    return _ordered(snapshot) == _ordered(other)


def _ordered(snapshot: Snapshot) -> Any:
    parts = {
        group: sorted(records, key=lambda record: record["uuid"])
        for group, records in snapshot["parts"].items()
    }
    return (snapshot["fields"], snapshot["links"], parts)


# --- reading


def _parts(page: Publishable) -> Mapping[str, Any]:
    return PARTS[page._meta.model_name]


def _taken(page: Publishable, group: str, model: Any) -> list[Record]:
    fields = _part_fields(model, _owner(model, page))
    return [_record(row, fields) | {"uuid": str(row.uuid)} for row in _rows(page, model)]


def _rows(page: Publishable, model: Any) -> Iterable[Any]:
    many = [field.name for field in model._meta.many_to_many]
    rows = QuerySet(model).filter(**{_owner(model, page): page}).order_by("pk")
    return rows.prefetch_related(*many)


def _record(row: db.Model, fields: Iterable[db.Field]) -> Record:
    return {
        "fields": {field.name: _written(field, row) for field in fields},
        "links": {
            field.name: sorted(other.pk for other in getattr(row, field.name).all())
            for field in row._meta.many_to_many
        },
    }


def _written(field: db.Field, row: db.Model) -> Any:
    """The value as JSON holds it exactly: numbers with a point and dates as text."""
    value = row.__dict__.get(field.attname)
    if value is None and hasattr(field, "translated_field"):
        # A language in which nothing was said may be null or empty: it is the same.
        return ""
    if value is None or isinstance(value, bool | int):
        return value
    return str(value) if isinstance(value, str) else field.value_to_string(row)


@cache
def _page_fields(model: Any) -> tuple[db.Field, ...]:
    return tuple(
        field for field in _own_fields(model) if field.editable and not field.name.startswith("sort_key")
    )


@cache
def _part_fields(model: Any, owner: str) -> tuple[db.Field, ...]:
    return tuple(field for field in _own_fields(model) if field.name not in {owner, "uuid"} | _DERIVED)


def _own_fields(model: Any) -> list[db.Field]:
    """Every stored column but the key, and of translated ones those of the languages."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in TRANSLATED.get(model, ())
    ]


@cache
def _owner_of(model: Any, kind: str) -> str:
    return next(
        field.name for field in model._meta.concrete_fields if field.many_to_one and field.name == kind
    )


def _owner(model: Any, page: Publishable) -> str:
    return _owner_of(model, page._meta.model_name)


# --- writing


def _put_fields(page: Publishable, values: Mapping[str, Any]) -> None:
    fields = {field.name: field for field in _page_fields(type(page)) if field.name in values}
    differing = {name: values[name] for name in fields if _written(fields[name], page) != values[name]}
    wanted = _with_standing_keys(type(page), [{"fields": differing}])[0]["fields"]
    changed = [name for name in wanted if _written(fields[name], page) != wanted[name]]
    for name in changed:
        setattr(page, fields[name].attname, fields[name].to_python(wanted[name]))
    if hasattr(page, "refresh_sort_keys"):
        page.refresh_sort_keys()
        changed += [name for name in ("sort_key_en", "sort_key_zh_hans") if changed]
    bulk.update(type(page), [page], changed)


def _put_parts(page: Publishable, model: Any, group: str, records: list[Record], *, for_good: bool) -> None:
    owner = _owner(model, page)
    fields = _part_fields(model, owner)
    now, keys = {}, {}
    for row in _rows(page, model):
        keys[str(row.uuid)] = row.pk
        now[str(row.uuid)] = _record(row, fields) | {"uuid": str(row.uuid)}
    # What says the same needs no look at what it names: it stands.
    unchanged = {record["uuid"] for record in records if now.get(record["uuid"]) == record}
    changed = [record for record in records if record["uuid"] not in unchanged]
    records = _with_standing_keys(model, changed) if changed else []
    # Rows are made anew rather than changed: two that swap a unique code could not be written one by one.
    gone = [key for name, key in keys.items() if name not in unchanged]
    if gone:
        QuerySet(model).filter(pk__in=gone).delete()
    made = []
    for record in records:
        row = model(**{owner: page, "uuid": uuid.UUID(record["uuid"])})
        row.pk = keys.get(record["uuid"]) or (None if for_good else key_of(row.uuid))
        if row.pk is not None and row.pk < 0 and for_good:
            row.pk = None
        for field in fields:
            if field.name in record["fields"]:
                setattr(row, field.attname, field.to_python(record["fields"][field.name]))
        made.append((row, record))
    if made:
        bulk.create(model, [row for row, _record in made])
    for row, record in made:
        for name, others in record["links"].items():
            getattr(row, name).set(_standing(model._meta.get_field(name).related_model, others))


def key_of(identifier: uuid.UUID) -> int:
    """The key of a part that no row has yet: negative, and the same each time."""
    return -(identifier.int >> 66) - 1


def _with_standing_keys(model: Any, records: list[Record]) -> list[Record]:
    """The records without links to rows that stand no longer; without those that cannot be without."""
    kept = [record | {"fields": dict(record["fields"])} for record in records]
    for field in _own_fields(model):
        if not field.many_to_one:
            continue
        wanted = {record["fields"].get(field.name) for record in kept} - {None}
        if not wanted:
            continue
        standing = set(_standing(field.related_model, wanted))
        for record in kept:
            if field.name in record["fields"] and record["fields"][field.name] not in standing:
                record["fields"][field.name] = None
        if not field.null:
            kept = [record for record in kept if record["fields"].get(field.name) is not None]
    return kept


def _standing(model: Any, keys: Iterable[int]) -> list[int]:
    return list(QuerySet(model).filter(pk__in=list(keys)).values_list("pk", flat=True))
