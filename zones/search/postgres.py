"""Finding in PostgreSQL: an index over a weighted text vector of `SearchEntry`."""

from django.db.models.expressions import RawSQL

TABLE = "zones_searchentry"
VECTOR = (
    f"(setweight(to_tsvector('simple', {TABLE}.title_words), 'A') || "
    f"setweight(to_tsvector('simple', {TABLE}.words), 'D'))"
)


def prepare(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS zones_search_vector ON {TABLE} USING gin ({VECTOR})")


def holding(entries, terms):
    """Entries that hold every term, in no order."""
    found = f"SELECT id FROM {TABLE} WHERE {VECTOR} @@ to_tsquery('simple', %s)"
    return entries.filter(pk__in=RawSQL(found, [_query(terms)]))


def best_first(entries, terms):
    """Entries that hold every term, names before text, the best first."""
    rank = f"ts_rank('{{0.05, 0.1, 0.2, 1.0}}', {VECTOR}, to_tsquery('simple', %s))"
    return holding(entries, terms).order_by(RawSQL(rank, [_query(terms)]).desc(), "pk")


def _query(terms):
    # Quoted lexemes, so that nothing typed is read as an operator; words hold no quotes themselves.
    return " & ".join(f"'{term.text}'{':*' if term.is_prefix else ''}" for term in terms)
