"""What event-relative phrases hang from: *two days after the summit*, when the text dates the summit itself.

The event is looked for in the sentences before; the time expressions that stand beside it there are the
candidates. Whether they agree on a day is seen when they are resolved. An event that is dated in its own
phrase (*two days after a vote on March 3*) hangs from that date alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from kptimeline import shipped
from kptimeline.records import Span, TimeExpression
from kptimeline.temporal.standards import hangs_alone

_EVENT = re.compile(r'event\((?:"([^"]+)"|clause)\)')
_COUNTED = re.compile(r"(containing\(\w+, )?shift\(event\(clause\), -?(\d+), (\w+)\)(?(1)\))")
# What dates nothing: lengths, and words for then and now.
_VAGUE = (
    "duration(",
    "approx(duration(",
    "present",
    "past",
    "future",
    "recent",
    "coming",
    "every(",
    "times(",
)
# The words that follow *after* and its like, as far as they can name one event.
LONGEST_NAME = 6  # words
# What no article comes near, so that a text of nothing but events takes linear time.
MOST_SENTENCES, MOST_DATES, MOST_WORDS = 200, 50, 100
_HINGE = re.compile(r"\s+(?:after|before|following|prior to|of)\b")
_WORD = re.compile(r"[ \t\n]+((?:[^\W_]|['’.-](?=\w))+)")
OTHER_YEARS = re.compile(r"\banniversar(?:y|ies)\b", re.IGNORECASE)
_ENDS = frozenset({"and", "but", "or", "that", "which", "who", "whom", "when", "where", "while", "because", "as",
                   "on", "in", "at", "after", "before", "since", "until", "with", "for", "from", "to", "by", "between"})  # fmt: skip
_SUBJECTS = frozenset({"he", "she", "they", "we", "i"})  # the next clause begins with them
_DATES = frozenset({"on", "in", "of"})
_EMPTY = frozenset({"the", "a", "an", "its", "their", "his", "her", "he", "she", "it", "they", "we", "i", "you", "was",
                    "were", "is", "are", "had", "has", "have", "been", "be", "being", "of"})  # fmt: skip
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her"})


@cache
def _told_as() -> dict[str, tuple[str, ...]]:
    """Event nouns to the verb forms that tell of the same event (*launch*: *launched*)."""
    table = shipped.table(shipped.language("en") / "event_verbs.toml")["verbs"]
    return {noun: tuple(verbs) for noun, verbs in table.items()}


def hang(times: Sequence[TimeExpression], text: str, sentences: Sequence[Span]) -> tuple[TimeExpression, ...]:
    """The same time expressions; those that hang from an event know the indices of what may date it."""
    found = list(times)
    telling = _Telling(text, sentences, times)
    needless: set[int] = set()
    for index, time in enumerate(times):
        if (match := _EVENT.search(time.alternatives[0].expression)) is None:
            continue
        name, own = _named(times, index, text)
        if own is not None and hangs_alone(time.alternatives[0].expression):
            # *since its founding in 1949*: the year is the phrase, and it is what opens the span.
            found[index + 1] = _around(own, time)
            needless.add(index)
        elif own is not None:
            found[index] = _instead(time, own.alternatives[0].expression)
        elif match[1] is not None and not _is_longer(name, match[1]):
            needles = (*_forms_of_noun(match[1]), *_forms_of_names(name))
            found[index] = replace(time, hangs_from=telling.candidates(needles, index))
        elif name:
            told = _instead(time, f'event("{name}", clause)')
            needles = _forms_of_clause(name)
            found[index] = replace(told, hangs_from=telling.candidates(needles, index))
        else:
            found[index] = _length(time)
    return _without(found, needless) if needless else tuple(found)


def _without(times: Sequence[TimeExpression], needless: set[int]) -> tuple[TimeExpression, ...]:
    """The times but for some; what hangs from the others is counted anew."""
    places = {index: place for place, index in enumerate(i for i in range(len(times)) if i not in needless)}
    return tuple(
        replace(time, hangs_from=tuple(places[i] for i in time.hangs_from if i in places))
        for index, time in enumerate(times)
        if index in places
    )


def _named(times: Sequence[TimeExpression], index: int, text: str) -> tuple[str, TimeExpression | None]:
    """The words after a phrase that name its event, and the time that dates the event right there, if one does."""
    here = times[index]
    following = times[index + 1] if index + 1 < len(times) else None
    hinge = _HINGE.match(text, here.end)
    alone = hangs_alone(here.alternatives[0].expression)
    if hinge is None and not alone:
        return "", None
    told = _EVENT.search(here.alternatives[0].expression)
    words = told[1].split() if alone and told is not None and told[1] else []
    at = hinge.end() if hinge is not None and not alone else here.end
    while len(words) < LONGEST_NAME and (match := _WORD.match(text, at)) is not None:
        if following is not None and match.start(1) >= following.start:
            break
        lower = match[1].lower()
        if lower in _ENDS or (words and lower in _SUBJECTS):
            dated = (
                lower in _DATES and following is not None and text[match.end() : following.start].isspace()
            )
            own = following if dated and sum(w.lower() in _DETERMINERS for w in words) <= 1 else None
            return " ".join(words), own if words else None
        words.append(match[1])
        at = match.end()
    return " ".join(words), None


def _is_longer(name: str, noun: str) -> bool:
    """Whether the text says more than a noun that is no event by itself: *after the phone sold out*."""
    head = noun.rsplit(" ", maxsplit=1)[-1]
    return head not in _told_as() and len(name.split()) > len(noun.split()) + 1


def _length(time: TimeExpression) -> TimeExpression:
    """*for two days following*: where no event is named, the phrase is a length of time."""
    best = time.alternatives[0]
    written = _COUNTED.sub(r"duration(\2, \3)", best.expression, count=1)
    return replace(time, alternatives=(replace(best, expression=written), *time.alternatives[1:]))


def _instead(time: TimeExpression, expression: str) -> TimeExpression:
    """A time that hangs from another expression than its rule could know."""
    best = time.alternatives[0]
    written = _EVENT.sub(lambda _: expression, best.expression, count=1)
    return replace(time, alternatives=(replace(best, expression=written), *time.alternatives[1:]))


def _around(own: TimeExpression, hanging: TimeExpression) -> TimeExpression:
    """The time that dates an event, with the signal words of the phrase that hangs from the event."""
    best = own.alternatives[0]
    signal = hanging.alternatives[0]
    written = _EVENT.sub(lambda _: best.expression, signal.expression, count=1)
    return replace(own, alternatives=(replace(best, expression=written, rule=signal.rule),))


def forms_of(noun: str) -> tuple[str, ...]:
    """An event noun and the words that tell of the same event, lower case."""
    head = noun if noun in _told_as() else noun.rsplit(" ", maxsplit=1)[-1]
    return tuple(form.lower() for form in (head, *_told_as().get(head, ())))


def nouns_for(word: str) -> tuple[str, ...]:
    """The event nouns of which a word, lower case, can tell: itself, in the singular, and those of its table."""
    bare = (word, word.removesuffix("s"), word.removesuffix("es"))
    return tuple(dict.fromkeys(noun for form in bare for noun in (form, *_tells().get(form, ()))))


def is_noun(name: str) -> bool:
    """Whether an event is named by a noun alone: one word, or one of the table."""
    return " " not in name or name in _told_as()


def telling_words(clause: str) -> tuple[str, ...]:
    """The words of a clause that say something, lower case."""
    return tuple(word.lower() for word in clause.split() if word.lower() not in _EMPTY)


@cache
def _tells() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for noun, verbs in _told_as().items():
        for verb in verbs:
            found.setdefault(verb.lower(), []).append(noun)
    return {verb: tuple(nouns) for verb, nouns in found.items()}


def _forms_of_noun(name: str) -> tuple[re.Pattern[str], ...]:
    return (_any_of(forms_of(name)),)


def _forms_of_names(name: str) -> tuple[re.Pattern[str], ...]:
    """*the breakup of the Soviet Union*: the names beside the noun must be there too."""
    return tuple(_any_of((word,)) for word in name.split() if word[0].isupper())


def _forms_of_clause(name: str) -> tuple[re.Pattern[str], ...]:
    """Every word that says something must be there."""
    return tuple(_any_of((word,)) for word in name.split() if word.lower() not in _EMPTY)


def _any_of(forms: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in forms)})(?:s|es)?\b", re.IGNORECASE)


class _Telling:
    """Which sentences of a text tell of what: each word is looked for once, however many times hang from it."""

    def __init__(self, text: str, sentences: Sequence[Span], times: Sequence[TimeExpression]) -> None:
        self._text = text
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._times = times
        self._time_starts = [time.start for time in times]
        self._found: dict[str, list[int]] = {}

    def candidates(self, needles: Sequence[re.Pattern[str]], index: int) -> tuple[int, ...]:
        """The times before one that stand in a sentence which tells of the event; the nearest, if there are many."""
        if not needles:
            return ()
        places = sorted((self._places(needle) for needle in needles), key=len)
        others = self._places(OTHER_YEARS)  # what stands there dates the anniversary, not the event
        here = self._times[index].start
        last = bisect_right(places[0], bisect_right(self._starts, here) - 1)
        beside: list[int] = []
        for place in reversed(places[0][max(0, last - MOST_SENTENCES) : last]):
            if self._sentences[place].end <= here and not _holds(others, place):
                if all(_holds(other, place) for other in places[1:]):
                    beside += reversed(self._dates_in(self._sentences[place], index))
                if len(beside) >= MOST_DATES:
                    break
        return tuple(reversed(beside))

    def _dates_in(self, sentence: Span, index: int) -> list[int]:
        first = bisect_left(self._time_starts, sentence.start)
        last = min(index, bisect_left(self._time_starts, sentence.end))
        times = self._times
        return [i for i in range(first, last) if not times[i].alternatives[0].expression.startswith(_VAGUE)]

    def _places(self, needle: re.Pattern[str]) -> list[int]:
        """Numbers of the sentences that hold a word, in order."""
        found = self._found.get(needle.pattern)
        if found is None:
            if len(self._found) > MOST_WORDS:
                return []
            matches = needle.finditer(self._text)
            found = sorted({bisect_right(self._starts, match.start()) - 1 for match in matches} - {-1})
            self._found[needle.pattern] = found
        return found


def _holds(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number
