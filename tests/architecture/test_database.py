"""What must be true of every database after `migrate`."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests import factories
from zones.models import PageEvent

from .imports import APPS

APPEND_ONLY = ["zones.PageEvent", "zones.Change", "inquiries.InquiryEvent"]


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def _triggers(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE relname = %s AND NOT tgisinternal",
                [table],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("label", APPEND_ONLY)
def test_a_history_is_guarded_by_triggers(label):
    table = apps.get_model(label)._meta.db_table
    assert _triggers(table) >= {f"{table}_no_update", f"{table}_no_delete"}


def test_every_event_is_a_history_but_the_events_of_a_zone_which_are_facts():
    events = {m._meta.label for app in APPS for m in apps.get_app_config(app).get_models()}
    assert {label for label in events if label.endswith("Event")} == {
        *APPEND_ONLY,
        "zones.ZoneEvent",
    } - {"zones.Change"}


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_a_history():
    zone = factories.zone()
    event = PageEvent.objects.get(page=zone.uuid)
    for attempt in (
        lambda: PageEvent.objects.filter(pk=event.pk).update(note="rewritten"),
        lambda: PageEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_empty_tables_and_guarded_histories():
    factories.zone()
    assert PageEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_after_it_the_histories_are_empty_and_guarded_again():
    assert not PageEvent.objects.exists()
    assert len(_triggers(PageEvent._meta.db_table)) == 2
