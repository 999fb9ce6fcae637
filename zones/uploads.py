"""Files that editors hand in, read before anything is kept.

A picture is decoded once and written anew: upright, without camera data, and with
nothing in the file but the picture. What cannot be decoded to the end is refused.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
from dataclasses import dataclass

import PIL.Image
import pypdf
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from . import colours

MAX_PICTURE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_EDGE = 16_000
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
PDF_END_BYTES = 64 * 1024
# What may be handed in -> what is kept. An animation keeps its first frame; MPO is what phones call
# a JPEG that has a second picture behind it.
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF", "GIF": "PNG"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
SAVE_OPTIONS = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85, "speed": 8},
}

# What a camera says of how it was held, and the turn that undoes it (Exif 2.32, 4.6.4).
ORIENTATION = 0x0112
TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}
_DRAWING = re.compile(rb"<(?:\w+:)?svg[\s>]", re.IGNORECASE)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """A picture fit to be kept. `sha256` is that of the file as it was handed in, to find duplicates.

    `changes` says in sentences what was done to it that its editor may not expect.
    """

    content: bytes
    extension: str
    width: int
    height: int
    sha256: str
    changes: tuple[str, ...] = ()


def read_picture(file) -> Picture:
    """Decode, turn upright and write anew. ValidationError with a sentence for the editor otherwise."""
    if file.size > MAX_PICTURE_BYTES:
        raise ValidationError(
            _("This file has %(size)s. At most %(limit)s are taken: make it smaller first."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(MAX_PICTURE_BYTES)},
            code="too_large",
        )
    file.seek(0)
    data = file.read()
    if not data:
        raise ValidationError(_("This file is empty."), code="empty")
    with warnings.catch_warnings():
        # Pillow only warns of a picture up to twice its limit.
        warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
        return _written_anew(_decoded(data), sha256=hashlib.sha256(data).hexdigest())


def _decoded(data):
    try:
        image = PIL.Image.open(io.BytesIO(data), formats=[*set(FORMATS) - {"MPO"}])
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:
        if _DRAWING.search(data[:4096]):
            raise ValidationError(
                _("This is an SVG drawing, which may carry a script: hand it in as a PNG."), code="svg"
            ) from None
        raise ValidationError(
            _("This is not a picture that can be used: JPEG, PNG, WebP, AVIF and GIF are."), code="format"
        ) from None
    # Before a single pixel is decoded: a small file may unfold to gigabytes.
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_EDGE:
        raise _too_many_pixels()
    try:
        image.load()
        # Asked here, where its answer may fail: a second frame has to be looked for.
        image.info["is_moving"] = getattr(image, "is_animated", False) and image.format != "MPO"
    except Exception:
        raise ValidationError(
            _("This picture is damaged or incomplete: it cannot be read to its end."), code="damaged"
        ) from None
    return image


def _upright(image):
    """The picture turned as its camera was held. Camera data that cannot be read costs nobody the picture."""
    try:
        turn = TURNS.get(image.getexif().get(ORIENTATION))
    except Exception:
        log.info("Unreadable camera data were left out")
        turn = None
    return image if turn is None else image.transpose(turn)


def _written_anew(image, *, sha256):
    kind = FORMATS[image.format]
    changes = []
    if image.info["is_moving"]:
        changes.append(_("It was moving: its first frame is kept."))
    if image.mode in ("CMYK", "YCCK"):
        changes.append(_("Its printing colours have become screen colours: look whether they are right."))
    is_grey = image.mode in ("1", "L") or image.mode.startswith("I")
    upright = colours.in_srgb(_upright(image))
    if is_grey:
        upright = upright.convert("L")
    # A new picture of the same pixels: no camera data, comments or hidden frames come along.
    clean = PIL.Image.new(upright.mode, upright.size)
    clean.paste(upright)
    # Encoding takes memory of its own; up to 200 MB are given back for it.
    del image, upright
    target = io.BytesIO()
    clean.save(target, kind, **SAVE_OPTIONS[kind])
    return Picture(
        target.getvalue(), EXTENSIONS[kind], clean.width, clean.height, sha256, tuple(map(str, changes))
    )


def _too_many_pixels():
    return ValidationError(
        _("This picture has too many pixels. At most %(limit)s million are taken: make it smaller first."),
        params={"limit": MAX_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def read_document(file) -> int | None:
    """The number of pages of a PDF, None where it cannot be told. ValidationError for anything but a PDF."""
    if file.size > MAX_DOCUMENT_BYTES:
        raise ValidationError(
            _("This file has %(size)s. At most %(limit)s are taken."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(MAX_DOCUMENT_BYTES)},
            code="too_large",
        )
    file.seek(0)
    if not file.read(1024).startswith(b"%PDF-"):
        raise ValidationError(_("This is not a PDF, whatever its name says."), code="format")
    # Every PDF ends with the place of its table; readers allow for a little behind it.
    file.seek(max(0, file.size - PDF_END_BYTES))
    if b"startxref" not in file.read():
        raise ValidationError(_("This PDF is incomplete: its end is missing."), code="damaged")
    file.seek(0)
    try:
        return len(pypdf.PdfReader(file).pages) or None
    except Exception:
        # Browsers mend many files that a strict reader gives up on.
        log.info("The pages of a PDF could not be counted", exc_info=True)
        return None
    finally:
        file.seek(0)
