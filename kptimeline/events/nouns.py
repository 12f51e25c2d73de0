"""Event nouns that a sentence says took place: *the summits held between A and B*, *after talks with A*."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kptimeline import shipped
from kptimeline.events import roles, syntax
from kptimeline.events.attribution import claim
from kptimeline.events.named import Actors, is_named
from kptimeline.events.names import Cast
from kptimeline.events.status import is_negated, status_of
from kptimeline.events.trigger import Trigger
from kptimeline.events.typing import Frame, Lexicon, noun_frame
from kptimeline.events.words import Words
from kptimeline.records import ActorReading, Standing, Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_AFTER = frozenset({"after", "during", "following", "since", "at"})
_DATED = frozenset({"poss", "compound", "nmod", "amod", "nummod", "npadvmod"})
_HARMS = frozenset({"ASSAULT", "COERCE"})
_BEFORE = frozenset({"compound", "amod", "nmod"})
_WORDS = frozenset(
    {"STATEMENT", "AGREE", "SUPPORT", "REQUEST", "THREATEN", "REJECT"}
)  # said, and maybe not done
_DONE = frozenset({"dobj", "nsubj", "nsubjpass", "conj", "attr"})


@dataclass(frozen=True, slots=True)
class Nouns:
    """Lemmas (lower case) of event_nouns.toml."""

    words: frozenset[str]
    held: frozenset[str]
    during: frozenset[str]
    same_time: frozenset[str]
    unsure: frozenset[str]
    unreal: frozenset[str]
    undergone: frozenset[str]
    runs: frozenset[str]
    harm: frozenset[str]


@cache
def load_nouns(code: str = "en") -> Nouns:
    """The event nouns of a language."""
    data = tomllib.loads(shipped.read_text(shipped.language(code) / "event_nouns.toml"))
    return Nouns(
        words=frozenset(data["noun"]["words"]),
        held=frozenset(data["held"]["verbs"]),
        during=frozenset(data["during"]["prepositions"]),
        same_time=frozenset(data["during"]["same_time"]),
        unsure=frozenset(data["unreal"]["adjectives"]),
        unreal=frozenset(data["unreal"]["verbs"]),
        undergone=frozenset(data["undergone"]["nouns"]),
        runs=frozenset(data["runs"]["verbs"]),
        harm=frozenset(data["harm"]["nouns"]),
    )


def noun_triggers(
    index: int, doc: Doc, cast: Cast, lexicon: Lexicon, words: Words, taken: set[int]
) -> Iterator[Trigger]:
    """Event nouns that the sentence says took place: *the summits held between A and B*, *after talks with A*.

    Or whose phrase tells both sides, below a verb in the past: *the raid of A on B was criticized*.
    """
    for noun in doc:
        if noun.pos_ != "NOUN" or noun.i in taken:
            continue
        frame = noun_frame(noun, lexicon)
        if frame is None or frame.type == "STATEMENT":
            continue
        held = any(
            one.dep_ == "acl" and one.tag_ == "VBN" and one.lemma_ in roles.HELD for one in noun.children
        )
        after = noun.dep_ == "pobj" and noun.head.lower_ in _AFTER
        above = syntax.governing_verb(noun)
        if after and (above is None or not _happened(above)):
            continue
        by, to = roles.noun_roles(index, noun, frame, cast)
        whole = bool(by) and bool(to) and noun.dep_ in _DONE and took_place(noun, words)
        if not (
            held
            or after
            or whole
            or is_known(noun, frame, by or (to if frame.type in _HARMS else ()), cast, words)
        ) or not (by or to):
            continue
        if any(one.lower_ in load_nouns().unsure for one in noun.children):
            continue  # *the planned attack on A*
        said = claim(index, noun, cast, words)
        status = Status.DENIED if said and said.denies else Status.OCCURRED
        yield Trigger(index, noun, noun, frame, status, by=by, to=to, claim=said)


def is_known(noun: Token, frame: Frame, by: Actors, cast: Cast, words: Words) -> bool:
    """Whether it is said whose act a noun is (of harm: to whom it was done), and when or that it took place: *Seoul's missile test on Monday*, *Lavrov's visit began*."""
    if not any(is_named(one, cast) for one in by) or frame.type in _WORDS or noun.dep_ in _BEFORE:
        return False
    if not took_place(noun, words):
        return False
    above = syntax.governing_verb(noun)
    runs = noun.dep_ == "nsubj" and above is not None and above.lemma_.casefold() in load_nouns().runs
    return has_date(noun) or runs


def _happened(verb: Token) -> bool:
    aux = syntax.auxiliaries(verb)
    return verb.tag_ in ("VBD", "VBN") and not any(one.tag_ == "MD" for one in aux)


def happenings(
    index: int, doc: Doc, cast: Cast, lexicon: Lexicon, words: Words, taken: set[int]
) -> Iterator[Trigger]:
    """Event nouns without an event of their own: who takes part is not told, or only how it hangs together is.

    `taken` are the tokens of other triggers. What is planned, denied or imagined gives none: a noun says no
    tense, and only a verb in the past or a date beside the noun shows that the thing took place.
    """
    known = load_nouns()
    for noun in doc:
        if noun.pos_ != "NOUN" or noun.i in taken or noun.dep_ in ("compound", "amod", "nmod"):
            continue
        frame = noun_frame(noun, lexicon)
        if frame is None and noun.lemma_.casefold() not in known.words:
            continue
        if not took_place(noun, words):
            continue
        by, to = roles.noun_roles(index, noun, frame, cast) if frame is not None else ((), ())
        if not by and not to:
            owner = _owner(index, noun, cast)
            by, to = ((), owner) if noun.lemma_.casefold() in known.undergone else (owner, ())
        said = claim(index, noun, cast, words)
        status = Status.DENIED if said and said.denies else Status.OCCURRED
        yield Trigger(
            index, noun, noun, frame, status, by=by, to=to, claim=said, standing=Standing.ASIDE,
            offset=cast.sentences[index].span.start,
        )  # fmt: skip


def _owner(index: int, noun: Token, cast: Cast) -> tuple[ActorReading, ...]:
    """Whose event it is: *Jean's speech*, *his speech*."""
    owner = syntax.child(noun, "poss")
    return cast.actors(index, owner) if owner is not None else ()


