"""Actors as people look at them: a list with counts, one in full, and the names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from kptimeline.actors.actor import Actor as KnownActor
from kptimeline.actors.actor import ActorName as KnownName
from kptimeline.actors.own import UNKNOWN
from kptimeline.actors.registry import Registry, plain
from kptimeline.interval import iso
from kptimeline.store.actors import find_actor
from kptimeline.store.additions import load_said
from kptimeline.store.models import Actor, ActorName, Event, EventActor, MentionActor

Days = tuple[str | None, str | None]
Who = dict[tuple[str, str, str | None, str | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorQuestion:
    """Which actors to list; kinds and countries are alternatives, all `words` must be in one name or the slug."""

    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unknown: bool = False
    added: bool = False
    limit: int | None = None


class ActorLine(Struct, frozen=True, kw_only=True):
    """An actor in a list; `events` are those that are not hidden, of it and of all that belongs to it."""

    actor: str
    name: str
    kind: str
    country: str | None
    events: int
    mentions: int
    origin: str


class Name(Struct, frozen=True, kw_only=True):
    """A name that leads to an actor; for an office `of` whom, and for an actor's own office `holder`."""

    name: str
    kind: str
    days: Days = (None, None)
    of: str | None = None
    holder: str | None = None
    reference: str | None = None
    said: str | None = None


class Kin(Struct, frozen=True, kw_only=True):
    """A parent or a child, on the days between which it is."""

    actor: str
    name: str
    days: Days
    said: str | None = None


class Told(Struct, frozen=True, kw_only=True):
    """The first or the last event of an actor."""

    event: str
    day: str
    summary: str


class ActorAccount(Struct, frozen=True, kw_only=True):
    """All that is known of one actor; `own` events are those in which itself, and no part of it, has a role."""

    actor: str
    name: str
    kind: str
    country: str | None
    origin: str
    said: str | None
    names: tuple[Name, ...]
    parents: tuple[Kin, ...]
    children: tuple[Kin, ...]
    merged: tuple[tuple[str, str | None], ...]
    events: int
    own: int
    mentions: int
    types: tuple[tuple[str, int], ...]
    first: Told | None
    last: Told | None


def list_actors(connection: Connection, question: ActorQuestion) -> tuple[ActorLine, ...]:
    """The actors asked for, by slug; unknown ones by how often articles name them."""
    events = (
        select(EventActor.actor_id, func.count(EventActor.event_id.distinct()).label("events"))
        .join(Event, Event.id == EventActor.event_id)
        .where(Event.hidden.is_(False))
        .group_by(EventActor.actor_id)
        .subquery()
    )
    mentions = (
        select(MentionActor.actor_id, func.count(MentionActor.mention_id.distinct()).label("mentions"))
        .group_by(MentionActor.actor_id)
        .subquery()
    )
    often = func.coalesce(mentions.c.mentions, 0)
    query = (
        select(Actor.slug, Actor.name, Actor.kind, Actor.country, Actor.origin,
               func.coalesce(events.c.events, 0), often)
        .outerjoin(events, events.c.actor_id == Actor.id)
        .outerjoin(mentions, mentions.c.actor_id == Actor.id)
    )  # fmt: skip
    query = query.order_by(often.desc(), Actor.slug) if question.unknown else query.order_by(Actor.slug)
    query = query.where(*_asked(question)).limit(question.limit)
    return tuple(
        ActorLine(
            actor=slug, name=name, kind=kind, country=country, origin=origin, events=count, mentions=number
        )
        for slug, name, kind, country, origin, count, number in connection.execute(query)
    )


def _asked(question: ActorQuestion) -> Iterator[ColumnElement[bool]]:
    if question.unknown:
        yield Actor.kind == UNKNOWN
    if question.added:
        named = exists().where(ActorName.actor_id == Actor.id, ActorName.origin == "user")
        yield or_(Actor.origin == "user", named)
    if question.kinds:
        yield Actor.kind.in_(question.kinds)
    if question.countries:
        yield Actor.country.in_(question.countries)
    for word in question.words:
        named = exists().where(
            ActorName.actor_id == Actor.id, ActorName.folded.contains(plain(word), autoescape=True)
        )
        yield or_(named, Actor.slug.contains(word.casefold(), autoescape=True))


