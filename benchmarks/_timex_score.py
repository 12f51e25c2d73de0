"""TIMEX3 scores by the rules of TempEval-3, over counts that can be added up.

Relaxed: a system and a gold timex overlap (each is used once; identical spans first, then from left to right).
Strict: their spans are identical. Type and value: the relaxed (or strict) figure times the share of the matches
whose attribute is the same string; matches whose gold has no such attribute are left out of that share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Timex = dict[str, Any]


class Counts(NamedTuple):
    """What was counted in one text or many: `gold` and `system` timexes, the others among the matches."""

    gold: int = 0
    system: int = 0
    relaxed: int = 0
    strict: int = 0
    typed: int = 0
    valued: int = 0
    type_right: int = 0
    value_right: int = 0
    strict_valued: int = 0
    strict_value_right: int = 0


class Score(NamedTuple):
    """Precision, recall and F1, 0 to 1."""

    precision: float
    recall: float
    f1: float


class Scores(NamedTuple):
    """The figures of one system on one set of texts."""

    relaxed: Score
    strict: Score
    type: Score
    value: Score
    strict_value: Score


def span(timex: Timex) -> tuple[int, int]:
    """Its offsets, code points."""
    return timex["start"], timex["end"]


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many characters two spans share; zero or less when they share none."""
    return min(one[1], other[1]) - max(one[0], other[0])


def match(gold: Sequence[Timex], system: Sequence[Timex]) -> list[tuple[int, int]]:
    """Pairs of indexes (gold, system): identical spans first, then the leftmost that overlap."""
    gold_order = sorted(range(len(gold)), key=lambda i: gold[i]["start"])
    free = sorted(range(len(system)), key=lambda j: system[j]["start"])
    pairs: dict[int, int] = {}
    for identical in (True, False):
        for i in gold_order:
            if i in pairs:
                continue
            for j in free:
                one, other = span(gold[i]), span(system[j])
                if overlap(one, other) > 0 and (one == other or not identical):
                    pairs[i] = j
                    free.remove(j)
                    break
    return list(pairs.items())


def count(gold: Sequence[Timex], system: Sequence[Timex]) -> Counts:
    """The counts of one text."""
    pairs = [(gold[i], system[j]) for i, j in match(gold, system)]
    strict = [pair for pair in pairs if span(pair[0]) == span(pair[1])]

    def told(among: list[tuple[Timex, Timex]], name: str) -> int:
        return sum(ours.get(name) is not None for ours, _ in among)

    def right(among: list[tuple[Timex, Timex]], name: str) -> int:
        return sum(ours.get(name) is not None and ours[name] == theirs.get(name) for ours, theirs in among)

    return Counts(
        gold=len(gold),
        system=len(system),
        relaxed=len(pairs),
        strict=len(strict),
        typed=told(pairs, "type"),
        valued=told(pairs, "value"),
        type_right=right(pairs, "type"),
        value_right=right(pairs, "value"),
        strict_valued=told(strict, "value"),
        strict_value_right=right(strict, "value"),
    )


def total(counts: Iterable[Counts]) -> Counts:
    """Counts of many texts as of one."""
    rows = list(counts)
    return Counts(*map(sum, zip(*rows, strict=True))) if rows else Counts()


def score(n: Counts) -> Scores:
    """Precision, recall and F1 of every kind."""
    relaxed, strict = _entities(n, n.relaxed), _entities(n, n.strict)
    return Scores(
        relaxed=relaxed,
        strict=strict,
        type=_attribute(relaxed, n.type_right, n.typed),
        value=_attribute(relaxed, n.value_right, n.valued),
        strict_value=_attribute(strict, n.strict_value_right, n.strict_valued),
    )


def _entities(n: Counts, matched: int) -> Score:
    if not n.gold and not n.system:
        return Score(1.0, 1.0, 1.0)
    precision = matched / n.system if n.system else 0.0
    recall = matched / n.gold if n.gold else 0.0
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def _attribute(entities: Score, right: int, told: int) -> Score:
    accuracy = right / told if told else 0.0
    return Score(*(figure * accuracy for figure in entities))
