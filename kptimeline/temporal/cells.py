"""Calendar cells: every unit cuts time into cells that an integer numbers, so that moving is adding.

    day      the day number                    month    12 * year + month - 1
    week     weeks since 0001-01-01 (a Monday) quarter  4 * year + quarter - 1
    weekend  the same, its Saturday and Sunday half     2 * year + half - 1
    year     the astronomical year (0 is 1 BC) season   4 * year + 0..3 (spring, summer, autumn, winter)
    decade   year // 10                        century  year // 100; before our era by the year BC:
                                               the 460s BC are -47, 3xx BC (the 4th century) -4

Seasons are the meteorological ones of the northern half; winter belongs to the year it begins in.
"""

from __future__ import annotations

from kptimeline.interval import Granularity, days_before_year, days_in_month, from_day, to_day

UNITS = {g.value: g for g in Granularity if g not in {Granularity.VAGUE, Granularity.PART_OF_DAY}}
_SEASON_VALUES = ("SP", "SU", "FA", "WI")


def containing(unit: str, day: int) -> int:
    """Number of the cell of `unit` in which a day lies (for a weekend: its week's)."""
    if unit == "day":
        return day
    if unit in {"week", "weekend"}:
        return (day - 1) // 7
    year, month, _ = from_day(day)
    match unit:
        case "month":
            return year * 12 + month - 1
        case "quarter":
            return year * 4 + (month - 1) // 3
        case "half":
            return year * 2 + (month - 1) // 6
        case "year":
            return year
        case "decade":
            return of_year("decade", year)
        case "century":
            return of_year("century", year)
        case "season":
            return (year * 12 + month - 3) // 3
    raise ValueError(unit)


def bounds(unit: str, number: int) -> tuple[int, int]:
    """First and last day of a cell."""
    match unit:
        case "day":
            return number, number
        case "week":
            return number * 7 + 1, number * 7 + 7
        case "weekend":
            return number * 7 + 6, number * 7 + 7
        case "month":
            return _months(number, 1)
        case "quarter":
            return _months(number * 3, 3)
        case "half":
            return _months(number * 6, 6)
        case "season":
            return _months(number * 3 + 2, 3)
        case "year":
            return _years(number, 1)
        case "decade" | "century":
            first, last = years(unit, number)
            return _years(first, last - first + 1)
    raise ValueError(unit)


_SIZES = {"decade": 10, "century": 100}


def of_year(unit: str, year: int) -> int:
    """The decade or century of an astronomical year; those before our era go by the year BC."""
    size = _SIZES[unit]
    return year // size if year > 0 else -1 - (1 - year) // size


def years(unit: str, number: int) -> tuple[int, int]:
    """First and last astronomical year of a decade or century; those that would hold a year 0 are short."""
    size = _SIZES[unit]
    if number >= 0:
        return max(1, number * size), number * size + size - 1
    latest = (-number - 1) * size
    return 2 - latest - size, min(0, 1 - latest)


def _months(first: int, count: int) -> tuple[int, int]:
    last_year, last_month = divmod(first + count - 1, 12)
    year, month = divmod(first, 12)
    return to_day(year, month + 1), to_day(
        last_year, last_month + 1, days_in_month(last_year, last_month + 1)
    )


def _years(first: int, count: int) -> tuple[int, int]:
    return days_before_year(first) + 1, days_before_year(first + count)


def iso_week(number: int) -> tuple[int, int]:
    """ISO year and week of a week's number: the year in which its Thursday lies."""
    year = from_day(number * 7 + 4)[0]
    first_week = containing("week", to_day(year, 1, 4))
    return year, number - first_week + 1


def year_text(year: int) -> str:
    """A year as TIMEX3 writes it: `2025`, `0476`, `BC0499` for 499 BC."""
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def edtf_year(year: int) -> str:
    """A year as EDTF writes it, astronomical: `2025`, `-0498` for 499 BC."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def timex_value(unit: str, number: int) -> str:
    """The TIMEX3 value of a cell."""
    match unit:
        case "day":
            y, m, d = from_day(number)
            return f"{year_text(y)}-{m:02d}-{d:02d}"
        case "week" | "weekend":
            y, w = iso_week(number)
            return f"{year_text(y)}-W{w:02d}" + ("-WE" if unit == "weekend" else "")
        case "month":
            return f"{year_text(number // 12)}-{number % 12 + 1:02d}"
        case "quarter":
            return f"{year_text(number // 4)}-Q{number % 4 + 1}"
        case "half":
            return f"{year_text(number // 2)}-H{number % 2 + 1}"
        case "season":
            return f"{year_text(number // 4)}-{_SEASON_VALUES[number % 4]}"
        case "year":
            return year_text(number)
        case "decade":
            return f"{number:03d}" if number >= 0 else f"BC{-number - 1:03d}"
        case "century":
            return f"{number:02d}" if number >= 0 else f"BC{-number - 1:02d}"
    raise ValueError(unit)


def edtf(unit: str, number: int) -> str:
    """The EDTF of a cell; a week or weekend, which EDTF cannot write, is a day interval."""
    match unit:
        case "day":
            y, m, d = from_day(number)
            return f"{edtf_year(y)}-{m:02d}-{d:02d}"
        case "week" | "weekend":
            first, last = bounds(unit, number)
            return f"{edtf('day', first)}/{edtf('day', last)}"
        case "month":
            return f"{edtf_year(number // 12)}-{number % 12 + 1:02d}"
        case "quarter":
            return f"{edtf_year(number // 4)}-{33 + number % 4}"
        case "half":
            return f"{edtf_year(number // 2)}-{40 + number % 2}"
        case "season":
            return f"{edtf_year(number // 4)}-{21 + number % 4}"
        case "year":
            return edtf_year(number)
        case "decade" | "century" if number < 0:
            first, last = years(unit, number)
            return f"{edtf_year(first)}/{edtf_year(last)}"
        case "decade":
            return f"{number:03d}X"
        case "century":
            return f"{number:02d}XX"
    raise ValueError(unit)
