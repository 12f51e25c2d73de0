"""The cover of a run: which of the phrases that the chart finds are taken together."""

from __future__ import annotations

import re
from collections.abc import Callable

from kptimeline.temporal.chart import NO_TIME, TIME, Chart, Constituent
from kptimeline.temporal.expression import to_text
from kptimeline.temporal.names import names_something_else
from kptimeline.temporal.rules import RulePack
from kptimeline.temporal.runs import Run

_NEXT_WORD = re.compile(r"[ \t\n]+([^\W_]+)")
_RANGE_GOES_ON = re.compile(r"[ \t\n]*(?:,? (?:to|until|through)|[-–])[ \t\n]*\w")
_YEAR_GOES_ON = re.compile(r"(?<=\b\d{4})[-–/]\d\d(?:\d\d)?\b(?![-/])")
_COMPARED = frozenset({"later", "earlier", "before"})
_BEFORE_OR_AFTER = frozenset({"before-time", "after-time"})
_DAY_OF_MONTH, _UNIT_AFTER = "day-of-month", "unit-after-it"
_COUNTED_FROM = frozenset({"units-from-now", "length-from"})
_POSSESSIVES = ("'s", "’s")
PHRASE_COST = 0.5
SIGNAL_WORTH = 0.01
WEIGHT_WORTH = 0.05


def cover(text: str, run: Run, rules: RulePack) -> list[list[Constituent]]:
    """The phrases that together explain most tokens, each with the other readings of its stretch, best first.

    Signal words count little (they break ties), so that *in October 2024* is not cut after *October*;
    every phrase costs something, so that one long phrase is better than two short ones.
    """
    chart = Chart(rules.root, rules.rules, rules.parsed)
    tops = chart.parse([token.text for token in run.tokens], run.offers)
    blocked = _blocked(text, run)
    size = len(tops)
    score = [0.0] * (size + 1)  # places count from the end of the run, which is 0
    choice: list[Constituent | None] = [None] * size
    for start in range(-1, -size - 1, -1):
        score[start] = score[start + 1]
        for item in tops[start]:
            core = sum([piece.end - piece.start for piece in item.pieces])
            worth = core - PHRASE_COST + SIGNAL_WORTH * (item.end - start - core) + WEIGHT_WORTH * item.weight
            total = worth + score[item.end]
            # Most phrases lose to a longer one: what follows is looked at for those that do not.
            if total > score[start] and not blocked(item):
                score[start], choice[start] = total, item
    found: list[list[Constituent]] = []
    position = -size
    while position:
        best = choice[position]
        if best is None:
            position += 1
            continue
        found.append([best, *_others(tops[best.start], best)])
        position = best.end
    return found


def _others(here: tuple[Constituent, ...], best: Constituent) -> list[Constituent]:
    same = [c for c in here if c.symbol == TIME and c.end == best.end and c is not best]
    return sorted(same, key=lambda c: (-c.weight, _size(c)))


def _size(constituent: Constituent) -> int:
    return sum(len(to_text(piece.means)) for piece in constituent.pieces if piece.means is not None)


def _blocked(text: str, run: Run) -> Callable[[Constituent], bool]:
    """Which phrases cannot be meant, for what follows them.

    *two days before the vote* is counted from the vote, *later than usual* compares, *before Monday's talks*
    are before the talks, *on the 14th Street bridge* is no day, *the end of the 1914-15 season* no end of 1914.
    """
    tokens = run.tokens

    def blocked(item: Constituent) -> bool:
        last = tokens[item.end - 1]
        if item.symbol != NO_TIME and names_something_else(
            text, tokens[item.pieces[0].start].start, last.end
        ):
            return True
        if last.kind == "number" and item.end - item.start > 1 and _YEAR_GOES_ON.match(text, last.end):
            return True
        if item.rule in _COUNTED_FROM:
            return _RANGE_GOES_ON.match(text, last.end) is not None
        if last.lower == "before" or item.rule == _UNIT_AFTER:
            return _NEXT_WORD.match(text, last.end) is not None
        if last.lower in _COMPARED:
            follows = _NEXT_WORD.match(text, last.end)
            return follows is not None and follows[1].lower() == "than"
        if item.rule == _DAY_OF_MONTH:
            follows = _NEXT_WORD.match(text, last.end)
            return follows is not None and follows[1][0].isupper()
        return item.rule in _BEFORE_OR_AFTER and text.startswith(_POSSESSIVES, last.end)

    return blocked
