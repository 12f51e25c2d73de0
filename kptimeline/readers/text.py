"""Plain text: front matter and a title line where there are any, then the rest, which is kept unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kptimeline.dateline.dates import match_line
from kptimeline.dateline.forms import starts_with_dateline
from kptimeline.readers import front_matter
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import decode_told
from kptimeline.readers.fields import article_of
from kptimeline.records import Article, Span
from kptimeline.temporal.wrapping import is_open

MAX_TITLE = 200
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[-*•–—]\s")
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")  # of Markdown
_INNER_END = re.compile(r"[a-z]{3}[.!?]['\"”’)]? +[A-Z]")  # not of *U.S. Navy*
_SENTENCE_END = re.compile(r"[.,;:…]['\"”’)]*$")


def read_text_file(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article]:
    """As read_text, as the reader of a format."""
    yield read_text(raw, defaults, path)


def read_text(raw: bytes, defaults: Defaults, path: str | None) -> Article:
    """One article from the bytes of a text file. Raises InputRejectedError."""
    whole, encoding = decode_told(raw)
    fields, text = front_matter.split(whole)
    if "text" in defaults.map:  # the text stands below the fields, not in one
        defaults = replace(
            defaults, map={field: name for field, name in defaults.map.items() if field != "text"}
        )
    if "date" in fields and "published" not in fields and "published" not in defaults.map:
        # The word of site generators (Jekyll, Hugo, Pandoc) for the day of publication.
        defaults = replace(defaults, map={**defaults.map, "published": "date"})
    return article_of(
        {**fields, "text": text}, raw, defaults, path, first_line=title_span(text), encoding=encoding
    )


def title_span(text: str) -> Span | None:
    """The first line where it reads as a title, None where the lead comes first.

    A title is short, is followed by something, does not end as a sentence does, is no dateline, date,
    or bullet, and does not run on into the next line (text that was wrapped at a width has no title).
    Lines of dashes and the like are looked past, and so is the mark of a Markdown heading.
    """
    lines = (match for match in _LINE.finditer(text) if re.search(r"\w", match.group()))
    first, second = next(lines, None), next(lines, None)
    if first is None or second is None:
        return None
    line = first.group().strip()
    if len(line) > MAX_TITLE or _SENTENCE_END.search(line) or _BULLET.match(line):
        return None
    if starts_with_dateline(line) or match_line(line) or _runs_on(text, first, second):
        return None
    start = first.start() + first.group().index(line)
    mark = _HEADING.match(line)
    return Span(start + (mark.end() if mark else 0), start + len(line))


def _runs_on(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether the second line goes on with the first: right below it, with a small letter, or after what ends nothing.

    So does a first line that holds the end of a sentence: titles have one at most.
    """
    adjacent = not re.search(r"\n\s*\n|\r\s*\r", text[first.end() : second.start()])
    return adjacent and (
        second.group().lstrip()[0].islower()
        or _INNER_END.search(first.group()) is not None
        or is_open(text, *first.span())
    )
