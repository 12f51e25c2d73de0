"""Tense and plan of time expressions by the parse: what `tag --syntax` refines.

`kptimeline.temporal.tense` goes by nearby words alone. Here the verb that a phrase hangs from tells; where the
parse gives none, what nearby words said stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline import shipped
from kptimeline.events import syntax
from kptimeline.records import Tense, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import ParsedSentence, Token

Cue = tuple[Tense | None, bool]
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo", "may", "might", "would"})


def refine(times: Sequence[TimeExpression], parsed: Sequence[ParsedSentence]) -> tuple[TimeExpression, ...]:
    """The same time expressions, with the tense and plan of the verbs that the parse hangs them from."""
    found = list(times)
    for sentence in parsed:
        for index, time in enumerate(times):
            if sentence.span.start <= time.start and time.end <= sentence.span.end:
                cue = _cue_of(time, sentence)
                if cue is not None:
                    found[index] = replace(time, tense=cue[0], plan=cue[1])
    return tuple(found)


def _cue_of(time: TimeExpression, sentence: ParsedSentence) -> Cue | None:
    start = sentence.span.start
    span = sentence.doc.char_span(time.start - start, time.end - start, alignment_mode="expand")
    if span is None:
        return None
    at: Token = span.root
    while at.head != at and not (syntax.is_verb(at) and not span.start <= at.i < span.end):
        if at.dep_ in ("poss", "nmod") or (at.dep_ == "compound" and at.head.pos_ in ("NOUN", "PROPN")):
            return None  # *Wednesday's ruling*: its day is no matter of the verb
        at = at.head
    return _cue(at) if syntax.is_verb(at) else None


def _cue(verb: Token) -> Cue | None:
    auxiliaries = syntax.auxiliaries(verb)
    if any(one.lower_ in _FUTURE for one in auxiliaries):
        return Tense.FUTURE, False
    if any(one.tag_ == "TO" for one in auxiliaries):
        return _infinitive(verb)
    if any(one.tag_ == "VBD" for one in auxiliaries) or verb.tag_ == "VBD":
        return Tense.PAST, False
    if any(one.lemma_ == "have" for one in auxiliaries):  # the perfect looks back
        return Tense.PAST, False
    if verb.tag_ in ("VBZ", "VBP"):
        scheduled = verb.lower_ in _words("schedule")
        return Tense.PRESENT, scheduled
    if verb.tag_ in ("VBG", "VBN") and verb.head != verb and syntax.is_verb(verb.head):
        return _cue(verb.head)
    return None


def _infinitive(verb: Token) -> Cue | None:
    """*agreed to meet* points ahead; *gathered to mark* has the tense of its verb."""
    governor = verb.head
    if governor == verb:
        return None
    words = {governor.lower_, *(one.lower_ for one in governor.children if one.dep_ in ("aux", "acomp"))}
    if words & (_words("forward") | _words("plan") | _words("future")):
        return None, True
    return _cue(governor) if syntax.is_verb(governor) else (None, True)


@cache
def _words(name: str) -> frozenset[str]:
    """A list of the lexicon that the window goes by as well."""
    table = tomllib.loads(shipped.read_text(shipped.language("en") / "tense.toml"))
    return frozenset(table[name]["words"])
