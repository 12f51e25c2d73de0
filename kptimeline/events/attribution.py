"""Who says so: the speaker of the clause that a verb stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.closing import closing_speech, credited
from kptimeline.events.names import Cast
from kptimeline.events.status import is_negated
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
            (at.dep_ in ("ccomp", "parataxis") or _is_denied_doing(at, words) or _is_vowed(at, words))
            and at.head.lemma_.casefold() in words.say | words.bind
            and syntax.is_verb(at.head)
            and not _parted(at, at.head)
        ):
            return at.head
        if (charge := charge_above(at, words)) is not None:
            return charge
        at = at.head
    return None


def charge_above(verb: Token, words: Words) -> Token | None:
    """The verb by which somebody is charged with an act: *accused China of sending arms*."""
    if verb.dep_ != "pcomp" or verb.tag_ != "VBG" or verb.head.dep_ != "prep":
        return None
    above = verb.head.head
    return above if syntax.is_verb(above) and above.lemma_.casefold() in words.accuse else None


def _is_vowed(verb: Token, words: Words) -> bool:
    """*vowed to send it*; *did not vow to send it* says nothing of what is to be done."""
    vow = verb.head
    bound = verb.dep_ == "xcomp" and verb.tag_ == "VB" and vow.lemma_.casefold() in words.bind
    return bound and not is_negated(vow, words)


def _is_denied_doing(verb: Token, words: Words) -> bool:
    """*denied having sent it*."""
    return verb.dep_ == "xcomp" and is_gerund(verb) and verb.head.lemma_.casefold() in words.deny


def is_gerund(verb: Token) -> bool:
    """*sending it*, *having sent it*, *having been sent there*."""
    aux = syntax.auxiliaries(verb)
    return verb.tag_ == "VBG" or any(one.lower_ == "having" for one in aux)


def _parted(content: Token, said: Token) -> bool:
    """*A struck B; C said …*: what stands before a semicolon is not what C said."""
    first, last = sorted((content.i, said.i))
    return any(one.text == ";" and not syntax.in_quotes(one) for one in content.doc[first:last])


def _is_described(who: Token) -> bool:
    """Whether more than an article stands by a noun: *a Norwegian report*, *results of the inquiry*."""
    return any(one.dep_ not in ("det", "punct", "relcl", "cc", "conj", "nummod") for one in who.children)


def _speakers(index: int, who: Token | None, cast: Cast, words: Words) -> tuple[ActorReading, ...]:
    """Whoever speaks, also where only this tells that the words name somebody: *a source*, *the daily*."""
    found = cast.actors(index, who)
    if found or who is None or not (who.pos_ in ("NOUN", "PROPN") or who.dep_ == "pobj"):
        return found
    if who.pos_ == "NOUN" and who.lemma_.casefold() not in words.sources and not _is_described(who):
        return ()  # *the declaration says*: nobody's voice
    reading = cast.phrase(index, who)
    return (reading,) if reading is not None else ()


def _according(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """*According to X*, *as reported by X*, on the token's clause or one above it."""
    at = token
    while True:
        for one in at.children:
            if one.lower_ == "according":
                speakers = tuple(
                    who
                    for prep, obj in syntax.prepositions(one)
                    for who in _speakers(index, obj, cast, words)
                    if prep == "to"
                )
                speakers = speakers or tuple(
                    who
                    for to in one.children
                    for obj in to.children
                    if to.lower_ == "to" and obj.dep_ == "pobj"
                    for who in _speakers(index, obj, cast, words)
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
                    for who in _speakers(index, obj, cast, words)
                )
                if speakers:
                    return Claim(speakers, "as reported by")
        if at.head == at:
            return None
        at = at.head


