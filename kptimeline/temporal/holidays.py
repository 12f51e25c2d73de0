"""Named days: their dates by year, from data (fixed, Easter-relative, lunar, nth weekday).

The lunar ones are those of the Korean calendar (korean-lunar-calendar, 1000 to 2050), so that Lunar New
Year and Chuseok are the days that Korea keeps.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from kptimeline import shipped
from kptimeline.interval import MAX_DAY, to_day, weekday

LUNAR_YEARS = range(1000, 2051)


@cache
def _table() -> dict[str, dict[str, Any]]:
    named: dict[str, dict[str, Any]] = shipped.table(shipped.language("en") / "holidays.toml")["day"]
    return named


def holiday_names() -> dict[str, list[str]]:
    """Key of every named day and the phrases that name it."""
    return {key: entry["names"] for key, entry in _table().items()}


@lru_cache(maxsize=4096)
def holiday(key: str, year: int) -> int | None:
    """The day on which a named day falls in a year; None before it was kept or where it is not known."""
    entry = _table().get(key)
    if entry is None or not int(entry.get("since", 1)) <= year <= 9998:
        return None
    if "fixed" in entry:
        return to_day(year, *map(int, entry["fixed"]))
    if "easter" in entry:
        return _easter(year) + int(entry["easter"])
    if "lunar" in entry:
        month, day = entry["lunar"]
        return _lunar(year, month, day)
    month, nth, day_of_week = map(int, entry["nth"])
    first = to_day(year, month, 1)
    if nth > 0:
        return first + (day_of_week - weekday(first)) % 7 + 7 * (nth - 1)
    last = to_day(year + month // 12, month % 12 + 1, 1) - 1
    return last - (weekday(last) - day_of_week) % 7


def _easter(year: int) -> int:
    from dateutil.easter import easter

    return int(easter(year).toordinal())


def _lunar(year: int, month: int, day: int) -> int | None:
    if year not in LUNAR_YEARS:
        return None
    from korean_lunar_calendar import KoreanLunarCalendar

    calendar = KoreanLunarCalendar()
    if not calendar.setLunarDate(year, month, day, False):
        return None
    found = to_day(calendar.solarYear, calendar.solarMonth, calendar.solarDay)
    return found if found <= MAX_DAY else None
