"""Write the search index anew, such as after a restore. Everyday changes need no such thing."""

from django.core.management.base import BaseCommand

from zones import search
from zones.models import SearchEntry
from zones.signals import announce_many


class Command(BaseCommand):
    help = "Write the search index anew. Visitors go on searching the old one until it is done."

    def handle(self, **options):
        done = 0
        for done in search.rebuild():
            self.stdout.write(f"{done} pages …")
        # Result pages are kept like any other.
        announce_many(SearchEntry)
        self.stdout.write(f"The search index knows {done} pages.")
