"""Where a picture is used, and which pages lead to a page in their texts.

Texts are read as they stand: what an editor wrote is the only place that knows what it leads to.
Edits that wait to be published count too, for their pictures must be there on the day.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import old_addresses
from .models import Article, GalleryPicture, Image, OldAddress, PendingEdit, Zone, ZonePhoto
from .models.publishing import Publishable

# Where a page names a picture: of the page itself, or of a part of it (`owner` leads to the page).
COLUMNS = ((Article, "lead_image"), (Zone, "logo"))
PARTS = ((GalleryPicture, "article"), (ZonePhoto, "zone"))
# The rich texts, each with one column for every language.
TEXTS = {Article: "body", Zone: "description"}
PAGES = {"article": Article, "zone": Zone}

# A picture in a text is known by its uuid, which stands in the names of its files.
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
# One of these stands in every text that shows a picture or leads to its file.
_MARKS = ("<img", "<figure", "images/", "renditions/")
# Nobody reads more lines; the number of all would cost more than it tells.
SHOWN = 50


@dataclass(frozen=True)
class Use:
    """One page, with the places of it in words; `waits` where it is an edit not yet published."""

    page: Publishable
    places: tuple[str, ...]
    waits: bool = False


def uses(image: Image) -> list[Use]:
    """Every page that shows the picture, at most `SHOWN` for each kind of place."""
    found: dict[tuple[type, int], tuple[Any, list[str]]] = {}

    def note(page, place):
        found.setdefault((type(page), page.pk), (page, []))[1].append(place)

    for model, column in COLUMNS:
        place = capfirst(str(model._meta.get_field(column).verbose_name))
        for page in _pages(model).filter(**{column: image})[:SHOWN]:
            note(page, place)
    for model, owner in PARTS:
        place = _("Gallery") if owner == "article" else _("Photos")
        page_model = model._meta.get_field(owner).related_model
        keys = QuerySet(model).filter(image=image).values(owner)
        for page in _pages(page_model).filter(pk__in=keys)[:SHOWN]:
            note(page, place)
    for model in TEXTS:
        shows = _in_texts(model, [str(image.uuid), image.uuid.hex])
        for page in _pages(model).filter(shows)[:SHOWN]:
            note(page, _("In the text"))
    live = [Use(page, tuple(places)) for page, places in found.values()]
    return live + list(_waiting_uses(image))


def is_used(image: Image) -> bool:
    return bool(uses(image))


def unused(images: QuerySet) -> QuerySet:
    """Those of the pictures that no page shows, and no edit that waits."""
    for model, column in (*COLUMNS, *((part, "image") for part, _owner in PARTS)):
        images = images.filter(~Exists(QuerySet(model).filter(**{column: OuterRef("pk")})))
    edits = list(PendingEdit.objects.values_list("snapshot", flat=True))
    named = {key for snapshot in edits for key in _named(snapshot)}
    return images.exclude(pk__in=named).exclude(uuid__in=_mentioned(edits))


def stories_linking_to(page: Publishable) -> list[Publishable]:
    """Pages that lead to `page` in their texts, by its present address or a former one, live ones first."""
    paths = [old_addresses.unprefixed(page.get_absolute_url())]
    kind = page._meta.model_name
    paths += OldAddress.objects.filter(**{kind: page}).values_list("path", flat=True)
    # The editor's links by search name a page by its uuid, whatever its address.
    wanted = [*(f'{path}"' for path in paths), *(f"{path}#" for path in paths), str(page.uuid)]
    found: list[Publishable] = []
    for model in TEXTS:
        others = _pages(model).filter(_in_texts(model, wanted))
        if isinstance(page, model):
            others = others.exclude(pk=page.pk)
        found += others[:SHOWN]
    return sorted(found, key=lambda other: not other.is_live())


def _pages(model: Any) -> QuerySet:
    pages = QuerySet(model).defer(*_columns(model)).order_by("pk")
    return pages.select_related("section") if model is Article else pages


def _columns(model: Any) -> list[str]:
    return [f"{TEXTS[model]}_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES]


def _in_texts(model: Any, words: Iterable[str]) -> Q:
    found = Q()
    for column in _columns(model):
        for word in words:
            found |= Q(**{f"{column}__contains": word})
    return found


def _waiting_uses(image: Image) -> Iterator[Use]:
    for edit in PendingEdit.objects.all():
        snapshot = edit.snapshot
        if image.pk in _named(snapshot) or image.uuid in _uuids(_texts_of(snapshot)):
            page = _pages(PAGES[edit.page_kind]).filter(uuid=edit.page).first()
            if page is not None:
                yield Use(page, (_("In an edit that is not published yet"),), waits=True)


def _named(snapshot: dict[str, Any]) -> set[int]:
    """The keys of the pictures that the columns of a snapshot name."""
    own = [snapshot["fields"].get(column) for _model, column in COLUMNS]
    parts = [part["fields"].get("image") for rows in snapshot["parts"].values() for part in rows]
    return {key for key in (*own, *parts) if key}


def _texts_of(snapshot: dict[str, Any]) -> Iterator[str]:
    for model in TEXTS:
        for column in _columns(model):
            yield snapshot["fields"].get(column) or ""


def _mentioned(snapshots: Iterable[dict[str, Any]]) -> set[uuid.UUID]:
    """The pictures that stand in any text: texts without a picture are not even fetched."""
    found: set[uuid.UUID] = set()
    for model in TEXTS:
        columns = _columns(model)
        with_pictures = QuerySet(model).filter(_in_texts(model, _MARKS)).order_by()
        for texts in with_pictures.values_list(*columns).iterator():
            found |= _uuids(text or "" for text in texts)
    for snapshot in snapshots:
        found |= _uuids(_texts_of(snapshot))
    return found


def _uuids(texts: Iterable[str]) -> set[uuid.UUID]:
    return {uuid.UUID(match) for text in texts for match in _UUID.findall(text)}
