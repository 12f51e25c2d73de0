"""A chronology as JSON for Knight Lab's TimelineJS (https://timeline.knightlab.com/docs/json-format.html).

That format takes HTML in every text, so all of them are escaped.
"""

from __future__ import annotations

from typing import Any, Literal

from kptimeline.interval import Granularity, from_day, parse_iso
from kptimeline.records import Chronology, ChronologyEvent
from kptimeline.render import json, safe, words
from kptimeline.render.link import web
from kptimeline.render.markup import element, joined
from kptimeline.render.markup import text as markup

GroupBy = Literal["actor", "type"]


def has_place(event: ChronologyEvent) -> bool:
    """Whether it can stand on the timeline, which needs a day to begin with."""
    return bool(event.first_day or event.last_day)


def render(chronology: Chronology, *, title: str, group: GroupBy | None = None) -> str:
    """The JSON; `group` gives each actor (the first who did it) or each type a row of its own.

    Events without a day are left out: ask `has_place` which.
    """
    events = [_event(event, group) for event in chronology.events if has_place(event)]
    return json.indented({"title": {"text": {"headline": _html(title)}}, "events": events})


def _html(value: str) -> str:
    """Escaped text, as plain text that JSON can hold."""
    return str(markup(safe.line(value)))


def _event(event: ChronologyEvent, group: GroupBy | None) -> dict[str, Any]:
    """Start and end are as fine as the date is known; what they cannot say, display_date does."""
    first, last = event.first_day, event.last_day
    start = first or last
    assert start
    told: dict[str, Any] = {"unique_id": event.event_id, "start_date": _date(start, event, opens=True)}
    if first and last and (end := _date(last, event, opens=False)) != told["start_date"]:
        told["end_date"] = end
    marks = [mark for mark in words.marks(event) if mark != "disputed"]
    told["display_date"] = _html(", ".join([words.date(event), *marks]))
    mark = "" if event.status in ("occurred", "ongoing") else f"[{event.status}] "
    told["text"] = {"headline": _html(mark + words.what(event)), "text": _text(event)}
    if group == "type":
        told["group"] = _html(event.event_type or "no type")
    elif group == "actor":
        by = [safe.line(actor.name) for actor in event.actors if actor.role == "by"]
        told["group"] = _html(by[0] if by else "nobody known")
    return told


def _date(day: str, event: ChronologyEvent, *, opens: bool) -> dict[str, int]:
    """Year, month and day; the month or the day is left out where the date is coarser and the day its edge."""
    year, month, monthday = from_day(parse_iso(day))
    granularity = Granularity(event.granularity) if event.granularity else Granularity.DAY
    following = from_day(parse_iso(day) + (0 if opens else 1))
    of_month = granularity is not Granularity.VAGUE and granularity.rank >= Granularity.MONTH.rank
    # Only a bound that is one of a whole month or year may lose its day: early 2019 ends in April.
    if event.first_day is None or not of_month or following[2] != 1:
        return {"year": year, "month": month, "day": monthday}
    if granularity.rank >= Granularity.YEAR.rank and following[1] == 1:
        return {"year": year}
    return {"year": year, "month": month}


def _text(event: ChronologyEvent) -> str:
    facts = [
        *words.who(event),
        words.kind(event),
        *(["disputed"] if event.disputed else []),
        *words.says(event),
    ]
    origin = words.origin(event)
    address = web(event.url)
    source = element("a", origin, href=address) if address else markup(origin)
    return str(
        joined(
            element("p", " · ".join(facts)),
            element("blockquote", safe.line(event.sentence)),
            element("p", source),
        )
    )
