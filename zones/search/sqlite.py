"""Finding in SQLite: an FTS5 table that follows `SearchEntry` by triggers."""

from django.db.models.expressions import RawSQL

TABLE = "zones_searchentry"
INDEX = "zones_search_fts"


def prepare(connection):
    columns = "title_words, words"
    new, old = "new.title_words, new.words", "old.title_words, old.words"
    removed = f"INSERT INTO {INDEX}({INDEX}, rowid, {columns}) VALUES ('delete', old.id, {old});"
    added = f"INSERT INTO {INDEX}(rowid, {columns}) VALUES (new.id, {new});"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({columns}, "
            f"content='{TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
        )
        updated = f"UPDATE OF {columns}"
        for event, body in (("INSERT", added), ("DELETE", removed), (updated, removed + added)):
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {INDEX}_{event.split()[0].lower()} AFTER {event} ON {TABLE} "
                f"BEGIN {body} END"
            )


def holding(entries, terms):
    """Entries that hold every term, in no order."""
    return entries.filter(pk__in=RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [_match(terms)]))


def best_first(entries, terms):
    """Entries that hold every term, names before text, the best first."""
    # Joined: asked for one row at a time, the index would gather all that matches again for each of them.
    joined = entries.extra(
        tables=[INDEX], where=[f"{INDEX}.rowid = {TABLE}.id", f"{INDEX} MATCH %s"], params=[_match(terms)]
    )
    return joined.order_by(RawSQL(f"bm25({INDEX}, 8.0, 1.0)", []), "pk")


def _match(terms):
    # Quoted, so that nothing typed is read as an operator; words hold no quotes themselves.
    return " AND ".join(f'"{term.text}"{"*" if term.is_prefix else ""}' for term in terms)
