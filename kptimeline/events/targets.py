"""To whom something is done: where the frame of a verb and its syntax look for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.events import syntax
from kptimeline.events.named import OCCASIONS, Actors, by_preps, inside, is_named, owners
from kptimeline.events.names import Cast
from kptimeline.events.spots import PLACE_PREPS
from kptimeline.events.typing import Frame
from kptimeline.events.words import load_words

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

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
_MOVES = frozenset(
    {"AID", "MOBILIZE", "RETREAT"}
)  # what these have for an object goes, nothing is done to it
_SENT = _MOVES | {"COOPERATE"}
# What happens to a place when it happens in it, and what a state does to its own people.
PLACED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "CONCEDE", "RETREAT"})
HOME = frozenset({"COERCE", "CONCEDE", "PROTEST"})
_APART = frozenset({"conj", "parataxis", "advcl", "relcl"})  # with a subject of its own: another act
_HELD_IN = frozenset({"talk", "meeting", "conference", "summit", "news", "interview", "session", "ceremony"})
# What is said of an act is said of whose it is: *condemned Japan's acts against Vietnam*.
_VERDICTS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
# What is asked for, and what people meet for, is done by and to others: *asked the public to oust Yoon*.
_ASKED = frozenset({"REQUEST", "CONSULT"})
_MATTERS = frozenset({"over", "about", "regarding"})  # *condolences over the death of the bishop*
_HARSH = frozenset({"ASSAULT", "THREATEN", "COERCE", "SANCTION"})
_SIDES = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"}
)
_CONDITIONS = frozenset({"if", "unless", "until"})
_WANTED = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_RELATIVE = frozenset({"that", "which"})
_DEEP = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj"})


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
    yield from by_preps(index, chain, frame.to, cast, places=True)


def targets(index: int, verb: Token, frame: Frame | None, cast: Cast) -> Iterator[Actors]:
    """Those it may be done to, the likeliest first; a group may be empty."""
    heads = syntax.objects(verb)
    moved = frame is None or frame.type in _MOVES
    arms = frame is None or frame.type in _SENT or (bool(frame.object) and bool(frame.to))
    direct = [cast.actors(index, head) for head in heads if not (arms and cast.is_force(head))]
    sent = verb.lemma_.casefold() in load_words().moving or (frame and frame.type == "MOBILIZE")
    if frame is None:
        direct = [tuple(one for one in group if is_named(one, cast)) for group in direct]
    if moved and sent:
        direct = [tuple(one for one in group if is_named(one, cast) and not one.inferred) for group in direct]
    named = list(_frame_targets(index, verb, heads, frame, cast))
    given = frame is not None and frame.type in _SENT and "to" in frame.to  # *handed an island to Chad*
    aside = frame is not None and not frame.patient and (bool(frame.object) or given)
    yield from (*named, *direct) if aside else (*direct, *named)
    if frame is None:
        for group in by_preps(index, [verb, *heads], _aims(verb), cast, deep=False):
            # One unknown word after *to* is more often a place than a person: *carried to Vladivostok*.
            yield tuple(
                one for one in group if " " in one.name or one.inferred or cast.registry.find(one.name)
            )
        return
    if frame.type in PLACED:
        yield from (cast.holders(index, head) for head in heads if not (arms and cast.is_force(head)))
    if frame.type in _VERDICTS:
        yield from (owners(index, head, cast) for head in heads)
    yield from (inside(index, head, cast) for head in heads)
    matters = _MATTERS if frame.type == "SUPPORT" else frozenset()
    yield from by_preps(index, [verb, *heads], [prep for prep in _PREPS if prep not in matters], cast)
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
                    if frame.type in _HARSH and any(two.lower_ in _CONDITIONS for two in one.children):
                        yield cast.actors(index, own)  # *would strike back if Chad attacked*
                    continue
                yield cast.actors(index, own) if own is not None else ()
                if frame.type in _ASKED:
                    continue
                yield from targets(index, one, frame, cast)
            for two in one.children:
                if two.dep_ == "pcomp" and syntax.is_verb(two):
                    yield from targets(index, two, frame, cast)


def _aims(verb: Token) -> tuple[str, ...]:
    """The prepositions behind which those may stand to whom something untyped is done; no company (*together with*)."""
    company = any(one.lower_ in ("together", "along", "accompanied") for one in verb.subtree)
    return tuple(prep for prep in _PREPS[:5] if prep != "with" or not company)


def _is_asked_for(token: Token, verb: Token) -> bool:
    """Whether a word stands in what somebody is asked to do: below an infinitive or clause, its subject apart."""
    at = token
    while at not in (at.head, verb):
        if at.dep_ in syntax.SUBJECTS and at.head.dep_ == "ccomp":
            return False
        if at.dep_ in _WANTED and syntax.is_verb(at):
            return True
        at = at.head
    return False


def _tells_of_thing(verb: Token, own: Token) -> bool:
    """Whether a relative clause says what its noun, no name and nobody, is about: *a plan that harms Japan*."""
    thing = verb.head
    return verb.dep_ == "relcl" and own.lower_ in _RELATIVE and thing.dep_ == "dobj" and thing.pos_ == "NOUN"


def _is_own(token: Token, verb: Token) -> bool:
    """Whether a word stands in what a verb says itself: not behind *according to*, a speech or another act."""
    at = token
    while at != verb:
        if at.lower_ in ("according", "behalf") or at.lemma_.casefold() in OCCASIONS or at.head == at:
            return False
        own = syntax.own_subject(at) if at.dep_ in _APART and syntax.is_verb(at) else None
        if own is not None and not _tells_of_thing(at, own):
            return False
        if at.dep_ == "conj" and syntax.is_verb(at) and at.head == verb and syntax.is_finite(at):
            return False  # *stepped down and left for Chad*
        at = at.head
    return True


def _is_of_object(prep: Token, frame: Frame) -> bool:
    """Whether a place belongs to what is done and not to where it is: *open a plant in Iran*, never *talks in Geneva*."""
    return (
        frame.type != "CONSULT" and prep.head.dep_ == "dobj" and prep.head.lemma_.casefold() not in _HELD_IN
    )


def named_within(index: int, verb: Token, frame: Frame, cast: Cast) -> Iterator[Actors]:
    """Actors with a country that stand anywhere in the clause, left to right; places only for what happens in one."""
    for token in verb.subtree:
        name = cast.name_at(index, token)
        if token.i < verb.i or name is None or name.end - 1 != token.i or not _is_own(token, verb):
            continue
        if frame.type in _ASKED and _is_asked_for(token, verb):
            continue
        head = token
        while head.dep_ in ("amod", "compound", "poss", "nmod") and head.head.pos_ in ("NOUN", "PROPN"):
            head = head.head
        spot = head
        while spot.dep_ == "appos" and spot.head.i < spot.i:
            spot = spot.head  # *a meeting in Lima, Peru*
        if spot.dep_ == "pobj" and spot.head.lower_ == "of" and spot.head.head.lower_ in _SIDES:
            continue  # *seized it south of the U.S. territory*
        placed = spot.dep_ == "pobj" and spot.head.lower_ in PLACE_PREPS
        if placed and frame.type not in PLACED and not _is_of_object(spot.head, frame):
            continue
        here = cast.actors(index, head, places=placed) or cast.actors(index, token, places=placed)
        yield tuple(
            replace(one, inferred=True) for one in here if cast.country(one) is not None or frame.type in HOME
        )
