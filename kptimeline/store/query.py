"""Questions to the store: events in time order for actors, a span, types, places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from kptimeline.errors import NotFoundError
from kptimeline.interval import Extent, iso
from kptimeline.records import Chronology, ChronologyEvent, EventActor
from kptimeline.store.models import (
    Actor,
    Article,
    Event,
    EventKey,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.models import (
    EventActor as EventActorRow,
)
from kptimeline.store.rows import CHUNK, chunks
from kptimeline.store.search import told_in


class Question(Struct, frozen=True, kw_only=True):
    """What to show. Days are day numbers, inclusive; slugs stand for the actor and all that belongs to it.

    `actors`: any of them takes part; `others`: each of them does too. `undated` and `hidden` show what is
    left out otherwise; `stated` shows only dates that the text states. `types`, `statuses`, `outlets`: any
    of them. `place` is a part of a place's name, in any case. `words`: what its sentences or titles hold
    (store.words).
    """

    words: str | None = None

    actors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    place: str | None = None
    outlets: tuple[str, ...] = ()
    limit: int | None = None
    reverse: bool = False
    stated: bool = False
    undated: bool = False
    hidden: bool = False

    def told(self) -> dict[str, Any]:
        """What was asked, as JSON says it: days in ISO, nothing that was not asked."""
        asked = {name: getattr(self, name) for name in self.__struct_fields__}
        asked |= {"since": iso(self.since), "until": iso(self.until)}
        return {name: value for name, value in asked.items() if value not in (None, (), False)}


def chronology(connection: Connection, question: Question) -> Chronology:
    """The events that answer a question: by sort day, coarser first, then by key; undated ones last."""
    return Chronology(
        query=question.told(),
        events=tuple(stream(connection, question)),
        left_out=left_out(connection, question),
    )


def stream(connection: Connection, question: Question) -> Iterator[ChronologyEvent]:
    """The same events, one after the other: however many they are, memory holds no more than a batch."""
    dated, span = Event.from_day.is_not(None), _span(question)
    shown = [
        _asked(connection, question),
        or_(and_(dated, span), Event.from_day.is_(None)) if question.undated else and_(dated, span),
    ]
    if not question.hidden:
        shown.append(Event.hidden.is_(False))
    return load_events(connection, and_(*shown), limit=question.limit, reverse=question.reverse)


def left_out(connection: Connection, question: Question) -> dict[str, int]:
    """How many undated and how many hidden events a question would show otherwise.

    An undated event lies in no span, so with `since` or `until` the undated are those that might.
    """
    asked, undated = _asked(connection, question), Event.from_day.is_(None)
    known = or_(and_(Event.from_day.is_not(None), _span(question)), undated)
    return {
        "undated": 0 if question.undated else _count(connection, asked, undated, Event.hidden.is_(False)),
        "hidden": 0 if question.hidden else _count(connection, asked, known, Event.hidden.is_(True)),
    }


def _asked(connection: Connection, question: Question) -> ColumnElement[bool]:
    """The conditions on an event other than its days."""
    conditions: list[ColumnElement[bool]] = []
    if question.actors:
        conditions.append(Event.id.in_(_events_of(question.actors)))
    conditions += [Event.id.in_(_events_of((slug,))) for slug in question.others]
    if question.types:
        conditions.append(Event.event_type.in_(question.types))
    if question.statuses:
        conditions.append(Event.status.in_(question.statuses))
    if question.place:
        conditions.append(Event.place.icontains(question.place, autoescape=True))
    if question.outlets:
        told = select(EventMention.id).join(Article, Article.id == EventMention.article_id)
        conditions.append(
            exists(told.where(EventMention.event_id == Event.id, Article.outlet.in_(question.outlets)))
        )
    if question.words is not None:
        conditions.append(told_in(connection, question.words))
    if question.stated:
        conditions.append(Event.certainty.in_(("stated", "corrected")))
    return and_(True, *conditions)


def _events_of(slugs: Sequence[str]) -> Select[int]:
    actors = select(Actor.id).where(Actor.slug.in_(slugs))
    return select(EventActorRow.event_id).where(EventActorRow.actor_id.in_(actors))


def _span(question: Question) -> ColumnElement[bool]:
    since, until = iso(question.since), iso(question.until)
    return and_(
        True,
        *([Event.to_day >= since] if since else []),
        *([Event.from_day <= until] if until else []),
    )


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0


def load_events(
    connection: Connection, which: ColumnElement[bool], *, limit: int | None = None, reverse: bool = False
) -> Iterator[ChronologyEvent]:
    """Events of the table `event` that meet a condition, in order, with actors and mentions; read in batches."""
    order = (Event.sort_day, Event.fineness, Event.key)
    query = (
        select(
            Event.__table__,
            Article.outlet,
            Article.url,
            Article.key.label("article_key"),
            Sentence.text.label("sentence"),
            TimeExpression.text.label("time_text"),
        )
        .join(EventMention, EventMention.id == Event.mention_id)
        .join(Article, Article.id == EventMention.article_id)
        .join(Sentence, Sentence.id == EventMention.sentence_id)
        .outerjoin(TimeExpression, TimeExpression.id == EventMention.time_expression_id)
        .where(which)
        .order_by(*((column.desc() if reverse else column).nulls_last() for column in order))
        .limit(limit)
        .execution_options(stream_results=True)
    )
    for rows in connection.execute(query).partitions(CHUNK):
        ids = [row.id for row in rows]
        mentions, actors = _mentions(connection, ids), _actors(connection, ids)
        for row in rows:
            yield _event(row, actors[row.id], mentions[row.id])


def _event(
    row: Row[Any], actors: Sequence[EventActor], mentions: Sequence[dict[str, Any]]
) -> ChronologyEvent:
    same = {name: getattr(row, name) for name in _SAME}
    return ChronologyEvent(
        event_id=row.key,
        extent=Extent(row.extent) if row.extent else None,
        disputed=bool(row.disputed),
        actors=tuple(actors),
        mentions=tuple(mentions),
        **same,
    )


_SAME = set(ChronologyEvent.__struct_fields__) - {"event_id", "extent", "disputed", "actors", "mentions"}


def _mentions(connection: Connection, event_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The mentions of events by event, the representative's order: earliest article key and place first."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for some in chunks(event_ids):
        query = (
            select(
                EventMention.event_id,
                EventMention.key.label("mention_key"),
                Article.key.label("article_key"),
                Article.outlet,
                Article.url,
                EventMention.start_char,
                EventMention.end_char,
                EventMention.trigger,
                EventMention.status,
                EventMention.first_day,
                EventMention.last_day,
                EventMention.edtf,
                EventMention.dated_by,
                EventMention.reason,
                TimeExpression.text.label("time_text"),
                Sentence.text.label("sentence"),
            )
            .join(Article, Article.id == EventMention.article_id)
            .join(Sentence, Sentence.id == EventMention.sentence_id)
            .outerjoin(TimeExpression, TimeExpression.id == EventMention.time_expression_id)
            .where(EventMention.event_id.in_(some))
            .order_by(EventMention.key)
        )
        for row in connection.execute(query).mappings():
            columns = dict(row)
            found[columns.pop("event_id")].append(columns)
    return found


def _actors(connection: Connection, event_ids: Sequence[int]) -> dict[int, list[EventActor]]:
    """Who takes part, as the mentions name them, each once a role."""
    found: dict[int, dict[tuple[str, str], EventActor]] = defaultdict(dict)
    for some in chunks(event_ids):
        query = (
            select(EventMention.event_id, MentionActor.role, MentionActor.name, Actor.slug)
            .join(EventMention, EventMention.id == MentionActor.mention_id)
            .join(Event, Event.id == EventMention.event_id)
            .outerjoin(Actor, Actor.id == MentionActor.actor_id)
            .where(EventMention.event_id.in_(some), MentionActor.role.in_(("by", "to")))
            .order_by(
                MentionActor.role,
                EventMention.id != Event.mention_id,
                EventMention.key,
                MentionActor.position,
            )
        )
        for event_id, role, name, slug in connection.execute(query):
            each = EventActor(actor=slug, name=name, role="by" if role == "by" else "to")
            found[event_id or 0].setdefault((role, slug or f"name:{name}"), each)
    return {event_id: list(found[event_id].values()) for event_id in event_ids}


def event_row_id(connection: Connection, event_id: str) -> int:
    """The row of an event by its key, by one it had before, or by the beginning of one.

    Raises NotFoundError.
    """
    row = connection.execute(select(EventKey.event_id).where(EventKey.key == event_id)).first()
    if row is None and len(event_id) >= 4:
        near = select(EventKey.event_id).where(EventKey.key >= event_id, EventKey.key < event_id + "\uffff")
        found = {each for each in connection.scalars(near.limit(50)) if each is not None}
        if len(found) == 1:
            return found.pop()
        if found:
            raise NotFoundError(f"{event_id} is the beginning of {len(found)} event ids", "give more letters")
    if row is None:
        raise NotFoundError(f"there is no event {event_id}", "kptimeline show lists events with their ids")
    if row.event_id is None:
        raise NotFoundError(
            f"the mention that event {event_id} was named after is no longer found in its article",
            "kptimeline show lists events with their ids",
        )
    return int(row.event_id)
