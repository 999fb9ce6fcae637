"""The worker: it does what waits, survives a chore that fails, and stops when asked."""

import os
import signal
import threading
import time

from django.core import mail
from django.core.management import call_command

from edzportal import chores
from edzportal.management.commands import work
from inquiries.models import OutboxMail
from tests.inquiries.factories import inquiry


def test_once_sends_what_waits(db):
    for _number in range(7):
        inquiry()
    call_command("work", "--once")
    assert len(mail.outbox) == 7
    assert not OutboxMail.objects.exclude(state="sent").exists()


def test_a_chore_that_fails_does_not_stop_the_others(db, monkeypatch):
    done = []
    failing = chores.Chore("failing", lambda: 1 / 0, every=1)
    following = chores.Chore("following", lambda: done.append(1), every=1)
    monkeypatch.setattr(work, "CHORES", [failing, following])
    call_command("work", "--once")
    assert done == [1]


def test_it_works_until_it_is_told_to_stop(monkeypatch):
    runs = []
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "CHORES", [chores.Chore("counting", lambda: runs.append(1), every=0.01)])
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    began = time.monotonic()
    try:
        call_command("work")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert len(runs) > 1
    assert time.monotonic() - began < 5
