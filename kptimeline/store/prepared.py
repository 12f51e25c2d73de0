"""Statements that are run again and again: their rows as the driver gives them, without SQLAlchemy's `Row`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from kptimeline.store.rows import CHUNK

Columns = tuple[Any, ...]
_DIALECT: Dialect = sqlite.dialect()


def fetched(connection: Connection, query: Select[Any], values: Mapping[str, Any]) -> Iterator[list[Columns]]:
    """Rows in lists of at most `CHUNK`. On SQLite a flag is 0 or 1, as no column is converted.

    `query` should be one object each time it is run: its text is kept. A query whose text depends on its values
    (`IN` of a list) is left to SQLAlchemy, as is any other database than SQLite.
    """
    prepared = _text(query) if connection.dialect.name == "sqlite" else None
    if prepared is None:
        result = connection.execute(query, values, execution_options={"stream_results": True})
        yield from ([tuple(row) for row in some] for some in result.partitions(CHUNK))
        return
    text, names, own = prepared
    taken = {**own, **values}
    driver: Any = connection.connection.driver_connection
    try:
        cursor = driver.execute(text, [taken[name] for name in names])
        while some := cursor.fetchmany(CHUNK):
            yield some
    except sqlite3.Error as error:
        raise DBAPIError.instance(text, None, error, sqlite3.Error) from error


@lru_cache(maxsize=512)
def _text(query: Select[Any]) -> tuple[str, tuple[str, ...], dict[str, Any]] | None:
    """The text on SQLite, the names of its parameters in their order, and the values that it brings itself."""
    compiled: Any = query.compile(dialect=_DIALECT)
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None
    return str(compiled), tuple(compiled.positiontup), dict(compiled.params)
