"""Finding the time expressions of a text: runs of words that rules know, parsed, the best cover taken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from kptimeline.records import Alternative, Span, Tense, TimeExpression
from kptimeline.temporal.asides import brackets, quotations
from kptimeline.temporal.chart import Constituent, Piece
from kptimeline.temporal.cover import cover
from kptimeline.temporal.expression import Expr, to_text
from kptimeline.temporal.hinges import hang
from kptimeline.temporal.rules import RulePack
from kptimeline.temporal.runs import Run, runs, triggers
from kptimeline.temporal.speech import spoken
from kptimeline.temporal.tense import Cue, is_comparison, is_opening, tense_at
from kptimeline.temporal.tokens import Token

_LINE = re.compile(r"[^\n]+")
_COMING = Expr("coming")


class Phrase(NamedTuple):
    """What the rules took together: its offsets, signal words included, and the expressions in it."""

    start: int
    end: int
    expressions: tuple[TimeExpression, ...]


def find(text: str, rules: RulePack, *, spans: Sequence[Span] | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of `text`, in order, none overlapping.

    `spans` limits the search to stretches of it (sentences); offsets are always those of `text`.
    Without `spans` phrases do not cross a line break. With sentences as `spans`, event-relative phrases find what dates their
    event in the sentences before.
    """
    quoted, bracketed = quotations(text), brackets(text)
    times = tuple(
        _told_aside(time, quoted.hold(time.start), bracketed.hold(time.start))
        for phrase in phrases(text, rules, spans=spans)
        for time in phrase.expressions
    )
    return hang(spoken(times, text, spans), text, spans) if spans is not None else times


def _told_aside(time: TimeExpression, quoted: bool, bracketed: bool) -> TimeExpression:
    return replace(time, quoted=quoted, bracketed=bracketed) if quoted or bracketed else time


def phrases(text: str, rules: RulePack, *, spans: Sequence[Span] | None = None) -> Iterator[Phrase]:
    """The same, grouped by the phrase that gave them: *from Monday to Friday* gives two."""
    if spans is None:
        spans = [Span(line.start(), line.end()) for line in _LINE.finditer(text)]
    scene = seen = 0
    places = triggers(text, rules)
    for span in spans:
        scene += text.count("\n", seen, span.start)
        seen = max(seen, span.end)
        inside = places[bisect_left(places, span.start) : bisect_left(places, span.end)]
        for run in runs(text, span, inside, rules) if inside else ():
            yield from _phrases(text, span, run, rules, scene)


def _phrases(text: str, line: Span, run: Run, rules: RulePack, scene: int) -> Iterator[Phrase]:
    tokens = run.tokens
    for covered in cover(text, run, rules):
        readings = _usable(covered, text, line, tokens)
        if readings and readings[0].symbol != "c:none":
            whole = Span(tokens[readings[0].start].start, tokens[readings[0].end - 1].end)
            tense = tense_at(text, line.start, line.end, whole.start, whole.end)
            if not _is_loose(readings[0], tense):
                yield Phrase(*whole, tuple(_expressions(text, tokens, readings, tense, scene)))


def _usable(readings: list[Constituent], text: str, line: Span, tokens: list[Token]) -> list[Constituent]:
    """The readings whose rules ask nothing of the clause that it has not; best first."""
    if all(reading.when is None for reading in readings):
        return readings
    first, last = tokens[readings[0].start].start, tokens[readings[0].end - 1].end
    holds = {
        None: True,
        "comparison": is_comparison(text, line.start, first),
        "opening": is_opening(text, line.start, first, last),
    }
    usable = [reading for reading in readings if holds[reading.when]]
    return sorted(usable, key=lambda reading: -reading.weight)


def _is_loose(reading: Constituent, tense: Cue) -> bool:
    """*soon* in a clause that does not point ahead says nothing about the time after the anchor."""
    return reading.pieces[0].means == _COMING and tense[0] is not Tense.FUTURE and not tense[1]


def _expressions(
    text: str, tokens: list[Token], readings: list[Constituent], tense: Cue, scene: int
) -> Iterator[TimeExpression]:
    best = readings[0]
    for index, piece in enumerate(best.pieces):
        first, last = tokens[piece.start].start, tokens[piece.end - 1].end
        alternatives = [
            _alternative(reading, reading.pieces[index], best.weight)
            for reading in readings
            if len(reading.pieces) == len(best.pieces) and isinstance(reading.pieces[index].means, Expr)
        ]
        unique = {a.expression: a for a in reversed(alternatives)}
        yield TimeExpression(
            start=first,
            end=last,
            text=text[first:last],
            alternatives=tuple(sorted(unique.values(), key=lambda a: -a.weight)),
            tense=tense[0],
            plan=tense[1],
            scene=scene,
        )


def _alternative(reading: Constituent, piece: Piece, best: float) -> Alternative:
    assert isinstance(piece.means, Expr)  # the caller has looked
    return Alternative(
        expression=to_text(piece.means), weight=round(min(1.0, reading.weight / best), 3), rule=reading.rule
    )
