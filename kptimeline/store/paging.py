"""A chronology in pages: each begins after an event, or ends before one."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from kptimeline.records import ChronologyEvent
from kptimeline.store.query import Place, Question, place_of, stream


class Page(Struct, frozen=True, kw_only=True):
    """Some events in the order of their question, and whether others come before and after them."""

    events: tuple[ChronologyEvent, ...]
    has_earlier: bool
    has_later: bool


def page(
    connection: Connection,
    question: Question,
    size: int,
    *,
    after: str | Place | None = None,
    before: str | None = None,
) -> Page:
    """The first `size` events, those after the event of a key (or a place), or the last ones before it.

    Raises NotFoundError for a key that leads to no event. Each page costs what the first does: nothing is
    counted or passed over. `limit` of the question means nothing here.
    """
    if before is not None:
        found = _last(connection, question, size + 1, place_of(connection, before))
        return Page(events=found[-size:], has_earlier=len(found) > size, has_later=True)
    place = place_of(connection, after) if isinstance(after, str) else after
    events = tuple(stream(connection, replace(question, limit=size + 1), place))
    has_earlier = place is not None and (
        isinstance(after, str) or bool(_last(connection, question, 1, place))
    )
    return Page(events=events[:size], has_earlier=has_earlier, has_later=len(events) > size)


def beginning(day: str) -> Place:
    """The place before all that begins on an ISO day or later: after it stands nothing that only went on then."""
    return Place(sort_day=day, fineness=-1, key="")


def _last(connection: Connection, question: Question, size: int, place: Place) -> tuple[ChronologyEvent, ...]:
    """The last events before a place; undated ones stand last in either direction, by their keys."""
    back = replace(question, reverse=not question.reverse, limit=size)
    found: list[ChronologyEvent] = []
    dated = replace(back, undated=False)
    if place.sort_day is None:
        found += stream(connection, back, place)
        if len(found) < size:
            found += stream(connection, replace(dated, limit=size - len(found)))
    else:
        found += stream(connection, dated, place)
    return tuple(reversed(found))
