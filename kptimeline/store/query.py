"""Questions to the store: events in time order for actors, a span, types, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    exists,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from kptimeline.errors import NotFoundError
from kptimeline.records import Chronology, ChronologyEvent
from kptimeline.store.counts import left_out
from kptimeline.store.lines import event_rows, lines
from kptimeline.store.models import Event, EventActor, EventKey
from kptimeline.store.prepared import Columns, fetched
from kptimeline.store.question import (
    Question,
    Words,
    asked,
    events_of_actors,
    id_of,
    made,
    values_of,
    words_of,
)

__all__ = ["Place", "Question", "chronology", "event_row_id", "left_out", "place_of", "stream"]


class Place(NamedTuple):
    """Where an event stands in the order of all: after which an answer can go on."""

    sort_day: str | None
    fineness: int | None
    key: str


def place_of(connection: Connection, event_id: str) -> Place:
    """The place of an event by its key. Raises NotFoundError as `event_row_id`."""
    columns = (Event.sort_day, Event.fineness, Event.key)
    row = connection.execute(select(*columns).where(Event.id == event_row_id(connection, event_id))).one()
    return Place(*row)


def chronology(connection: Connection, question: Question) -> Chronology:
    """The events that answer a question: by sort day, coarser first, then by key; undated ones last."""
    return Chronology(
        query=question.told(),
        events=tuple(stream(connection, question)),
        left_out=left_out(connection, question),
    )


def stream(
    connection: Connection, question: Question, after: Place | None = None
) -> Iterator[ChronologyEvent]:
    """The same events, one after the other: however many they are, memory holds no more than a batch.

    `after`: those that come after a place in this order (of `reverse`, too).
    """
    return lines(connection, _rows(connection, question, after))


def _rows(connection: Connection, question: Question, after: Place | None) -> Iterator[Columns]:
    values, left = values_of(question), question.limit
    went = "" if after is None else "undated" if after.sort_day is None else "dated"
    if after is not None:
        values |= {"past_day": after.sort_day, "past_fineness": after.fineness, "past_key": after.key}
    for query in made(_in_order, question, words_of(connection, question), went):
        for some in fetched(connection, query, values | {"limit": left}, endless=left is None):
            yield from some
            if left is not None:
                left -= len(some)
        if left == 0:
            return


@lru_cache(maxsize=256)
def _in_order(form: Question, words: Words, went: str = "") -> tuple[Select[Any], ...]:
    """Queries whose events, one query after the other, are the answer in its order: each reads one index.

    What overlaps a span is either of three: it begins before the span and lasts into it, its sort day lies
    in the span, or it has no beginning and its only day lies after the span. The indexes `…_lasting` and
    `…_unbegun` hold what can be of the first kind and of the last, the others hold all. Asked with one
    condition on both ends, the database would read everything from the first event on.

    `went` says whether the answer goes on after a dated or an undated event, or begins (empty).
    """
    by_actor = len(form.actors) == 1
    days: Any = EventActor if by_actor else Event
    base = event_rows().where(asked(form, words))
    if not form.hidden:
        base = base.where(Event.hidden.is_(False))
    if by_actor:
        base = base.join(EventActor, EventActor.event_id == Event.id)
        base = base.where(EventActor.actor_id == id_of("actor"), _once())
    elif form.actors:
        base = base.where(Event.id.in_(events_of_actors()))
    if form.limit is not None:
        base = base.limit(bindparam("limit", type_=Integer))
    order = [days.sort_day, days.fineness, Event.key]
    queries = []
    if went != "undated":
        past = _past(order, form) if went else []
        queries = [base.where(*each, *past).order_by(*_sorted(order, form)) for each in _dated(days, form)]
    if form.reverse:
        queries.reverse()
    if form.undated:
        last = base.where(days.sort_day.is_(None), *(_past_key(form) if went == "undated" else []))
        queries.append(last.order_by(*(each.nulls_last() for each in _sorted(order[1:], form))))
    return tuple(queries)


def _past(order: Sequence[Any], form: Question) -> list[ColumnElement[bool]]:
    """After a dated event; the day alone comes first, since it is what an index knows."""
    day, fineness = bindparam("past_day", type_=Text), bindparam("past_fineness", type_=Integer)
    here = tuple_(*order)
    place = tuple_(day, fineness, bindparam("past_key", type_=Text))
    return [order[0] <= day, here < place] if form.reverse else [order[0] >= day, here > place]


def _past_key(form: Question) -> list[ColumnElement[bool]]:
    """After an undated event: those have no fineness and stand by their keys."""
    key = bindparam("past_key", type_=Text)
    return [Event.key < key if form.reverse else Event.key > key]


def _dated(days: Any, form: Question) -> Iterator[list[ColumnElement[bool]]]:
    """Conditions that part what overlaps the span, in order; `days` is the table whose days are asked."""
    since, until = bindparam("since", type_=Text), bindparam("until", type_=Text)
    if form.since is not None:
        yield [days.to_day > days.sort_day, days.sort_day < since, days.to_day >= since]
    within = [
        *([days.sort_day >= since] if form.since is not None else []),
        *([days.sort_day <= until] if form.until is not None else []),
    ]
    yield within or [days.sort_day.is_not(None)]
    if form.until is not None:
        yield [days.from_day < days.sort_day, days.sort_day > until, days.from_day <= until]


def _sorted(columns: Sequence[Any], form: Question) -> list[Any]:
    return [column.desc() if form.reverse else column.asc() for column in columns]


def _once() -> ColumnElement[bool]:
    """Of an actor that is on both sides of an event, one row."""
    other = aliased(EventActor)
    same = (other.event_id == EventActor.event_id, other.actor_id == EventActor.actor_id)
    return or_(EventActor.role == "by", ~exists().where(*same, other.role == "by"))


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
