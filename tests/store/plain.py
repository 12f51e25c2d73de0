"""Every row of a database without its integer keys: what they lead to stands in their place."""

from sqlalchemy import text

ARTICLE = "(SELECT key FROM article WHERE id = {})"
EVENT = "(SELECT key FROM event WHERE id = {})"
MENTION = "(SELECT key FROM event_mention WHERE id = {})"
ACTOR = "(SELECT slug FROM actor WHERE id = {})"
SENTENCE = (
    "(SELECT a.key || s.start_char FROM sentence s JOIN article a ON a.id = s.article_id WHERE s.id = {})"
)
TIME = "(SELECT a.key || t.position FROM time_expression t JOIN article a ON a.id = t.article_id WHERE t.id = {})"
LEADS = {
    "article_id": ARTICLE,
    "supersedes_id": ARTICLE,
    "copy_of_id": ARTICLE,
    "event_id": EVENT,
    "mention_id": MENTION,
    "first_id": MENTION,
    "second_id": MENTION,
    "actor_id": ACTOR,
    "parent_id": ACTOR,
    "sentence_id": SENTENCE,
    "time_expression_id": TIME,
}
# The history of an article's anchors is in order.
OWN_ID = {"anchor": "(SELECT count(*) FROM anchor n WHERE n.article_id = x.article_id AND n.id < x.id)"}


def plain_rows(connection):
    """Sorted rows by table."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
    found = {}
    for table in connection.execute(text(query)).scalars().all():
        columns = []
        for _, name, *_ in connection.exec_driver_sql(f'PRAGMA table_info("{table}")'):
            column = f'x."{name}"'
            if name == "id":
                column = OWN_ID.get(table, "NULL")
            elif name in LEADS:
                column = LEADS[name].format(column)
            columns.append(column)
        rows = connection.exec_driver_sql(f'SELECT {", ".join(columns)} FROM "{table}" x')
        found[table] = sorted(map(repr, rows))
    return found


def searchable(connection, words):
    """How many sentences full-text search finds, after a check that its index is that of the sentences."""
    for index in ("sentence_fts", "title_fts"):
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    query = text("SELECT count(*) FROM sentence_fts WHERE sentence_fts MATCH :words")
    return connection.execute(query, {"words": words}).scalar_one()
