"""Who did it and to whom: `by` and `to` of a trigger, from its syntax and its frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.events import syntax
from kptimeline.events.names import Cast
from kptimeline.events.spots import PLACE_PREPS
from kptimeline.events.typing import Frame
from kptimeline.events.words import load_words
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

Actors = tuple[ActorReading, ...]
_PREPS = (
    "against",
    "with",
    "to",
    "at",
    "toward",
    "towards",
    "on",
    "upon",
    "from",
    "over",
    "between",
    "about",
    "regarding",
    "of",
)
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
_MOVES = frozenset(
    {"AID", "MOBILIZE", "RETREAT"}
)  # what these have for an object goes, nothing is done to it
_SENT = _MOVES | {"COOPERATE"}
HELD = frozenset(
    {"hold", "conduct", "stage", "sign", "launch", "reach", "make"}
)  # what is done with an event
# What happens to a place when it happens in it, and what a state does to its own people.
_PLACED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "CONCEDE", "RETREAT"})
_HOME = frozenset({"COERCE", "CONCEDE", "PROTEST"})
_APART = frozenset({"conj", "parataxis", "advcl", "relcl"})  # with a subject of its own: another act
_HELD_IN = frozenset({"talk", "meeting", "conference", "summit", "news", "interview", "session", "ceremony"})
_CONDITIONS = frozenset({"if", "unless", "until"})
_DEEP = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj"})


def _union(groups: Iterable[Actors], without: Actors = ()) -> Actors:
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
                if two.dep_ == "pobj" and one.lower_ not in ("in", "at", "near", "during", "after"):
                    here = cast.actors(index, two)
                    yield here or _union(_inside(index, two, cast))
            continue
        here = cast.actors(index, one) if cast.name_at(index, one) else ()
        yield here or _union(_inside(index, one, cast))


def is_named(actor: ActorReading, cast: Cast) -> bool:
    """Whether it has a name of its own or a country."""
    if actor.country_hint is not None or any(word[:1].isupper() for word in actor.name.split()):
        return True
    return cast.registry.find(actor.name) is not None


def inside(index: int, head: Token, cast: Cast) -> Actors:
    """The actors that a noun phrase names, its head apart, in order; nameless groups are left out."""
    return tuple(
        one
        for one in _union(_inside(index, head, cast))
        if is_named(one, cast) and not (one.inferred and one.country_hint and one.name.islower())
    )


def _by_preps(
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
                if have == prep:
                    here = cast.actors(index, obj, places=places)
                    yield tuple(one for one in here if is_named(one, cast)) or (
                        inside(index, obj, cast) if deep and (places or prep not in ("in", "at")) else ()
                    )


def _first(groups: Iterable[Actors], without: Actors) -> Actors:
    for group in groups:
        left = _union([group], without)
        if left:
            return left
    return ()


def is_patient(index: int, verb: Token, cast: Cast) -> bool:
    """Whether an object of the verb is an actor."""
    return any(cast.actors(index, one) for one in syntax.objects(verb))


def agents(index: int, verb: Token, cast: Cast) -> Actors:
    """Who did it: the subject; of a passive, whoever stands after *by*."""
    if syntax.is_passive(verb):
        return _union(cast.actors(index, obj) for prep, obj in syntax.prepositions(verb) if prep == "by")
    return cast.actors(index, syntax.subject(verb))


def _owners(index: int, noun: Token, cast: Cast) -> Actors:
    """Whose an act or a thing is: *Israel's raid*, *a Chinese rocket*; not where (*the Geneva talks*)."""
    return _union(
        cast.actors(index, one)
        for one in noun.children
        if one.dep_ in ("poss", "compound", "amod", "nmod")
        and (name := cast.name_at(index, one))
        and (one.dep_ == "poss" or name.kind not in ("metonym", "GPE"))
    )


def behind(index: int, verb: Token, cast: Cast) -> Actors:
    """Who stands behind an act or a thing that does it: *an ambush by rebels killed six*, *Chinese shells hit the camp*."""
    head = None if syntax.is_passive(verb) else syntax.subject(verb)
    if head is None or head.pos_ != "NOUN":
        return ()
    owners = _owners(index, head, cast)
    return owners or _union(_by_preps(index, [head], ("by",), cast))


def _is_aside(verb: Token) -> bool:
    """Whether a clause tells what somebody else did meanwhile, and no condition: *as rebels shelled the town*."""
    own = syntax.own_subject(verb)
    told = verb.dep_ == "advcl" and own is not None and own.pos_ != "PRON" and syntax.is_finite(verb)
    return told and not any(one.dep_ == "mark" and one.lower_ in _CONDITIONS for one in verb.children)