def has_date(noun: Token) -> bool:
    """Whether a date stands in the noun's own phrase: *the November attack*, *the attack on Monday*."""
    for one in noun.children:
        if one.dep_ in _DATED and one.ent_type_ in ("DATE", "TIME"):
            return True
        if one.dep_ == "prep" and any(two.dep_ == "pobj" and two.ent_type_ == "DATE" for two in one.children):
            return True
    return False


def took_place(noun: Token, words: Words) -> bool:
    """Whether a verb in the past carries the noun, or a date stands in its phrase."""
    known = load_nouns()
    above = syntax.governing_verb(noun)
    if above is None:
        return has_date(noun)
    status = status_of(above, above, denied=False, reported=False, words=words)
    if status is Status.ONGOING and noun.lemma_.casefold() in known.harm and has_date(noun):
        return True  # *is in jail for the murder of November 1995*: nobody plans a murder
    if status is not Status.OCCURRED:
        return False
    if not syntax.is_finite(above) or is_negated(above, words):
        return False
    if has_date(noun):
        return True
    if noun.dep_ == "pobj":
        at = noun.head.head
        whole = at.dep_ == "dobj" and at.head == above and noun.head.lower_ == "at"
        return noun.head.lower_ in known.during and (at == above or whole)  # *welcomed the plan at a meeting*
    if above.lemma_.casefold() in known.unreal:
        return False
    return noun.dep_ in _DONE and above in (noun.head, noun.head.head)
