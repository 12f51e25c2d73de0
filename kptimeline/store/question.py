"""A question to the store, and the conditions on an event that it stands for."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Select, Text, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from kptimeline.interval import iso
from kptimeline.store.models import Actor, Article, Event, EventActor, EventMention
from kptimeline.store.search import told_in


class Question(Struct, frozen=True, kw_only=True):
    """What to show. Days are day numbers, inclusive, and `since` is not after `until`.

    Slugs stand for the actor and all that belongs to it.

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


Words = ColumnElement[bool] | None  # the condition that words make of an event


def words_of(connection: Connection, question: Question) -> Words:
    """What the words of a question ask of an event. Raises UsageError for words that find nothing."""
    return None if question.words is None else told_in(connection, question.words, question.limit)


def made(make: Any, question: Question, words: Words, *more: str) -> Any:
    """What `make` makes of a question's form: the same for all of that form, unless words are asked for."""
    form = form_of(question)
    return make(form, None, *more) if words is None else make.__wrapped__(form, words, *more)


def form_of(question: Question) -> Question:
    """What questions have alike that differ in values alone: they share their queries, made once."""
    return replace(
        question,
        words=None if question.words is None else "",
        actors=("",) * min(len(question.actors), 2),
        others=("",) * len(question.others),
        since=None if iso(question.since) is None else 0,
        until=None if iso(question.until) is None else 0,
        types=question.types and ("",),
        statuses=question.statuses and ("",),
        place=None if question.place is None else "",
        outlets=question.outlets and ("",),
        limit=None if question.limit is None else 0,
    )


def values_of(question: Question) -> dict[str, Any]:
    """What a form leaves open, by the names that its queries have for it."""
    place = question.place and re.sub(r"([/%_])", r"/\1", question.place)
    return {
        "since": iso(question.since),
        "until": iso(question.until),
        "actor": question.actors[0] if question.actors else None,
        "actors": question.actors,
        **{f"other_{number}": slug for number, slug in enumerate(question.others)},
        "types": question.types,
        "statuses": question.statuses,
        "place": place,
        "outlets": question.outlets,
        "limit": question.limit,
    }


def asked(form: Question, words: Words = None) -> ColumnElement[bool]:
    """The conditions on an event other than its days and `actors`."""
    conditions: list[ColumnElement[bool]] = []
    for number in range(len(form.others)):
        other = aliased(EventActor)
        conditions.append(
            exists().where(other.event_id == Event.id, other.actor_id == id_of(f"other_{number}"))
        )
    if form.types:
        conditions.append(Event.event_type.in_(_any("types")))
    if form.statuses:
        conditions.append(Event.status.in_(_any("statuses")))
    if form.place is not None:
        conditions.append(Event.place.icontains(bindparam("place", type_=Text), escape="/"))
    if form.outlets:
        told = select(EventMention.id).join(Article, Article.id == EventMention.article_id)
        same = EventMention.event_id == Event.id
        conditions.append(told.where(same, Article.outlet.in_(_any("outlets"))).correlate(Event).exists())
    if words is not None:
        conditions.append(words)
    if form.stated:
        conditions.append(Event.certainty.in_(("stated", "corrected")))
    return and_(True, *conditions)


def _any(name: str) -> Any:
    return bindparam(name, expanding=True, type_=Text)


def id_of(name: str) -> Any:
    """The id of the actor whose slug is the value of that name."""
    return select(Actor.id).where(Actor.slug == bindparam(name, type_=Text)).scalar_subquery()


def ids_of_actors() -> Select[int]:
    """The ids of `actors`."""
    return select(Actor.id).where(Actor.slug.in_(_any("actors")))


def events_of_actors() -> Select[int]:
    """The ids of the events in which one of `actors` takes part."""
    return select(EventActor.event_id).where(EventActor.actor_id.in_(ids_of_actors()))
