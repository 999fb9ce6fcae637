"""Pictures and papers in files: named by their content, for a file of facts cannot carry them.

What is not here already is left out. To name a paper one must know its hash, so nobody puts
another's file on a page by guessing where it lies.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.utils.translation import gettext as _

from ..models import Document
from ..uploads import read_document
from .layout import Group
from .lookups import Lookups, NotHere

COLUMNS = frozenset({"image", "file", "sha256"})
_CHUNK = 1024 * 1024


def given(group: Group, item: dict[str, Any], lookups: Lookups, *, is_known: bool) -> dict[str, Any]:
    """The attributes that name the picture or the paper. NotHere where a new fact would be without."""
    if group.name == "photos" and not (is_known and "image" not in item):
        return {"image": lookups.image(str(item.get("image") or ""))}
    if group.name == "documents" and not is_known:
        return _stored_file(str(item.get("file") or ""), str(item.get("sha256") or ""))
    return {}


def _stored_file(name: str, wanted: str) -> dict[str, Any]:
    storage = Document._meta.get_field("file").storage
    try:
        if not name.startswith("documents/") or sha256(name) != wanted:
            raise FileNotFoundError
        with storage.open(name) as file:
            return {"file": name, "size": file.size, "pages": read_document(file)}
    except (OSError, ValueError, SuspiciousOperation, ValidationError):
        raise NotHere(_("This document is not here: upload it on the zone's page. Left out.")) from None


def sha256(name: str) -> str:
    """The hash of a stored document. FileNotFoundError where the storage has lost it."""
    digest = hashlib.sha256()
    with Document._meta.get_field("file").storage.open(name) as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()
