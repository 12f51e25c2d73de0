"""Which time expression governs which trigger: `dated_by` phrase, sentence, lead or chain.

A phrase belongs to one trigger, the one in whose clause it stands. Coordinated and participial clauses
may share one that governs them from the main clause; nothing else is shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.mentions import Trigger
from kptimeline.events.status import is_past
from kptimeline.events.typing import Lexicon
from kptimeline.records import Span, Status, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_WEAK = re.compile(r"(for|every|within|recent)\(|(past|present|future)\b")
_OWNED = frozenset({"poss", "compound", "nmod", "amod", "nummod"})


def is_weak(time: TimeExpression) -> bool:
    """A duration, a set or a vague word, which another phrase of the clause outdoes."""
    return not time.alternatives or bool(_WEAK.match(time.alternatives[0].expression))


def _is_record(doc: Doc, start: int) -> bool:
    """*the first such case in seven years*: the phrase measures a record and dates nothing."""
    if start < 2 or doc[start - 1].lower_ not in ("in", "for", "since"):
        return False
    noun = doc[start - 2]
    return any(one.lower_ in ("first", "last", "only") or one.tag_ in ("JJS", "RBS") for one in noun.lefts)


def _owner(doc: Doc, start: int, end: int, taken: dict[int, Trigger], lexicon: Lexicon) -> Token | None:
    """The verb or event noun that a phrase (offsets of the sentence) belongs to."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    if _is_record(doc, span.start):
        return None
    at = span.root
    while at.head != at:
        if at.i in taken and not span.start <= at.i < span.end:
            return at
        if syntax.is_verb(at) and not span.start <= at.i < span.end:
            return at.head if at.dep_ == "acl" and at.head.i in taken else _climb(at, taken)
        if at.dep_ in ("appos", "relcl") or (at.dep_ in _OWNED and at.head.pos_ in ("NOUN", "PROPN")):
            return at.head if at.head.i in taken else None
        if at.pos_ == "NOUN" and not span.start <= at.i < span.end and at.lemma_.casefold() in lexicon.nouns:
            return None
        at = at.head
    return at


def _climb(verb: Token, taken: dict[int, Trigger]) -> Token:
    """From a clause without an event of its own (*to assist since October*) to the one that has it."""
    at = verb
    while at.i not in taken and at.head != at and syntax.is_verb(at.head) and not syntax.is_finite(at):
        if at.dep_ not in ("advcl", "xcomp", "conj"):
            break
        if at.dep_ == "xcomp" and at.head.i in taken:
            break
        at = at.head
    return at


def _within(token: Token, clause: Token) -> bool:
    return clause.left_edge.i <= token.i <= clause.right_edge.i


def owners(
    doc: Doc,
    offset: int,
    times: Sequence[tuple[int, TimeExpression]],
    found: Sequence[Trigger],
    lexicon: Lexicon,
) -> dict[int, list[int]]:
    """Token index of a verb or event noun to the indices of the time expressions that belong to it."""
    taken: dict[int, Trigger] = {}
    for one in found:
        for token in (one.head, one.noun, one.carrier):
            if token is not None:
                taken.setdefault(token.i, one)
    belongs: dict[int, list[int]] = {}
    for number, time in times:
        owner = _owner(doc, time.start - offset, time.end - offset, taken, lexicon)
        if owner is None:
            continue
        trigger = taken.get(owner.i)
        key = trigger.head.i if trigger is not None else owner.i
        belongs.setdefault(key, []).append(number)
    return belongs


def _governs(one: Trigger, other: Trigger, time: TimeExpression, offset: int) -> bool:
    """Whether a phrase of `other` governs `one` from the main clause."""
    head, above = one.head, other.head
    if head.dep_ == "advcl" and head.head == above and head.tag_ == "VBG":
        return True
    if head.dep_ == "conj" and head.head == above:
        fronted = time.start - offset < above.idx
        return fronted or time.start - offset > head.idx
    return False


def govern(
    found: Sequence[Trigger], times: Sequence[TimeExpression], span: Span, doc: Doc, lexicon: Lexicon
) -> dict[int, tuple[int, bool]]:
    """For triggers of one sentence, by number: (index of the time expression, whether from the main clause)."""
    here = [(i, time) for i, time in enumerate(times) if span.start <= time.start < span.end]
    belongs = owners(doc, span.start, here, found, lexicon)
    chosen: dict[int, tuple[int, bool]] = {}
    for number, one in enumerate(found):
        own = belongs.get(one.head.i, [])
        if own:
            chosen[number] = (min(own, key=lambda i: (is_weak(times[i]), times[i].start)), False)
    for number, one in enumerate(found):
        if number in chosen:
            continue
        for other_number, other in enumerate(found):
            if chosen.get(other_number, (0, True))[1]:
                continue
            index = chosen[other_number][0]
            if _governs(one, other, times[index], span.start):
                chosen[number] = (index, True)
                break
    return chosen


def is_lead(one: Trigger) -> bool:
    """Whether a trigger of the first body sentence is its news: past or perfect, in the main clause or what it reports."""
    if one.status is not Status.OCCURRED or one.head != one.carrier or not is_past(one.head):
        return False
    at = one.head
    while at.head != at:
        if at.dep_ not in ("ccomp", "conj", "parataxis"):
            return False
        at = at.head
    return syntax.is_verb(one.head)


def follows(one: Trigger, before: Trigger) -> bool:
    """Whether a speaker goes on in the speech that an earlier, dated mention founds."""
    if not (one.is_saying and before.by and one.by):
        return False
    same = one.by[0].name == before.by[0].name
    return same and one.status is Status.OCCURRED and one.head.tag_ == "VBD"
