"""Shards: slices of input that workers have read, on their way into the database.

A worker copies its slice in one transaction under a key that only this slice has: however often it is read, it is
in once. It takes no writer's turn and gives out no ids, so any number of workers copy at once. One writer then
saves what is there as if it had just been read, and each article leaves its shard in the transaction that saves it:
whoever is killed, and wherever, nothing is lost and nothing is saved twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects.postgresql import insert as insert_on_server
from sqlalchemy.dialects.sqlite import insert as insert_in_file

from kptimeline.actors.registry import Registry
from kptimeline.errors import InputRejectedError
from kptimeline.records import READING_VERSION, Extraction
from kptimeline.store.bulk import add
from kptimeline.store.engine import writing
from kptimeline.store.rows import chunks
from kptimeline.store.save import SaveOutcome, save_all
from kptimeline.store.shard_models import Shard, ShardArticle

BATCH = 16  # articles saved in one transaction, as many as ingest saves
_COPY = "COPY shard_article (shard_key, position, name, extraction) FROM STDIN"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Extraction).decode


class Saved(NamedTuple):
    """What came of one article of a shard; without an `extraction` where another version had read it."""

    name: str
    extraction: Extraction | None
    outcome: SaveOutcome | InputRejectedError


def shard_key(raw_sha256s: Sequence[str], fingerprint: str) -> str:
    """The key of a slice: over the bytes of its articles in order, and the Kit's fingerprint that they are read by."""
    told = "\n".join((fingerprint, READING_VERSION, *raw_sha256s))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def copied(connection: Connection, keys: Collection[str]) -> set[str]:
    """Which of some shards are in: they need not be read."""
    found: set[str] = set()
    for some in chunks(sorted(keys)):
        found |= set(connection.scalars(select(Shard.key).where(Shard.key.in_(some))))
    return found


def copy_shard(connection: Connection, key: str, extractions: Sequence[Extraction], *, now: str) -> bool:
    """Copies a shard, all of it or nothing; False when one of its key is in, which is left as it is.

    Raises InputRejectedError, before anything is written, for an article whose text is no text (half of a pair).
    """
    rows = [
        (position, each.article.path or each.article.key, _encoded(each))
        for position, each in enumerate(extractions)
    ]
    if connection.dialect.name == "sqlite":
        with writing(connection):
            return _copy(connection, key, rows, now)
    connection.rollback()
    with connection.begin():
        return _copy(connection, key, rows, now)


def _encoded(extraction: Extraction) -> bytes:
    try:
        return _encode(extraction)
    except UnicodeEncodeError as error:
        name = extraction.article.path or extraction.article.key
        raise InputRejectedError(f"{name} cannot be stored: {error}", "mend its characters") from error


def _copy(connection: Connection, key: str, rows: Sequence[tuple[int, str, bytes]], now: str) -> bool:
    on_server = connection.dialect.name != "sqlite"
    shard: Any = (insert_on_server if on_server else insert_in_file)(Shard)
    shard = shard.values(key=key, copied_at=now, articles=len(rows)).on_conflict_do_nothing()
    # Waits for another one that is just copying the same.
    if connection.scalar(shard.returning(Shard.key)) is None:
        return False
    if on_server:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(_COPY) as into:
            for position, name, told in rows:
                into.write(b"%s\t%d\t%s\t%s\n" % (key.encode(), position, _escaped(name), _slashed(told)))
    else:
        add(
            connection,
            ShardArticle,
            [
                {"shard_key": key, "position": position, "name": name, "extraction": told.decode()}
                for position, name, told in rows
            ],
        )
    return True


def _escaped(text: str) -> bytes:
    """A text as COPY takes it."""
    told = text.replace("\x00", "\ufffd").encode(errors="replace")
    return _slashed(told).replace(b"\t", b"\\t").replace(b"\n", b"\\n").replace(b"\r", b"\\r")


def _slashed(told: bytes) -> bytes:
    """JSON as COPY takes it: it has no tabs and no line ends of its own."""
    return told.replace(b"\\", b"\\\\")


def save_shards(
    connection: Connection, registry: Registry, *, now: str, size: int = BATCH
) -> Iterator[list[Saved]]:
    """Saves what has been copied, `size` articles in one transaction; yields what came of them until nothing is left.

    One writer at a time takes articles out, however many try. An empty shard goes with the next batch.
    """
    first = select(ShardArticle).order_by(ShardArticle.shard_key, ShardArticle.position).limit(size)
    while True:
        with writing(connection):
            rows = connection.execute(first).all()
            saved = _save(connection, registry, rows, now)
            for key in {row.shard_key for row in rows}:
                mine = ShardArticle.position.in_([row.position for row in rows if row.shard_key == key])
                connection.execute(delete(ShardArticle).where(ShardArticle.shard_key == key, mine))
            connection.execute(delete(Shard).where(~exists().where(ShardArticle.shard_key == Shard.key)))
        if not rows:
            return
        yield saved


def _save(connection: Connection, registry: Registry, rows: Sequence[Any], now: str) -> list[Saved]:
    told = [_decoded(row.extraction) for row in rows]
    outcomes = iter(save_all(connection, [each for each in told if each is not None], registry, now=now))
    other = InputRejectedError("was read by another version of kptimeline", "ingest it again")
    return [
        Saved(row.name, each, other if each is None else next(outcomes))
        for row, each in zip(rows, told, strict=True)
    ]


def _decoded(text: str) -> Extraction | None:
    """None for one that this version does not understand."""
    try:
        found = _decode(text)
    except msgspec.MsgspecError:
        return None
    return found if found.reading.version == READING_VERSION else None
