"""Whether a SQLite file is sound: pages, foreign keys, the parts of its schema, full-text indexes."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kptimeline.store.causes import plain_errors
from kptimeline.store.difference import Difference, told
from kptimeline.store.engine import BUSY_SECONDS, reading
from kptimeline.store.migrate import upgrade
from kptimeline.store.target import Target

MOST = 100  # lines that SQLite tells of one damaged file

# Columns that can be made anew: a wrong one in them is mended like any other difference.
_DERIVED = {
    ("event_mention", "event"),
    ("event_key", "event"),
    ("event_actor", "event"),
    ("article", "article"),
}
_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index', 'view', 'trigger')"


def pages(connection: Connection) -> Iterator[Difference]:
    """What SQLite finds wrong with the file itself; nothing else can be trusted then."""
    try:
        lines = [line for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})")]
    except DBAPIError as error:  # so damaged that it cannot be looked through
        lines = [str(error.orig)]
    for line in lines:
        if line != "ok":
            yield Difference(
                part="file", what="integrity", found=" ".join(line.split()), wanted="ok", remedy="backup"
            )


def foreign_keys(connection: Connection) -> Iterator[Difference]:
    """Rows that point to no row."""
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Difference(
            part="foreign key",
            what=f"{table} {'' if rowid is None else rowid}".strip(),
            found=f"points to a row of {parent} that is not there",
            wanted="a row, or NULL",
            remedy="repair" if (table, parent) in _DERIVED else "backup",
        )


class Made(NamedTuple):
    """An object of a schema: `form` is what is compared, `sql` makes it."""

    form: str
    sql: str


def shape(connection: Connection) -> Iterator[Difference]:
    """Tables, columns, indexes, views and triggers that are not those of a database just made.

    What people added (an index or a view of their own) is left out.
    """
    found = objects(connection)
    for (kind, name), made in sorted(fresh_objects().items()):
        is_ = found.get((kind, name))
        if is_ is None or is_.form != made.form:
            yield Difference(
                part="schema",
                what=f"{kind} {name}",
                found="missing" if is_ is None else told(is_.form),
                wanted="there" if is_ is None else told(made.form),
                remedy="backup" if kind == "table" else "repair",
            )


def objects(connection: Connection) -> dict[tuple[str, str], Made]:
    """What a schema consists of, by kind and name; full-text tables' own tables are left out."""
    rows = connection.exec_driver_sql(_OBJECTS).all()
    return {
        (kind, name): Made(_form(connection, kind, name, sql), sql or "")
        for kind, name, sql in rows
        if _ours(kind, name)
    }


@cache
def fresh_objects() -> dict[tuple[str, str], Made]:
    """Those of a database that the migrations have just made."""
    with tempfile.TemporaryDirectory() as folder:
        place = Target.of(Path(folder) / "new.db")
        upgrade(place)
        with reading(place) as connection:
            return objects(connection)


def _ours(kind: str, name: str) -> bool:
    """Not what SQLite or a full-text table keeps for itself, nor Alembic's own table."""
    shadow = kind == "table" and re.search(r"_fts_(data|idx|content|docsize|config)$", name)
    return not (shadow or name.startswith("sqlite_") or name == "alembic_version")


def _form(connection: Connection, kind: str, name: str, sql: str | None) -> str:
    if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL"):
        # ALTER TABLE and a table that was rebuilt are written otherwise and have the same columns.
        columns = connection.exec_driver_sql("SELECT name, type FROM pragma_table_info(?)", (name,))
        return ", ".join(sorted(f"{column} {type_}".strip() for column, type_ in columns))
    return re.sub(r"\s+", " ", sql or "").strip()


def full_text_tables(objects: Mapping[tuple[str, str], Made]) -> list[str]:
    """Names of the full-text indexes among the objects of a schema."""
    return sorted(
        name
        for (kind, name), made in objects.items()
        if kind == "table" and re.match(r"CREATE VIRTUAL TABLE .* USING fts5", made.form, re.IGNORECASE)
    )


def full_text(place: Target, names: list[str]) -> Iterator[Difference]:
    """Full-text indexes that do not hold the words of what they are about.

    FTS5 looks through an index when asked by an INSERT, so this needs a database that can be written to.
    """
    assert place.path is not None  # PostgreSQL has none of these
    uri = f"{place.path.absolute().as_uri()}?mode=rw"
    opened = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    with plain_errors(place.name), closing(opened) as connection:
        for name in names:
            try:
                connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
            except sqlite3.DatabaseError as error:
                if "malformed" not in str(error):
                    raise
                yield Difference(
                    part="full text",
                    what=name,
                    found="other words than its table",
                    wanted="the words of its table",
                )
