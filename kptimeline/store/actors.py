"""Actors as rows: the registry copied in, and those that only articles name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from kptimeline.actors.actor import ActorName as NameOfActor
from kptimeline.actors.actor import ActorParent as ParentOfActor
from kptimeline.actors.additions import ExtendedRegistry, additions_of, base_of
from kptimeline.actors.own import own_slug
from kptimeline.actors.registry import Registry, plain
from kptimeline.errors import DatabaseError, NotFoundError, UsageError
from kptimeline.interval import iso
from kptimeline.merge.facts import Party
from kptimeline.records import ActorRef
from kptimeline.store.additions import load_additions, merged_into
from kptimeline.store.bulk import Keys, add
from kptimeline.store.models import Actor, ActorName, ActorParent, RegistryState
from kptimeline.store.rows import among, chunks, next_id


def sync_registry(connection: Connection, registry: Registry, *, events: bool = True) -> None:
    """Makes the actor tables say what the registry, with what people added, says; actors of articles stay.

    With `events`, those whose actors belong to others now get the rows of these. Names that lead elsewhere now are another matter:
    that takes reading the articles again (`kptimeline reprocess`).
    Raises DatabaseError when people have added to the database what this registry does not have.
    """
    if connection.scalar(select(RegistryState.fingerprint)) == registry.fingerprint:
        return
    if load_additions(connection) != additions_of(registry):
        raise DatabaseError(
            "the actors of the database were changed while this command ran", "run the command again"
        )
    stored = {row.slug: row for row in connection.execute(select(Actor.__table__))}
    first = next_id(connection, Actor)
    new = [slug for slug in registry.actors if slug not in stored]
    ids = {slug: row.id for slug, row in stored.items()} | {slug: first + n for n, slug in enumerate(new)}
    if new:
        connection.execute(insert(Actor), [actor_row(registry, slug) | {"id": ids[slug]} for slug in new])
    for slug in registry.actors.keys() & stored.keys():
        row, wanted = stored[slug], actor_row(registry, slug)
        if any(getattr(row, column) != value for column, value in wanted.items()):
            connection.execute(update(Actor).where(Actor.id == row.id).values(**wanted))
    parents = [
        {"actor_id": ids[slug], "parent_id": ids[parent], **row}
        for slug, parent, row in parent_rows(registry)
    ]
    moved = _moved(connection, parents)
    for table in (ActorName, ActorParent):
        connection.execute(delete(table).where(table.origin != "article"))
    # A name that only articles gave gives way to the registry's own entry.
    known = [ids[slug] for slug in registry.actors]
    for some in chunks(known):
        connection.execute(
            delete(ActorName).where(ActorName.origin == "article", ActorName.actor_id.in_(some))
        )
    names = [{"actor_id": ids[slug], **row} for slug, row in name_rows(registry)]
    for model, rows in ((ActorName, names), (ActorParent, parents)):
        start = next_id(connection, model)
        if rows:
            connection.execute(insert(model), [row | {"id": start + n} for n, row in enumerate(rows)])
    connection.execute(delete(RegistryState))
    connection.execute(insert(RegistryState).values(id=1, fingerprint=registry.fingerprint))
    if moved and events:
        from kptimeline.store.ancestors import events_of, rebuild_ancestors

        rebuild_ancestors(connection, registry, events_of(connection, moved))


def _moved(connection: Connection, parents: Iterable[Mapping[str, Any]]) -> set[int]:
    """Ids of the actors that belong to others than the tables say."""
    columns = ("actor_id", "parent_id", "from_day", "to_day")
    wanted = {tuple(row[name] for name in columns) for row in parents}
    query = select(*(getattr(ActorParent, name) for name in columns)).where(ActorParent.origin != "article")
    return {row[0] for row in wanted ^ {tuple(row) for row in connection.execute(query)}}


def actor_row(registry: Registry, slug: str) -> dict[str, str | None]:
    """The columns of `actor` for one of the registry, but its id."""
    actor = registry.actors[slug]
    return {
        "slug": slug,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "origin": _origin(registry, slug),
    }


def name_rows(registry: Registry) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Slugs with the columns of `actor_name`, but keys."""
    for slug, name, origin in _names(registry):
        days = {"from_day": iso(name.from_day), "to_day": iso(name.to_day)}
        told = {"text": name.text, "folded": plain(name.text), "kind": name.kind}
        yield slug, {**told, **days, "of": name.of, "origin": origin}


def parent_rows(registry: Registry) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Slugs and those of their parents with the columns of `actor_parent`, but keys."""
    for slug, actor in registry.actors.items():
        for parent in actor.parents:
            days = {"from_day": iso(parent.from_day), "to_day": iso(parent.to_day)}
            yield slug, parent.slug, {**days, "origin": _origin(registry, slug, parent)}


def _names(registry: Registry) -> Iterator[tuple[str, NameOfActor, str]]:
    """Names with their slugs and origins; those by which people look for what was merged come too."""
    for slug, actor in registry.actors.items():
        for name in actor.names:
            yield slug, name, _origin(registry, slug, name)
    if isinstance(registry, ExtendedRegistry):
        for slug, text in registry.looked_for():
            yield slug, NameOfActor(text, "alias"), "user"


def _origin(registry: Registry, slug: str, part: NameOfActor | ParentOfActor | None = None) -> str:
    actor = base_of(registry).actors.get(slug)
    if actor is None:
        return "user"
    return "registry" if part is None or part in actor.names or part in actor.parents else "user"


def party(ref: ActorRef, registry: Registry) -> Party:
    """The actor that a reference means: the registry's, else one of its own for a full name, else none."""
    slug = ref.actor or own_slug(ref.name, ref.country, registry)
    return Party(actor=slug, name=ref.name, country=ref.country)


