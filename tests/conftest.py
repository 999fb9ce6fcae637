"""Fixtures that every test may use, and a last word on what was not checked."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from zones import append_only

HISTORIES = ("zones.PageEvent", "zones.Change", "inquiries.InquiryEvent")


@pytest.fixture(autouse=True)
def _empty_caches():
    yield
    for alias in ("default", "pages", "factsheets"):
        caches[alias].clear()


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """A page in Chinese leaves its language behind in the thread, where the next test would find it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _histories_can_be_emptied(request):
    """A test that commits ends with every table emptied, which the triggers of the histories refuse.

    They come back by themselves: emptying the tables sends `post_migrate`, which installs them.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and (marker.kwargs.get("transaction") or (marker.args or (False,))[0])
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    # Asked for first, so that it is torn down last.
    request.getfixturevalue("transactional_db")
    yield
    for label in HISTORIES:
        append_only.lift(apps.get_model(label))


def pytest_terminal_summary(terminalreporter):
    """A skipped check says so loudly: once for each reason, after everything else."""
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    lines = [f"{text.removeprefix('Skipped: ')} ({count} tests)" for text, count in sorted(reasons.items())]
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        lines.append("the same on PostgreSQL: DATABASE_URL is not set")
    if "filebased" in settings.CACHES["default"]["BACKEND"]:
        lines.append("the same with Redis: CACHE_URL is not set")
    for line in lines:
        terminalreporter.write_line(f"NOT CHECKED: {line}", yellow=True, bold=True)
