"""All that was ever said of events, as people look at it and as teams share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, func, select

from kptimeline.merge.correction_line import KINDS
from kptimeline.merge.corrections import FIELDS, value_of
from kptimeline.merge.derive import derive
from kptimeline.store import corrections
from kptimeline.store.events import Pool, load_facts
from kptimeline.store.models import (
    CorrectedMention,
    Correction,
    Event,
    EventKey,
    EventMention,
    MentionLink,
    Sentence,
)
from kptimeline.store.query import event_row_id
from kptimeline.store.rows import chunks


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that a person said: of a field, or (`merge`, `split`) of which mentions are one event.

    `mentions` are the keys that it was said of, `events` the keys of the events that hold these now; `orphaned`
    tells why none does. `quote` is the sentence of the first.
    """

    field: str
    value: str | None
    mentions: tuple[str, ...]
    events: tuple[str, ...]
    quote: str
    who: str
    made_at: str
    why: str | None
    undone_at: str | None
    undone_by: str | None
    orphaned: str | None = None


class History(Struct, frozen=True, kw_only=True):
    """An event's key and those that lead to it too, what its fields are by the articles alone, and what was said."""

    event: str
    keys: tuple[str, ...]
    machine: dict[str, str | None]
    entries: tuple[Entry, ...]


def history(connection: Connection, ref: str) -> History:
    """The history of an event. Raises NotFoundError."""
    event_id = event_row_id(connection, ref)
    key = connection.scalars(select(Event.key).where(Event.id == event_id)).one()
    mentions = list(connection.scalars(select(EventMention.key).where(EventMention.event_id == event_id)))
    keys = connection.scalars(
        select(EventKey.key).where(EventKey.event_id == event_id).order_by(EventKey.key)
    )
    pool = Pool()
    for some in chunks(mentions):
        load_facts(connection, pool, EventMention.key.in_(some))
    machine = derive(pool.facts[mention] for mention in mentions)
    names = {*mentions, *corrections.named_by(connection, mentions)}
    return History(
        event=key,
        keys=tuple(each for each in keys if each != key),
        machine={field: value_of(machine, field, ()) for field in FIELDS},
        entries=tuple(entries(connection, names)),
    )


def all_entries(connection: Connection, *, orphaned: bool = False, undone: bool = False) -> list[Entry]:
    """What holds, of all events, oldest first; only the `orphaned`; with what was taken back if `undone`."""
    names = set(connection.scalars(select(CorrectedMention.key)))
    found = [each for each in entries(connection, names) if undone or each.undone_at is None]
    return [each for each in found if each.orphaned is not None] if orphaned else found


def entries(connection: Connection, names: Collection[str]) -> list[Entry]:
    """All that was said of corrected mentions, oldest first; what was said of several at once is one entry."""
    told: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in corrections.rows_about(connection, Correction, names):
        told[(*_said(row), row.field, row.value)].add(row.mention_key)
    for row in corrections.rows_about(connection, MentionLink, names):
        told[(*_said(row), KINDS[row.kind], None)] |= {row.first_key, row.second_key}
    where = _Places(connection, {key for keys in told.values() for key in keys})
    return [
        Entry(
            field=field,
            value=value,
            mentions=tuple(sorted(keys)),
            events=where.events(keys),
            quote=where.quote(min(keys)),
            who=who,
            made_at=made_at,
            why=why,
            undone_at=undone_at,
            undone_by=undone_by,
            orphaned=where.orphaned(keys),
        )
        for (made_at, who, why, undone_at, undone_by, field, value), keys in sorted(
            told.items(), key=lambda item: tuple(part or "" for part in item[0])
        )
    ]


def _said(row: Row[Any]) -> tuple[Any, ...]:
    return row.made_at, row.who, row.why, row.undone_at, row.undone_by


class _Places:
    """Where corrected mentions are now."""

    def __init__(self, connection: Connection, names: Collection[str]) -> None:
        self._connection = connection
        self._rows: dict[str, Row[Any]] = {}
        query = (
            select(CorrectedMention.__table__, Event.key.label("event"))
            .outerjoin(EventMention, EventMention.key == CorrectedMention.holder)
            .outerjoin(Event, Event.id == EventMention.event_id)
        )
        for some in chunks(sorted(names)):
            rows = connection.execute(query.where(CorrectedMention.key.in_(some)))
            self._rows |= {row.key: row for row in rows}

    def events(self, keys: Iterable[str]) -> tuple[str, ...]:
        found = {self._rows[key].event for key in keys if key in self._rows}
        return tuple(sorted(each for each in found if each is not None))

    def quote(self, key: str) -> str:
        return self._rows[key].sentence if key in self._rows else ""

    def orphaned(self, keys: Collection[str]) -> str | None:
        """Why no event holds any of them."""
        if self.events(keys):
            return None
        rows = [self._rows[key] for key in sorted(keys) if key in self._rows]
        if any(row.holder is not None for row in rows):
            return "its mention tells of no event now"
        count = max((self._alike(row) for row in rows), default=0)
        return f"{count} mentions have its words" if count > 1 else "no mention has its words"

    def _alike(self, row: Row[Any]) -> int:
        query = (
            select(func.count())
            .select_from(EventMention)
            .join(Sentence, Sentence.id == EventMention.sentence_id)
            .where(Sentence.text == row.sentence, EventMention.trigger == row.trigger)
            .where(EventMention.event_id.is_not(None))
        )
        return self._connection.scalar(query) or 0
