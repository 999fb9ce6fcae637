"""Fill the portal with the demo content."""

from django.conf import settings
from django.core.management.base import BaseCommand

from edzportal.demo import accounts, load


class Command(BaseCommand):
    help = "Load the demo content: zones, profiles, news, inquiries. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--small", action="store_true", help="A dozen zones and six articles, for tests.")

    def handle(self, *, small, **options):
        load.load(small=small, stdout=self.stdout)
        if settings.DEMO:
            self.stdout.write(f"Demo accounts: {' '.join(accounts.PEOPLE)}")
            self.stdout.write(f"Password of them all: {accounts.password()}")
