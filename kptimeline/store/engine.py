"""Opening a database: settings that keep two writers and many readers apart, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from kptimeline.errors import DatabaseError
from kptimeline.store import schema
from kptimeline.store.causes import plain_errors
from kptimeline.store.target import Target

Mode = Literal["read", "write"]

BUSY_SECONDS = 30.0
CONNECT_SECONDS = "10"  # a server that is there answers at once
OLDEST_SQLITE = (3, 40, 0)
_WRITING = "kptimeline.writing"
_WRITER_LOCK = 0x6B70746C  # "kptl": PostgreSQL's writers take turns, so that max + 1 stays unique


@contextmanager
def open_database(target: str | Path | Target, mode: Mode = "read") -> Iterator[Connection]:
    """A connection to an existing database of the newest schema; writes go inside `writing(connection)`.

    Raises DatabaseError, with the way out, for a database that is missing, foreign, damaged, locked, or of
    an older or newer schema. A writer leaves all data in the main file when it ends (no -wal to lose).
    """
    place = Target.of(target)
    with plain_errors(place.name):
        engine = make_engine(place, mode)
        try:
            with engine.connect() as connection:
                schema.require_head(found_revision(connection, place), place.name)
                connection.rollback()
                if mode == "write" and place.path is not None:
                    connection.exec_driver_sql(
                        "PRAGMA journal_mode = WAL"
                    )  # only now: a foreign file stays as it is
                yield connection
                connection.rollback()
                if mode == "write" and place.path is not None:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            if mode == "read":
                sweep(place)


def found_revision(connection: Connection, place: Target) -> str | None:
    """The revision of a database. Raises DatabaseError for one on a server that has nothing in it yet."""
    found = schema.revision(connection)
    if found is None and place.url is not None and schema.is_empty(connection):
        raise DatabaseError(f"{place.name} is empty", "kptimeline ingest fills it")
    return found


@contextmanager
def reading(place: Target) -> Iterator[Connection]:
    """A connection that only reads, whatever the schema is; what it leaves beside the file is swept."""
    engine = make_engine(place, "read")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        sweep(place)


def sweep(place: Target) -> None:
    """Takes away the empty -wal and the -shm that a reader leaves beside a SQLite file, as far as SQLite does it.

    A connection that may not write makes these files and may not delete them; one that may write does so when it
    is the last to close. Where it is not, or the file cannot be written, they stay: they do no harm.
    """
    if place.path is None:
        return
    wal = Path(f"{place.path}-wal")
    with suppress(OSError, sqlite3.Error):
        if wal.stat().st_size == 0:
            uri = f"{place.path.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)) as last:
                last.execute("PRAGMA schema_version").fetchone()


def make_engine(place: Target, mode: Mode, *, create: bool = False) -> Engine:
    """An engine without a pool. `create` lets a SQLite file come into being; else it must exist."""
    if place.url is not None:
        return _postgresql(place, mode)
    if place.path is None:
        raise DatabaseError(f"{place.name} names no database")
    path = place.path
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseError(
            f"SQLite {sqlite3.sqlite_version} is too old: kptimeline needs 3.40 or later",
            "use a Python that brings a newer SQLite",
        )
    _require_file(path, create=create)
    access = "ro" if mode == "read" else "rwc" if create else "rw"
    uri = f"{path.absolute().as_uri()}?mode={access}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.execute("PRAGMA foreign_keys = ON")
        if mode == "read":
            dbapi.execute("PRAGMA query_only = ON")
        else:
            dbapi.execute("PRAGMA synchronous = NORMAL")

    return engine


def _require_file(path: Path, *, create: bool) -> None:
    """Raises DatabaseError unless the path is a file, or one that `create` may make."""
    try:
        there = path.exists()
        if not there and not create:
            raise DatabaseError(
                f"there is no database {path}", "kptimeline ingest makes one; --database names another"
            )
        if path.is_dir():
            raise DatabaseError(f"{path} is a folder, not a database", "name a file with --database")
        if there and not path.is_file():
            raise DatabaseError(f"{path} is no regular file", "name a file with --database")
        if not path.absolute().parent.is_dir():
            raise DatabaseError(
                f"there is no folder {path.absolute().parent}", "make it first, or name another place"
            )
    except OSError as error:
        reason = (error.strerror or "it is not a path").lower()
        raise DatabaseError(
            f"{path} cannot be opened: {reason}", "name another file with --database"
        ) from error


def _postgresql(place: Target, mode: Mode) -> Engine:
    assert place.url is not None
    told = {"connect_timeout": CONNECT_SECONDS, "application_name": "kptimeline", "client_encoding": "utf8"}
    try:
        engine = create_engine(place.url.update_query_dict(told | dict(place.url.query)), poolclass=NullPool)
    except ModuleNotFoundError as error:
        raise DatabaseError(
            f"{place.name} needs the driver psycopg, which is not installed",
            'pip install "kptimeline[postgres]"',
        ) from error
    if mode == "write":
        return engine
    # A reader sees one moment, however many queries it asks.
    return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction, taken for writing from its start; inside another one it is part of that."""
    if connection.invalidated:  # Ctrl-C in the middle of a statement: the driver's connection is given up
        connection.rollback()
    if connection.info.get(_WRITING):
        yield
        return
    if connection.dialect.name == "sqlite":
        # The driver's own transactions are off: reads before this hold no lock, and two writers wait in turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.rollback()
        take_turn(connection)
    connection.info[_WRITING] = True
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.info[_WRITING] = False


def take_turn(connection: Connection) -> None:
    """Waits until no other writer is at work on a PostgreSQL server, for the rest of the transaction."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that can be undone alone.

    A full disk undoes the whole transaction, its savepoints too: then its own error is raised, and no other.
    """
    point = connection.begin_nested()
    try:
        yield
    except BaseException as error:
        try:
            point.rollback()
        except DBAPIError:
            raise error from None
        raise
    point.commit()
