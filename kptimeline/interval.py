"""Days, granularities and intervals: the ground under everything that says when.

A day is an integer inside the program: the proleptic Gregorian ordinal, 1 being 0001-01-01,
zero and below lying before it. ISO dates (years 1 to 9999) are for the outside. Both ends of
every interval are inclusive; `None` is an open end.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

MIN_DAY = date.min.toordinal()
MAX_DAY = date.max.toordinal()
OPEN_FROM = "0001-01-01"
OPEN_TO = "9999-12-31"


class Granularity(StrEnum):
    """How fine a time is stated, finest first."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part-of-day"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    VAGUE = "vague"

    @property
    def rank(self) -> int:
        """0 for the finest (minute) to 13 for the coarsest (vague)."""
        return _RANK[self]


_RANK = {granularity: rank for rank, granularity in enumerate(Granularity)}


class Extent(StrEnum):
    """Whether something lies somewhere in an interval, or goes on all through it."""

    WITHIN = "within"
    THROUGHOUT = "throughout"


def days_before_year(year: int) -> int:
    """Days before 1 January of an astronomical year (0 is 1 BC), negative before year 1."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def is_leap(year: int) -> bool:
    """Whether an astronomical year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return 29 if month == 2 and is_leap(year) else _BEFORE_MONTH[month] - _BEFORE_MONTH[month - 1]


def to_day(year: int, month: int = 1, day: int = 1) -> int:
    """The day number of a calendar date; month and day are taken as valid."""
    leap = month > 2 and is_leap(year)
    return days_before_year(year) + _BEFORE_MONTH[month - 1] + leap + day


# An article speaks of the same few days again and again: most calendar dates are known from before.
@lru_cache(maxsize=4096)
def from_day(day: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of the month of a day number."""
    if MIN_DAY <= day <= MAX_DAY:
        d = date.fromordinal(day)
        return d.year, d.month, d.day
    cycle = (day - 1) // 146_097
    d = date.fromordinal(day - cycle * 146_097)
    return d.year + cycle * 400, d.month, d.day


def weekday(day: int) -> int:
    """ISO weekday, Monday 1 to Sunday 7."""
    return (day - 1) % 7 + 1


@lru_cache(maxsize=4096)
def iso(day: int | None) -> str | None:
    """The ISO date of a day, `None` where it is open or lies outside the years 1 to 9999."""
    if day is None or not MIN_DAY <= day <= MAX_DAY:
        return None
    return date.fromordinal(day).isoformat()


def parse_iso(text: str) -> int:
    """The day number of `YYYY-MM-DD`. Raises ValueError for anything else."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(f"not an ISO date: {text!r}")
    return date.fromisoformat(text).toordinal()


class Interval(Struct, frozen=True):
    """First and last day, inclusive, either may be open (None), never both.

    Clock times are `HH:MM` as written, in the zone written (`utc_offset` as `+09:00`), else unknown.
    """

    first: int | None
    last: int | None
    granularity: Granularity
    extent: Extent = Extent.WITHIN
    first_time: str | None = None
    last_time: str | None = None
    utc_offset: str | None = None

    @property
    def first_day(self) -> str | None:
        """ISO, None where open or outside the years 1 to 9999."""
        return iso(self.first)

    @property
    def last_day(self) -> str | None:
        """ISO, None where open or outside the years 1 to 9999."""
        return iso(self.last)

    @property
    def bounds(self) -> tuple[str, str] | None:
        """`from_day`, `to_day` for queries, or None when no end has an ISO day.

        An open end is 0001-01-01 or 9999-12-31, except that the open side of a `within` interval
        takes its known bound (DESIGN, section 8): *recently* is found at the day it was said.
        """
        first, last = self.first_day, self.last_day
        if first is None and last is None:
            return None
        if self.extent is Extent.WITHIN:
            if self.first is None and last is not None:
                return last, last
            if self.last is None and first is not None:
                return first, first
        return first or OPEN_FROM, last or OPEN_TO

    @property
    def sort_day(self) -> str | None:
        """The first day, or the only known bound."""
        return self.first_day or self.last_day
