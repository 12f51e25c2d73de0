"""Joints: which tokens can stand side by side in a phrase, whatever rules it takes. Where two cannot, a run ends.

For each symbol of a token two sets, as bits: what can begin with it, and what can come next where something ends
with it. Two tokens join where the one's next meets what the other begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Joint = tuple[bytes, bytes]  # begins, next


class Neighbours:
    """The neighbours in the sequences of all rules."""

    def __init__(self) -> None:
        self._begins: dict[str, set[str]] = {}
        self._ends: dict[str, set[str]] = {}
        self._next: dict[str, set[str]] = {}

    def add(self, symbols: Sequence[str], gives: str) -> None:
        """One sequence of a rule and the symbol that it gives."""
        self._begins.setdefault(symbols[0], set()).add(gives)
        self._ends.setdefault(symbols[-1], set()).add(gives)
        for left, right in pairwise(symbols):
            self._next.setdefault(left, set()).add(right)

    def joints(self, symbols: Iterable[str]) -> dict[str, Joint]:
        """The joint of each symbol that a token can have."""
        bits = {symbol: 1 << n for n, symbol in enumerate(sorted(set().union(*self._next.values())))}
        size = len(bits) // 8 + 1

        def as_bytes(found: Iterable[str]) -> bytes:
            return sum(bits.get(symbol, 0) for symbol in found).to_bytes(size, "little")

        return {
            symbol: (
                as_bytes(_reached(self._begins, symbol)),
                as_bytes(set().union(*(self._next.get(s, ()) for s in _reached(self._ends, symbol)))),
            )
            for symbol in symbols
        }


def _reached(leads: Mapping[str, set[str]], symbol: str) -> set[str]:
    """A symbol and all that it is, alone or at the edge of something longer."""
    found, todo = {symbol}, [symbol]
    while todo:
        new = leads.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
