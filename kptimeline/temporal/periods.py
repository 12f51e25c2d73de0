"""Periods of time that people type, and how each was read.

ISO forms need no import. Other English goes to our own rules, anything else to the fallback, or is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kptimeline.errors import UsageError
from kptimeline.interval import Granularity, Interval, days_in_month, parse_iso, to_day
from kptimeline.records import Tense

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)", re.IGNORECASE)
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d)?\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{4}-?W\d\d-?[1-7]", re.IGNORECASE)

_PREPOSITION = re.compile(r"((on|in|at|during)\s+)?(the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """What a person typed; `how` says so in words where it was not plain ISO."""

    interval: Interval
    how: str | None = None


def read_period(text: str, option: str, as_of: str, *, anything: bool = True) -> Period:
    """The period of what was typed for `--since` and its like. Raises UsageError naming the option.

    What is neither ISO nor English goes to the fallback, which takes its time, only with `anything`.
    """
    text = text.strip()
    try:
        if interval := read_iso(text):
            return Period(interval)
    except ValueError as error:
        unit, like = ("month", "2025-12") if _MONTH.fullmatch(text) else ("day", "2025-12-29")
        raise UsageError(f"{option} {text} is not in the calendar", f"write a {unit} as {like}") from error
    interval = _read_english(text, as_of, anything=anything)
    if interval is None:
        raise UsageError(
            f"{option} {text!r} is not understood as a date",
            "write 2025-12-29, 2025-12, 2025, or English such as 'last week'",
        )
    ends = [iso or "open" for iso in (interval.first_day, interval.last_day)]
    read_as = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    other = _other_order(text, interval)
    doubt = f"; if {other} is meant, write that" if other else ""
    return Period(interval, f"{option} {text!r} read as {read_as} (today being {as_of}){doubt}")


def read_day(text: str, option: str, as_of: str) -> tuple[str, str | None]:
    """A period that is one day, as ISO, and how it was read. Raises UsageError naming the option."""
    period = read_period(text, option, as_of)
    first, last = period.interval.first_day, period.interval.last_day
    if first is None or first != last:
        raise UsageError(f"{option} {text!r} is not one day", "write it as 2025-12-29")
    return first, period.how


def read_iso(text: str) -> Interval | None:
    """Day, week, month, quarter or year; None for other forms. Raises ValueError for no such day."""
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text.upper()).toordinal()
        return Interval(day, day, Granularity.DAY)
    if match := _YEAR.fullmatch(text):
        return _months(int(match[1]), 1, 12, Granularity.YEAR)
    if match := _MONTH.fullmatch(text):
        return _months(int(match[1]), int(match[2]), 1, Granularity.MONTH)
    if match := _QUARTER.fullmatch(text):
        return _months(int(match[1]), int(match[2]) * 3 - 2, 3, Granularity.QUARTER)
    if match := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1).toordinal()
        return Interval(monday, monday + 6, Granularity.WEEK)
    return None


def _months(year: int, month: int, count: int, granularity: Granularity) -> Interval:
    first = date(year, month, 1).toordinal()
    end = month + count - 1
    return Interval(first, to_day(year, end, days_in_month(year, end)), granularity)


def _other_order(text: str, interval: Interval) -> str | None:
    """The other day that *03/04/2025* may be, with day and month the other way round, as ISO; None where there is none."""
    found, first = _SLASHED.fullmatch(text), interval.first_day
    if not found or first is None or first != interval.last_day:
        return None
    read = date.fromisoformat(first)
    if read.day > 12 or read.day == read.month:
        return None
    return read.replace(month=read.day, day=read.month).isoformat()


def _read_english(text: str, as_of: str, *, anything: bool) -> Interval | None:
    """By our own rules, looking back where a phrase could mean two days; else by the fallback."""
    from kptimeline.temporal.resolve import resolve_phrase
    from kptimeline.temporal.rules import load_rules

    today = parse_iso(as_of)
    found = resolve_phrase(text, load_rules(), anchor_day=today, tense=Tense.PAST).interval
    if found is not None or not anything:
        return found
    from kptimeline.temporal.fallback import parse_date

    return parse_date(text, base_day=today)
