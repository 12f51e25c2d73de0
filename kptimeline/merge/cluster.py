"""From scored pairs to groups: the best pair first, a group only where the mean over all its pairs allows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from kptimeline.merge.score import weights

Pair = tuple[str, str]
Apart = Callable[[Sequence[str], Sequence[str]], bool]


def cluster(groups: Iterable[Sequence[str]], pairs: Mapping[Pair, float], apart: Apart) -> list[list[str]]:
    """Joins groups of keys while the mean score between two of them reaches the threshold, the highest mean first.

    `groups` are what people joined, and every other key by itself; `pairs` have the smaller key first; `apart` says
    of two groups that they must not be joined. A pair without a score counts as `missing`. Ties go by the smallest
    keys, so the result is a function of the sets alone. Groups have their keys ascending, the smallest first.
    """
    return _Joiner(groups, pairs, apart).result()


class _Joiner:
    def __init__(self, groups: Iterable[Sequence[str]], pairs: Mapping[Pair, float], apart: Apart) -> None:
        self._known = weights()
        self._apart = apart
        self._members = {min(keys): sorted(keys) for keys in groups}
        self._sums: dict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
        head = {key: first for first, keys in self._members.items() for key in keys}
        for (one, two), value in sorted(pairs.items()):
            first, second = head[one], head[two]
            if first != second:
                self._add(first, second, min(value, self._known.most), 1)
        self._queue = [self._entry(a, b) for a, row in self._sums.items() for b in row if a < b]
        heapify(self._queue)

    def result(self) -> list[list[str]]:
        while self._queue:
            negated, first, second, *sizes = heappop(self._queue)
            if -negated < self._known.join:
                break
            current = [len(self._members.get(first, ())), len(self._members.get(second, ()))]
            if current == sizes and not self._apart(self._members[first], self._members[second]):
                self._join(first, second)
        return sorted(self._members.values())

    def _join(self, first: str, second: str) -> None:
        self._members[first] = sorted(self._members[first] + self._members.pop(second))
        del self._sums[first][second]
        for other, (total, count) in self._sums.pop(second).items():
            if other != first:
                del self._sums[other][second]
                self._add(first, other, total, count)
        for other in self._sums[first]:
            heappush(self._queue, self._entry(*sorted((first, other))))

    def _add(self, first: str, second: str, total: float, count: int) -> None:
        before = self._sums[first].get(second, (0.0, 0))
        # Rounded, so that the order in which scores are summed leaves no trace.
        self._sums[first][second] = self._sums[second][first] = (
            round(before[0] + total, 3),
            before[1] + count,
        )

    def _entry(self, first: str, second: str) -> tuple[float, str, str, int, int]:
        total, count = self._sums[first][second]
        sizes = len(self._members[first]), len(self._members[second])
        most = sizes[0] * sizes[1]
        mean = (total + self._known.missing * (most - count)) / most
        return -round(mean, 6), first, second, *sizes