def _credited(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """*Chad fires missile: military*: the source that a headline names behind its colon."""
    source = credited(token)
    if source is None:
        return None
    named = cast.actors(index, source, places=True)
    if not named and source.lemma_.casefold() in words.sources and (one := cast.phrase(index, source)):
        named = (one,)
    return Claim(named, "say") if named else None


def _quoting(said: Token, words: Words) -> Token | None:
    """*Quoted* in *B quoted A as saying*, *A was quoted as saying*; None for other speech verbs."""
    quoting = said.head.head if said.dep_ == "pcomp" and said.head.lower_ == "as" else said
    return quoting if quoting.lemma_.casefold() in words.citing else None


def _quoted(quoting: Token) -> tuple[Token | None, ...]:
    """Whoever is quoted, then who quotes."""
    inner = next((two for one in quoting.children if one.lower_ == "as" for two in one.children), None)
    if syntax.is_passive(quoting):
        agents = [
            who
            for at in (quoting, inner)
            if at is not None
            for by, who in syntax.prepositions(at)
            if by == "by"
        ]
        return syntax.subject(quoting), *agents[:1]
    return (syntax.child(quoting, "dobj") if inner is not None else None), syntax.subject(quoting)


def _cited(index: int, said: Token, cast: Cast, words: Words) -> tuple[ActorReading, ...]:
    """Whom a speaker cites: *B reported, citing A*."""
    return tuple(
        who
        for one in said.children
        if one.dep_ == "advcl" and one.lemma_.casefold() in words.citing and one.tag_ == "VBG"
        for two in one.children
        if two.dep_ == "dobj"
        for who in _speakers(index, two, cast, words)
    )


def _outside_quotes(token: Token, words: Words) -> Token | None:
    """The speech verb beside a quotation that the trigger stands in, where the parse does not link them."""
    if not syntax.in_quotes(token):
        return None
    verbs = [one for one in token.doc if syntax.is_verb(one) and one.lemma_.casefold() in words.say]
    outside = [one for one in verbs if not syntax.in_quotes(one) and syntax.own_subject(one) is not None]
    return min(outside, key=lambda one: abs(one.i - token.i), default=None)


def _noun_claim(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """*A's claim that …*, *a report by A that …*: claimed by A; where B dismisses it, denied by B."""
    at = token
    while at.head != at:
        noun = at.head
        if (
            at.dep_ in ("acl", "ccomp", "relcl")
            and noun.lemma_.casefold() in words.claims
            and any(one.dep_ == "mark" and one.lower_ == "that" for one in at.children)
        ):
            break
        at = noun
    else:
        return None
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_.casefold() in words.dismiss:
        speakers = _speakers(index, syntax.subject(verb), cast, words)
        return Claim(speakers, verb.lemma_.casefold(), denies=True) if speakers else None
    owners = [one for one in noun.children if one.dep_ == "poss"]
    owners += [who for by, who in syntax.prepositions(noun) if by in ("by", "from", "of")]
    speakers = tuple(one for who in owners[:1] for one in _speakers(index, who, cast, words))
    return Claim(speakers, noun.lemma_.casefold()) if speakers else None


def claim(index: int, token: Token, cast: Cast, words: Words) -> Claim | None:
    """The claim that covers a trigger, or None where the article itself tells it.

    The innermost speaker comes first, the one who reports his words after him.
    """
    said = saying_above(token, words) or closing_speech(token, words)
    reported = _according(index, token, cast, words)
    said = said if said is not None else _outside_quotes(token, words)
    if (of_noun := _noun_claim(index, token, cast, words)) is not None:
        return of_noun
    if said is None:
        return reported or _credited(index, token, cast, words)
    reported = reported or _according(index, said, cast, words)
    lemma = said.lemma_.casefold()
    quoting = _quoting(said, words)
    if quoting is not None:
        said = quoting
        speakers = tuple(one for who in _quoted(quoting) for one in _speakers(index, who, cast, words))
    elif syntax.is_passive(said):
        speakers = ()
    else:
        who = said.head if said.dep_ == "acl" else syntax.subject(said)
        speakers = _cited(index, said, cast, words) + _speakers(index, who, cast, words)
    if reported is None and said.lemma_.casefold() in words.bind | words.accuse:
        reported = claim(index, said, cast, words)  # *B said that A vowed to send it*
    reported = reported or _credited(index, said, cast, words)
    if reported is not None:
        speakers += tuple(one for one in reported.speakers if one.name not in {two.name for two in speakers})
    return Claim(speakers, lemma, lemma in words.deny, said)
