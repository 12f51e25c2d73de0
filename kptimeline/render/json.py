"""A chronology as JSON, exactly as docs/cli.md promises it: columns of the view, actors, mentions."""

from __future__ import annotations

from typing import Any

import msgspec

from kptimeline.records import Chronology, ChronologyEvent

COLUMNS = (
    "event_id", "first_day", "last_day", "from_day", "to_day", "sort_day", "first_time", "last_time",
    "utc_offset", "granularity", "extent", "edtf", "certainty", "dated_by", "by_actors", "to_actors",
    "event_type", "status", "disputed", "place", "summary", "claimed_by", "articles", "outlet", "url",
    "article_key", "sentence",
)  # fmt: skip


def render(chronology: Chronology) -> str:
    """`{"query", "left_out", "events"}`, indented, UTF-8 text."""
    shown = {
        "query": chronology.query,
        "left_out": chronology.left_out,
        "events": [row(event) for event in chronology.events],
    }
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n"


def row(event: ChronologyEvent) -> dict[str, Any]:
    """One event: the columns of `chronology`, then `actors` and `mentions`."""
    columns: dict[str, Any] = {name: getattr(event, name) for name in COLUMNS}
    return {**columns, "actors": event.actors, "mentions": event.mentions}
