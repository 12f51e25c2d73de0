"""The made database of benchmarks/store.py on a PostgreSQL server, filled by COPY."""

from __future__ import annotations

import random
from typing import Any

from _store_data import COLUMNS, SEED, Row, World

# Nothing asks for words here, and to gather those of a million sentences takes most of the time.
LEFT_OUT = ("sentence_fts", "title_fts")


def fill(connection: Any, events: int) -> None:
    """Fills the tables of an empty database, as its superuser; indexes are set aside meanwhile."""
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET maintenance_work_mem = '512MB'")
    aside = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'pk\\_%' "
        "AND indexname NOT LIKE 'uq\\_%' AND indexname <> 'alembic_version_pkc'"
    ).fetchall()
    with connection.transaction():
        for name, _ in aside:
            connection.execute(f'DROP INDEX "{name}"')
        world = World(random.Random(SEED), events)
        for table, rows in world.actor_rows().items():
            copy(connection, table, rows)
        for batch in world.articles():
            for table, rows in batch.items():
                copy(connection, table, rows)
        for name, told in aside:
            if name not in LEFT_OUT:
                connection.execute(told)
    connection.execute("VACUUM ANALYZE")


def copy(connection: Any, table: str, rows: list[Row]) -> None:
    """Copies rows of the columns COLUMNS; what is made has nothing that COPY would read otherwise."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in COLUMNS[table])
    with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as into:
        lines = ("\t".join(["\\N" if value is None else str(value) for value in row]) for row in rows)
        into.write("\n".join(lines) + "\n")
