"""CSV as RFC 4180 has it, with nothing in it that a spreadsheet would run.

A text cell that begins with = + - @, tab or carriage return, after blanks or not, gets an apostrophe before
it, as spreadsheets write text that looks like a formula. What is nothing but digits and : . , / - behind one
sign is a number, a time or a date and stays (*-0498*, *+09:00*): it can call nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kptimeline.records import ChronologyEvent, Match
from kptimeline.render import safe
from kptimeline.render.json import COLUMNS

_FORMULA = re.compile(r"[\s\x00]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]\d[\d:.,/-]*")
MATCH_COLUMNS = ("article_key", "outlet", "url", "anchor", "field", "start_char", "end_char", "text")


def cell(value: Any) -> Any:
    """A value as it stands in a cell: NULL is empty, truth 0 or 1, bytes hexadecimal, formulas defused."""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
    if isinstance(value, bool):
        return int(value)
    return value.hex() if isinstance(value, bytes) else value


def lines(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, terminal: bool = False) -> Iterator[str]:
    """The head and a line for each row, as they come; `terminal`: without what a terminal would obey."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in columns])
    yield _taken(out)
    for row in rows:
        shown = [cell(value) for value in row]
        if terminal:
            shown = [safe.line(value) if isinstance(value, str) else value for value in shown]
        writer.writerow(shown)
        yield _taken(out)


def events(found: Iterable[ChronologyEvent], *, terminal: bool = False) -> Iterator[str]:
    """Events with the columns of the view `chronology`."""
    rows = ([getattr(event, name) for name in COLUMNS] for event in found)
    return lines(COLUMNS, rows, terminal=terminal)


def matches(found: Iterable[Match], *, terminal: bool = False) -> Iterator[str]:
    """Sentences and titles, a line each."""
    rows = ([getattr(match, name) for name in MATCH_COLUMNS] for match in found)
    return lines(MATCH_COLUMNS, rows, terminal=terminal)


def _taken(out: io.StringIO) -> str:
    line = out.getvalue()
    out.seek(0)
    out.truncate()
    return line
