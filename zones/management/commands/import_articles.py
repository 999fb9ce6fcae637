"""Take news in from a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from zones.exchange import import_articles

from ._import import ImportCommand


class Command(ImportCommand):
    help = "Take in articles from CSV, JSON, an HTML page or a ZIP of pages, as drafts (docs/exchange.md)."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--publish", action="store_true", help="Publish them at noon of their published_on."
        )
        parser.add_argument(
            "--section", default="", help="The section of HTML pages whose own path names none."
        )

    def run(self, path: Path, **options):
        return import_articles(path.read_bytes(), path.name, progress=self.progress, **options)

    def more(self, options):
        return {"publish": options["publish"], "section": options["section"]}

    def noun(self):
        return _("articles")
