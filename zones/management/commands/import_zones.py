"""Take zones in from a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from zones.exchange import import_zones

from ._import import ImportCommand


class Command(ImportCommand):
    help = "Take in zones from a CSV with the catalogue's columns or from JSON (docs/exchange.md)."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--forget-names",
            action="store_true",
            help="Do not keep the former names of zones that the file names anew.",
        )

    def more(self, options):
        return {"keep_names": not options["forget_names"]}

    def run(self, path: Path, **options):
        return import_zones(path.read_bytes(), path.name, progress=self.progress, **options)

    def noun(self):
        return _("zones")
