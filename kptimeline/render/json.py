r"""Events as JSON, exactly as docs/cli.md promises it: columns of the view, actors, mentions.

Characters that a terminal would obey are written as \\uXXXX, which reads back as the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kptimeline.records import Chronology, ChronologyEvent, Match
from kptimeline.render import safe

COLUMNS = (
    "event_id", "first_day", "last_day", "from_day", "to_day", "sort_day", "first_time", "last_time",
    "utc_offset", "granularity", "extent", "edtf", "certainty", "dated_by", "by_actors", "to_actors",
    "event_type", "status", "disputed", "place", "summary", "claimed_by", "articles", "outlet", "url",
    "article_key", "sentence",
)  # fmt: skip
Matches = Mapping[str, Sequence[Match]]


def render(chronology: Chronology, matches: Matches | None = None) -> str:
    """`{"query", "left_out", "events"}`, indented, UTF-8 text."""
    shown = {
        "query": chronology.query,
        "left_out": chronology.left_out,
        "events": [row(event, matches) for event in chronology.events],
    }
    return indented(shown)


def lines(events: Iterable[ChronologyEvent], matches: Matches | None = None) -> Iterator[str]:
    """One event a line."""
    return (line(row(event, matches)) for event in events)


def row(event: ChronologyEvent, matches: Matches | None = None) -> dict[str, Any]:
    """One event: the columns of `chronology`, then `actors`, `mentions` and, of a search, `matches`."""
    columns: dict[str, Any] = {name: getattr(event, name) for name in COLUMNS}
    columns |= {"actors": event.actors, "mentions": event.mentions}
    return columns if matches is None else {**columns, "matches": matches[event.event_id]}


def line(value: Any) -> str:
    """Any value as JSON on one line, with its line end."""
    return safe.escaped(msgspec.json.encode(value).decode()) + "\n"


def indented(value: Any) -> str:
    """Any value as JSON for people."""
    return safe.escaped(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n"
