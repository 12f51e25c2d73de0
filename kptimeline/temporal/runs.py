"""Runs: the stretches of a line whose tokens some phrase can have side by side, and in which a trigger stands.

Only they can hold a time expression, and only they are parsed. What a token can stand for depends on its text
alone, so it is worked out once for each word and kept with the rule pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from kptimeline.records import Span
from kptimeline.temporal.lexicon import Offer
from kptimeline.temporal.rules import RulePack
from kptimeline.temporal.tokens import TOKEN, Token, folded

MAX_RUN = 60  # tokens of a run that are parsed together; longer ones are cut
MAX_KNOWN = 100_000  # words that are kept with what they stand for

LOOK_BACK = 80  # characters before a trigger in which its phrase can begin

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# What makes figures the heart of a phrase when it follows them: a clock time, a date, a decade, an ordinal, *p.m.*
_TELLING = re.compile(
    r":\d\d|/11\b|[/.]\d{1,2}[/.]\d|-\d\d-\d\d|['’]?s\b|(?:st|nd|rd|th)\b|[ \u00a0]?(?:[ap]\.?m|b\.c|a\.d)\b",
    re.IGNORECASE,
)
_HINGES = frozenset({"after", "before", "since", "until", "following"})
_DETERMINERS = frozenset({"the", "its", "their", "his", "her", "a", "an"})
_DETERMINERS_AT_END = tuple(_DETERMINERS)


class Known(NamedTuple):
    """What a token can stand for: nothing (no offers) where no rule knows it."""

    kind: str
    lower: str
    offers: list[Offer]
    trigger: bool
    begins: int  # what can begin with it, see kptimeline.temporal.joints
    next: int  # what can come next where something ends with it


class Run(Struct):
    """Tokens in a row with what each can stand for."""

    tokens: list[Token] = field(default_factory=list)
    offers: list[list[Offer]] = field(default_factory=list)
    hot: bool = False
    next: int = 0  # what can come next in a phrase

    def add(self, match: re.Match[str], known: Known) -> None:
        """One more token."""
        self.tokens.append(Token(known.kind, match.group(), known.lower, match.start(), match.end()))
        self.offers.append(known.offers)
        self.hot = self.hot or known.trigger
        self.next = known.next


def runs(text: str, line: Span, places: Sequence[int], rules: RulePack) -> Iterator[Run]:
    """The runs of a line, in order: only the surroundings of the `triggers` in it are cut into tokens."""
    kept = rules.known
    reached, end = line
    for trigger in places:
        if trigger < reached:
            continue
        run = Run()
        for match in TOKEN.finditer(text, _before(text, reached, trigger, kept), end):
            word = match.group()
            known = kept.get(word) or _know(match, rules)
            if not known.offers and len(run.tokens) > 1 and _names_event(known, word, run):
                known = _event(known, rules)
            joined = run.next & known.begins and len(run.tokens) < MAX_RUN
            if not joined and match.start() > trigger:
                reached = match.start()
                break
            reached = match.end()
            if not joined:
                if run.hot:
                    yield run
                run = Run()
            if known.offers:
                run.add(match, known)
        if run.hot:
            yield run


def triggers(text: str, rules: RulePack) -> list[int]:
    """Where trigger words and telling figures begin in a text; which words it has a set finds out."""
    lower = text.replace(
        "İ", "I"
    ).lower()  # the one letter that is longer in lower case: places would not agree
    found = [match.start() for match in _DIGITS.finditer(text) if _is_telling(match, text)]
    for word in rules.lexicon.triggers.intersection(_WORD.findall(lower)):
        found += _places(lower, word)
    return sorted(found)


def _is_telling(match: re.Match[str], text: str) -> bool:
    """Whether figures can be the heart of a phrase: a year, or what follows says so."""
    figures, (start, end) = match.group(), match.span()
    if len(figures) == 4 and "1000" <= figures <= "2199" and (start == 0 or text[start - 1] not in ".,$"):
        return True
    return _TELLING.match(text, end) is not None


def _places(lower: str, word: str) -> Iterator[int]:
    place = lower.find(word)
    while place >= 0:
        end = place + len(word)
        if (place == 0 or not lower[place - 1].isalnum()) and not lower[end : end + 1].isalnum():
            yield place
        place = lower.find(word, place + 1)


def _before(text: str, reached: int, trigger: int, kept: Mapping[str, Known]) -> int:
    """From where to cut tokens so that a phrase before its trigger (*the second half of* …) is met whole.

    A word that no rule knows ends what can be a phrase. Most triggers have one a word or two before them, so
    that seven in ten tokens need not be cut at all.
    """
    begin = trigger - LOOK_BACK
    if begin <= reached:
        begin = reached
    else:
        space = text.find(" ", begin, trigger)
        begin = space if space >= 0 else begin
    words = text[begin:trigger].split(" ")
    after = trigger
    for index in range(len(words) - 1, 0, -1):
        known = kept.get(words[index])
        # After a determiner it can name an event (see `_names_event`).
        if known and not known.offers and words[index].isalpha() and not _determines(words[index - 1]):
            return after
        after -= len(words[index]) + 1
    return begin


def _determines(word: str) -> bool:
    return word.lower().endswith(_DETERMINERS_AT_END)


def _know(match: re.Match[str], rules: RulePack) -> Known:
    word = match.group()
    token = Token(match.lastgroup or "mark", word, folded(word), match.start(), match.end())
    offers = rules.lexicon.offers(token)
    if token.lower in rules.words:
        offers = [*offers, (f"w:{token.lower}", None)]
    trigger = bool(offers) and rules.lexicon.is_trigger(token)
    known = Known(token.kind, token.lower, offers, trigger, *_joint(offers, rules))
    if len(rules.known) < MAX_KNOWN:
        rules.known[word] = known
    return known


def _joint(offers: list[Offer], rules: RulePack) -> tuple[int, int]:
    begins = comes = 0
    for symbol, _ in offers:
        first, last = rules.joints.get(symbol, (b"", b""))
        begins |= int.from_bytes(first, "little")
        comes |= int.from_bytes(last, "little")
    return begins, comes


def _event(known: Known, rules: RulePack) -> Known:
    """A word that no rule knows as the name of an event."""
    offers: list[Offer] = [("c:noun", known.lower)]
    return Known(known.kind, known.lower, offers, False, *_joint(offers, rules))


def _names_event(known: Known, word: str, run: Run) -> bool:
    """Whether an unknown word can name what a time hangs from: *two days after the verdict*."""
    before, hinge = run.tokens[-1], run.tokens[-2]
    return before.lower in _DETERMINERS and hinge.lower in _HINGES and known.kind == "word" and word.islower()
