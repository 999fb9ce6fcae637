"""A file between its dry run and its writing: kept on the server for a day, named by a signed reference.

The reference belongs to who uploaded the file, and says what the file held, so that what
is written is what was shown. Nothing of it stands in the database.
"""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

FOLDER = "imports"
LIFETIME = timedelta(days=1)
LARGEST = 10 * 1024 * 1024
SUFFIXES = (".csv", ".json", ".xlsx")
_SALT = "zones.import_files"


class Gone(Exception):
    """The reference was not given to this person, has grown old, or its file is no longer there."""


@dataclass(frozen=True)
class KeptFile:
    """What a reference says. `keep_names` and `section` are what its uploader chose for zones and for stories."""

    key: str
    name: str
    sha256: str
    user: int
    keep_names: bool = True
    section: str = ""

    @property
    def reference(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def keep(content: bytes, name: str, *, by: Any, keep_names: bool = True, section: str = "") -> KeptFile:
    """Store the file, and take the ones that were left lying away."""
    sweep()
    key = storages["private"].save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    return KeptFile(key, name[-80:], hashlib.sha256(content).hexdigest(), by.pk, keep_names, section)


def fetch(reference: str, *, by: Any) -> tuple[KeptFile, bytes]:
    """The file and what it holds; `Gone` where it is not this person's or no longer what it was."""
    try:
        kept = KeptFile(**signing.loads(reference, salt=_SALT, max_age=LIFETIME))
        with storages["private"].open(kept.key) as file:
            content = file.read()
    except (signing.BadSignature, OSError, TypeError) as error:
        raise Gone from error
    if kept.user != by.pk or hashlib.sha256(content).hexdigest() != kept.sha256:
        raise Gone
    return kept, content


def discard(kept: KeptFile) -> None:
    storages["private"].delete(kept.key)


def sweep(at: datetime | None = None) -> int:
    """Remove what was uploaded more than a day ago; returns how many files."""
    storage, limit, swept = storages["private"], (at or timezone.now()) - LIFETIME, 0
    try:
        names = storage.listdir(FOLDER)[1]
    except OSError:
        # Nobody has imported anything yet.
        return 0
    for name in names:
        # Another process may be sweeping too.
        with suppress(OSError):
            if storage.get_modified_time(f"{FOLDER}/{name}") < limit:
                storage.delete(f"{FOLDER}/{name}")
                swept += 1
    return swept
