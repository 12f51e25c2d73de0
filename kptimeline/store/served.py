"""A database that many pages read at once, while others may write to it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from kptimeline.errors import DatabaseError, LateError, UsageError
from kptimeline.store import schema
from kptimeline.store.causes import plain_errors
from kptimeline.store.engine import make_engine, sweep
from kptimeline.store.readonly import STEPS
from kptimeline.store.target import Target

Found = TypeVar("Found")
State = tuple[tuple[int, int, int], ...]  # what changes when a file and its -wal do

_DEADLINE = "kptimeline.deadline"


class Served:
    """A SQLite database of the newest schema that is read, never written. Raises DatabaseError, UsageError.

    Each answer is read from one moment: a run that saves meanwhile is seen by the next one.
    """

    def __init__(self, target: str | Path | Target) -> None:
        place = Target.of(target)
        if place.path is None:
            raise UsageError(
                f"{place.name} is a server's database, and Datasette serves SQLite files",
                "ingest into a file, or ask the server with kptimeline show and sql",
            )
        self.place, self.path = place, place.path
        self._engine = make_engine(place, "read")
        self._kept: dict[str, tuple[State, Any]] = {}
        with self.reading(10.0):
            pass

    @contextmanager
    def reading(self, seconds: float) -> Iterator[Connection]:
        """A connection for one answer, which may take so long. Raises LateError, and DatabaseError in plain words."""
        with plain_errors(self.place.name):
            if not self.path.exists():
                raise DatabaseError(f"the database {self.place.name} is gone", "start kptimeline serve again")
            with self._engine.connect() as connection:
                with within(connection, seconds):
                    schema.require_head(schema.revision(connection), self.place.name)
                    connection.rollback()
                    connection.exec_driver_sql("BEGIN")  # one moment for all that is read
                    yield connection
                connection.rollback()

    def kept(self, make: Callable[[Connection], Found], seconds: float) -> Found:
        """What `make` finds: looked for again only when the file has changed since. Raises LateError."""
        state = self._state()
        if (found := self._kept.get(make.__name__)) is None or found[0] != state:
            with self.reading(seconds) as connection:
                found = self._kept[make.__name__] = (state, make(connection))
        made: Found = found[1]
        return made

    def close(self) -> None:
        """Takes away what readers leave beside the file."""
        self._engine.dispose()
        sweep(self.place)

    def _state(self) -> State:
        found = []
        for path in (self.path, Path(f"{self.path}-wal")):
            try:
                about = path.stat()
            except OSError:
                continue
            if about.st_size:  # readers make an empty -wal
                found.append((about.st_ino, about.st_mtime_ns, about.st_size))
        return tuple(found)


@contextmanager
def within(connection: Connection, seconds: float) -> Iterator[None]:
    """Lets SQLite work for so long on what is asked in it, and no longer than an outer limit. Raises LateError."""
    driver: Any = connection.connection.driver_connection
    outer: float | None = connection.info.get(_DEADLINE)
    own = time.monotonic() + seconds
    _limit(driver, connection, own if outer is None else min(own, outer))
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        if "interrupted" not in str(error):
            raise
        raise LateError(
            f"the question took longer than {seconds:g} s",
            "narrow it: a shorter period, a rarer word, an actor beside the type",
        ) from error
    finally:
        _limit(driver, connection, outer)


def _limit(driver: sqlite3.Connection, connection: Connection, deadline: float | None) -> None:
    if deadline is None:
        connection.info.pop(_DEADLINE, None)
        driver.set_progress_handler(None, 0)
    else:
        connection.info[_DEADLINE] = deadline
        driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
