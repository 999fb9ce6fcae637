"""The worker: mail out, pictures in their sizes, zones whose date has come. One process or many."""

import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from edzportal.chores import CHORES
from edzportal.stop_request import StopRequest

log = logging.getLogger("edzportal.work")


class Command(BaseCommand):
    help = "Do the portal's chores until SIGTERM or Ctrl-C, which let the piece in hand be finished."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, then stop")

    def handle(self, *, once, **options):
        if once:
            for chore in CHORES:
                while self._run(chore):
                    pass
            return
        stopping = StopRequest()
        stopping.listen((signal.SIGTERM, signal.SIGINT))
        due = dict.fromkeys(CHORES, 0.0)
        while not stopping.is_made:
            # A database that was restarted meanwhile is met anew.
            close_old_connections()
            for chore in CHORES:
                if stopping.is_made:
                    break
                if time.monotonic() >= due[chore]:
                    did_something = self._run(chore)
                    # More may wait: come back at once, after the others had their turn.
                    due[chore] = time.monotonic() + (0 if did_something else chore.every)
            stopping.wait(min(due.values()) - time.monotonic())

    def _run(self, chore):
        """How much was done; a chore that fails is logged and never stops the others."""
        try:
            return chore.run()
        except Exception:
            log.exception("The chore “%s” failed", chore.name)
            return 0
