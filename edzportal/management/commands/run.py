"""The whole portal on this machine: what `make run` starts."""

import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from edzportal import static_files
from edzportal.demo import load
from edzportal.supervisor import Supervisor


class Command(BaseCommand):
    help = "Prepare the database and the static files, then run the server and a worker until Ctrl-C."
    requires_system_checks = []  # migrate runs them, after the folders exist

    def add_arguments(self, parser):
        parser.add_argument("--dev", action="store_true", help="Django's own server, which reloads")

    def handle(self, *, dev, **options):
        host = os.environ.get("HOST", "127.0.0.1")
        port = os.environ.get("PORT", "8000")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT is not a port number: {port}")
        self._prepare(collect_static=not dev)
        manage = [sys.executable, "manage.py"]
        if dev:
            server = [*manage, "runserver", f"{host}:{port}"]
        else:
            server = [
                sys.executable, "-m", "gunicorn", "edzportal.wsgi:application",
                "--bind", f"{host}:{port}",
                "--workers", os.environ.get("WORKERS", "2"),
                "--worker-class", "gthread",
                "--threads", "4",
                "--no-control-socket",
                "--log-level", "warning",
            ]  # fmt: skip
        supervisor = Supervisor({"server": server, "worker": [*manage, "work"]}, cwd=settings.BASE_DIR)
        supervisor.start()
        self._introduce(f"http://{host}:{port}")
        sys.exit(supervisor.wait())

    def _prepare(self, *, collect_static):
        self.stdout.write("Database …")
        call_command("migrate", interactive=False, verbosity=0)
        if collect_static:
            self.stdout.write("Static files …")
            static_files.collect_if_changed()
        if settings.DEMO:
            self.stdout.write("Demo content …")
            load.load_once(stdout=self.stdout)

    def _introduce(self, address):
        lines = [
            f"The portal:  {address}/",
            f"In Chinese:  {address}/zh-hans/",
            f"Editors:     {address}/admin/",
        ]
        lines.append(f"Officers:    {address}/inbox/")
        if settings.DEMO:
            lines += ["", "Demo logins, all with the password " + load.demo_password() + ":"]
            lines += [f"  {name:<12} {what}" for name, what in load.DEMO_USERS.items()]
        lines += ["", "Ctrl-C stops everything."]
        self.stdout.write("\n" + "\n".join(lines) + "\n")
        self.stdout.flush()