def _frame_targets(
    index: int, verb: Token, heads: list[Token], frame: Frame | None, cast: Cast
) -> Iterator[Actors]:
    if frame is None or not frame.to:
        return
    chain = [verb, *heads]
    if (adjective := syntax.child(verb, "acomp")) is not None:
        chain.append(adjective)
    for head in heads:
        chain += [obj for prep, obj in syntax.prepositions(head) if prep in ("of", "for")]
    for one in list(chain):
        chain += [
            two for two in one.children if two.dep_ in _DEEP and syntax.is_verb(two) and not _is_aside(two)
        ]
    yield from _by_preps(index, chain, frame.to, cast, places=True)


def _targets(index: int, verb: Token, frame: Frame | None, cast: Cast) -> Iterator[Actors]:
    heads = syntax.objects(verb)
    moved = frame is None or frame.type in _MOVES
    arms = frame is None or frame.type in _SENT or (bool(frame.object) and bool(frame.to))
    direct = [cast.actors(index, head) for head in heads if not (arms and cast.is_force(head))]
    sent = verb.lemma_.casefold() in load_words().moving or (frame and frame.type == "MOBILIZE")
    if moved and sent:
        direct = [tuple(one for one in group if is_named(one, cast) and not one.inferred) for group in direct]
    named = list(_frame_targets(index, verb, heads, frame, cast))
    yield from (*named, *direct) if frame and frame.object and not frame.patient else (*direct, *named)
    if frame is None:
        for group in _by_preps(index, [verb, *heads], _PREPS[:5], cast, deep=False):
            # One unknown word after *to* is more often a place than a person: *carried to Vladivostok*.
            yield tuple(
                one for one in group if " " in one.name or one.inferred or cast.registry.find(one.name)
            )
        return
    if frame.type in _PLACED:
        yield from (cast.holders(index, head) for head in heads)
    yield from (inside(index, head, cast) for head in heads)
    yield from _by_preps(index, [verb, *heads], _PREPS, cast)
    # Groups without a name or country: *granted asylum to a dissident*, *rejected an offer by the rebels*.
    for prep in (*frame.to, "by"):
        for one in heads if prep == "by" else (verb, *heads):
            for have, obj in syntax.prepositions(one):
                if have == prep and not cast.is_force(obj):
                    yield cast.actors(index, obj)
    for one in verb.children:
        if one.lower_ == "according":
            continue
        if one.dep_ in ("xcomp", "ccomp", "advcl", "prep") and (syntax.is_verb(one) or one.dep_ == "prep"):
            if syntax.is_verb(one):
                own = syntax.own_subject(one)
                if own is not None and one.dep_ == "advcl":
                    continue
                yield cast.actors(index, own) if own is not None else ()
                yield from _targets(index, one, frame, cast)
            for two in one.children:
                if two.dep_ == "pcomp" and syntax.is_verb(two):
                    yield from _targets(index, two, frame, cast)


def _is_own(token: Token, verb: Token) -> bool:
    """Whether a word stands in what a verb says itself: not behind *according to*, a speech or another act."""
    at = token
    while at != verb:
        if at.lower_ == "according" or at.head == at:
            return False
        if at.dep_ in _APART and syntax.is_verb(at) and syntax.own_subject(at) is not None:
            return False
        at = at.head
    return True


def _is_of_object(prep: Token, frame: Frame) -> bool:
    """Whether a place belongs to what is done and not to where it is: *open a plant in Iran*, never *talks in Geneva*."""
    return (
        frame.type != "CONSULT" and prep.head.dep_ == "dobj" and prep.head.lemma_.casefold() not in _HELD_IN
    )


def _named_within(index: int, verb: Token, frame: Frame, cast: Cast) -> Iterator[Actors]:
    """Actors with a country that stand anywhere in the clause, left to right; places only for what happens in one."""
    for token in verb.subtree:
        name = cast.name_at(index, token)
        if token.i < verb.i or name is None or name.end - 1 != token.i or not _is_own(token, verb):
            continue
        head = token
        while head.dep_ in ("amod", "compound", "poss", "nmod") and head.head.pos_ in ("NOUN", "PROPN"):
            head = head.head
        placed = head.dep_ == "pobj" and head.head.lower_ in PLACE_PREPS
        if placed and frame.type not in _PLACED and not _is_of_object(head.head, frame):
            continue
        here = cast.actors(index, head, places=placed) or cast.actors(index, token, places=placed)
        yield tuple(
            replace(one, inferred=True)
            for one in here
            if cast.country(one) is not None or frame.type in _HOME
        )