def actor_ids(connection: Connection, wanted: Mapping[str, Party]) -> dict[str, int]:
    """The row of each slug; a slug without one becomes an actor of kind `unknown`, as the party beside it says.

    An actor that only articles name bears the first of its names in order of text, whatever came first.
    """
    ids: dict[str, int] = {}
    for some in chunks(sorted(wanted)):
        for slug, id_, name, country, origin in connection.execute(_called_so(), {"some": some}).all():
            ids[slug] = id_
            if origin == "article":
                old = Party(actor=slug, name=name, country=country)
                if (called := _called(old, wanted[slug])) != old:
                    _call(connection, id_, called)
    new = sorted(wanted.keys() - ids.keys())
    if not new:
        return ids
    keys = Keys(connection, Actor, ActorName)
    first, first_name = keys.take(Actor), keys.take(ActorName)
    ids |= {slug: first + n for n, slug in enumerate(new)}
    own = {"kind": "unknown", "origin": "article"}
    actors = [
        {"id": ids[slug], "slug": slug, "name": wanted[slug].name, "country": wanted[slug].country, **own}
        for slug in new
    ]
    alias = {"kind": "alias", "from_day": None, "to_day": None, "of": None, "origin": "article"}
    texts = [{"text": wanted[slug].name, "folded": plain(wanted[slug].name)} for slug in new]
    names = [
        {"id": first_name + n, "actor_id": ids[slug], **text, **alias}
        for n, (slug, text) in enumerate(zip(new, texts, strict=True))
    ]
    add(connection, Actor, actors)
    add(connection, ActorName, names)
    return ids


@cache
def _called_so() -> Select[*tuple[Any, ...]]:
    columns = (Actor.slug, Actor.id, Actor.name, Actor.country, Actor.origin)
    return select(*columns).where(among(Actor.slug))


def _called(one: Party, other: Party) -> Party:
    """One actor under two names: the first of each in order of text."""
    countries = [country for country in (one.country, other.country) if country is not None]
    return Party(actor=one.actor, name=min(one.name, other.name), country=min(countries, default=None))


def _call(connection: Connection, actor_id: int, called: Party) -> None:
    values = {"name": called.name, "country": called.country}
    connection.execute(update(Actor).where(Actor.id == actor_id).values(**values))
    names = (ActorName.actor_id == actor_id, ActorName.origin == "article")
    text = {"text": called.name, "folded": plain(called.name)}
    connection.execute(update(ActorName).where(*names).values(**text))


def parties_by_slug(parties: Iterable[Party]) -> dict[str, Party]:
    """The actors that have a slug; under several names the first in order of text."""
    found: dict[str, Party] = {}
    for each in parties:
        if each.actor is not None:
            other = found.setdefault(each.actor, each)
            if other is not each and other != each:
                found[each.actor] = _called(other, each)
    return found


def find_actor(connection: Connection, name: str) -> str:
    """The slug that a person means by a slug or a name.

    Raises NotFoundError with near names, UsageError when several actors bear the name.
    """
    name = merged_into(connection, name)
    if connection.scalar(select(Actor.id).where(Actor.slug == name)) is not None:
        return name
    folded = plain(name)
    query = select(Actor.slug, ActorName.kind).join(ActorName, ActorName.actor_id == Actor.id)
    found = connection.execute(query.where(ActorName.folded == folded).order_by(Actor.slug)).all()
    slugs = sorted({slug for slug, kind in found if kind not in {"office", "generic"}})
    if len(slugs) == 1:
        return slugs[0]
    if slugs:
        raise UsageError(f"{name} is a name of several actors", f"name one of them: {', '.join(slugs)}")
    near = near_names(connection, name)
    raise NotFoundError(
        f"no actor is called {name}",
        (f"did you mean {', '.join(near)}? " if near else "") + _search(name),
    )


def called(connection: Connection, slug: str) -> str:
    """What an actor that there is is called."""
    return connection.scalars(select(Actor.name).where(Actor.slug == slug)).one()


def _search(name: str) -> str:
    """The command that looks for the longest word of a name."""
    word = max(re.findall(r"\w{2,40}", name), key=len, default="WORDS")
    return f"kptimeline actors list --search {word} looks for others"


def near_names(connection: Connection, name: str) -> list[str]:
    """Up to five names of actors that look like `name`, nearest first."""
    query = select(ActorName.folded, Actor.name).join(Actor, Actor.id == ActorName.actor_id)
    shown = dict(connection.execute(query.order_by(ActorName.id.desc())).all())
    close = get_close_matches(plain(name), shown, n=8, cutoff=0.6)
    return list(dict.fromkeys(shown[key] for key in close))[:5]


def names_of(parties: Iterable[Party]) -> str:
    """Names as the views show them."""
    return "; ".join(party.name for party in parties)
