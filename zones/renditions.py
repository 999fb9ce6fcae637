"""Pictures in the sizes and formats that pages use, made from the stored original outside any request."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterable
from typing import Any

import PIL.Image
from django.core.files.base import ContentFile
from django.db import transaction

from . import colours
from .models import Image, Rendition
from .signals import announce_many

WIDTHS = (480, 960, 1600)
FORMATS = {
    "avif": ("AVIF", {"quality": 55, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpeg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}

# Seconds until an original that could not be read is tried again, by the same worker.
REST = 600
_unreadable: dict[int, float] = {}

log = logging.getLogger(__name__)


def make_waiting(limit: int = 10) -> int:
    """Make the renditions of at most `limit` pictures that wait for them. Returns how many were served."""
    now = time.monotonic()
    resting = [pk for pk, until in _unreadable.items() if until > now]
    made = 0
    for image in list(Image.objects.awaiting_renditions().exclude(pk__in=resting)[:limit]):
        try:
            make(image)
        except (OSError, ValueError, PIL.Image.DecompressionBombError):
            # One lost original must neither keep the others waiting nor fill the log.
            log.exception("No renditions of picture %s", image.pk)
            _unreadable[image.pk] = now + REST
        else:
            made += 1
    if made:
        announce_many(Image)
    return made


def make(image: Image) -> None:
    """Write every rendition of `image`, then take the former ones away: all of it, or nothing."""
    with image.file.open("rb") as file:
        original = PIL.Image.open(file)
        # A large JPEG is decoded at half its size or less: twice what is wanted is as sharp.
        original.draft(None, (2 * WIDTHS[-1], 1))
        original = colours.in_srgb(original)
    rows = []
    for width in widths_for(original.width):
        sized = _resized(original, width)
        for name, (kind, options) in FORMATS.items():
            content = _encoded(sized, kind, options)
            row = Rendition(
                image=image, format=name, width=sized.width, height=sized.height, size=len(content)
            )
            row.file.save(f"{image.uuid.hex}-{sized.width}.{name}", ContentFile(content), save=False)
            rows.append(row)
    # Two workers may have met at one picture, or an editor has replaced the file meanwhile: then
    # what was made here is of no use.
    waiting = Image.objects.filter(pk=image.pk, file=image.file.name, awaits_renditions=True)
    with transaction.atomic():
        is_ours = bool(waiting.update(awaits_renditions=False))
        useless = [row.file for row in (image.renditions.all() if is_ours else rows)]
        if is_ours:
            image.renditions.all().delete()
            Rendition.objects.bulk_create(rows)
        transaction.on_commit(lambda: _remove(useless))


def _remove(files: Iterable[Any]) -> None:
    for file in files:
        file.storage.delete(file.name)


def widths_for(width: int) -> list[int]:
    """Never wider than the original: enlarging adds bytes, not detail."""
    return sorted({min(wanted, width) for wanted in WIDTHS})


def discard(image: Image) -> None:
    """Remove the files of a picture that is being deleted, once the transaction is safe."""
    files = [image.file, *(rendition.file for rendition in image.renditions.all())]
    transaction.on_commit(lambda: _remove(files))


def _resized(original, width):
    if width == original.width:
        return original
    height = max(1, round(original.height * width / original.width))
    return original.resize((width, height), PIL.Image.Resampling.LANCZOS)


def _encoded(sized, kind, options):
    if kind == "JPEG" and sized.mode == "RGBA":
        # JPEG knows no transparency: what was clear becomes paper.
        paper = PIL.Image.new("RGB", sized.size, "white")
        paper.paste(sized, mask=sized.getchannel("A"))
        sized = paper
    target = io.BytesIO()
    sized.save(target, kind, **options)
    return target.getvalue()
