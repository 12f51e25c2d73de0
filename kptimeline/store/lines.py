"""The lines of a chronology: events of the database with who takes part and the mentions that tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any, Literal

import msgspec
from sqlalchemy import ARRAY, BigInteger, Connection, Select, Text, bindparam, func, select

from kptimeline.errors import DatabaseError
from kptimeline.interval import Extent
from kptimeline.records import ChronologyEvent, EventActor, OtherDate
from kptimeline.store.models import (
    Actor,
    Article,
    Event,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.rows import CHUNK

Columns = tuple[Any, ...]
Named = tuple[str, str, str | None]  # role, name, slug of an actor of a mention
EXTENTS = {None: None} | {extent.value: extent for extent in Extent}

_SAME = tuple(name for name in ChronologyEvent.__struct_fields__ if name in Event.__table__.columns)
_OF_EVENT = ("id", "event_id", "mention_id", *_SAME)
_OF_BOTH = ("outlet", "url", "article_key", "sentence", "time_text")
_OF_MENTION = {
    "mention_key": EventMention.key,
    "article_key": Article.key,
    "outlet": Article.outlet,
    "url": Article.url,
    "start_char": EventMention.start_char,
    "end_char": EventMention.end_char,
    "trigger": EventMention.trigger,
    "status": EventMention.status,
    "first_day": EventMention.first_day,
    "last_day": EventMention.last_day,
    "edtf": EventMention.edtf,
    "dated_by": EventMention.dated_by,
    "reason": EventMention.reason,
    "time_text": TimeExpression.text,
    "sentence": Sentence.text,
}
_NAMES = ("event", "id", *_OF_MENTION)


@cache
def _mentions(dialect: str) -> Any:
    """A query for the mentions of `events`. Sorting is left to Python: few events have more than one."""
    query = select(EventMention.event_id, EventMention.id, *_OF_MENTION.values())
    query = query.join(Article, Article.id == EventMention.article_id)
    query = query.join(Sentence, Sentence.id == EventMention.sentence_id)
    query = query.outerjoin(TimeExpression, TimeExpression.id == EventMention.time_expression_id)
    return query.where(EventMention.event_id.in_(listed("events", dialect)))


@cache
def _parties(dialect: str) -> Any:
    """A query for who takes part in `mentions`."""
    query = select(MentionActor.mention_id, MentionActor.role, MentionActor.name, Actor.slug)
    query = query.outerjoin(Actor, Actor.id == MentionActor.actor_id)
    query = query.where(MentionActor.mention_id.in_(listed("mentions", dialect)))
    return query.order_by(MentionActor.mention_id, MentionActor.role, MentionActor.position)


def listed(name: str, dialect: str) -> Any:
    """Row ids in one value, made by `as_list`, for `IN`: a text for each length of a list would cost more."""
    if dialect == "sqlite":
        return select(func.json_each(bindparam(name, type_=Text)).table_valued("value").c.value)
    return select(func.unnest(bindparam(name, type_=ARRAY(BigInteger))).column_valued())


def as_list(ids: Iterable[int], dialect: str) -> str | list[int]:
    """The value that `listed` takes."""
    return f"[{','.join(map(str, ids))}]" if dialect == "sqlite" else list(ids)


def event_rows() -> Select[Any]:
    """Events as `lines` wants them; the caller says which, and in which order."""
    return select(Event.id, Event.key, Event.mention_id, *(getattr(Event, name) for name in _SAME))


def lines(connection: Connection, rows: Iterable[Columns]) -> Iterator[ChronologyEvent]:
    """The events whose rows, as `event_rows` selects them, come in, with actors and mentions; read in batches.

    Raises DatabaseError for an event without its mention.
    """
    rest = iter(rows)
    while batch := list(islice(rest, CHUNK)):
        yield from _batch(connection, batch)


def _batch(connection: Connection, rows: Sequence[Columns]) -> Iterator[ChronologyEvent]:
    dialect = connection.dialect.name
    told: dict[int, list[Columns]] = {row[0]: [] for row in rows}
    mentions = connection.execute(_mentions(dialect), {"events": as_list(told, dialect)}).all()
    for mention in mentions:
        told[mention[0]].append(mention)
    named: dict[int, list[Named]] = {mention[1]: [] for mention in mentions}
    parties = connection.execute(_parties(dialect), {"mentions": as_list(named, dialect)}).all()
    for mention_id, role, name, slug in parties:
        named[mention_id].append((role, name, slug))
    for row in rows:
        yield _event(row, told[row[0]], named)


def _event(row: Columns, told: list[Columns], named: Mapping[int, Sequence[Named]]) -> ChronologyEvent:
    if len(told) > 1:
        told.sort(key=_key)
    own = [mention for mention in told if mention[1] == row[2]]
    if not own:
        raise DatabaseError(
            f"the event {row[1]} has lost its mention", "kptimeline db check tells what is wrong"
        )
    event: dict[str, Any] = dict(zip(_OF_EVENT, row, strict=True))
    mentions = [dict(zip(_NAMES, mention, strict=True)) for mention in told]
    for mention in mentions:
        del mention["event"], mention["id"]
    shown = mentions[told.index(own[0])]
    for name in _OF_BOTH:
        event[name] = shown[name]
    del event["id"], event["mention_id"]
    event["extent"] = EXTENTS[event["extent"]]
    if (others := event.pop("other_dates")) is not None:
        event["other_dates"] = _other_dates(others)
    event["actors"] = _actors(own + told if len(told) > 1 else told, named)
    return ChronologyEvent(mentions=tuple(mentions), **event)


_key = itemgetter(2)
_other_dates = msgspec.json.Decoder(tuple[OtherDate, ...]).decode


def _actors(told: Sequence[Columns], named: Mapping[int, Sequence[Named]]) -> tuple[EventActor, ...]:
    """Who takes part, as the mentions name them, the representative first; each once a role."""
    found: dict[tuple[str, str], EventActor] = {}
    for mention in told:
        for role, name, slug in named[mention[1]]:
            at = role, slug or f"name:{name}"
            if at not in found and role in _ROLES:
                found[at] = EventActor(actor=slug, name=name, role=_ROLES[role])
    return tuple(sorted(found.values(), key=_role))


_ROLES: dict[str, Literal["by", "to"]] = {"by": "by", "to": "to"}
_role = attrgetter("role")
