"""Dates as people write them, no finer and no coarser than they are known.

`say` takes the columns of an event. An interval is written by its bounds (*10–16 Nov 2025*, *in 2025*);
granularity only chooses the word for them (*Q3 2025*, *the 1990s*, *early 2019*). Where a bound is not that
of a whole month or year the day is written out, so a wrong granularity cannot make a false date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kptimeline.interval import Extent, Granularity, days_in_month, from_day, is_leap, parse_iso, to_day

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_BC = re.compile(r"-(\d{4,})")


@dataclass(frozen=True, slots=True)
class When:
    """What an event's row says about its time; days are ISO, None where open or unknown."""

    first_day: str | None
    last_day: str | None
    granularity: str | None = None
    extent: Extent | None = None
    first_time: str | None = None
    last_time: str | None = None
    utc_offset: str | None = None
    edtf: str | None = None
    phrase: str | None = None  # the words of the text, said only where a date is vague


def say(when: When) -> str:
    """The date in words: *29 Dec 2025*, *since Oct 2024*, *recently, before 29 Dec 2025*, *undated*."""
    first, last = _day(when.first_day), _day(when.last_day)
    if first is None and last is None:
        return _outside_iso(when.edtf)
    granularity = Granularity(when.granularity) if when.granularity else Granularity.DAY
    if first is None or last is None:
        return _half_open(first, last, granularity, when)
    throughout = when.extent is Extent.THROUGHOUT
    words = _closed(first, last, granularity, throughout=throughout) + _clock(when)
    if granularity is Granularity.VAGUE and when.phrase:
        return f"{when.phrase}, {words}"
    return words


def heading(when: When) -> str:
    """The heading that an event stands under: its year, or the decade or century it is known to."""
    day = _day(when.first_day) or _day(when.last_day)
    if day is None:
        return "undated" if not when.edtf else _outside_iso(when.edtf)
    if when.granularity in (Granularity.DECADE, Granularity.CENTURY) and when.first_day and when.last_day:
        return say(when).removeprefix("in ").removeprefix("throughout ").removeprefix("the ")
    return str(from_day(day)[0])


def _day(iso: str | None) -> int | None:
    return parse_iso(iso) if iso else None


def _outside_iso(edtf: str | None) -> str:
    """Years that ISO days cannot write: *499 BC*; else the EDTF itself."""
    if edtf and (match := _BC.fullmatch(edtf)):
        return f"{int(match[1]) + 1} BC"
    return edtf or "undated"


def _half_open(first: int | None, last: int | None, granularity: Granularity, when: When) -> str:
    vague = granularity is Granularity.VAGUE
    within = when.extent is not Extent.THROUGHOUT
    if first is not None:
        start = _start(first, granularity)
        words = f"after {start}" if within and vague else f"from {start} on" if within else f"since {start}"
    else:
        assert last is not None
        end = _date(last)
        words = f"before {end}" if within and vague else f"by {end}" if within else f"until {end}"
    return f"{when.phrase}, {words}" if vague and within and when.phrase else words


def _start(first: int, granularity: Granularity) -> str:
    """An open interval's start; a first of a month or year is one only if that is how fine it is known."""
    year, month, day = from_day(first)
    if day == 1 and granularity.rank >= Granularity.MONTH.rank:
        coarse = granularity.rank >= Granularity.YEAR.rank and granularity is not Granularity.VAGUE
        if month == 1 and coarse:
            return str(year)
        if granularity is not Granularity.VAGUE:
            return f"{MONTHS[month - 1]} {year}"
    return _date(first)


def _date(day: int) -> str:
    year, month, monthday = from_day(day)
    return f"{monthday} {MONTHS[month - 1]} {year}"


def _closed(first: int, last: int, granularity: Granularity, *, throughout: bool) -> str:
    if first == last:
        return _date(first)
    if unit := _unit(first, last, granularity):
        return f"throughout {unit}" if throughout else f"in {unit}"
    if part := _part(first, last, granularity):
        return f"throughout {part}" if throughout else part
    words = _months(first, last) or _days(first, last)
    return f"throughout {words}" if throughout else words


