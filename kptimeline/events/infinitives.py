"""Infinitives and gerunds that found no event: *began by thanking*, *while landing*, *came to sign*, *promised to help*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kptimeline.events import roles, syntax
from kptimeline.events.attribution import claim
from kptimeline.events.names import Cast
from kptimeline.events.status import status_of
from kptimeline.events.trigger import Trigger
from kptimeline.events.typing import Frame, Lexicon, verb_frame
from kptimeline.events.words import Words
from kptimeline.records import Standing, Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

_DEEP = 4  # how far a chain of infinitives is followed


def gerunds(index: int, cast: Cast, lexicon: Lexicon, words: Words, taken: set[int]) -> Iterator[Trigger]:
    """Verbs without tense that are no trigger yet; `taken` are the tokens of those that are.

    A gerund of means or time happened as its verb did; an infinitive is intended, whatever its verb.
    """
    for verb in cast.sentences[index].doc:
        if (
            verb.pos_ != "VERB"
            or verb.i in taken
            or not (verb.tag_ in ("VB", "VBG") or (verb.dep_ == "pcomp" and verb.tag_ == "VBN"))
        ):
            continue
        if verb.lemma_.casefold() in words.state:
            continue
        said = claim(index, verb, cast, words)
        above = syntax.same_time(verb) or _earlier(verb)
        frame: Frame | None = None  # an infinitive's type is that of the verb that intends it
        if above is not None and (over := _finite(above)) is not None:
            status = status_of(over, over, denied=False, reported=said is not None, words=words)
            frame = verb_frame(verb, lexicon, patient=roles.is_patient(index, verb, cast))
        elif (over := _intends(verb, words)) is not None:
            status = _intended(verb, over, words)
        else:
            continue
        by, to = roles.roles(index, verb, frame, cast)
        yield Trigger(
            index, verb, verb, frame, status, by=by, to=to, claim=said,
            offset=cast.sentences[index].span.start, standing=Standing.ASIDE,
        )  # fmt: skip


def _earlier(verb: Token) -> Token | None:
    """The verb that something was done before: *left after signing it*, *died soon after being captured*."""
    after = verb.dep_ == "pcomp" and verb.head.lower_ in ("after", "since") and verb.head.dep_ == "prep"
    return verb.head.head if after and syntax.is_verb(verb.head.head) else None


def _finite(verb: Token) -> Token | None:
    """The finite verb whose tense a chain of verbs has."""
    at = verb
    for _ in range(_DEEP):
        if syntax.is_finite(at):
            return at
        if at.dep_ not in ("xcomp", "advcl", "conj") or not syntax.is_verb(at.head):
            return None
        at = at.head
    return None


def _intends(verb: Token, words: Words) -> Token | None:
    """The verb of whoever has a purpose (*came to sign*) or a plan (*promised to help*) that an infinitive tells."""
    if not any(one.tag_ == "TO" for one in syntax.auxiliaries(verb)) or not syntax.is_verb(verb.head):
        return None
    above = verb.head
    told = above.lemma_.casefold() in words.planned_verbs | words.proposed_verbs
    if verb.dep_ == "advcl" or (verb.dep_ == "xcomp" and told):
        return _finite(above)
    return None


def _intended(verb: Token, over: Token, words: Words) -> Status:
    """*promised to help* is a plan, *urged them to help* a proposal; *did not promise to help* is neither."""
    status = status_of(over, over, denied=False, reported=False, words=words)
    if status not in (Status.OCCURRED, Status.ONGOING, Status.PLANNED):
        return status
    asked = verb.dep_ == "xcomp" and verb.head.lemma_.casefold() in words.proposed_verbs
    return Status.PROPOSED if asked else Status.PLANNED
