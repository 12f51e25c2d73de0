"""Which schema a database has, without loading Alembic."""

from __future__ import annotations

import re

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from kptimeline.errors import DatabaseError

HEAD = "0009"  # the newest revision in migrations/versions
ALIKE = "0005"  # the first that knows which articles are near copies
_NO_TABLE = "42P01"  # of PostgreSQL, in whatever language it speaks
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")  # oldest first


def revision(connection: Connection) -> str | None:
    """The revision that the database says it has, None for one without a schema of ours."""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        connection.rollback()
        if getattr(error.orig, "sqlstate", None) == _NO_TABLE or "no such table" in str(error.orig):
            return None
        raise


def is_empty(connection: Connection) -> bool:
    """Whether the database has no table at all, as one just created."""
    return not inspect(connection).get_table_names()


def require_unicode(connection: Connection, target: str) -> None:
    """Raises DatabaseError for a PostgreSQL database that does not keep texts in UTF-8."""
    found = connection.execute(text("SHOW server_encoding")).scalar_one()
    if found != "UTF8":
        raise DatabaseError(
            f"{target} keeps texts in {found}, and news need UTF-8",
            "make another database: createdb --encoding UTF8 --template template0 NAME",
        )


def require_ours(found: str | None, target: str) -> None:
    """Raises DatabaseError for a database without our schema, or with one from a later kptimeline."""
    if found is None:
        raise DatabaseError(
            f"{target} is a database, but not one of kptimeline's",
            "name another with --database, or the one that kptimeline ingest made",
        )
    if found in REVISIONS:
        return
    if re.fullmatch(r"\d{4}", found) and found > HEAD:
        raise DatabaseError(
            f"{target} has schema {found}, this kptimeline knows schemas up to {HEAD}",
            "a later version of kptimeline wrote it: pip install --upgrade kptimeline",
        )
    raise DatabaseError(
        f"{target} has schema {found!r}, which no kptimeline has made",
        "go back to a backup, or name another file with --database",
    )


def require_head(found: str | None, target: str) -> None:
    """Raises DatabaseError unless the database has the newest schema."""
    require_ours(found, target)
    if found != HEAD:
        raise DatabaseError(
            f"{target} has schema {found}, this kptimeline needs {HEAD}",
            "kptimeline db upgrade brings it there, after a backup",
        )
