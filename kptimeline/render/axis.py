"""The axis of the timeline picture: which days it spans, where they lie, where it is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kptimeline.interval import from_day, parse_iso, to_day
from kptimeline.records import ChronologyEvent
from kptimeline.render.dates import MONTHS

MARGIN = 3.0  # per cent of the picture's width on both sides, where open ends fade
_LEAST = 28  # days that an axis spans, or one event would fill it
_TICKS = 6
_MONTHS = (1, 3, 6)


@dataclass(frozen=True, slots=True)
class Axis:
    """Day numbers of both ends; positions are per cent of the width, so that letters keep their size."""

    first: int
    last: int

    def at(self, day: float) -> float:
        """Where a day begins."""
        return MARGIN + (100 - 2 * MARGIN) * (day - self.first) / (self.last + 1 - self.first)

    def edges(self, most: int) -> list[int]:
        """First days of equal days, weeks, months or years that cover the axis: the finest that are no more than `most`."""
        days = self.last - self.first + 1
        for step in (1, 7):
            if days <= most * step:
                return list(range(self.first, self.last + step + 1, step))
        for months in _steps():
            edges = list(_edges(self.first, self.last, months))
            if len(edges) - 1 <= most:
                return edges
        raise AssertionError  # steps grow without end

    def ticks(self) -> list[tuple[float, str]]:
        """A few places to mark, with their names: a day, a month or a year."""
        edges = self.edges(_TICKS)
        inside = [day for day in edges if self.first <= day <= self.last] or [self.first]
        whole = all(from_day(day)[1:] == (1, 1) for day in inside)
        months = all(from_day(day)[2] == 1 for day in inside)
        return [(self.at(day), _name(day, whole=whole, months=months)) for day in inside]


def axis(events: Sequence[ChronologyEvent]) -> Axis:
    """From the first to the last day that any event names, with a little room where that is few days."""
    days = [parse_iso(day) for event in events for day in (event.first_day, event.last_day) if day]
    first, last = min(days), max(days)
    if (lacking := _LEAST - (last - first + 1)) > 0:
        first, last = max(first - lacking // 2, 1), last + lacking - lacking // 2
    return Axis(first, last)


def _steps() -> Iterator[int]:
    yield from _MONTHS
    years = 1
    while True:
        for factor in (1, 2, 5):
            yield 12 * years * factor
        years *= 10


def _edges(first: int, last: int, months: int) -> Iterator[int]:
    year, month, _ = from_day(first)
    number = year * 12 + month - 1
    number -= number % months
    while True:
        day = to_day(number // 12, number % 12 + 1)
        yield day
        if day > last:
            return
        number += months


def _name(day: int, *, whole: bool, months: bool) -> str:
    year, month, monthday = from_day(day)
    if whole:
        return str(year)
    return f"{MONTHS[month - 1]} {year}" if months else f"{monthday} {MONTHS[month - 1]}"
