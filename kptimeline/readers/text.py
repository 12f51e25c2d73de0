"""Plain text: a title line where there is one, then the rest; the text itself is kept unchanged."""

from __future__ import annotations

import re

from kptimeline.dateline.forms import starts_with_dateline
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.decode import decode
from kptimeline.records import Article, Span

MAX_TITLE = 200
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[-*•–—]\s")
_SENTENCE_END = re.compile(r"[.,;:…]['\"”’)]*$")


def read_text(raw: bytes, defaults: Defaults, path: str | None) -> Article:
    """One article from the bytes of a text file. Raises InputRejectedError."""
    text = decode(raw)
    return make_article(text, raw, defaults, path=path, title=title_span(text))


def title_span(text: str) -> Span | None:
    """The first line where it reads as a title, None where the lead comes first.

    A title is short, is followed by something, does not end as a sentence does, is no dateline or
    bullet, and does not run on into the next line (text that was wrapped at a width has no title).
    """
    lines = (match for match in _LINE.finditer(text) if match.group().strip())
    first, second = next(lines, None), next(lines, None)
    if first is None or second is None:
        return None
    line = first.group().strip()
    if len(line) > MAX_TITLE or _SENTENCE_END.search(line) or _BULLET.match(line):
        return None
    if starts_with_dateline(line) or _runs_on(text, first, second):
        return None
    start = first.start() + first.group().index(line)
    return Span(start, start + len(line))


def _runs_on(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether the second line goes on with the first: a small letter right below it."""
    adjacent = not re.search(r"\n\s*\n|\r\s*\r", text[first.end() : second.start()])
    return adjacent and second.group().lstrip()[0].islower()
