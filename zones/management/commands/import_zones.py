"""Take zones in from a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from zones.exchange import import_zones

from ._import import ImportCommand


class Command(ImportCommand):
    help = "Take in zones from a CSV with the catalogue's columns or from JSON (docs/exchange.md)."

    def run(self, path: Path, **options):
        return import_zones(path.read_bytes(), path.name, progress=self.progress, **options)

    def noun(self):
        return _("zones")
