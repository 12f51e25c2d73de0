"""Dates that hang from events of other articles: *two days after the summit*, once the summit is dated.

The limits are choices; no corpus at hand has such phrases beside the articles that tell the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from msgspec import Struct

from kptimeline.interval import Granularity, Interval, parse_iso
from kptimeline.merge.facts import Dates, Hung
from kptimeline.merge.lexicon import lexicon
from kptimeline.records import Genre, Span, Tense
from kptimeline.temporal.evaluate import evaluate
from kptimeline.temporal.expression import parse
from kptimeline.temporal.hinges import OTHER_YEARS, forms_of, is_noun, nouns_for, telling_words
from kptimeline.temporal.times import HANGS, Context, Unresolvable

DAYS_BEFORE = 366  # what is called *the summit* without a date was within a year
LONGEST = 7  # days: what went on for longer gives no day to count from
BESIDE = 60  # characters after the phrase in which its own noun stands
SHOWN = 5  # candidates that a reason names
_NEAR = 60  # characters around a light verb in which its object stands
_WORD = re.compile(r"[\w’'-]+")
_STEM = 4  # letters
_END = re.compile(r"[,;:!?\n“”\"()]|(?<![A-Z])\.(?:\s|$)")
_NAMED = re.compile(
    r"\b(?:with|between|of|in|at|by|against|from|near|and)\s+(?:the\s+)?((?:[A-Z][\w.’'-]*\s*)+)"
)
_BREAK = re.compile(r"[,;:.\"“”]")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are)\s+(?:\w+ly\s+)?$")
_ELSEWHERE = frozenset({"ahead", "before", "after", "at", "during", "for", "with", "on", "about", "over", "since",
                        "until", "and", "but", "to", "from", "in", "by", "between", "as", "that", "against"})  # fmt: skip


class Phrase(Struct, frozen=True, kw_only=True):
    """A time phrase that hangs from an event, and what it is resolved in. `anchor` is a day number."""

    span: Span
    expression: str
    name: str
    following: str  # the text after it
    anchor: int | None
    zone: str | None
    genre: Genre
    tense: Tense | None
    plan: bool

    @property
    def is_clause(self) -> bool:
        """Whether the event is named by a clause: *two days after they lost*."""
        return '", clause)' in self.expression

    @property
    def reaches_out(self) -> bool:
        """Whether events of other articles may be meant: only what one noun names can be looked for in all of them."""
        return self.anchor is not None and self.genre == "news" and not self.is_clause and is_noun(self.name)


class Hinge(Struct, frozen=True, kw_only=True):
    """A dated event that a phrase may hang from, as one of its mentions tells it."""

    event: str
    first: str
    last: str
    words: frozenset[str]  # with which the mention tells it, lower case (told_words)
    sentence: str
    actors: str = ""  # names of the event's

    @property
    def interval(self) -> Interval:
        """Its days."""
        first, last = parse_iso(self.first), parse_iso(self.last)
        return Interval(first, last, Granularity.DAY)


def tells(phrase: Phrase, hinge: Hinge, *, elsewhere: bool = False) -> bool:
    """Whether a mention can tell of the event that a phrase names: by its trigger, and by the names beside that.

    In another article (`elsewhere`) that somebody *met* makes no *summit*: a word of another stem will do only where the
    phrase says whose event it was.
    """
    if phrase.is_clause:
        telling = telling_words(phrase.name)
        said = {word.lower() for word in _WORD.findall(hinge.sentence)}
        return bool(telling) and not hinge.words.isdisjoint(telling) and said.issuperset(telling)
    forms = set(forms_of(phrase.name))
    found = hinge.words & (forms | {f"{form}s" for form in forms})
    if not found or OTHER_YEARS.search(hinge.sentence):
        return False
    names = names_behind(phrase.following)
    if not names <= {word.lower() for word in _WORD.findall(f"{hinge.sentence} {hinge.actors}")}:
        return False
    head = forms_of(phrase.name)[0]
    return not elsewhere or bool(names) or any(word[:_STEM] == head[:_STEM] for word in found)


def told_words(sentence: str, at: int, trigger: str, lemma: str) -> frozenset[str]:
    """The words with which a mention, whose trigger begins at an offset of its sentence, tells its event.

    Those of the trigger; and of *held a second summit with Beijing* what was held, until a word that leads elsewhere.
    """
    found = {trigger.lower(), lemma.lower()}
    if lexicon().is_light(lemma):
        after = _WORD.findall(sentence[at + len(trigger) :][:_NEAR])
        found.update(takewhile(_goes_on, (word.lower() for word in after)))
        begun = _BREAK.split(sentence[max(0, at - _NEAR) : at])[-1]
        if _PASSIVE.search(begun):
            found.update(takewhile(_goes_on, (word.lower() for word in _WORD.findall(begun))))
    return frozenset(found)


def _goes_on(word: str) -> bool:
    return word not in _ELSEWHERE


def names_behind(following: str) -> set[str]:
    """The names behind a phrase that tell which event is meant, the last word of each, lower case.

    *the summit with President Lee in Busan* is one of Lee and in Busan.
    """
    told = _END.split(following[:120], maxsplit=1)[0]
    return {_WORD.findall(match[1])[-1].lower() for match in _NAMED.finditer(told)}


def names_of(words: Iterable[str]) -> set[str]:
    """The names under which phrases may mean what these triggers tell."""
    return {noun for word in words for noun in nouns_for(word.lower())}


def choose(hinges: Sequence[Hinge]) -> Interval | None:
    """The days of the event that is meant: those on which all that may be meant agree."""
    intervals = {hinge.interval for hinge in hinges}
    return intervals.pop() if len(intervals) == 1 else None


def several(phrase: Phrase, hinges: Sequence[Hinge]) -> str:
    """The reason where events of different days may be meant."""
    told = [f"{hinge.event} ({hinge.first})" for hinge in hinges]
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"{HANGS} {phrase.name!r}, and several events fit: {', '.join(told[:SHOWN])}{more}"


def hang(phrase: Phrase, interval: Interval, dated_by: str) -> Hung | None:
    """The date of a phrase when its event was in an interval; None where that gives none."""
    context = Context(
        anchor=phrase.anchor,
        tense=phrase.tense,
        plan=phrase.plan,
        zone=phrase.zone,
        genre=phrase.genre,
        events={phrase.name: interval},
    )
    try:
        time = evaluate(parse(phrase.expression), context)
    except Unresolvable:
        return None
    found = time.interval()
    dates = Dates.of(found, time.edtf)
    if found is None or dates.from_day is None:
        return None
    return Hung(dates=dates, dated_by=dated_by, certainty="ambiguous" if time.ambiguous else "inferred")
