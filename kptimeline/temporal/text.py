"""Sentences: newlines first, then sentencex, with the splits that it makes wrongly inside dates joined back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kptimeline.records import Span
from kptimeline.temporal.wrapping import paragraphs

# sentencex ends a sentence after *p.m.* before a capital and after an abbreviated weekday or month.
_ABBREVIATED = re.compile(
    r"(?:\b[ap]\.m\.|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)\s*$"
)
LONGEST_ABBREVIATION = 12
LONGEST_SENTENCE = (
    2000  # characters; of 12,300 sentences of the corpora a dozen come near it, most of them lists
)
# Characters of a paragraph that sentencex gets at once: marks that are left open cost it the square of their number.
LONGEST_PARAGRAPH = 16_000
_GOES_ON = re.compile(
    r"(?:\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[A-Z]{2,4}\b"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: [Ss]tandard| [Dd]aylight)? [Tt]ime\b)"
)
_GLUED = re.compile(r"[.!?](?<=[a-z]{2}[.!?])[”\"]?(?=[A-Z][a-z])")


def sentences(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """Sentence spans of `text` (or of a stretch of it), without the white space around them.

    A line break ends a sentence, unless the text was wrapped there (see temporal/wrapping.py).
    """
    start, end = span if span is not None else (0, len(text))
    return tuple(
        sentence
        for whole in paragraphs(text, start, end)
        for first, last in _shorter(text, *whole)
        for sentence in _of_paragraph(text, first, last)
    )


def _of_paragraph(text: str, start: int, end: int) -> list[Span]:
    from sentencex import segment

    line = text[start:end].replace("\n", " ")
    pieces: list[Span] = []
    at = 0
    for sentence in segment("en", line):
        where = line.find(sentence, at)
        if where < 0:
            continue
        cuts = [
            where,
            *(m.end() for m in _GLUED.finditer(line, where, where + len(sentence))),
            where + len(sentence),
        ]
        for first, last in pairwise(cuts):
            _append(pieces, line, first, last)
        at = where + len(sentence)
    return [
        Span(start + first, start + last)
        for piece in pieces
        for first, last in _cut(line, piece, LONGEST_SENTENCE)
    ]


def _shorter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in parts that sentencex can take, each but the last up to the end of what looks like a sentence."""
    while end - start > LONGEST_PARAGRAPH:
        stop = text.rfind(". ", start + LONGEST_PARAGRAPH // 2, start + LONGEST_PARAGRAPH)
        last = stop + 1 if stop > 0 else start + LONGEST_PARAGRAPH
        yield start, last
        start = last
    yield start, end


def _cut(line: str, piece: Span, longest: int) -> Iterator[tuple[int, int]]:
    """A piece of a length that can be taken at once: what is longer is cut between words."""
    first = piece.start
    while piece.end - first > longest:
        space = line.rfind(" ", first + 1, first + longest)
        last = space if space > first else first + longest
        yield first, last
        first = last + (line[last] == " ")
    if first < piece.end:
        yield first, piece.end


def _append(pieces: list[Span], line: str, first: int, last: int) -> None:
    piece = line[first:last]
    first += len(piece) - len(piece.lstrip())
    last -= len(piece) - len(piece.rstrip())
    if first >= last:
        return
    end = pieces[-1].end if pieces else 0
    # Only the end is looked at, or joining many would take the square of their number.
    if (
        pieces
        and _ABBREVIATED.search(line, max(pieces[-1].start, end - LONGEST_ABBREVIATION), end)
        and _GOES_ON.match(line, first)
    ):
        pieces[-1] = Span(pieces[-1].start, last)
    else:
        pieces.append(Span(first, last))
