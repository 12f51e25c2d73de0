"""Who speaks where the parse does not link what was said to its speaker: *A struck B, C said*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.words import Words

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

# How the parse hangs a speech verb that closes a sentence: as part of what was said, or as one more clause.
CREDIT_WORDS = 3  # *: South Korea's military*, *: state media*
_HUNG = frozenset({"parataxis", "ccomp", "conj", "relcl", "dep"})


def closing_speech(token: Token, words: Words) -> Token | None:
    """The speech verb that follows what was said, comma and speaker first, and brings no content of its own."""
    for one in token.doc[token.i + 1 :]:
        if one.dep_ in _HUNG and one.lemma_.casefold() in words.say and _closes(one, token, words):
            return one
    return None


def credited(token: Token) -> Token | None:
    """The source that a headline ends with behind a colon: *Chad fires missile: military*; None for other sentences.

    A headline has no full stop; what is told must stand before the colon.
    """
    doc = token.doc
    words = [one for one in doc if not one.is_space]
    colon = next((one for one in reversed(words[-CREDIT_WORDS - 1 :]) if one.text == ":"), None)
    if colon is None or colon.i <= token.i or words[-1] == colon:
        return None
    source = [one for one in words if one.i > colon.i]
    if any(one.is_punct or one.pos_ in ("VERB", "AUX", "CCONJ") for one in source if one.tag_ != "NNP"):
        return None
    return source[-1]


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
