"""Finding the dateline near the top of an article: after the title, a synopsis, bullets or a byline.

Datelines stand at the start of a line. Some texts run the headline or a byline into the same line
(*Minister resigns. By Ann Lee and Bo Kim KABUL, Afghanistan (Reuters) -*); both are looked past.
A line of its own that is a date (*March 06, 2008*, *Published 18 Nov 2025, 3:15 p.m. KST*) serves where
there is nothing better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kptimeline.dateline import dates
from kptimeline.dateline.forms import Head, match_head
from kptimeline.dateline.place import zone_of
from kptimeline.dateline.words import words
from kptimeline.records import Article, DatelineReading, Span

NEAR_TOP = 4_000  # characters after the title in which a dateline may begin
MAX_LINES = 25
PROSE = 300  # characters of a line that is surely the story itself: only a dated head may come after it
HEADLINE = 260  # characters of a headline that runs into the dateline's line
_LINE = re.compile(r"[^\r\n]+")
_SPACES = re.compile(r"\s*")
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)]*[ \t\u00a0]+")
# The line above a text that is quoted or forwarded: *On Dec 3, 2024, Bob wrote:*, *--- Forwarded message ---*.
_QUOTES = re.compile(
    r"(?:.{0,200}\bwrote:|[-_=* ]{2,}.{0,20}\b(?:original|forwarded) message\b.{0,20})$|>|begin forwarded message:",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?][\"'”’)]*$")
OWN_WORDS = 40  # characters of a line that is a sentence of the article itself
_NAME = r"(?:[^\W\d_][\w.'’-]*\.?|&)"
_BY, _NAMED = re.compile(r"By[ \t]+"), re.compile(rf"{_NAME},?[ \t]+")
MOST_NAMES = 14  # words of a byline
_NOTE = re.compile(r"\([^()]{2,100}\)[ \t]+")
_BULLET = re.compile(r"[-*•–—][ \t]")
_BYLINE_ALONE = re.compile(rf"By[ \t]+{_NAME}(?:,?[ \t]+{_NAME}){{0,14}}[ \t]*$")


def find_dateline(article: Article) -> tuple[DatelineReading | None, Span]:
    """The dateline and the span of the body, which is what comes after title and dateline."""
    text = article.text
    top = article.title.end if article.title else 0
    heading: re.Match[str] | None = None
    prose = own_words = False
    for line in _lines_near_top(text, top):
        shown = line.group().strip()
        if own_words and _QUOTES.match(shown):
            break  # what follows is another text, and its dateline not this one's
        own_words = own_words or (len(shown) >= OWN_WORDS and _SENTENCE_ENDS.search(shown) is not None)
        date_line = dates.match_line(shown)
        # *Published 18 Aug 2025* is at no place.
        labelled = date_line is not None and not shown.startswith(date_line)
        if not labelled and (reading := _in_line(line, dated_only=prose)):
            return _dated_by(heading, reading), _body(text, reading.span.end)
        if not prose and date_line:
            heading = line if heading is None or (_is_later(heading) and not _is_later(line)) else heading
        prose = prose or (len(line.group()) > PROSE and not _BULLET.match(line.group().lstrip()))
    if heading is not None:
        reading = _of_date_line(heading)
        return reading, _body(text, reading.span.end)
    return None, _body(text, _after_bylines(text, top))


def _lines_near_top(text: str, top: int) -> Iterator[re.Match[str]]:
    number = 0
    for line in _LINE.finditer(text, top, len(text)):
        if not line.group().strip():
            continue
        number += 1
        if number > MAX_LINES or line.start() > top + NEAR_TOP:
            return
        yield line


def _in_line(line: re.Match[str], *, dated_only: bool) -> DatelineReading | None:
    """The dateline at the start of a line, or behind a headline or byline that was run into it."""
    shown = line.group()
    for position, after_byline in _starts(shown):
        heads = _heads(shown, position, capitals=after_byline)
        if not heads or (dated_only and not any(head.date for head in heads)):
            continue
        # *(Reuters) - BEIRUT, Aug 27 (Reuters) -*: the second head says what the first leaves out.
        merged = {name: value for head in heads for name in _PARTS if (value := getattr(head, name))}
        end = len(shown[: heads[-1].end].rstrip())
        span = Span(line.start() + heads[0].start, line.start() + end)
        return _reading(span, merged.get("place"), merged.get("date"), merged.get("agency"))
    return None


_PARTS = ("place", "date", "agency")


def _starts(line: str) -> Iterator[tuple[int, bool]]:
    """Where a dateline may begin in a line, and whether a byline stands before it.

    At the start of the line, then after each sentence of a headline.
    """
    start = len(line) - len(line.lstrip())
    yield from _past_bylines(line, start)
    for end in _SENTENCE_END.finditer(line, 0, HEADLINE):
        yield from _past_bylines(line, end.end())


def _past_bylines(line: str, position: int) -> Iterator[tuple[int, bool]]:
    yield position, False
    if note := _NOTE.match(line, position):
        position = note.end()
        yield position, False
    name = _BY.match(line, position)
    for _ in range(MOST_NAMES):
        name = _NAMED.match(line, name.end()) if name else None
        if name is None:
            return
        yield name.end(), True


def _heads(line: str, position: int, *, capitals: bool) -> list[Head]:
    heads: list[Head] = []
    while head := match_head(line, position, capitals=capitals):
        if heads and not (heads[-1].date is None and head.agency):
            break
        heads.append(head)
        position = _past_spaces(line, head.end)
    return heads


def _reading(span: Span, place: str | None, date: str | None, agency: str | None) -> DatelineReading:
    year, month, day = dates.parse(date) if date else (None, None, None)
    return DatelineReading(
        span=span,
        place=place,
        date_text=date,
        agency=agency,
        year=year,
        month=month,
        day=day,
        zone=zone_of(place) if place else None,
    )


def _dated_by(heading: re.Match[str] | None, reading: DatelineReading) -> DatelineReading:
    """A dateline without a date has that of the line above it: *September 27, 2003*, then *BEIJING --*."""
    if heading is None or reading.date_text:
        return reading
    return _reading(reading.span, reading.place, _of_date_line(heading).date_text, reading.agency)


def _is_later(line: re.Match[str]) -> bool:
    """Whether a line tells of a later change: *Updated 20 Aug 2025*. The first publication goes before it."""
    date = dates.match_line(line.group().strip())
    return date is not None and dates.is_of_a_change(line.group().partition(date)[0])


def _of_date_line(line: re.Match[str]) -> DatelineReading:
    shown = line.group().strip()
    start = line.start() + line.group().index(shown)
    date = dates.match_line(shown) or shown
    return _reading(Span(start, start + len(shown)), None, date, None)


def _body(text: str, start: int) -> Span:
    end = len(text.rstrip())
    return Span(min(_past_spaces(text, start), end), end)


def _after_bylines(text: str, top: int) -> int:
    """The end of headings and bylines that stand alone above the story."""
    position = top
    for line in _LINE.finditer(text, top):
        shown = line.group().strip()
        if shown and shown.casefold().rstrip(":") not in words("headings") and not _BYLINE_ALONE.match(shown):
            break
        position = line.end()
    return position


def _past_spaces(text: str, position: int) -> int:
    spaces = _SPACES.match(text, position)
    return spaces.end() if spaces else position
