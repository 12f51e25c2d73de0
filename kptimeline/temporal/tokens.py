"""Cutting text into the atoms that rules are written over: words, numbers, clock times, marks."""

from __future__ import annotations

import re

from msgspec import Struct

TOKEN = re.compile(
    # Words first, as most tokens are; not the letters of an abbreviation.
    r"""
      (?P<word>(?![A-Za-z]\.[A-Za-z]\.)[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)
    | (?P<day>(?<![\d/.])9/11(?![\d/]))
    | (?P<iso>(?<!\d)\d{4}-\d\d-\d\d(?!\d))
    | (?P<slashed>(?<![\d/.])\d{1,4}[/.]\d{1,2}[/.]\d{2,4}(?![\d/]))
    | (?P<clock>(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d))
    | (?P<decades>['’]?\d{1,3}0(?:['’])?s\b)
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)
    | (?P<number>\d+(?:[,.]\d+)*)
    | (?P<meridiem>[ap]\.m\.|[AP]\.M\.)
    | (?P<abbr>(?:[A-Za-z]\.){2,})
    | (?P<possessive>(?<=[^\W\d_])['’]s\b)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)


class Token(Struct, frozen=True, gc=False):
    """An atom with its kind (a group name of TOKEN) and offsets; `lower` is folded, with straight quotes."""

    kind: str
    text: str
    lower: str
    start: int
    end: int


def folded(word: str) -> str:
    """A word as rules and lexicons write it."""
    lower = word.lower()
    return lower.replace("’", "'") if "’" in lower else lower
