"""Two questions a supervisor asks: is the process up, and is everything it needs fit?"""

import shutil
import tempfile

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from inquiries.models import OutboxMail

LEAST_FREE_BYTES = 200 * 1024 * 1024
OLDEST_WAITING_MAIL_SECONDS = 30 * 60
# One bad address is the sender's fault; several at once are the mail server's.
FEWEST_REFUSED_ADDRESSES = 3


@never_cache
def live(request):
    """Answers as long as the process does, whatever else is broken."""
    return JsonResponse({"status": "up"})


@never_cache
def ready(request):
    """200 when every part is fit, else 503; each part says what is wrong with it."""
    parts = {name: _problem(check) for name, check in CHECKS.items()}
    fit = not any(parts.values())
    body = {"status": "ready" if fit else "not ready"} | {n: p or "fit" for n, p in parts.items()}
    return JsonResponse(body, status=200 if fit else 503)


def _problem(check):
    try:
        return check()
    except Exception as error:  # whatever it is, the answer must name the part
        return f"{type(error).__name__}: {error}"[:200]


def _database():
    # In a transaction: on SQLite that asks for the right to write, which another may hold on to.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else None


def _cache():
    cache.set("ready", "yes", 30)
    return None if cache.get("ready") == "yes" else "does not keep what it is given"


def _disk():
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"ready")
    free = shutil.disk_usage(settings.DATA_DIR).free
    return f"only {free // 1024 // 1024} MB left" if free < LEAST_FREE_BYTES else None


def _mail():
    waiting = OutboxMail.objects.overdue(seconds=OLDEST_WAITING_MAIL_SECONDS).count()
    if waiting:
        return f"{waiting} waiting for more than half an hour: is a worker running?"
    refused = OutboxMail.objects.refused_addresses()
    if refused >= FEWEST_REFUSED_ADDRESSES and not OutboxMail.objects.left_within(
        OLDEST_WAITING_MAIL_SECONDS
    ):
        return f"letters to {refused} addresses are refused and none has left: is the mail server up?"
    return None


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "disk": _disk,
    "mail": _mail,
}
