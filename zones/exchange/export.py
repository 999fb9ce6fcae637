"""Zones as files: CSV, JSON, GeoJSON and XLSX, written as they are read, a few hundred zones at a time.

The keys of the zones are asked for at once, so that the list is one list however long somebody takes to
download it; an error while it is written breaks the file off and is never a short file that looks whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils import timezone

from ..models import Zone
from . import records, workbook
from .canonical import as_json
from .columns import SEPARATOR, Columns, Row
from .report import Progress, no_progress

CHUNK = 250
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What is written to be read back.
FILES = ("csv", "xlsx", "json")

_LISTS = ("types", "timeline", "industries")


class Export:
    """The zones of a queryset, in its order. With `is_public` only what anybody may see of live zones."""

    def __init__(self, zones: QuerySet[Zone], *, is_public: bool, progress: Progress = no_progress) -> None:
        self._is_public = is_public
        self._progress = progress
        self._keys = list(zones.values_list("pk", flat=True))

    def __len__(self) -> int:
        return len(self._keys)

    def write(self, form: str, file: BinaryIO) -> None:
        """One of `FILES` into an open file."""
        if form == "xlsx":
            self.xlsx(file)
        else:
            file.writelines(getattr(self, form)())

    def _chunks(self, prefetched: Any) -> Iterator[list[Zone]]:
        # What has been taken back since the keys were read is left out.
        zones = Zone.objects.live() if self._is_public else Zone.objects.all()
        for start in range(0, len(self._keys), CHUNK):
            keys = self._keys[start : start + CHUNK]
            found = {zone.pk: zone for zone in prefetched(zones.filter(pk__in=keys))}
            yield [found[key] for key in keys if key in found]
            self._progress("", min(start + CHUNK, len(self._keys)), len(self._keys))

    def csv(self) -> Iterator[bytes]:
        """RFC 4180 in UTF-8, without the mark that only Excel wants and everybody else reads as text."""
        columns = Columns(is_public=self._is_public)
        return self._csv(columns)

    def _csv(self, columns: Columns) -> Iterator[bytes]:
        line = _Line()
        writer = csv.writer(line)
        writer.writerow(columns.names)
        yield line.take()
        for zones in self._chunks(columns.prefetched):
            writer.writerows(columns.texts(columns.row(zone)) for zone in zones)
            yield line.take()

    def json(self) -> Iterator[bytes]:
        """An array of records, one to a line."""

        def prefetched(zones: QuerySet[Zone]) -> QuerySet[Zone]:
            return records.prefetched(zones, is_public=self._is_public)

        separator = "[\n"
        for zones in self._chunks(prefetched):
            lines = [as_json(records.record(zone, is_public=self._is_public)) for zone in zones]
            if lines:
                yield (separator + ",\n".join(lines)).encode()
                separator = ",\n"
        yield b"[]\n" if separator == "[\n" else b"\n]\n"

    def geojson(self, *, about: str) -> Iterator[bytes]:
        """RFC 7946: a point for each zone, no geometry where no coordinates are known. `about` is the documentation."""
        columns = Columns(is_public=self._is_public)
        return self._geojson(columns, about)

    def _geojson(self, columns: Columns, about: str) -> Iterator[bytes]:
        head = {"license": LICENCE, "documentation": about, "date": timezone.localdate().isoformat()}
        opening = as_json({"type": "FeatureCollection"} | head)[:-1]
        separator = f'{opening},"features":[\n'
        for zones in self._chunks(columns.prefetched):
            lines = [as_json(_feature(columns.row(zone))) for zone in zones]
            if lines:
                yield (separator + ",\n".join(lines)).encode()
                separator = ",\n"
        yield (separator if separator != ",\n" else "\n").encode() + b"]}\n"

    def xlsx(self, file: BinaryIO) -> None:
        columns = Columns(is_public=self._is_public)
        rows = (
            [_cell(value) for value in columns.row(zone).values.values()]
            for zones in self._chunks(columns.prefetched)
            for zone in zones
        )
        workbook.write(file, "zones", columns.names, rows)


class _Line:
    """What a CSV writer writes to: it hands out what has come together."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: str) -> None:
        self._parts.append(text)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return "".join(parts).encode()


def _cell(value: Any) -> str | Decimal | bool | None:
    return SEPARATOR.join(value) or None if isinstance(value, list) else _null(value)


def _feature(row: Row) -> dict[str, Any]:
    values = row.values
    place = [values["longitude"], values["latitude"]]
    return {
        "type": "Feature",
        "id": values["slug"],
        "geometry": {"type": "Point", "coordinates": place} if None not in place else None,
        "properties": {
            name: [] if name in _LISTS and not value else _null(value) for name, value in values.items()
        },
    }


def _null(value: Any) -> Any:
    """Nothing is null, never an empty text."""
    return None if value == "" else value
