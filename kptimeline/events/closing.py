"""Who speaks where the parse does not link what was said to its speaker: *A struck B, C said*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.words import Words

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

# How the parse hangs a speech verb that closes a sentence: as part of what was said, or as one more clause.
_HUNG = frozenset({"parataxis", "ccomp", "conj", "relcl", "dep"})


def closing_speech(token: Token, words: Words) -> Token | None:
    """The speech verb that follows what was said, comma and speaker first, and brings no content of its own."""
    for one in token.doc[token.i + 1 :]:
        if one.dep_ in _HUNG and one.lemma_.casefold() in words.say and _closes(one, token, words):
            return one
    return None


def _closes(said: Token, token: Token, words: Words) -> bool:
    who = syntax.own_subject(said)
    if who is None or not syntax.is_finite(said) or said in token.ancestors:
        return False
    start = min(who.left_edge.i, said.i)
    if token.i >= start or not start or said.doc[start - 1].text != ",":
        return False
    if said.dep_ in ("conj", "relcl") and said.lemma_.casefold() not in words.plain | words.citing:
        return False  # *A spoke, B vowed*: two things done, not one told
    if any(one.dep_ in ("ccomp", "xcomp", "mark") for one in said.children):
        return False
    listener = syntax.child(said, "dobj", "dative")
    return listener is None or said.lemma_.casefold() in words.told
