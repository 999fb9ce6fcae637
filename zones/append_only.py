"""Tables to which rows are only ever added: the database itself refuses change and removal.

Triggers are installed after each migrate, not by a migration, because SQLite drops
them silently whenever a later migration rebuilds the table.
"""

from django.db import connections


def protect(model, *, using="default"):
    """Install the triggers for the model's table. Doing it again changes nothing."""
    connection = connections[using]
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, table):
            cursor.execute(statement)


def lift(model, *, using="default"):
    """Remove the triggers again. Only tests that empty their tables do this."""
    connection = connections[using]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for action in ("update", "delete"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}{on}")


def _statements(vendor, table):
    if vendor == "postgresql":
        yield f"""
            CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'check_violation'; END;
            $$ LANGUAGE plpgsql"""
    for action in ("update", "delete"):
        name = f"{table}_no_{action}"
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {action.upper()} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
            )
        else:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {action.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
