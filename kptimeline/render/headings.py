"""Headings of days, months and years, and the events that stand under each.

What is not known as finely as a heading stands under the next wider one, before what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from kptimeline.interval import Extent, Granularity, from_day, parse_iso
from kptimeline.records import ChronologyEvent
from kptimeline.render import words
from kptimeline.render.dates import MONTHS

By = Literal["day", "month", "year"]
BYS: tuple[By, ...] = ("day", "month", "year")
Path = tuple[str, ...]  # headings from the widest to the one that the event stands under
Group = tuple[Path, list[ChronologyEvent]]


@dataclass(slots=True)
class _Heading:
    events: list[ChronologyEvent] = field(default_factory=list)
    below: dict[str, _Heading] = field(default_factory=dict)


def path(event: ChronologyEvent, by: By) -> Path:
    """*2025*; *2025, Nov 2025*; *2025, Nov 2025, 3 Nov 2025*: as far down as the date is known and asked for.

    What goes on all through a time stands where it begins, as finely as its beginning is known. What lies
    somewhere within a time stands under the narrowest heading that holds all of it: an open side is in none,
    and a week in two months is in their year.
    """
    top = words.year(event)
    first, last = event.first_day, event.last_day
    granularity = Granularity(event.granularity) if event.granularity else Granularity.DAY
    if by == "year" or first is None or top != str(from_day(parse_iso(first))[0]):
        return (top,)
    held = first
    if event.extent is not Extent.THROUGHOUT:
        if last is None:
            return (top,)
        held = last
    coarsest = {Granularity.MONTH.rank: "month"}.get(granularity.rank, "day")
    if granularity.rank > Granularity.MONTH.rank and (first != last or granularity is Granularity.VAGUE):
        return (top,)
    if first[:-3] != held[:-3]:
        return (top,)
    year, month, day = from_day(parse_iso(first))
    named = f"{MONTHS[month - 1]} {year}"
    if by == "month" or first != held or coarsest == "month":
        return top, named
    return top, named, f"{day} {named}"


def grouped(events: Iterable[ChronologyEvent], by: By) -> list[Group]:
    """Dated events under their headings, in the order given; no heading comes twice, none is empty."""
    root = _Heading()
    for event in events:
        at = root
        for name in path(event, by):
            at = at.below.setdefault(name, _Heading())
        at.events.append(event)
    return list(_walked(root, ()))


def _walked(heading: _Heading, above: Path) -> Iterator[Group]:
    if heading.events:
        yield above, heading.events
    for name, each in heading.below.items():
        yield from _walked(each, (*above, name))
