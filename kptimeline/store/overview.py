"""What a database holds, in numbers and in its most active actors: what a reader sees first."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, func, select

from kptimeline.store.models import Actor, Article, Event, EventActor
from kptimeline.store.status import RunLine, counts, last_run

MOST_ACTORS = 18
MOST_OUTLETS = 12


class ActiveActor(Struct, frozen=True, kw_only=True):
    """An actor and how many dated events it has, with those of what belongs to it, as `show --actor` answers.

    Hidden ones count too.
    """

    actor: str
    name: str
    kind: str
    events: int


class Overview(Struct, frozen=True, kw_only=True):
    """Counts as `status` has them, days in ISO; actors and outlets with the most events and articles first.

    `actors` counts those with a dated event, `outlets` the named ones; `active` and `papers` are the first of them.
    """

    articles: int
    without_anchor: int
    events: int
    hidden: int
    mentions: int
    undated: int
    corrections: int
    rejects: int
    first_day: str | None
    last_day: str | None
    actors: int
    active: tuple[ActiveActor, ...]
    outlets: int
    papers: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    last_run: RunLine | None


def overview(connection: Connection) -> Overview:
    """The overview of a database of the newest schema: it looks at every event (a second for a million)."""
    number = func.count()
    acts = (
        select(EventActor.actor_id, func.count(EventActor.event_id.distinct()).label("events"))
        .where(EventActor.sort_day.is_not(None))
        .group_by(EventActor.actor_id)
        .subquery()
    )
    active = connection.execute(
        select(Actor.slug, Actor.name, Actor.kind, acts.c.events)
        .join(acts, acts.c.actor_id == Actor.id)
        .order_by(acts.c.events.desc(), Actor.slug)
        .limit(MOST_ACTORS)
    )
    papers = connection.execute(
        select(Article.outlet, number).where(Article.outlet.is_not(None)).group_by(Article.outlet)
    ).all()
    ends = select(Event.sort_day).where(Event.sort_day.is_not(None), Event.hidden.is_(False)).limit(1)
    found = counts(connection)
    kinds = select(Event.event_type, Event.status, number).where(Event.hidden.is_(False))
    types: dict[str, int] = {}
    statuses: dict[str, int] = {}
    for kind, status, events in connection.execute(kinds.group_by(Event.event_type, Event.status)):
        types[kind or ""] = types.get(kind or "", 0) + events
        statuses[status] = statuses.get(status, 0) + events
    return Overview(
        **{name: found[name] for name in Overview.__struct_fields__ if name in found},
        first_day=connection.scalar(ends.order_by(Event.sort_day)),
        last_day=connection.scalar(ends.order_by(Event.sort_day.desc())),
        actors=connection.scalar(select(number).select_from(acts)) or 0,
        active=tuple(
            ActiveActor(actor=slug, name=name, kind=kind, events=events)
            for slug, name, kind, events in active
        ),
        outlets=len(papers),
        papers=_most({name or "": articles for name, articles in papers})[:MOST_OUTLETS],
        types=_most(types),
        statuses=_most(statuses),
        last_run=last_run(connection),
    )


def _most(found: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """The most first, then by name."""
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
