"""Deleting a page keeps it for a while: with its parts, its links and what led to it.

A restored page has its key, its identifier and so its history again, and is a draft:
nothing becomes public by being restored. What it named and is gone since is left out and told.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models as db
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import changes, doubts, revisions, snapshots
from .models import OldAddress, PageEvent, PendingEdit, Stage, Trashed, TrashMove, Zone, ZoneRelation
from .models.publishing import Publishable
from .signals import announce_many

KEPT_FOR = datetime.timedelta(days=90)


@transaction.atomic
def put(page: Publishable, *, by: Any, at: datetime.datetime | None = None) -> Trashed:
    """Delete the page, which must not be public, and keep what it takes to restore it."""
    live = type(page)._base_manager.select_for_update().get(pk=page.pk)
    if live.stage == Stage.PUBLISHED:
        raise ValidationError(_("A published page is unpublished before it is deleted."))
    now, snapshot = at or timezone.now(), snapshots.take(live)
    revisions.keep(live, snapshot, by=by, at=now)
    name = "name" if isinstance(live, Zone) else "headline"
    kept = Trashed.objects.create(
        page=live.uuid,
        page_kind=live._meta.model_name,
        key=live.pk,
        title_en=getattr(live, f"{name}_en") or "",
        title_zh_hans=getattr(live, f"{name}_zh_hans") or "",
        snapshot=snapshot,
        around=_around(live) | {"names": _names(type(live), snapshot)},
        stage=live.stage,
        published_at=live.published_at,
        created_at=live.created_at,
        created_by=live.created_by,
        at=now,
        by=by,
    )
    # Its last state is among the revisions.
    PendingEdit.objects.filter(page=live.uuid).delete()
    _tell(live, TrashMove.TRASH, by=by, at=now)
    live.delete()
    announce_many(type(live))
    return kept


@transaction.atomic
def restore(kept: Trashed, *, by: Any, at: datetime.datetime | None = None) -> tuple[Any, list[str]]:
    """The page as a draft again, and what is otherwise than it was, each in words.

    ValidationError where something is gone that the page cannot be without.
    """
    kept = Trashed.objects.select_for_update().get(pk=kept.pk)
    model, now = changes.PAGES[kept.page_kind], at or timezone.now()
    told: list[str] = []
    fields = kept.snapshot["fields"] | {}
    _leave_out_gone(kept, model, fields, told)
    page = model(uuid=kept.page, pk=kept.key, stage=Stage.DRAFT, published_at=kept.published_at)
    page.created_at, page.created_by, page.changed_at = kept.created_at, kept.created_by, now
    for field in model._meta.concrete_fields:
        if field.name in fields:
            setattr(page, field.attname, field.to_python(fields[field.name]))
    _free(page, fields, told)
    page.full_clean()
    page.save(force_insert=True)
    snapshots.put_back(page, kept.snapshot | {"fields": fields}, for_good=True)
    page = model._base_manager.get(pk=page.pk)
    _put_around(page, kept.around, told)
    if isinstance(page, Zone):
        page.refresh_standing()
        doubts.refresh([page.pk])
    snapshot = snapshots.take(page)
    _tell_lost_parts(kept, snapshot, told)
    revisions.keep(page, snapshot, by=by, at=now, occasion=revisions.Revision.Occasion.RESTORED)
    _tell(page, TrashMove.RESTORE, by=by, at=now, from_stage=kept.stage)
    kept.delete()
    announce_many(model)
    return page, told


def forget_old(at: datetime.datetime | None = None) -> int:
    """Remove for good what was deleted long ago; returns how many."""
    old = Trashed.objects.filter(at__lt=(at or timezone.now()) - KEPT_FOR)
    return old.delete()[1].get("zones.Trashed", 0)


# --- what leads to a page from elsewhere


def _links(model: Any) -> Iterator[tuple[str, Any, str, str]]:
    """Each table that links to pages of this kind: its name, its model, the two columns (theirs, ours)."""
    for relation in model._meta.related_objects:
        field = relation.field
        if relation.many_to_many:
            yield (
                f"{relation.related_model._meta.label}.{field.name}",
                field.remote_field.through,
                f"{field.m2m_field_name()}_id",
                f"{field.m2m_reverse_field_name()}_id",
            )


def _fallen_back(model: Any) -> Iterator[tuple[str, Any, str]]:
    """Each column elsewhere that is emptied when the page is deleted."""
    for relation in model._meta.related_objects:
        if relation.one_to_many and relation.on_delete is db.SET_NULL:
            yield (
                f"{relation.related_model._meta.label}.{relation.field.name}",
                relation.related_model,
                relation.field.name,
            )


def _around(page: Any) -> dict[str, Any]:
    model, kind = type(page), page._meta.model_name
    links = {
        name: list(QuerySet(table).filter(**{ours: page.pk}).values_list(theirs, flat=True))
        for name, table, theirs, ours in _links(model)
    }
    emptied = {
        name: list(QuerySet(table).filter(**{column: page.pk}).values_list("pk", flat=True))
        for name, table, column in _fallen_back(model)
    }
    related = QuerySet(ZoneRelation).filter(other=page.pk) if kind == "zone" else []
    return {
        "links": links,
        "emptied": emptied,
        "related": json.loads(serializers.serialize("json", related)),
        "addresses": list(OldAddress.objects.filter(**{kind: page}).values_list("path", flat=True)),
    }


def _put_around(page: Any, around: dict[str, Any], told: list[str]) -> None:
    model, kind = type(page), page._meta.model_name
    for name, table, theirs, ours in _links(model):
        owner = next(field.related_model for field in table._meta.fields if field.attname == theirs)
        standing = _standing(owner, around["links"].get(name, []))
        QuerySet(table).bulk_create(
            [table(**{theirs: key, ours: page.pk}) for key in standing], ignore_conflicts=True
        )
        _tell_fewer(owner, len(around["links"].get(name, [])) - len(standing), told)
    for name, table, column in _fallen_back(model):
        wanted = around["emptied"].get(name, [])
        QuerySet(table).filter(pk__in=wanted, **{column: None}).update(**{column: page.pk})
    standing = _standing(Zone, [record["fields"]["zone"] for record in around["related"]])
    for record in around["related"]:
        fields = record["fields"]
        for field in ZoneRelation._meta.fields:
            if field.many_to_one and fields.get(field.name) and field.name not in ("zone", "other"):
                fields[field.name] = next(iter(_standing(field.related_model, [fields[field.name]])), None)
    found = [record for record in around["related"] if record["fields"]["zone"] in standing]
    for relation in serializers.deserialize("python", found):
        relation.object.pk = None
        relation.save()
    _tell_fewer(ZoneRelation, len(around["related"]) - len(found), told)
    taken = set(OldAddress.objects.filter(path__in=around["addresses"]).values_list("path", flat=True))
    OldAddress.objects.bulk_create(
        OldAddress(path=path, **{kind: page}) for path in around["addresses"] if path not in taken
    )
    told += [
        _("The old address %(path)s leads to another page now.") % {"path": path} for path in sorted(taken)
    ]


# --- what the page names


def _named(model: Any, snapshot: Any) -> dict[Any, set[int]]:
    """The keys of the rows that the page itself names, by their model."""
    named: dict[Any, set[int]] = {}
    for field in model._meta.concrete_fields:
        key = snapshot["fields"].get(field.name)
        if field.many_to_one and key is not None:
            named.setdefault(field.related_model, set()).add(key)
    for name, keys in snapshot["links"].items():
        named.setdefault(model._meta.get_field(name).related_model, set()).update(keys)
    return named


def _names(model: Any, snapshot: Any) -> dict[str, dict[str, str]]:
    """What those rows are called, so that they can be named once they are gone."""
    return {
        other._meta.label: {str(row.pk): str(row) for row in other._base_manager.filter(pk__in=keys)}
        for other, keys in _named(model, snapshot).items()
    }


def _leave_out_gone(kept: Trashed, model: Any, fields: dict[str, Any], told: list[str]) -> None:
    gone = {other: keys - set(_standing(other, keys)) for other, keys in _named(model, kept.snapshot).items()}
    for other, keys in gone.items():
        for key in sorted(keys):
            name = kept.around["names"].get(other._meta.label, {}).get(str(key), str(key))
            told.append(
                _("%(kind)s “%(name)s” is gone and was left out.")
                % {"kind": capfirst(str(other._meta.verbose_name)), "name": name}
            )
    for field in model._meta.concrete_fields:
        if field.many_to_one and fields.get(field.name) in gone.get(field.related_model, ()):
            if not field.null:
                raise ValidationError(
                    [*told, _("The page cannot be restored without it: make it again first.")]
                )
            fields[field.name] = None


def _free(page: Any, fields: dict[str, Any], told: list[str]) -> None:
    """What must be the page's alone and is another's by now."""
    others = QuerySet(type(page))
    within = {} if isinstance(page, Zone) else {"section": page.section_id}
    slug, number = page.slug, 2
    longest = page._meta.get_field("slug").max_length
    while others.filter(slug=page.slug, **within).exists():
        page.slug = f"{slug[: longest - len(str(number)) - 1]}-{number}"
        number += 1
    if page.slug != slug:
        told.append(
            _("Its address “%(slug)s” belongs to another page by now: it has “%(free)s”.")
            % {"slug": slug, "free": page.slug}
        )
        fields["slug"] = page.slug
    if isinstance(page, Zone) and page.code and others.filter(code=page.code).exists():
        told.append(_("Its official code %(code)s belongs to another zone by now.") % {"code": page.code})
        page.code = fields["code"] = None


def _tell_lost_parts(kept: Trashed, snapshot: Any, told: list[str]) -> None:
    for group, records in kept.snapshot["parts"].items():
        lost = len(records) - len(snapshot["parts"].get(group, []))
        _tell_fewer(changes.PARTS[kept.page_kind][group], lost, told)


def _tell_fewer(model: Any, lost: int, told: list[str]) -> None:
    if lost > 0:
        told.append(
            _("%(kind)s: %(number)s gone and left out.")
            % {"kind": capfirst(str(model._meta.verbose_name_plural)), "number": lost}
        )


def _standing(model: Any, keys: Any) -> list[int]:
    return list(QuerySet(model).filter(pk__in=list(keys)).values_list("pk", flat=True))


def _tell(page: Publishable, move: str, *, by: Any, at: datetime.datetime, from_stage: str = "") -> None:
    PageEvent.objects.create(
        page=page.uuid,
        page_kind=page._meta.model_name,
        move=move,
        from_stage=from_stage or page.stage,
        to_stage=page.stage,
        at=at,
        by=by,
    )
