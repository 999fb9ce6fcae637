"""Fill the portal with the demo content."""

from django.core.management.base import BaseCommand

from edzportal.demo import load


class Command(BaseCommand):
    help = "Load the demo content: zones, profiles, news, inquiries. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--small", action="store_true", help="A dozen zones, for tests.")

    def handle(self, *, small, **options):
        load.load(small=small, say=self.say)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
