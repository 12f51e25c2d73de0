"""First and last day of EDTF and of TIMEX3 values, for comparing; days are (year, month, day), open is None."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date

Day = tuple[int, int, int]
Bounds = tuple[Day | None, Day | None]

NOWHERE: Bounds = (None, None)
# ISO 8601-2 codes of parts of a year: first month and length in months. Seasons are the northern ones.
_PARTS = {
    **{21 + n: (3 + 3 * n, 3) for n in range(4)},
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    40: (1, 6),
    41: (7, 6),
}
_TIMEX_PARTS = {
    **{f"Q{n + 1}": 33 + n for n in range(4)},
    "H1": 40,
    "H2": 41,
    **dict(zip(("SP", "SU", "FA", "WI"), range(21, 25), strict=True)),
}
_UNIT = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE|-\d)?")


def edtf_days(text: str | None) -> Bounds:
    """The first and the last day of an EDTF string, NOWHERE for None. Raises ValueError for other EDTF."""
    if text is None:
        return NOWHERE
    first, slash, last = text.partition("/")
    if not slash:
        return _unit(first)
    return (
        None if first == ".." else _unit(first)[0],
        None if last == ".." else _unit(last)[1],
    )


def timex_days(value: str) -> Bounds:
    """The first and the last day that a TIMEX3 value of a date or time names, NOWHERE where it names none."""
    head = value.split("T", maxsplit=1)[0]
    try:
        if week := _WEEK.fullmatch(head):
            year, number, day = int(week[1]), int(week[2]), week[3]
            from_weekday, to_weekday = (6, 7) if day == "-WE" else (int(day[1:]),) * 2 if day else (1, 7)
            return _iso(year, number, from_weekday), _iso(year, number, to_weekday)
        if re.fullmatch(r"\d{2,3}", head):
            return _unit(head.ljust(4, "X"))
        of_year, _, part = head.partition("-")
        if part in _TIMEX_PARTS:
            return _unit(f"{of_year}-{_TIMEX_PARTS[part]}")
        return _unit(head)
    except ValueError:
        return NOWHERE


def day_of(iso: str | None) -> Day | None:
    """Of an ISO day."""
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    return day.year, day.month, day.day


def _unit(text: str) -> Bounds:
    text = text.rstrip("~")
    if text.endswith("X"):
        return _unit(text.replace("X", "0"))[0], _unit(text.replace("X", "9"))[1]
    parts = _UNIT.fullmatch(text)
    if parts is None:
        raise ValueError(f"not an EDTF unit that the gold uses: {text!r}")
    year, month, day = int(parts[1]), parts[2], parts[3]
    if day is not None:
        return ((year, int(month), int(day)),) * 2
    if month is None:
        return (year, 1, 1), (year, 12, 31)
    if int(month) in _PARTS:
        start, length = _PARTS[int(month)]
        end_year, end = (year + 1, start + length - 13) if start + length > 13 else (year, start + length - 1)
        return (year, start, 1), (end_year, end, _month_length(end_year, end))
    if not 1 <= int(month) <= 12:
        raise ValueError(f"not a month or a part of a year: {text!r}")
    return (year, int(month), 1), (year, int(month), _month_length(year, int(month)))


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if isleap(year) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _iso(year: int, week: int, weekday: int) -> Day | None:
    return day_of(date.fromisocalendar(year, week, weekday).isoformat())
