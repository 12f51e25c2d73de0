"""SQL from people on a PostgreSQL server: one query of a role that can do no harm, read through a cursor.

What keeps it to reading, each for itself:

- The transaction is read-only, and a query has run in it before: from then on the server lets nobody make it
  writable again.
- The statement is sent as one (the extended protocol takes no second) and behind DECLARE … CURSOR FOR, which
  takes only a SELECT or VALUES without a writing WITH.
- The role is no superuser and in none of the server's own roles that reach files, programs or other sessions:
  such a role could do harm in a plain SELECT, by a function.
- Functions that end the role's other sessions, hold their locks, reach other servers or run SQL from a text are
  refused by name.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from kptimeline.errors import UsageError
from kptimeline.store import schema
from kptimeline.store.causes import VIEWS, plain_error, plain_errors
from kptimeline.store.engine import found_revision, make_engine
from kptimeline.store.target import Target

_POWERFUL = """
SELECT coalesce(bool_or(r.rolsuper OR r.rolreplication OR r.rolcreaterole OR r.rolname LIKE 'pg\\_%'), false)
FROM pg_roles r
WHERE pg_has_role(session_user, r.oid, 'MEMBER')
  AND (r.rolsuper OR r.rolreplication OR r.rolcreaterole OR r.rolname IN (
    'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend',
    'pg_signal_autovacuum_worker', 'pg_checkpoint', 'pg_maintain', 'pg_create_subscription',
    'pg_use_reserved_connections'))
"""
_REFUSED = re.compile(
    r"pg_(?:terminate|cancel)_backend|pg_(?:try_)?advisory|pg_notify|pg_logical_emit|dblink|lo_(?:create|creat|from_bytea|put|unlink)|lo_(?:export|import)"
    r"|(?:query|cursor|table|schema|database)_to_xml|ts_stat|ts_rewrite|\bu&",  # U&"…" writes any name by numbers
    re.IGNORECASE,
)
_TIMEOUTS = "SELECT set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"


def run_on_server(
    place: Target, sql: str, limit: int, seconds: float, most: int
) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], bool]:
    """Columns, rows, and whether there were more. `most` is how many bytes all rows may take.

    Raises UsageError for a statement that is wrong, writes, takes too long or gives too much, and for a role
    that could do more than read; DatabaseError for a server that cannot be asked.
    """
    if "\x00" in sql:
        raise UsageError("SQL: the query holds a NUL character", VIEWS)
    if named := _REFUSED.search(sql):
        raise UsageError(
            f"this SQL is not allowed: {named[0]}",
            "only one statement that reads: SELECT …, WITH …, VALUES …",
        )
    with plain_errors(place.name), make_engine(place, "read").connect() as checked:
        schema.require_head(found_revision(checked, place), place.name)
        checked.rollback()
        opened: Any = checked.connection.driver_connection
        opened.read_only = True
        try:
            cursor = opened.cursor()
            if cursor.execute(_POWERFUL).fetchone()[0]:
                raise UsageError(
                    f"the role of {place.name} may do more than read, so SQL from people is not run with it",
                    "name a role that is no superuser and may SELECT from the views",
                )
            return _rows(place.name, opened, cursor, sql, limit, seconds, most)
        finally:
            checked.invalidate()  # ends the session, and with it whatever it does and whatever it did


def _rows(
    name: str, opened: Any, cursor: Any, sql: str, limit: int, seconds: float, most: int
) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], bool]:
    import psycopg

    time = str(round(seconds * 1000))
    cursor.execute(_TIMEOUTS, (time, time))
    declared = opened.pgconn.exec_params(
        f"DECLARE kptimeline_question NO SCROLL CURSOR FOR {sql}".encode(), None
    )
    if declared.error_message:
        cause = (
            declared.error_message.decode("utf-8", "replace").split("\n")[0].removeprefix("ERROR:").strip()
        )
        if "statement timeout" in cause:
            raise _late(seconds)
        raise UsageError(f"SQL: {cause}", "only one statement that reads: SELECT …, WITH …, VALUES …")
    rows: list[tuple[Any, ...]] = []
    size = 0
    try:
        cursor.execute("FETCH FORWARD 0 FROM kptimeline_question")
        columns = tuple(column.name for column in cursor.description or ())
        for row in cursor.stream(f"FETCH FORWARD {limit + 1} FROM kptimeline_question"):
            size += sys.getsizeof(row) + sum(map(sys.getsizeof, row))
            if size > most:
                opened.close()  # else the rest of the answer would be waited for
                raise UsageError(
                    f"the result is larger than {most // 1_000_000} MB", "select fewer columns or rows"
                )
            rows.append(row)
    except psycopg.errors.QueryCanceled as error:
        raise _late(seconds) from error
    except psycopg.OperationalError as error:
        raise plain_error(name, str(error)) from error
    except psycopg.Error as error:
        cause = str(error).split("\n", maxsplit=1)[0]
        raise UsageError(f"SQL: {cause}", VIEWS) from error
    return columns, tuple(rows[:limit]), len(rows) > limit


def _late(seconds: float) -> UsageError:
    return UsageError(
        f"the query took longer than {seconds:g} s", "narrow it, or give it more time with --seconds"
    )
