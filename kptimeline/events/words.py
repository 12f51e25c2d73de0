"""The lexicons that the reading of events uses: attribution.toml and status.toml of a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from kptimeline import shipped


@dataclass(frozen=True, slots=True)
class Words:
    """Lemmas (lower case) by what they do; the data files tell each."""

    say: frozenset[str]
    plain: frozenset[str]
    taken: frozenset[str]
    spoken: frozenset[str]
    deny: frozenset[str]
    reported: frozenset[str]
    citing: frozenset[str]
    told: frozenset[str]
    claims: frozenset[str]
    dismiss: frozenset[str]
    sources: frozenset[str]
    uttered: frozenset[str]
    accuse: frozenset[str]
    bind: frozenset[str]
    planned_verbs: frozenset[str]
    planned_adjectives: frozenset[str]
    planned_modals: frozenset[str]
    proposed_modals: frozenset[str]
    proposed_verbs: frozenset[str]
    hypothetical_modals: frozenset[str]
    hypothetical_marks: frozenset[str]
    inverted: frozenset[str]
    hypothetical_verbs: frozenset[str]
    negated_words: frozenset[str]
    negated_verbs: frozenset[str]
    aspect: frozenset[str]
    attempt: frozenset[str]
    tried: frozenset[str]
    state: frozenset[str]
    motion: frozenset[str]
    moving: frozenset[str]
    gather: frozenset[str]
    opinion: frozenset[str]
    text: str


@cache
def load_words(code: str = "en") -> Words:
    """The words of a language."""
    folder = shipped.language(code)
    texts = [shipped.read_text(folder / name) for name in ("attribution.toml", "status.toml")]
    attribution, status = (tomllib.loads(text) for text in texts)
    return Words(
        say=frozenset(attribution["say"]["verbs"]) | frozenset(attribution["say"]["deny"]),
        plain=frozenset(attribution["say"]["plain"]),
        taken=frozenset(attribution["say"]["taken"]),
        spoken=frozenset(attribution["say"]["spoken"]),
        deny=frozenset(attribution["say"]["deny"]),
        reported=frozenset(attribution["phrase"]["reported"]),
        citing=frozenset(attribution["phrase"]["citing"]),
        told=frozenset(attribution["say"]["told"]),
        claims=frozenset(attribution["noun"]["claims"]),
        dismiss=frozenset(attribution["noun"]["dismiss"]),
        sources=frozenset(attribution["phrase"]["sources"]),
        uttered=frozenset(attribution["noun"]["uttered"]),
        accuse=frozenset(attribution["accuse"]["verbs"]),
        bind=frozenset(attribution["bind"]["verbs"]),
        planned_verbs=frozenset(status["planned"]["verbs"]),
        planned_adjectives=frozenset(status["planned"]["adjectives"]),
        planned_modals=frozenset(status["planned"]["modals"]),
        proposed_modals=frozenset(status["proposed"]["modals"]),
        proposed_verbs=frozenset(status["proposed"]["verbs"]),
        hypothetical_modals=frozenset(status["hypothetical"]["modals"]),
        inverted=frozenset(status["hypothetical"]["inverted"]),
        hypothetical_marks=frozenset(status["hypothetical"]["marks"]),
        hypothetical_verbs=frozenset(status["hypothetical"]["verbs"]),
        negated_words=frozenset(status["negated"]["words"]),
        negated_verbs=frozenset(status["negated"]["verbs"]),
        aspect=frozenset(status["aspect"]["verbs"]),
        attempt=frozenset(status["aspect"]["attempt"]),
        tried=frozenset(status["aspect"]["tried"]),
        state=frozenset(status["state"]["verbs"]),
        motion=frozenset(status["motion"]["verbs"]),
        moving=frozenset(status["motion"]["moving"]),
        gather=frozenset(status["gather"]["verbs"]),
        opinion=frozenset(attribution["opinion"]["titles"]),
        text="".join(texts),
    )
