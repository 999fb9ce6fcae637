"""Write the search index anew: after a zone, a city or an industry was renamed, pages know it by its old name."""

from django.core.management.base import BaseCommand

from zones import search
from zones.models import SearchEntry
from zones.signals import content_changed


class Command(BaseCommand):
    help = "Write the search index anew. Visitors go on searching the old one until it is done."

    def handle(self, **options):
        done = 0
        for done in search.rebuild():
            self.stdout.write(f"{done} pages …")
        # Result pages are kept like any other.
        content_changed.send(SearchEntry, instance=None)
        self.stdout.write(f"The search index knows {done} pages.")
