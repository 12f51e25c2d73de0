"""Statements that are run again and again: their rows as the driver gives them, without SQLAlchemy's `Row`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError

from kptimeline.store.rows import CHUNK

Columns = tuple[Any, ...]
_cursors = count()  # those of one connection need different names


class _Prepared(NamedTuple):
    """A statement as a driver takes it; `names` of its parameters in their order, and the values that it brings itself."""

    text: str
    names: tuple[str, ...]
    own: dict[str, Any]


def fetched(
    connection: Connection, query: Select[Any], values: Mapping[str, Any], *, endless: bool = False
) -> Iterator[list[Columns]]:
    """Rows in lists of at most `CHUNK`. On SQLite a flag is 0 or 1, as no column is converted.

    `query` should be one object each time it is run: its text is kept. A query whose text depends on its values
    (`IN` of a list) is left to SQLAlchemy. `endless`: there may be any number of rows, so that a server is to keep
    them until they are asked for.
    """
    dialect: Any = type(connection.dialect)  # hashable, as every class is; its stubs do not say so
    prepared = _prepared(query, dialect)
    if prepared is None:
        result = connection.execute(query, values, execution_options={"stream_results": endless})
        yield from ([tuple(row) for row in some] for some in result.partitions(CHUNK))
    elif connection.dialect.name == "sqlite":
        yield from _in_file(connection, prepared, values)
    else:
        yield from _on_server(connection, prepared, values, endless=endless)


def _in_file(
    connection: Connection, prepared: _Prepared, values: Mapping[str, Any]
) -> Iterator[list[Columns]]:
    taken = {**prepared.own, **values}
    driver: Any = connection.connection.driver_connection
    try:
        cursor = driver.execute(prepared.text, [taken[name] for name in prepared.names])
        while some := cursor.fetchmany(CHUNK):
            yield some
    except sqlite3.Error as error:
        raise DBAPIError.instance(prepared.text, None, error, sqlite3.Error) from error


def _on_server(
    connection: Connection, prepared: _Prepared, values: Mapping[str, Any], *, endless: bool
) -> Iterator[list[Columns]]:
    from psycopg import Error

    if not connection.in_transaction():
        connection.begin()  # the driver begins one by itself, which SQLAlchemy must know of
    driver: Any = connection.connection.driver_connection
    taken = {name: values[name] if name in values else prepared.own[name] for name in prepared.names}
    try:
        with driver.cursor(*([f"kptimeline_{next(_cursors)}"] if endless else [])) as cursor:
            cursor.execute(prepared.text, taken)
            while some := cursor.fetchmany(CHUNK):
                yield some
    except Error as error:
        raise DBAPIError.instance(prepared.text, None, error, Error) from error


@lru_cache(maxsize=512)
def _prepared(query: Select[Any], dialect: Any) -> _Prepared | None:
    """None where the text depends on values."""
    compiled: Any = query.compile(dialect=dialect())
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None
    names = compiled.positiontup if compiled.positional else compiled.bind_names.values()
    return _Prepared(str(compiled), tuple(names), dict(compiled.params))
