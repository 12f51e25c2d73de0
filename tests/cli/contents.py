"""What a database tells, without what means nothing outside one file: ids, and when which command ran."""

from sqlalchemy import text

from kptimeline.store.engine import make_engine
from kptimeline.store.target import Target

VIEWS = ("chronology", "mentions", "undated", "event_actors")
ALSO = (
    "SELECT key, mention_key, (SELECT key FROM event WHERE id = event_id) FROM event_key",
    "SELECT key, title, text, outlet, url, path, as_of, rules, model FROM article",
    (
        "SELECT a.key, n.day, n.basis, n.inferred, CAST(n.certain AS integer) FROM anchor n"
        " JOIN article a ON a.id = n.article_id"
    ),
    "SELECT slug, name, kind, country, origin FROM actor",
)


def contents(place):
    """The rows of the views that are promised, and of the tables behind them, in order."""
    with make_engine(Target.of(place), "read").connect() as connection:
        queries = [*(f"SELECT * FROM {view}" for view in VIEWS), *ALSO]
        return {query: sorted(map(tuple, connection.execute(text(query))), key=str) for query in queries}
