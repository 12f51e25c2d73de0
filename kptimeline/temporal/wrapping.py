"""Paragraphs: lines, those joined that were one before a text was wrapped at a width.

Mail, wire copy and notes break lines at any width. A break is a wrap when the line above has no end of a
sentence and one of these holds: it is at least NARROWEST wide and the next line begins with a small letter or a
figure; it ends with a comma or a word that ends nothing (*the*, *on*: language/en/wrapping.toml); or another
break of its block is a wrap and the next line's first word would have passed the block's width (a heading or a
bullet would have fitted). Below a wrap the block goes on until an indent or a short last line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from kptimeline import shipped

NARROWEST = 40  # characters; shorter lines are headings, verse or tables
RAGGED = 20  # characters by which the lines of one block differ, at most a long word
_LINE = re.compile(r"[^\n]+")
_GOES_ON_BELOW = re.compile(r"[ \t]*[a-z0-9]")
_ENDS = re.compile(r"[.!?:;][\"'”’)]*[ \t\r]*$")
_LAST_WORD = re.compile(r"(?:([A-Za-z]+)|(,))[ \t\r]*$")
_FIRST_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"[ \t]*(?:[-*•–—·>|]|\d+[.)])[ \t]")


def paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of `text[start:end]` in which no line break ends a sentence, in order."""
    found: list[tuple[int, int]] = []
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start, end):
        if block and match.start() - block[-1][1] != 1:  # a blank line between
            found += _joined(text, block)
            block = []
        block.append(match.span())
    return found + _joined(text, block)


def _joined(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(block) < 2:
        return block
    plain = [_is_wrap(text, above, below) for above, below in pairwise(block)]
    if not any(plain):
        return block
    width = max(last - first for (first, last), wrap in zip(block, plain, strict=False) if wrap)
    found = [block[0]]
    inside = False  # the line above was itself joined to the one above it
    for (above, below), wrap in zip(pairwise(block), plain, strict=True):
        if wrap or (inside and _flows(text, above, below, width)) or _filled(text, above, below, width):
            found[-1] = (found[-1][0], below[1])
            inside = True
        else:
            found.append(below)
            inside = False
    return found


def _is_wrap(text: str, above: tuple[int, int], below: tuple[int, int]) -> bool:
    """The break is a wrap by what stands on its two sides."""
    if _ENDS.search(text, *above) or _BULLET.match(text, below[0]):
        return False
    if above[1] - above[0] < NARROWEST:
        return False
    return _GOES_ON_BELOW.match(text, below[0]) is not None or is_open(text, *above)


def is_open(text: str, start: int, end: int) -> bool:
    """A line ends with what ends nothing: a comma, *the*, *on*."""
    last = _LAST_WORD.search(text, max(start, end - NARROWEST), end)
    return last is not None and (last[2] is not None or last[1].lower() in _goes_on())


def _flows(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """The block goes on: its last line is short and ends a sentence, or the next one is indented."""
    ended = _ENDS.search(text, *above) is not None
    lines = above[1] - above[0]
    return lines <= width + RAGGED and not text[below[0]].isspace() and not (ended and lines < NARROWEST)


def _filled(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """The line above was full: the next word would have passed the width of the block."""
    if _ENDS.search(text, *above) or _BULLET.match(text, below[0]):
        return False
    word = _FIRST_WORD.search(text, *below)
    lines = above[1] - above[0]
    return word is not None and NARROWEST <= lines <= width + RAGGED < lines + RAGGED + 1 + len(word[0])


@lru_cache(maxsize=1)
def _goes_on() -> frozenset[str]:
    return frozenset(shipped.table(shipped.language("en") / "wrapping.toml")["goes_on"]["words"])
