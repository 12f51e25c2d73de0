"""Who says so: the speaker of the clause that a verb stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.names import Cast
from kptimeline.events.words import Words
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token


@dataclass(frozen=True, slots=True)
class Claim:
    """Speakers, the speech verb's lemma, whether they deny, and the speech verb itself (None for *according to*)."""

    speakers: tuple[ActorReading, ...]
    verb: str
    denies: bool = False
    at: Token | None = None


def saying_above(token: Token, words: Words) -> Token | None:
    """The nearest speech verb whose content the token stands in."""
    at = token
    while at.head != at:
        if (
            at.dep_ in ("ccomp", "parataxis")
            and at.head.lemma_.casefold() in words.say
            and syntax.is_verb(at.head)
        ):
            return at.head
        at = at.head
    return None


def _according(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """*According to X*, *as reported by X*, on the token's clause or one above it."""
    at = token
    while True:
        for one in at.children:
            if one.lower_ == "according":
                speakers = tuple(
                    who
                    for prep, obj in syntax.prepositions(one)
                    for who in cast.actors(index, obj)
                    if prep == "to"
                )
                speakers = speakers or tuple(
                    who
                    for to in one.children
                    for obj in to.children
                    if to.lower_ == "to" and obj.dep_ == "pobj"
                    for who in cast.actors(index, obj)
                )
                if speakers:
                    return Claim(speakers, "according to")
            if (
                one.dep_ == "advcl"
                and one.lemma_.casefold() in words.reported
                and any(two.lower_ == "as" for two in one.children)
            ):
                speakers = tuple(
                    who
                    for prep, obj in syntax.prepositions(one)
                    if prep == "by"
                    for who in cast.actors(index, obj)
                )
                if speakers:
                    return Claim(speakers, "as reported by")
        if at.head == at:
            return None
        at = at.head


def _outside_quotes(token: Token, words: Words) -> Token | None:
    """The speech verb beside a quotation that the trigger stands in, where the parse does not link them."""
    if not syntax.in_quotes(token):
        return None
    verbs = [one for one in token.doc if syntax.is_verb(one) and one.lemma_.casefold() in words.say]
    outside = [one for one in verbs if not syntax.in_quotes(one) and syntax.own_subject(one) is not None]
    return min(outside, key=lambda one: abs(one.i - token.i), default=None)


def claim(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """The claim that covers a trigger, or None where the article itself tells it.

    The innermost speaker comes first, the one who reports his words after him.
    """
    said = saying_above(token, words)
    reported = _according(index, token, cast, words)
    said = said if said is not None else _outside_quotes(token, words)
    if said is None:
        return reported
    reported = reported or _according(index, said, cast, words)
    lemma = said.lemma_.casefold()
    who = said.head if said.dep_ == "acl" else syntax.subject(said)
    if syntax.is_passive(said):
        speakers: tuple[ActorReading, ...] = ()
    else:
        speakers = cast.actors(index, who)
    if reported is not None:
        speakers += tuple(one for one in reported.speakers if one.name not in {two.name for two in speakers})
    return Claim(speakers, lemma, lemma in words.deny, said)
