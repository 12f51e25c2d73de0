"""Intervals of 95 % by drawing whole texts with replacement; of one system, and of the difference of two."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from _timex_score import Counts, score, total

KINDS = ("relaxed", "strict", "type", "value")
SEED = 0


class Range(NamedTuple):
    """The bounds within which 95 of 100 draws lie."""

    low: float
    high: float


def draws(texts: int, times: int) -> list[list[int]]:
    """Which texts each draw takes; the same for every system, so that differences are paired."""
    chance = random.Random(SEED)
    return [[chance.randrange(texts) for _ in range(texts)] for _ in range(times)]


def drawn(per_text: Sequence[Counts], taken: Sequence[Sequence[int]]) -> dict[str, list[float]]:
    """The F1 of each kind in each draw."""
    figures: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for indexes in taken:
        scores = score(total([per_text[index] for index in indexes]))
        for kind in KINDS:
            figures[kind].append(getattr(scores, kind).f1)
    return figures


def middle(figures: Sequence[float]) -> Range:
    """What lies between the lowest and the highest 2.5 %."""
    ordered = sorted(figures)
    if not ordered:
        return Range(0.0, 0.0)
    return Range(
        ordered[int(0.025 * len(ordered))], ordered[min(len(ordered) - 1, int(0.975 * len(ordered)))]
    )


def difference(one: Sequence[float], other: Sequence[float]) -> Range:
    """Of `one` minus `other`, draw by draw."""
    return middle([a - b for a, b in zip(one, other, strict=True)])
