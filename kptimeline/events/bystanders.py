"""Time phrases that do not date the clause they stand in: measures of a record, purposes, days of a noun's own."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from kptimeline.records import TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_FUTURE = re.compile(r"future$")
SAME_TIME = frozenset({"at", "in", "during", "on", "with"})


def is_record(doc: Doc, start: int) -> bool:
    """*the first such case in seven years*: the phrase measures a record and dates nothing.

    With *since* the noun may have more behind it: *the first visit by a leader to the South since the war*.
    """
    if start < 2 or doc[start - 1].lower_ not in ("in", "for", "since"):
        return False
    if doc[start - 1].lower_ != "since":
        return any(map(_is_singled_out, doc[start - 2].lefts))
    if _is_singled_out(doc[start - 2]):
        return True  # *his first since 2010*
    before = takewhile(lambda one: not one.is_punct, reversed(doc[: start - 1]))
    return any(_is_singled_out(one) and one.dep_ == "amod" for one in before)


def _is_singled_out(word: Token) -> bool:
    return word.lower_ in ("first", "last", "only") or word.tag_ in ("JJS", "RBS")


def is_purpose(doc: Doc, start: int, time: TimeExpression) -> bool:
    """*arms itself for the future*: what somebody does it for, and no time when it is done."""
    return (
        start > 0
        and doc[start - 1].lower_ == "for"
        and bool(time.alternatives)
        and bool(_FUTURE.search(time.alternatives[0].expression))
    )


def whose(word: Token) -> Token | None:
    """The noun that a date behind *of* belongs to: *the victory of July 27*, whatever is told of it.

    What was done *in a speech of July 27* was done then.
    """
    prep = word.head
    if word.dep_ != "pobj" or prep.lower_ != "of" or prep.dep_ != "prep" or prep.head.pos_ != "NOUN":
        return None
    noun = prep.head
    framed = noun.dep_ == "pobj" and noun.head.lower_ in SAME_TIME
    return noun if not framed and any(one.dep_ == "det" for one in noun.children) else None
