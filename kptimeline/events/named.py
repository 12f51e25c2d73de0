"""Whom a noun phrase or a preposition names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.names import Cast
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

Actors = tuple[ActorReading, ...]
_INSIDE = frozenset(
    {
        "poss",
        "compound",
        "amod",
        "nmod",
        "conj",
        "prep",
        "pobj",
        "appos",
        "dobj",
        "pcomp",
        "nsubj",
        "npadvmod",
    }
)


# What stands behind these is when or for whom it is done, and nobody it is done to.
OCCASIONS = frozenset({"anniversary", "birthday", "day", "eve", "holiday", "occasion", "time", "year"})


def union(groups: Iterable[Actors], without: Actors = ()) -> Actors:
    """All of the groups in order, each name once, those of `without` left out."""
    found: list[ActorReading] = []
    names = {one.name for one in without}
    for one in (one for group in groups for one in group):
        if one.name not in names:
            names.add(one.name)
            found.append(one)
    return tuple(found)


def _inside(index: int, head: Token, cast: Cast) -> Iterator[Actors]:
    """Actors named inside a noun phrase: *Japan's decision*, *the French offer*, *a partnership between A and B*."""
    for one in head.children:
        if one.dep_ not in _INSIDE or one.pos_ == "PRON" or one.lower_ == "behalf":
            continue
        if one.dep_ == "prep":
            for two in one.children:
                if two.dep_ == "pobj" and one.lower_ not in ("in", "at", "near", "over", "during", "after"):
                    here = cast.actors(index, two)
                    yield here or union(_inside(index, two, cast))
            continue
        here = cast.actors(index, one) if cast.name_at(index, one) else ()
        yield here or union(_inside(index, one, cast))


def is_named(actor: ActorReading, cast: Cast) -> bool:
    """Whether it has a name of its own or a country."""
    if actor.country_hint is not None or any(word[:1].isupper() for word in actor.name.split()):
        return True
    return cast.registry.find(actor.name) is not None


def inside(index: int, head: Token, cast: Cast) -> Actors:
    """The actors that a noun phrase names, its head apart, in order; nameless groups are left out."""
    return tuple(
        one
        for one in union(_inside(index, head, cast))
        if is_named(one, cast) and not (one.inferred and one.country_hint and one.name.islower())
    )


def by_preps(
    index: int,
    tokens: Iterable[Token],
    preps: Iterable[str],
    cast: Cast,
    *,
    places: bool = False,
    deep: bool = True,
) -> Iterator[Actors]:
    """The actors behind prepositions; `deep`: or those that the phrase there names (*with the army of Chad*)."""
    wanted = tuple(preps)
    tokens = list(tokens)
    for prep in wanted:
        for token in tokens:
            for have, obj in syntax.prepositions(token):
                if have == prep and obj.lemma_.casefold() not in OCCASIONS:
                    here = cast.actors(index, obj, places=places)
                    yield tuple(one for one in here if is_named(one, cast)) or (
                        inside(index, obj, cast) if deep and (places or prep not in ("in", "at")) else ()
                    )


def first(groups: Iterable[Actors], without: Actors) -> Actors:
    """The first group that names somebody beside those of `without`."""
    for group in groups:
        left = union([group], without)
        if left:
            return left
    return ()


def owners(index: int, noun: Token, cast: Cast) -> Actors:
    """Whose an act or a thing is: *Israel's raid*, *a Chinese rocket*; not where (*the Geneva talks*)."""
    return union(
        cast.actors(index, one)
        for one in noun.children
        if one.dep_ in ("poss", "compound", "amod", "nmod")
        and (name := cast.name_at(index, one))
        and (one.dep_ == "poss" or name.kind not in ("metonym", "GPE"))
    )
