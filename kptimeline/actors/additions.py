"""What people add to the registry, and the registry with it: actors, names, parents, merges.

An addition is never carried out on the registry's own entries: it is kept, and laid over whatever registry
is at hand, so that it holds for a later registry too and can be taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from kptimeline.actors.actor import Actor, ActorName, ActorParent, NameKind, holds
from kptimeline.actors.own import UNKNOWN, own_slug
from kptimeline.actors.registry import Registry, plain
from kptimeline.records import ActorReading, ActorRef

Action = Literal["actor", "name", "parent", "merge", "kept"]
NAME_KINDS: Mapping[str, NameKind] = {"alias": "alias", "metonym": "metonym", "demonym": "demonym"}


class Addition(Struct, frozen=True, kw_only=True):
    """One thing that a person said of the actor `actor` (a slug); days are inclusive, None open.

    `actor`: there is one, with `name`, `kind`, `country`, `surname`. `name`: `name` leads to it, as `kind`.
    `parent`: it belongs to `other`. `merge`: it is `other`, `name` being what it was called. `kept`: how an
    actor stood when something was first said of it, so that this holds without its entry or its articles.
    """

    action: Action
    actor: str
    name: str | None = None
    kind: str | None = None
    country: str | None = None
    surname: str | None = None
    other: str | None = None
    from_day: int | None = None
    to_day: int | None = None


class ExtendedRegistry(Registry):
    """A registry under what people added; `base` is the one beneath, `merged` leads from slugs to slugs."""

    def __init__(
        self,
        base: Registry,
        additions: Sequence[Addition],
        actors: Mapping[str, Actor],
        merged: Mapping[str, str],
    ) -> None:
        super().__init__(actors, base.titles)
        self.base = base
        self.additions = tuple(additions)
        self.merged = merged
        self._dated: dict[str, list[tuple[str, ActorName]]] = {}
        for slug, actor in self.actors.items():
            for name in actor.names:
                if name.kind in NAME_KINDS and (name.from_day is not None or name.to_day is not None):
                    self._dated.setdefault(plain(name.text), []).append((slug, name))
        told = f"{self.fingerprint} {sorted(merged.items())}"
        self.fingerprint = hashlib.sha256(told.encode()).hexdigest()[:16]

    def resolve(self, reading: ActorReading, day: int | None) -> ActorRef:
        """As the registry does it; names that hold on some days only lead there on these, merged slugs on."""
        if dated := self._dated.get(plain(reading.name)):
            held = {slug for slug, name in dated if holds(name.from_day, name.to_day, day)}
            if len(held) == 1:
                return self._ref(held.pop(), reading)
            ref = super().resolve(reading, day)
            if ref.actor in {slug for slug, _ in dated}:
                ref = ActorRef(name=reading.name, actor=None, country=None, inferred=reading.inferred)
        else:
            ref = super().resolve(reading, day)
        own = own_slug(ref.name, ref.country, self) if ref.actor is None else None
        into = self.merged.get(own) if own else None
        return self._ref(into, reading) if into else ref

    def looked_for(self) -> Iterator[tuple[str, str]]:
        """Slugs and the names by which people look for what was merged, and for unknown actors; none leads there."""
        for each in self.additions:
            slug = self.merged.get(each.actor)
            if slug is not None and each.name and each.action in ("merge", "kept"):
                names = {plain(name.text) for name in self.actors[slug].names}
                if plain(each.name) not in names and (each.action == "merge" or slug == each.actor):
                    yield slug, each.name

    def _ref(self, slug: str, reading: ActorReading) -> ActorRef:
        actor = self.actors[slug]
        return ActorRef(name=actor.name, actor=slug, country=actor.country, inferred=reading.inferred)


def extend(registry: Registry, additions: Iterable[Addition]) -> Registry:
    """The registry with additions, in the order in which they were made; the registry itself without any."""
    base = registry.base if isinstance(registry, ExtendedRegistry) else registry
    said = list(additions)
    if not said:
        return base
    used = {slug for each in said if each.action != "kept" for slug in (each.actor, each.other)}
    actors, merged = dict(base.actors), dict[str, str]()
    for each in said:
        if each.action == "kept":
            if each.actor in used:
                _keep(each, actors, merged)
        elif each.action == "merge":
            _merge(each, actors, merged)
        else:
            lay(each, actors)
    return ExtendedRegistry(base, said, actors, merged)


def base_of(registry: Registry) -> Registry:
    """The registry without what people added."""
    return registry.base if isinstance(registry, ExtendedRegistry) else registry


def additions_of(registry: Registry) -> tuple[Addition, ...]:
    """What people added to a registry."""
    return registry.additions if isinstance(registry, ExtendedRegistry) else ()


def _keep(kept: Addition, actors: dict[str, Actor], merged: dict[str, str]) -> None:
    actor = _actor(kept)
    if actor.kind == UNKNOWN:  # its name leads here in its own country only, so by its slug
        actor = replace(actor, names=())
        merged[kept.actor] = kept.actor
    actors.setdefault(kept.actor, actor)


def _actor(said: Addition) -> Actor:
    name = said.name or said.actor
    names = (ActorName(name, "alias"),)
    return Actor(said.actor, name, said.kind or UNKNOWN, said.country, names, surname=said.surname)


def lay(said: Addition, actors: dict[str, Actor]) -> None:
    """An actor, a name or a parent over the actors at hand; what names an actor that is not there does nothing."""
    actor = actors.get(said.actor)
    if said.action == "actor":
        new = _actor(said)
        if actor is None:
            actors[said.actor] = new
        elif actor.kind == UNKNOWN:
            actors[said.actor] = replace(new, names=(*new.names, *actor.names), parents=actor.parents)
        elif plain(new.name) not in {plain(one.text) for one in actor.names}:
            actors[said.actor] = replace(actor, names=(*actor.names, *new.names))
    elif actor is not None and said.action == "name" and said.name:
        name = ActorName(said.name, NAME_KINDS[said.kind or "alias"], said.from_day, said.to_day)
        if name not in actor.names:
            actors[said.actor] = replace(actor, names=(*actor.names, name))
    elif actor is not None and said.action == "parent" and said.other in actors:
        parent = ActorParent(said.other, said.from_day, said.to_day)
        if parent not in actor.parents:
            actors[said.actor] = replace(actor, parents=(*actor.parents, parent))


def _merge(said: Addition, actors: dict[str, Actor], merged: dict[str, str]) -> None:
    """Names and offices of the one go to the other, what belonged to it belongs to the other; the days stay."""
    gone, into = said.actor, said.other
    if into not in actors or into == gone:
        return
    for slug, to in merged.items():
        if to == gone:
            merged[slug] = into
    merged[gone] = into
    old = actors.pop(gone, None)
    if old is not None:
        held = tuple(name for name in old.names if name not in actors[into].names)
        offices = tuple(
            ActorParent(name.of, name.from_day, name.to_day)
            for name in held
            if name.of is not None and name.of not in (gone, into)
        )
        parents = (*actors[into].parents, *(one for one in offices if one not in actors[into].parents))
        actors[into] = replace(
            actors[into],
            names=(*actors[into].names, *held),
            parents=parents,
            surname=actors[into].surname or old.surname,
        )
    for slug, actor in actors.items():
        if any(one.slug == gone for one in actor.parents) or any(one.of == gone for one in actor.names):
            actors[slug] = replace(
                actor,
                names=tuple(replace(one, of=into) if one.of == gone else one for one in actor.names),
                parents=tuple(
                    dict.fromkeys(
                        replace(one, slug=into) if one.slug == gone else one
                        for one in actor.parents
                        if not (one.slug == gone and slug == into)
                    )
                ),
            )
