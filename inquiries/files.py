"""Files from senders are distrusted: known by extension and by their first bytes, limited in size."""

from __future__ import annotations

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .plain_text import clean_line

MOST_BYTES = 5 * 1024 * 1024

_SIGNATURES = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".pptx": b"PK\x03\x04",
}
# The folder that makes a zip container that kind of document.
_CONTAINERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
ACCEPTED = sorted(_SIGNATURES)


def check_file(file) -> None:
    """ValidationError unless the file is what its name says and not too large. Leaves it rewound."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file must be smaller than 5 MB."), code="too_large")
    suffix = suffix_of(file.name)
    head = file.read(16)
    file.seek(0)
    if not head.startswith(_SIGNATURES.get(suffix, b"\0 no such kind")) or not _is_container(file, suffix):
        raise ValidationError(
            _("The file must be a PDF, a Word, Excel or PowerPoint document, a PNG or a JPEG."), code="kind"
        )


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def shown_name(name: str) -> str:
    """The sender's name for the file, fit to be shown and offered for download."""
    return clean_line(PurePath(name.replace("\\", "/")).name)[-120:] or "file"


def _is_container(file, suffix) -> bool:
    folder = _CONTAINERS.get(suffix)
    if folder is None:
        return True
    try:
        with zipfile.ZipFile(file) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        file.seek(0)
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
