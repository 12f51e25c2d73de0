"""How many events: those that an answer leaves out, and those of each month."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from kptimeline.interval import Granularity
from kptimeline.store.models import Event, EventActor
from kptimeline.store.question import (
    Question,
    Words,
    asked,
    events_of_actors,
    id_of,
    ids_of_actors,
    made,
    values_of,
    words_of,
)
from kptimeline.store.search import told_each, told_in


def left_out(connection: Connection, question: Question) -> dict[str, int]:
    """How many undated and how many hidden events a question would show otherwise.

    An undated event lies in no span, so with `since` or `until` the undated are those that might.
    """
    values = values_of(question)
    few = None if question.words is None else told_each(connection, question.words)
    found = connection.execute(made(_hidden, question, few), values)
    hidden = {bool(undated): number for undated, number in found}
    undated = 0
    if not question.undated:
        event: Any = _OF_ROW if question.actors else Event.id
        words = None if question.words is None else told_in(connection, question.words, event=event)
        undated = connection.scalar(made(_undated, question, words), values) or 0
    return {
        # To take the hidden ones off is cheaper than to look at each undated event.
        "undated": 0 if question.undated else undated - hidden.get(True, 0),
        "hidden": 0 if question.hidden else sum(hidden.values()),
    }


def by_month(connection: Connection, question: Question) -> dict[str, int]:
    """How many events begin in each month (`2025-12`) of a span, in order; months without any are left out.

    An event counts in the month of its sort day. What is coarser than a month has none, nor has what is
    undated; `limit` means nothing here.
    """
    return _counted(connection, question, Granularity.MONTH)


def by_day(connection: Connection, question: Question) -> dict[str, int]:
    """How many events begin on each day (`2025-12-29`), as `by_month`: what is coarser than a day has none."""
    return _counted(connection, question, Granularity.DAY)


def _counted(connection: Connection, question: Question, unit: Granularity) -> dict[str, int]:
    words = words_of(connection, replace(question, limit=None))
    found = connection.execute(made(_begun_in, question, words, unit.value), values_of(question))
    return {name: count for name, count in found if count}


_LETTERS = {Granularity.MONTH: 7, Granularity.DAY: 10}  # of a day that name its month, or all of it


@lru_cache(maxsize=256)
def _begun_in(form: Question, words: Words, unit_name: str) -> Select[Any]:
    """Counts of days, which an index has in order, added up; the hidden, who are few, are taken off."""
    unit = Granularity(unit_name)
    days: Any = EventActor if _is_of_one(form) else Event
    day = days.sort_day.label("day")
    counts: Any
    if _is_of_one(form):
        index = select(day, days.fineness, days.event_id).distinct()
        rows = index.where(days.actor_id == id_of("actor"), *_begun(days, form, unit)).subquery()
        counts = select(rows.c.day, func.count().label("events")).group_by(rows.c.day)
    else:
        counts = select(day, func.count().label("events")).where(
            *_begun(days, form, unit), asked(form, words)
        )
        if form.actors:
            counts = counts.where(Event.id.in_(events_of_actors()))
        counts = counts.group_by(day)
    if not form.hidden:
        hidden: Any = select(Event.sort_day, literal(-1)).where(
            Event.hidden.is_(True), *_begun(Event, form, unit), asked(form, words)
        )
        counts = union_all(counts, _with_actors(hidden, form))
    found = counts.subquery()
    name = func.substr(found.c.day, 1, _LETTERS[unit])
    return select(name, func.sum(found.c.events)).group_by(name).order_by(name)


def _begun(days: Any, form: Question, unit: Granularity) -> list[ColumnElement[bool]]:
    """Not coarser than the unit, and with its sort day in the span."""
    return [
        days.sort_day.is_not(None),
        days.fineness >= Granularity.VAGUE.rank - unit.rank,
        *([days.sort_day >= bindparam("since", type_=Text)] if form.since is not None else []),
        *([days.sort_day <= bindparam("until", type_=Text)] if form.until is not None else []),
    ]


def _is_of_one(form: Question) -> bool:
    """Whether one actor and a span are all that is asked for: then the index of actors knows enough."""
    return len(form.actors) == 1 and not form.told().keys() - _OF_ACTORS


def _with_actors(query: Select[Any], form: Question) -> Select[Any]:
    """Of a few events each is asked for its actors.

    EXISTS would say the same, and PostgreSQL would make a join of it that begins with all events of the actors.
    """
    same = EventActor.event_id == Event.id
    one = events_of_actors().where(same).correlate(Event).limit(1).scalar_subquery()
    return query.where(one.is_not(None)) if form.actors else query


@lru_cache(maxsize=256)
def _hidden(form: Question, words: Words) -> Select[Any]:
    """How many hidden events, by whether they are undated."""
    since, until = bindparam("since", type_=Text), bindparam("until", type_=Text)
    none = Event.sort_day.is_(None)
    overlaps = and_(
        ~none,
        *([Event.to_day >= since] if form.since is not None else []),
        *([Event.from_day <= until] if form.until is not None else []),
    )
    query: Any = select(none, func.count())
    # What costs most comes last: SQLite asks in this order.
    query = _with_actors(query.where(Event.hidden.is_(True), or_(none, overlaps)), form)
    found: Select[Any] = query.where(asked(form, words)).group_by(none)
    return found


@lru_cache(maxsize=256)
def _undated(form: Question, words: Words) -> Select[Any]:
    """How many events without a day, hidden ones too."""
    if not form.actors:
        return select(func.count()).select_from(Event).where(Event.sort_day.is_(None), asked(form, words))
    index = select(EventActor.sort_day, EventActor.fineness, EventActor.event_id)
    # One actor's rows come in the order of the index, and are told apart without being gathered.
    one = EventActor.actor_id == id_of("actor")
    several = EventActor.actor_id.in_(ids_of_actors())
    index = index.where(one if len(form.actors) == 1 else several, EventActor.sort_day.is_(None)).distinct()
    rows = index.subquery("undated")
    query: Select[Any] = select(func.count()).select_from(rows)
    if words is not None:
        query = query.where(words)
    if form.told().keys() - _OF_ACTORS - {"words"}:
        query = query.join(Event, Event.id == rows.c.event_id).where(asked(form))
    return query


_OF_ROW: ColumnElement[int] = literal_column("undated.event_id")  # the event of a row of `_undated`


_OF_ACTORS = {"actors", "since", "until", "limit", "reverse", "undated", "hidden"}
