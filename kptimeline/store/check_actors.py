"""Whether the tables of actors say what the registry, with what people added, says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from kptimeline.actors.registry import Registry
from kptimeline.store.actors import actor_row, name_rows, parent_rows
from kptimeline.store.difference import Difference, told
from kptimeline.store.models import Actor, ActorName, ActorParent, RegistryState

_OF_NAMES = ("text", "folded", "kind", "from_day", "to_day", "of", "origin")
_OF_PARENTS = ("from_day", "to_day", "origin")


def look(connection: Connection, registry: Registry) -> Iterator[Difference]:
    """Differences of actors, names and parents; a registry that is newer than the tables is one of them."""
    state = connection.scalar(select(RegistryState.fingerprint))
    if state not in {registry.fingerprint, None}:
        yield Difference(
            part="registry",
            what="actors",
            found=f"those of registry {state}",
            wanted=f"those of {registry.fingerprint}, which this kptimeline has",
        )
        return
    if state is None and connection.scalar(select(Actor.id).limit(1)) is None:
        return  # nothing was ever saved
    yield from _of_actors(connection, registry)
    names = {(slug, *(row[name] for name in _OF_NAMES)) for slug, row in name_rows(registry)}
    columns = [getattr(ActorName, name) for name in _OF_NAMES]
    query = select(Actor.slug, *columns).join(Actor, Actor.id == ActorName.actor_id)
    yield from _sets("name", names, {tuple(row) for row in connection.execute(query.where(_ours(ActorName)))})
    parent = aliased(Actor)
    parents = {(slug, of, *(row[name] for name in _OF_PARENTS)) for slug, of, row in parent_rows(registry)}
    days = [getattr(ActorParent, name) for name in _OF_PARENTS]
    query_of_parents = (
        select(Actor.slug, parent.slug, *days)
        .join(Actor, Actor.id == ActorParent.actor_id)
        .join(parent, parent.id == ActorParent.parent_id)
    )
    found = {tuple(row) for row in connection.execute(query_of_parents.where(_ours(ActorParent)))}
    yield from _sets("parent", parents, found)


def _ours(table: Any) -> Any:
    return table.origin != "article"


def _of_actors(connection: Connection, registry: Registry) -> Iterator[Difference]:
    stored = {row.slug: row for row in connection.execute(select(Actor.__table__))}
    for slug in sorted(registry.actors):
        if slug not in stored:
            yield Difference(part="actor", what=slug, found="missing", wanted="a row")
            continue
        for column, value in actor_row(registry, slug).items():
            if getattr(stored[slug], column) != value:
                yield Difference(
                    part="actor",
                    what=f"{slug} {column}",
                    found=told(getattr(stored[slug], column)),
                    wanted=told(value),
                )


def _sets(what: str, wanted: set[Any], found: set[Any]) -> Iterator[Difference]:
    for row in sorted(wanted ^ found, key=str):
        words = ", ".join(str(value) for value in row[1:] if value is not None)
        there, missing = ("there", "no such row") if row in found else ("missing", "a row")
        yield Difference(part="actor", what=f"{row[0]} {what} {words}", found=there, wanted=missing)
