"""The two questions of a supervisor are answered, each part of the portal by its name."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from edzportal import health
from inquiries.models import OutboxMail

pytestmark = pytest.mark.django_db


def test_a_fit_portal_is_ready(client):
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready"} | dict.fromkeys(health.CHECKS, "fit")


def test_a_broken_part_is_named(client, monkeypatch):
    monkeypatch.setattr(type(caches["default"]), "get", lambda *args, **kwargs: None)
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["cache"] == "does not keep what it is given"
    assert answer.json()["database"] == "fit"


def test_a_full_disk_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    assert "MB left" in client.get("/-/ready").json()["disk"]


def test_a_part_that_fails_does_not_hide_the_others(client, monkeypatch):
    def away():
        raise OSError("gone")

    monkeypatch.setitem(health.CHECKS, "database", away)
    answer = client.get("/-/ready")
    assert answer.json()["database"] == "OSError: gone"
    assert answer.json()["disk"] == "fit"


def test_the_process_answers_whatever_else_is_broken(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/-/live").json() == {"status": "up"}


def test_a_mail_server_that_refuses_everybody_is_named(client):
    later = timezone.now() + timedelta(minutes=5)
    for number in range(health.FEWEST_REFUSED_ADDRESSES):
        OutboxMail.objects.create(
            letter="plain", to=f"person{number}@example.org", attempts=1, next_attempt_at=later
        )
    assert "is the mail server up?" in client.get("/-/ready").json()["mail"]
    OutboxMail.objects.create(letter="plain", to="a@example.org", state="sent", sent_at=timezone.now())
    assert client.get("/-/ready").json()["mail"] == "fit"
