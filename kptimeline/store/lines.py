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
from kptimeline.store.corrections import as_corrected, said_of
from kptimeline.store.models import (
    Actor,
    Article,
    Event,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.prepared import Columns, fetched
from kptimeline.store.rows import CHUNK

Named = tuple[str, str, str | None]  # role, name, slug of an actor of a mention
EXTENTS = {None: None} | {extent.value: extent for extent in Extent}

# In the order in which `_event` and `_mention` take them.
_OF_EVENT = (
    Event.id, Event.key, Event.mention_id, Event.first_day, Event.last_day, Event.from_day, Event.to_day,
    Event.sort_day, Event.first_time, Event.last_time, Event.utc_offset, Event.granularity, Event.extent,
    Event.edtf, Event.certainty, Event.dated_by, Event.by_actors, Event.to_actors, Event.event_type,
    Event.status, Event.disputed, Event.place, Event.summary, Event.claimed_by, Event.articles, Event.reason,
    Event.other_dates,
)  # fmt: skip
_OF_MENTION = (
    EventMention.event_id, EventMention.id, EventMention.key, Article.key, Article.outlet, Article.url,
    EventMention.start_char, EventMention.end_char, EventMention.trigger, EventMention.status,
    EventMention.first_day, EventMention.last_day, EventMention.edtf, EventMention.dated_by,
    EventMention.reason, TimeExpression.text, Sentence.text,
    Article.path,
)  # fmt: skip


@cache
def _mentions(dialect: str) -> Any:
    """A query for the mentions of `events`. Sorting is left to Python: few events have more than one."""
    query = select(*_OF_MENTION)
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
    columns: tuple[Any, ...] = _OF_EVENT
    return select(*columns)


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
    named: dict[int, list[Named]] = {}
    for some in fetched(connection, _mentions(dialect), {"events": as_list(told, dialect)}):
        for mention in some:
            told[mention[0]].append(mention)
            named[mention[1]] = []
    for some in fetched(connection, _parties(dialect), {"mentions": as_list(named, dialect)}):
        for mention_id, role, name, slug in some:
            named[mention_id].append((role, name, slug))
    said = said_of(connection, [_key(mention) for each in told.values() for mention in each])
    for row in rows:
        event = _event(row, told[row[0]], named)
        yield as_corrected(connection, event, said) if said else event


def _event(row: Columns, told: list[Columns], named: Mapping[int, Sequence[Named]]) -> ChronologyEvent:
    """An event, its columns taken one by one: a mapping between would double what this costs."""
    (
        _, event_id, mention_id, first_day, last_day, from_day, to_day, sort_day, first_time, last_time,
        utc_offset, granularity, extent, edtf, certainty, dated_by, by_actors, to_actors, event_type, status,
        disputed, place, summary, claimed_by, articles, reason, others,
    ) = row  # fmt: skip
    if len(told) > 1:
        told.sort(key=_key)
    own = told[0] if told else None
    if own and own[1] != mention_id:
        own = next((mention for mention in told if mention[1] == mention_id), None)
    if own is None:
        raise DatabaseError(
            f"the event {event_id} has lost its mention", "kptimeline db check tells what is wrong"
        )
    return ChronologyEvent(
        event_id=event_id,
        first_day=first_day,
        last_day=last_day,
        from_day=from_day,
        to_day=to_day,
        sort_day=sort_day,
        first_time=first_time,
        last_time=last_time,
        utc_offset=utc_offset,
        granularity=granularity,
        extent=EXTENTS[extent],
        edtf=edtf,
        certainty=certainty,
        dated_by=dated_by,
        by_actors=by_actors,
        to_actors=to_actors,
        event_type=event_type,
        status=status,
        disputed=bool(disputed),  # SQLite's drivers say 0 and 1
        place=place,
        summary=summary,
        claimed_by=claimed_by,
        articles=articles,
        outlet=own[4],
        url=own[5],
        article_key=own[3],
        sentence=own[16],
        actors=_actors((own, *told) if len(told) > 1 else told, named),
        time_text=own[15],
        reason=reason,
        mentions=tuple([_mention(*mention) for mention in told]),
        other_dates=() if others is None else _other_dates(others),
    )


_key = itemgetter(2)
_other_dates = msgspec.json.Decoder(tuple[OtherDate, ...]).decode


def _mention(
    _event_id: int, _id: int, key: str, article_key: str, outlet: str | None, url: str | None, start_char: int,
    end_char: int, trigger: str, status: str, first_day: str | None, last_day: str | None, edtf: str | None,
    dated_by: str | None, reason: str | None, time_text: str | None, sentence: str, path: str | None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "mention_key": key,
        "article_key": article_key,
        "outlet": outlet,
        "url": url,
        "path": path,
        "start_char": start_char,
        "end_char": end_char,
        "trigger": trigger,
        "status": status,
        "first_day": first_day,
        "last_day": last_day,
        "edtf": edtf,
        "dated_by": dated_by,
        "reason": reason,
        "time_text": time_text,
        "sentence": sentence,
    }


def _actors(told: Sequence[Columns], named: Mapping[int, Sequence[Named]]) -> tuple[EventActor, ...]:
    """Who takes part, as the mentions name them, the representative first; each once a role."""
    found: dict[tuple[str, str], EventActor] = {}
    for mention in told:
        for role, name, slug in named[mention[1]]:
            at = role, slug or f"name:{name}"
            if at not in found and (side := _ROLES.get(role)):
                found[at] = EventActor(actor=slug, name=name, role=side)
    # The rows of one mention come with `by` before `to`.
    return tuple(sorted(found.values(), key=_role) if len(told) > 1 else found.values())


_ROLES: dict[str, Literal["by", "to"]] = {"by": "by", "to": "to"}
_role = attrgetter("role")