def kinds_and_countries(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds and the countries that actors of the database have."""
    kinds = connection.scalars(select(Actor.kind).distinct().order_by(Actor.kind))
    countries = select(Actor.country).where(Actor.country.is_not(None)).distinct().order_by(Actor.country)
    return tuple(kinds), tuple(each for each in connection.scalars(countries) if each)


def country_of(connection: Connection, name: str) -> str | None:
    """The country of the actor that a person names. Raises as find_actor."""
    return connection.scalar(select(Actor.country).where(Actor.slug == find_actor(connection, name)))


def has_actor(connection: Connection, slug: str) -> bool:
    """Whether a slug is that of an actor in the database."""
    return connection.scalar(select(Actor.id).where(Actor.slug == slug)) is not None


def stored_actor(connection: Connection, slug: str) -> KnownActor:
    """An actor that only articles name, as its row has it."""
    row = connection.execute(select(Actor.__table__).where(Actor.slug == slug)).one()
    return KnownActor(slug, row.name, row.kind, row.country, (KnownName(row.name, "alias"),))


def account(connection: Connection, ref: str, registry: Registry) -> ActorAccount:
    """The account of the actor that a person names; `registry` is the one with what people added.

    Raises as find_actor.
    """
    slug = find_actor(connection, ref)
    row = connection.execute(select(Actor.__table__).where(Actor.slug == slug)).one()
    known = registry.actors.get(slug) or stored_actor(connection, slug)
    said = {each.addition: f"{each.who}, {each.made_at}" for each in load_said(connection)}
    who: Who = {(each.action, each.actor, each.name, each.other): by for each, by in said.items()}
    mine = EventActor.actor_id == row.id
    shown = (mine, Event.hidden.is_(False))
    joined = select(EventActor.event_id).distinct().join(Event, Event.id == EventActor.event_id).where(*shown)
    types = (
        select(func.coalesce(Event.event_type, "none"), func.count())
        .where(Event.id.in_(joined))
        .group_by(Event.event_type)
    )
    mentions = select(func.count(MentionActor.mention_id.distinct())).where(MentionActor.actor_id == row.id)
    counted = connection.execute(types).all()
    return ActorAccount(
        actor=slug,
        name=row.name,
        kind=row.kind,
        country=row.country,
        origin=row.origin,
        said=next((by for each, by in said.items() if (each.action, each.actor) == ("actor", slug)), None),
        names=tuple(_names(slug, known, registry, who)),
        parents=tuple(
            Kin(
                actor=one.slug,
                name=registry.actors[one.slug].name,
                days=(iso(one.from_day), iso(one.to_day)),
                said=who.get(("parent", slug, None, one.slug)),
            )
            for one in known.parents
        ),
        children=tuple(_children(slug, registry, who)),
        merged=tuple(
            (f"{each.name} ({each.actor})", by)
            for each, by in said.items()
            if each.action == "merge" and each.other == slug
        ),
        events=sum(count for _, count in counted),
        own=_own(connection, row.id),
        mentions=connection.scalar(mentions) or 0,
        types=tuple(sorted(((kind, count) for kind, count in counted), key=lambda each: (-each[1], each[0]))),
        first=_end(connection, row.id, last=False),
        last=_end(connection, row.id, last=True),
    )


def _names(slug: str, known: KnownActor, registry: Registry, who: Who) -> list[Name]:
    """Its names, its offices, then those of others in it, newest holder last."""
    own = [
        Name(
            name=one.text,
            kind=one.kind,
            days=(iso(one.from_day), iso(one.to_day)),
            of=one.of,
            reference=one.reference,
            said=who.get(("name", slug, one.text, None)),
        )
        for one in known.names
        if one.text != known.name or one.kind != "alias"
    ]
    held = [
        Name(
            name=one.text,
            kind="office",
            days=(iso(one.from_day), iso(one.to_day)),
            holder=actor.name,
            reference=one.reference,
        )
        for actor in registry.actors.values()
        for one in actor.offices
        if one.of == slug
    ]
    return [*own, *sorted(held, key=lambda one: (one.name, one.days[0] or "", one.holder or ""))]


def _children(slug: str, registry: Registry, who: Who) -> list[Kin]:
    """What belongs to it, but for holders of its offices, whom its names tell."""
    found = [
        Kin(
            actor=child,
            name=actor.name,
            days=(iso(one.from_day), iso(one.to_day)),
            said=who.get(("parent", child, None, slug)),
        )
        for child, actor in registry.actors.items()
        for one in actor.parents
        if one.slug == slug
        and not any(
            (office.of, office.from_day, office.to_day) == (slug, one.from_day, one.to_day)
            for office in actor.offices
        )
    ]
    return sorted(found, key=lambda one: (one.actor, one.days[0] or ""))


def _own(connection: Connection, actor_id: int) -> int:
    """In how many events itself has a role: an index counts them all, and the few hidden ones are taken off."""
    mine = (EventActor.actor_id == actor_id, EventActor.depth == 0)
    number = func.count(EventActor.event_id.distinct())
    hidden = select(number).join(Event, Event.id == EventActor.event_id).where(*mine, Event.hidden.is_(True))
    return (connection.scalar(select(number).where(*mine)) or 0) - (connection.scalar(hidden) or 0)


def _end(connection: Connection, actor_id: int, *, last: bool) -> Told | None:
    """The first or the last event, by the index that has an actor's events in their order."""
    columns = (EventActor.sort_day, EventActor.fineness, Event.key)
    order = [column.desc() if last else column for column in columns]
    query = (
        select(Event.key, EventActor.sort_day, Event.summary)
        .join(EventActor, EventActor.event_id == Event.id)
        .where(EventActor.actor_id == actor_id, EventActor.sort_day.is_not(None), Event.hidden.is_(False))
    )
    row = connection.execute(query.order_by(*order).limit(1)).first()
    return None if row is None else Told(event=row.key, day=row.sort_day, summary=row.summary)
