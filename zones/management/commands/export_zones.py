"""Write zones to a file, which import_zones takes back."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zones.exchange.export import FILES, Export
from zones.finder import Finder
from zones.models import Zone


class Command(BaseCommand):
    help = "Write zones to a .csv, .xlsx or .json file (docs/exchange.md). JSON holds the whole profiles."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--drafts", action="store_true", help="Zones that are not public as well.")
        parser.add_argument("--public", action="store_true", help="Only what the open data says.")
        parser.add_argument(
            "--query", default="", help="The finder's parameters, such as “type=htdz&province=liaoning”."
        )

    def handle(self, *, file, drafts, public, query, **options):
        form = file.suffix.removeprefix(".").lower()
        if form not in FILES:
            raise CommandError(_("The name of the file ends in .csv, .xlsx or .json."))
        if drafts and (public or query):
            raise CommandError(_("The finder and the open data know public zones alone."))
        if not file.parent.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": file.parent})
        export = Export(self.zones(drafts, query), is_public=public, progress=self.progress)
        self.write(export, form, file)
        count = len(export)
        self.stdout.write(
            ngettext("%(count)s zone in %(path)s", "%(count)s zones in %(path)s", count)
            % {"count": count, "path": file}
        )

    def zones(self, drafts, query):
        zones = Zone.objects.all() if drafts else Zone.objects.live()
        if query:
            zones = zones.filter(pk__in=Finder(QueryDict(query), "").zones().order_by().values("pk"))
        return zones.order_by("slug")

    def write(self, export, form, file):
        """Beside the file first, so that what stands under its name is always whole."""
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as handle:
                export.write(form, handle)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def progress(self, step, done, total):
        if done % 1000 == 0:
            self.stdout.write(_("Writing zones") + f" … {done}/{total}")
