"""What a database is and holds, of any schema that this kptimeline knows."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, text

from kptimeline.store import schema
from kptimeline.store.causes import plain_errors
from kptimeline.store.engine import found_revision, reading
from kptimeline.store.target import Target

# Tables and columns that every schema has had: `status` is what tells that a database is to be upgraded.
_COUNTS = {
    "articles": "SELECT count(*) FROM article",
    "without_anchor": "SELECT count(*) FROM article a WHERE (SELECT day FROM anchor n WHERE n.article_id = a.id"
    " ORDER BY n.id DESC LIMIT 1) IS NULL",
    "events": "SELECT count(*) FROM event WHERE NOT hidden",
    "hidden": "SELECT count(*) FROM event WHERE hidden",
    "mentions": "SELECT count(*) FROM event_mention WHERE event_id IS NOT NULL",
    "undated": "SELECT count(*) FROM event_mention WHERE from_day IS NULL AND event_id IS NOT NULL",
    "corrections": "SELECT count(*) FROM correction WHERE undone_at IS NULL",
    "rejects": "SELECT count(*) FROM reject",
    "runs": "SELECT count(*) FROM run",
}
_SIZE_OF_SERVER = "SELECT pg_database_size(current_database())"


class RunLine(Struct, frozen=True, kw_only=True):
    """A run that wrote; `finished_at` None: it was ended before its time, or is still at work."""

    command: str
    started_at: str
    finished_at: str | None
    version: str
    counts: dict[str, int]


class Status(Struct, frozen=True, kw_only=True):
    """Sizes in bytes; `unsaved` is what only the -wal holds; `mentions` and `undated` are those of events."""

    database: str
    size: int
    unsaved: int
    revision: str
    newest: str
    articles: int
    without_anchor: int
    events: int
    hidden: int
    mentions: int
    undated: int
    corrections: int
    rejects: int
    runs: int
    last_run: RunLine | None

    @property
    def current(self) -> bool:
        """Whether it has the newest schema."""
        return self.revision == self.newest


def status(target: str | Path | Target) -> Status:
    """What a database is and holds. Raises DatabaseError where it is none of ours, damaged, or of a later version."""
    place = Target.of(target)
    with plain_errors(place.name), reading(place) as connection:
        size, unsaved = _sizes(place)
        found = found_revision(connection, place)
        schema.require_ours(found, place.name)
        if place.url is not None:
            size = connection.scalar(text(_SIZE_OF_SERVER)) or 0
        return Status(
            database=place.name,
            size=size,
            unsaved=unsaved,
            revision=found or "",
            newest=schema.HEAD,
            last_run=last_run(connection),
            **counts(connection),
        )


def _sizes(place: Target) -> tuple[int, int]:
    """Of the file, and of its -wal; looked at before any connection of ours adds one."""
    if place.path is None:
        return 0, 0
    wal = Path(f"{place.path}-wal")
    return place.path.stat().st_size, wal.stat().st_size if wal.exists() else 0


def counts(connection: Connection) -> dict[str, int]:
    """The counts of a Status."""
    return {name: connection.scalar(text(sql)) or 0 for name, sql in _COUNTS.items()}


def last_run(connection: Connection) -> RunLine | None:
    """The run that began last."""
    query = "SELECT command, started_at, finished_at, version, counts FROM run ORDER BY id DESC LIMIT 1"
    row = connection.execute(text(query)).first()
    if row is None:
        return None
    command, started_at, finished_at, version, counts = row
    return RunLine(
        command=command,
        started_at=started_at,
        finished_at=finished_at,
        version=version,
        counts=json.loads(counts),
    )
