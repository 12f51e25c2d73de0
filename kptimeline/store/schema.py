"""Which schema a database has, without loading Alembic."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kptimeline.errors import DatabaseError

HEAD = "0007"  # the newest revision in migrations/versions
ALIKE = "0005"  # the first that knows which articles are near copies
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")  # oldest first


def revision(connection: Connection) -> str | None:
    """The revision that the database says it has, None for one without a schema of ours."""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        connection.rollback()
        if "alembic_version" in str(error.orig):
            return None
        raise


def is_empty(connection: Connection) -> bool:
    """Whether the SQLite file has no table at all, as a file just created."""
    return connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0


def require_ours(found: str | None, target: str) -> None:
    """Raises DatabaseError for a database without our schema, or with one from a later kptimeline."""
    if found is None:
        raise DatabaseError(
            f"{target} is a database, but not one of kptimeline's",
            "name another file with --database, or the one that kptimeline ingest made",
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
