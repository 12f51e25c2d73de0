"""Sentences: newlines first, then sentencex, with the splits that it makes wrongly inside dates joined back."""

from __future__ import annotations

import re
from itertools import pairwise

from kptimeline.records import Span

# sentencex ends a sentence after *p.m.* before a capital and after an abbreviated weekday or month.
_ABBREVIATED = re.compile(
    r"(?:\b[ap]\.m\.|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)\s*$"
)
_GOES_ON = re.compile(
    r"(?:\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[A-Z]{2,4}\b)"
)
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[a-z]{2}[.!?][”\"])(?=[A-Z][a-z])")
_LINE = re.compile(r"[^\n]+")


def sentences(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """Sentence spans of `text` (or of a stretch of it), without the white space around them."""
    start, end = span if span is not None else (0, len(text))
    found: list[Span] = []
    for line in _LINE.finditer(text, start, end):
        found += _of_line(text, line.start(), line.end())
    return tuple(found)


def _of_line(text: str, start: int, end: int) -> list[Span]:
    from sentencex import segment

    line = text[start:end]
    pieces: list[Span] = []
    at = 0
    for sentence in segment("en", line):
        where = line.find(sentence, at)
        if where < 0:
            continue
        cuts = [
            where,
            *(m.start() for m in _GLUED.finditer(line, where, where + len(sentence))),
            where + len(sentence),
        ]
        for first, last in pairwise(cuts):
            _append(pieces, line, first, last)
        at = where + len(sentence)
    return [Span(start + s, start + e) for s, e in pieces]


def _append(pieces: list[Span], line: str, first: int, last: int) -> None:
    piece = line[first:last]
    first += len(piece) - len(piece.lstrip())
    last -= len(piece) - len(piece.rstrip())
    if first >= last:
        return
    if pieces and _ABBREVIATED.search(line, pieces[-1].start, pieces[-1].end) and _GOES_ON.match(line, first):
        pieces[-1] = Span(pieces[-1].start, last)
    else:
        pieces.append(Span(first, last))