def _unit(first: int, last: int, granularity: Granularity) -> str | None:
    """One whole month, quarter, season, half, year, decade or century, by its name."""
    year, month, day = from_day(first)
    end_year, end_month, end_day = from_day(last)
    if day != 1 or end_day != days_in_month(end_year, end_month):
        return None
    months = (end_year - year) * 12 + end_month - month + 1
    if months == 1:
        return f"{MONTHS[month - 1]} {year}"
    if months == 12 and month == 1:
        return str(year)
    if granularity is Granularity.QUARTER and months == 3 and month % 3 == 1:
        return f"Q{month // 3 + 1} {year}"
    if granularity is Granularity.SEASON and months == 3 and month in _SEASONS:
        return f"{_SEASONS[month]} {year}" + (f"–{end_year % 100:02d}" if end_year != year else "")
    if granularity is Granularity.HALF and months == 6 and month in (1, 7):
        return f"the {'first' if month == 1 else 'second'} half of {year}"
    if granularity is Granularity.DECADE and months == 120 and year % 10 == 0:
        return f"the {year}s"
    if granularity is Granularity.CENTURY and months == 1200 and year % 100 < 2:
        number = (year - year % 100) // 100 + 1
        return f"the {number}{_ordinal(number)} century"
    return None


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _part(first: int, last: int, granularity: Granularity) -> str | None:
    """*early*, *mid-* or *late* when a date known to a unit fills at most half of that unit."""
    year, month, _ = from_day(first)
    if granularity is Granularity.YEAR:
        start, end, name = to_day(year), to_day(year) + 364 + is_leap(year), str(year)
    elif granularity is Granularity.MONTH:
        start = to_day(year, month)
        end, name = start + days_in_month(year, month) - 1, f"{MONTHS[month - 1]} {year}"
    elif granularity is Granularity.DECADE:
        decade = year - year % 10
        start, end, name = to_day(decade), to_day(decade + 10) - 1, f"the {decade}s"
    elif granularity is Granularity.CENTURY:
        century = (year - 1) // 100
        start, end = to_day(century * 100 + 1), to_day(century * 100 + 101) - 1
        name = f"the {century + 1}{_ordinal(century + 1)} century"
    else:
        return None
    if last > end or (last - first + 1) * 2 > (end - start + 1) + 2:
        return None
    word = "early" if first == start else "late" if last == end else "mid"
    if name.startswith("the "):
        return f"the {word} {name.removeprefix('the ')}"
    return f"{word}-{name}" if word == "mid" else f"{word} {name}"


def _months(first: int, last: int) -> str | None:
    """Whole months or years: *Jan–Apr 2019*, *Dec 2025 – Feb 2026*, *1995–1999*."""
    year, month, day = from_day(first)
    end_year, end_month, end_day = from_day(last)
    if day != 1 or end_day != days_in_month(end_year, end_month):
        return None
    if month == 1 and end_month == 12:
        return f"{year}–{end_year}"
    if year == end_year:
        return f"{MONTHS[month - 1]}–{MONTHS[end_month - 1]} {year}"
    return f"{MONTHS[month - 1]} {year} – {MONTHS[end_month - 1]} {end_year}"


def _days(first: int, last: int) -> str:
    year, month, day = from_day(first)
    end_year, end_month, end_day = from_day(last)
    if year != end_year:
        return f"{_date(first)} – {_date(last)}"
    if month != end_month:
        return f"{day} {MONTHS[month - 1]} – {end_day} {MONTHS[end_month - 1]} {year}"
    return f"{day}–{end_day} {MONTHS[month - 1]} {year}"


def _clock(when: When) -> str:
    """The clock times as written, with the offset where one was."""
    if not when.first_time and not when.last_time:
        return ""
    times = dict.fromkeys(time for time in (when.first_time, when.last_time) if time)
    offset = f" (UTC{when.utc_offset})" if when.utc_offset else ""
    return f", {'–'.join(times)}{offset}"
