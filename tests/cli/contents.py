"""What a database tells, without what means nothing outside one file: ids, and when which command ran."""

import sqlite3
from contextlib import closing

VIEWS = ("chronology", "mentions", "undated", "event_actors")
ALSO = (
    "SELECT key, mention_key, (SELECT key FROM event WHERE id = event_id) FROM event_key",
    "SELECT key, title, text, outlet, url, path, as_of, rules, model FROM article",
    "SELECT a.key, n.day, n.basis, n.inferred, n.certain FROM anchor n JOIN article a ON a.id = n.article_id",
    "SELECT slug, name, kind, country, origin FROM actor",
)


def contents(path):
    """The rows of the views that are promised, and of the tables behind them, in order."""
    with closing(sqlite3.connect(path)) as connection:
        queries = [*(f"SELECT * FROM {view}" for view in VIEWS), *ALSO]
        return {query: sorted(connection.execute(query).fetchall(), key=str) for query in queries}
