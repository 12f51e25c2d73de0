"""Rows of the ancestors of events' actors, written anew when what belongs to what has changed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from kptimeline.actors.registry import Registry
from kptimeline.interval import parse_iso
from kptimeline.merge.facts import Party
from kptimeline.store.actors import actor_ids
from kptimeline.store.binding import bind_again
from kptimeline.store.events import Pool
from kptimeline.store.models import Actor, EventActor
from kptimeline.store.rows import chunks


def events_of(connection: Connection, actors: Collection[int]) -> set[int]:
    """Ids of the events that have one of these actors, or have it as an ancestor of one."""
    found: set[int] = set()
    for some in chunks(sorted(actors)):
        found |= set(connection.scalars(select(EventActor.event_id).where(EventActor.actor_id.in_(some))))
    return found


def rebuild_ancestors(connection: Connection, registry: Registry, events: Collection[int]) -> None:
    """Writes the rows of ancestors anew, for events whose own actors stand."""
    for some in chunks(sorted(events)):
        query = (
            select(EventActor.__table__, Actor.slug, Actor.name)
            .join(Actor, Actor.id == EventActor.actor_id)
            .where(EventActor.event_id.in_(some), EventActor.depth == 0)
        )
        own = connection.execute(query).all()
        held = {(row.event_id, row.slug, row.role) for row in own}
        above: dict[tuple[int, str, str], int] = {}
        days = {row.event_id: (row.from_day, row.to_day, row.sort_day, row.fineness) for row in own}
        for row in own:
            for slug, depth in registry.ancestors(
                row.slug, parse_iso(row.sort_day) if row.sort_day else None
            ):
                at = (row.event_id, slug, row.role)
                if at not in held:
                    above[at] = min(depth, above.get(at, depth))
        known = {slug: Party(actor=slug, name=slug) for _, slug, _ in above}
        ids = actor_ids(connection, known)
        connection.execute(delete(EventActor).where(EventActor.event_id.in_(some), EventActor.depth > 0))
        rows = [
            dict(zip(("from_day", "to_day", "sort_day", "fineness"), days[event_id], strict=True))
            | {"event_id": event_id, "actor_id": ids[slug], "role": role, "depth": depth}
            for (event_id, slug, role), depth in above.items()
        ]
        if rows:
            connection.execute(insert(EventActor), rows)
    bind_again(connection, registry, Pool(written=set(events)))  # who took part in them may be others
