"""SQL from people: it can read and nothing else, for so long, so many rows and so many bytes."""

from __future__ import annotations

import re
import sqlite3
import sys
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from kptimeline.errors import UsageError
from kptimeline.store import schema
from kptimeline.store.causes import VIEWS, plain_error, plain_errors
from kptimeline.store.engine import BUSY_SECONDS, make_engine, sweep
from kptimeline.store.target import Target

MAX_VALUE = 10_000_000  # bytes of one text or blob
MAX_RESULT = 100_000_000  # bytes of all rows together
MAX_SQL = 100_000
MAX_HEAP = 512_000_000  # bytes of SQLite's own memory, sorting and temporary tables with it
GRACE = 0.5  # seconds after the deadline in which SQLite may still stop by itself
STEPS = 5_000  # of SQLite's machine between two looks at the deadline: below a millisecond

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]

_PRAGMAS = {"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"}
_ASKED_BY_FTS = ("data_version", None)  # full-text tables look whether another connection has written
_FORBIDDEN_FUNCTIONS = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: MAX_SQL,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


@dataclass(frozen=True, slots=True)
class SqlResult:
    """Columns, rows, and whether there were more rows than the limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


def run_sql(target: str | Path | Target, sql: str, limit: int = 1000, seconds: float = 30.0) -> SqlResult:
    """Runs one statement that only reads.

    Raises UsageError for a statement that is wrong, writes, takes longer than `seconds` or gives too much;
    DatabaseError for a database that cannot be read.
    """
    if not sql.strip():
        raise UsageError("there is no SQL to run", VIEWS)
    place = Target.of(target)
    if place.url is not None:
        from kptimeline.store.readonly_server import run_on_server

        return _within(lambda: SqlResult(*run_on_server(place, sql, limit, seconds, MAX_RESULT)), seconds)
    engine = make_engine(place, "read")
    with plain_errors(place.name), engine.connect() as checked:
        schema.require_head(schema.revision(checked), place.name)
    return _within(lambda: _run(place, sql, limit, seconds), seconds)


def _within(run: Callable[[], SqlResult], seconds: float) -> SqlResult:
    """What `run` gives or raises, waited for so long and no longer.

    SQLite looks at its deadline between two steps of its machine, and one step can be a function that works
    for hours: instr() and trim() of two long texts. Only the end of the process ends that, so it runs in a
    thread that nobody waits for.
    """
    answer: SimpleQueue[SqlResult | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            answer.put(run())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            answer.put(error)

    Thread(target=work, daemon=True).start()
    try:
        found = answer.get(timeout=seconds + GRACE)
    except Empty:
        raise _late(seconds) from None
    if isinstance(found, BaseException):
        raise found
    return found


def _run(place: Target, sql: str, limit: int, seconds: float) -> SqlResult:
    uri = f"{Path(place.name).absolute().as_uri()}?mode=ro"
    opened = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        with closing(opened) as connection:
            with plain_errors(place.name):
                lock_down(connection)
            deadline = time.monotonic() + seconds
            connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
            try:
                return _fetch(connection.execute(sql), limit)
            except MemoryError as error:
                raise UsageError(
                    f"the query needs more than {MAX_HEAP // 1_000_000} MB of memory",
                    "sort, group or join fewer rows and columns",
                ) from error
            except (sqlite3.Error, sqlite3.Warning, UnicodeError, ValueError) as error:
                raise _refusal(place.name, error, seconds) from error
    finally:
        sweep(place)


def lock_down(connection: sqlite3.Connection, pragmas: Collection[str] = ()) -> None:
    """Leaves the connection able to read and nothing else; `pragmas`: what it may ask besides."""
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # Else what is sorted goes to files that only the disk bounds. The limit holds for the whole program.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA hard_heap_limit = {MAX_HEAP}")
    # Virtual tables prepare statements of their own when first used, which the authorizer would refuse.
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    ).fetchall()
    asked = (f"pragma_{name}" for name in sorted(_PRAGMAS))
    for name in (*(name for (name,) in tables), *asked, "json_each", "json_tree"):
        connection.execute(f'SELECT 1 FROM "{name}" LIMIT 0').fetchall()  # noqa: S608 - names are our own
    for category, most in _LIMITS.items():
        connection.setlimit(category, most)
    connection.set_authorizer(_authorizer({*_PRAGMAS, *pragmas}))


def _authorizer(pragmas: Collection[str]) -> Authorizer:
    def authorize(
        action: int, first: str | None, second: str | None, _db: str | None, _by: str | None
    ) -> int:
        return _allowed(action, first, second, pragmas)

    return authorize


def _allowed(action: int, first: str | None, second: str | None, pragmas: Collection[str]) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (
        (first or "").lower() in pragmas or (first, second) == _ASKED_BY_FTS
    ):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _fetch(cursor: sqlite3.Cursor, limit: int) -> SqlResult:
    if cursor.description is None:
        raise UsageError(
            "this SQL gives no rows", "only one statement that reads: SELECT …, WITH …, VALUES …"
        )
    columns = tuple(column[0] for column in cursor.description)
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        if len(rows) == limit:
            return SqlResult(columns, tuple(rows), truncated=True)
        size += sys.getsizeof(row) + sum(map(sys.getsizeof, row))
        if size > MAX_RESULT:
            raise UsageError(
                f"the result is larger than {MAX_RESULT // 1_000_000} MB", "select fewer columns or rows"
            )
        rows.append(row)
    return SqlResult(columns, tuple(rows), truncated=False)


def _refusal(name: str, error: Exception, seconds: float) -> Exception:
    cause = str(error)
    if "interrupted" in cause:
        return _late(seconds)
    if re.search(
        r"not authorized|prohibited|access to|readonly|one statement at a time|too many attached", cause
    ):
        return UsageError(
            f"this SQL is not allowed: {cause}", "only one statement that reads: SELECT …, WITH …, VALUES …"
        )
    if re.search(r"malformed|not a database|locked|disk I/O", cause):
        return plain_error(name, cause)
    return UsageError(f"SQL: {cause}", VIEWS)


def _late(seconds: float) -> UsageError:
    return UsageError(
        f"the query took longer than {seconds:g} s", "narrow it, or give it more time with --seconds"
    )
