"""Quotations and brackets: stretches of a text that its own line of telling does not run through."""

from __future__ import annotations

import re
from bisect import bisect_right

# No mark may stand inside another of its kind, so every stretch is looked at once.
_QUOTATION = re.compile(r'"[^"\n]*"|“[^“”\n]*”')
_BRACKET = re.compile(r"\([^()\n]*\)")


class Stretches:
    """Stretches of a text, asked whether a place lies in one."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        matches = list(pattern.finditer(text))
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]

    def hold(self, place: int) -> bool:
        """Whether a place (an offset) lies inside one of them."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


def quotations(text: str) -> Stretches:
    """What stands between quotation marks, within a line."""
    return Stretches(_QUOTATION, text)


def brackets(text: str) -> Stretches:
    """What stands between round brackets, within a line; of nested ones the innermost."""
    return Stretches(_BRACKET, text)