def _at_home(index: int, by: Actors, to: Actors, cast: Cast) -> tuple[Actors, Actors]:
    """Police and protesters are of one country unless the text says otherwise: who has none takes the other side's."""
    lands = {code for one in (*by, *to) if (code := cast.country(one)) is not None} or cast.codes(index)
    land = cast.land(lands.pop()) if len(lands) == 1 else None
    if land is None:
        return by, to

    own = {code for one in by if (code := cast.country(one)) is not None}

    def settled(group: Actors, *, doers: bool) -> Actors:
        return tuple(
            replace(one, country_hint=land, inferred=True)
            if cast.country(one) is None
            and cast.registry.find(one.name) is None
            and not (doers and not own and is_full_name(one) and not cast.is_person(one))
            else one
            for one in group
        )

    return settled(by, doers=True), settled(to, doers=False)


def is_full_name(actor: ActorReading) -> bool:
    """Whether it is a name of its own, every word of it: *the Lantern Guard* is not of the country that it attacks."""
    words = actor.name.split()
    return len(words) > 1 and all(word[:1].isupper() or word in ("of", "the", "and", "for") for word in words)


def _is_below(verb: Token, to: Actors, index: int, cast: Cast) -> bool:
    """Whether those that a mutual act is done to stand only in a clause below it."""
    offset = cast.sentences[index].span.start
    below = [one for one in verb.children if one.dep_ in ("xcomp", "ccomp", "advcl") and syntax.is_verb(one)]
    return bool(to) and all(
        any(one.left_edge.idx <= each.start - offset <= one.right_edge.idx for one in below) for each in to
    )


def roles(index: int, verb: Token, frame: Frame | None, cast: Cast) -> tuple[Actors, Actors]:
    """(`by`, `to`) of a verb; in a mutual event everyone is both."""
    by = agents(index, verb, cast)
    if not by and frame is not None and frame.type != "STATEMENT":
        by = tuple(
            one for one in behind(index, verb, cast) if cast.country(one) or cast.registry.find(one.name)
        )
    to: Actors = ()
    named = False  # whether those that it is done to stand where its syntax looks for them
    motion = frame is None and verb.lemma_.casefold() in load_words().motion
    if not motion and (frame is None or frame.type != "STATEMENT"):
        to = _first(_targets(index, verb, frame, cast), by)
        if frame is not None:
            named = bool(to)
            to = to or _first(_named_within(index, verb, frame, cast), by)
            if frame.type in _HOME:
                by, to = _at_home(index, by, to, cast)
    if by and frame is not None and frame.type == "ASSAULT" and cast.names_unknown_place(index):
        # *Israel bombed Rafah, killing civilians*: they need not be of the one country that is named.
        to = tuple(replace(one, country_hint=None) if one.inferred else one for one in to)
    if frame is not None and frame.mutual and (named or len(by) > 1):
        preps = {prep for one in (verb, *syntax.objects(verb)) for prep, _ in syntax.prepositions(one)}
        if by and not {"with", "between"} & preps and _is_below(verb, to, index, cast):
            return by, to  # *agreed to arm the rebels*: they had no part in it
        if by and len(to) > 1 and "between" in preps:
            return by, to  # *hosted talks between A and B*: a third party's
        joined = len(by) < 2 or "with" in preps
        everyone = _union([by, to]) if joined else by  # *A and B signed a text on the ties of C and D*
        return (everyone, everyone) if len(everyone) > 1 else (by, to)
    return by, to


def noun_roles(index: int, noun: Token, frame: Frame, cast: Cast) -> tuple[Actors, Actors]:
    """(`by`, `to`) of an event noun: *Seoul's talks with Tokyo*, *summits held between A and B*."""
    tokens = [noun, *(one for one in noun.children if one.dep_ == "acl" and one.lemma_ in HELD)]
    owners = _owners(index, noun, cast)
    inner = [obj for prep, obj in syntax.prepositions(noun) if prep == "of"]  # *the murder of A by B*
    by = owners or _union(_by_preps(index, [*tokens, *inner], ("by", "from"), cast))
    to = _union(_by_preps(index, tokens, frame.to or ("on", "against", "with", "to"), cast), by)
    if frame.mutual:
        everyone = _union([by, to])
        return (everyone, everyone) if len(everyone) > 1 else (by, to)
    return by, to
