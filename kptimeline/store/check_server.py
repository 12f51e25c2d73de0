"""Whether a database on a PostgreSQL server has the parts of its schema: tables with their columns, indexes, views."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from kptimeline import shipped
from kptimeline.store.difference import Difference, Remedy
from kptimeline.store.models import Base

_FOUND = """
SELECT 'index', indexname FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL SELECT 'view', viewname FROM pg_views WHERE schemaname = current_schema()
UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""


def shape(connection: Connection) -> Iterator[Difference]:
    """What a database just made has and this one lacks; what people added is left out."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    for name, table in sorted(Base.metadata.tables.items()):
        columns = {each["name"] for each in inspector.get_columns(name)} if name in there else set()
        if name not in there:
            yield _missing(f"table {name}", "backup")
        for column in sorted({each.name for each in table.columns} - columns if columns else ()):
            yield _missing(f"column {name}.{column}", "backup")
    found = {(kind, name) for kind, name in connection.execute(text(_FOUND))}
    for kind, name in makers():
        if (kind, name) not in found:
            yield _missing(f"{kind} {name}", "repair")


def _missing(what: str, remedy: Remedy) -> Difference:
    return Difference(part="schema", what=what, found="missing", wanted="there", remedy=remedy)


@cache
def makers() -> dict[tuple[str, str], str]:
    """The statement that makes each function, view and index, by kind and name, in an order in which they can be made."""
    made: dict[tuple[str, str], str] = {}
    script = (shipped.migrations() / "sql" / "postgresql.sql").read_text(encoding="utf-8")
    for statement in script.split("\n\n"):
        if named := re.search(r"^CREATE (FUNCTION|VIEW|INDEX) (\w+)", statement, re.MULTILINE):
            made[named[1].lower(), named[2]] = statement
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for _, table in sorted(Base.metadata.tables.items()):
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            sql = str(CreateIndex(index).compile(dialect=dialect))
            where = index.dialect_options["sqlite"]["where"]  # the models say it for SQLite alone
            named = re.search(r"INDEX (\S+)", sql)
            assert named
            condition = "" if where is None else f" WHERE {re.sub(' IS 1$', ' IS true', str(where))}"
            made["index", named[1]] = sql + condition
    return made
