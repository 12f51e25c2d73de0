"""Many rows at once: inserts that are compiled once for a dialect, and keys that the writer gives out itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select

from kptimeline.store.base import Base
from kptimeline.store.rows import Row


class Keys:
    """The next free integer keys of some tables, found with one look; safe inside `writing`, with one writer at work."""

    def __init__(self, connection: Connection, *models: type[Base]) -> None:
        found = connection.execute(_highest(models)).one()
        self._next = {model: (top or 0) + 1 for model, top in zip(models, found, strict=True)}

    def take(self, model: type[Base], count: int = 1) -> int:
        """The first of `count` keys in a row."""
        first = self._next[model]
        self._next[model] += count
        return first


@cache
def _highest(models: tuple[type[Base], ...]) -> Select[Any]:
    return select(*(select(func.max(model.__table__.c.id)).scalar_subquery() for model in models))


def add(connection: Connection, model: type[Base], rows: Sequence[Row], *, otherwise: str = "") -> None:
    """Inserts rows, which have every column of the table in plain values that any driver binds.

    `otherwise`: the ON CONFLICT clause. SQLAlchemy compiles the statement and is out of the way then: its
    handling of each value would cost more than the insert itself.
    """
    if rows:
        dialect: Any = type(connection.dialect)  # hashable, as every class is; its stubs do not say so
        statement, values = _insert(model, dialect)
        connection.exec_driver_sql(f"{statement} {otherwise}", list(map(values, rows)))


@cache
def _insert(model: type[Base], dialect: Any) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    """An INSERT with a positional parameter for each column, and what takes these out of a row in that order."""
    table = model.__table__
    assert isinstance(table, Table)
    style = "qmark" if dialect.name == "sqlite" else "format"
    names = [column.name for column in table.columns]
    compiled = insert(table).compile(dialect=dialect(paramstyle=style), column_keys=names)
    assert compiled.positiontup
    return str(compiled), itemgetter(*compiled.positiontup)
