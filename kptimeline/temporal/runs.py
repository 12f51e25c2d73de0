"""Runs: the stretches of a line whose every token some rule knows, and in which a trigger stands.

Only they can hold a time expression, and only they are parsed. What a token can stand for depends on its text
alone, so it is worked out once for each word and kept with the rule pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kptimeline.temporal.lexicon import Offer
from kptimeline.temporal.rules import RulePack
from kptimeline.temporal.tokens import TOKEN, Token, folded

MAX_RUN = 60  # tokens of a run that are parsed together; longer ones are cut
MAX_KNOWN = 100_000  # words that are kept with what they stand for

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_HINGES = frozenset({"after", "before", "since", "until", "following"})
_DETERMINERS = frozenset({"the", "its", "their", "his", "her", "a", "an"})


class Known(NamedTuple):
    """What a token can stand for: nothing (no offers) where no rule knows it."""

    kind: str
    lower: str
    offers: list[Offer]
    trigger: bool


@dataclass(slots=True)
class Run:
    """Tokens in a row with what each can stand for."""

    tokens: list[Token] = field(default_factory=list)
    offers: list[list[Offer]] = field(default_factory=list)
    hot: bool = False

    def add(self, match: re.Match[str], known: Known, offers: list[Offer]) -> None:
        """One more token."""
        self.tokens.append(Token(known.kind, match.group(), known.lower, match.start(), match.end()))
        self.offers.append(offers)
        self.hot = self.hot or known.trigger

    @property
    def capitals(self) -> list[bool]:
        """Whether each token begins with a capital."""
        return [token.text[0].isupper() for token in self.tokens]


def may_hold_time(text: str, start: int, end: int, rules: RulePack) -> bool:
    """Whether a stretch has a trigger word or a digit: a quick look that spares most sentences the rest."""
    stretch = text[start:end]
    if _DIGIT.search(stretch):
        return True
    return not rules.lexicon.triggers.isdisjoint(_WORD.findall(stretch.lower()))


def runs(text: str, start: int, end: int, rules: RulePack) -> Iterator[Run]:
    """The runs of a line, in order."""
    run = Run()
    kept = rules.known
    for match in TOKEN.finditer(text, start, end):
        known = kept.get(match.group()) or _know(match, rules)
        offers = known.offers
        if not offers and known.kind == "word" and match.group().islower() and _names_event(run):
            offers = [("c:noun", known.lower)]
        if not offers or len(run.tokens) >= MAX_RUN:
            if run.hot:
                yield run
            if run.tokens:
                run = Run()
        if offers:
            run.add(match, known, offers)
    if run.hot:
        yield run


def _know(match: re.Match[str], rules: RulePack) -> Known:
    word = match.group()
    token = Token(match.lastgroup or "mark", word, folded(word), match.start(), match.end())
    offers = rules.lexicon.offers(token)
    if token.lower in rules.words:
        offers = [*offers, (f"w:{token.lower}", None)]
    known = Known(token.kind, token.lower, offers, bool(offers) and rules.lexicon.is_trigger(token))
    if len(rules.known) < MAX_KNOWN:
        rules.known[word] = known
    return known


def _names_event(run: Run) -> bool:
    """Whether an unknown word can name what a time hangs from: *two days after the verdict*."""
    tokens = run.tokens
    return len(tokens) >= 2 and tokens[-1].lower in _DETERMINERS and tokens[-2].lower in _HINGES
