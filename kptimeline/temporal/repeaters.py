"""Things that come again: a unit (*week*), a calendar field (*October*, *Friday*, *Dec 29*), a holiday.

A repeater numbers its occurrences by the cells of its base unit: October has one in every year,
Friday one in every week. All searching (the latest before a day, the first after it) is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kptimeline.interval import days_in_month, to_day
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.holidays import holiday
from kptimeline.temporal.times import Time, Unresolvable, cell

SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "winter": 3}
# 29 February is eight years away from itself around a century; nothing else is rarer.
_FARTHEST = 9


class Repeater(Struct, frozen=True):
    """`at(number of a base cell)` is the occurrence in it, or None where it has none."""

    base: str
    at: Callable[[int], Time | None]
    unit: str | None = None  # the unit, when the repeater is a bare unit

    def near(self, day: int, step: int) -> Iterator[Time]:
        """Occurrences from around a day on, in the direction of `step` (1 or -1)."""
        start = cells.containing(self.base, day) - step
        for offset in range(_FARTHEST + 2):
            found = self.at(start + offset * step)
            if found is not None:
                yield found

    def before(self, day: int) -> Time:
        """The latest occurrence that ended before a day."""
        for time in self.near(day, -1):
            if time.last is not None and time.last < day:
                return time
        raise Unresolvable("no such day before the dateline")

    def after(self, day: int) -> Time:
        """The first occurrence that begins after a day."""
        for time in self.near(day, 1):
            if time.first is not None and time.first > day:
                return time
        raise Unresolvable("no such day after the dateline")

    def until(self, day: int) -> Time:
        """The latest occurrence that began on or before a day."""
        for time in self.near(day, -1):
            if time.first is not None and time.first <= day:
                return time
        raise Unresolvable("no such day before the dateline")

    def since(self, day: int) -> Time:
        """The first occurrence that ends on or after a day."""
        for time in self.near(day, 1):
            if time.last is not None and time.last >= day:
                return time
        raise Unresolvable("no such day after the dateline")

    def inside(self, first: int, last: int) -> Iterator[Time]:
        """Occurrences that begin between two days, in order."""
        for number in range(cells.containing(self.base, first) - 1, cells.containing(self.base, last) + 2):
            found = self.at(number)
            if found is not None and found.first is not None and first <= found.first <= last:
                yield found


def is_repeater(expr: Argument) -> bool:
    """Whether an expression names something that comes again."""
    return isinstance(expr, Expr) and (expr.name in _FIELDS or (expr.name in cells.UNITS and not expr.args))


def repeater(expr: Argument) -> Repeater:
    """The repeater of a unit or field expression. Raises Unresolvable for anything else."""
    if isinstance(expr, Expr):
        if not expr.args and expr.name in cells.UNITS:
            unit = expr.name
            return Repeater(unit, lambda number: cell(unit, number), unit)
        if expr.name in _FIELDS:
            make, arguments = _FIELDS[expr.name]
            if len(expr.args) != arguments:
                raise Unresolvable(f"{expr.name} takes {arguments} arguments")
            return make(*expr.args)
    raise Unresolvable(f"{expr} does not come again")


def _month(month: Argument) -> Repeater:
    number = _integer(month, 1, 12)
    return Repeater("year", lambda year: cell("month", year * 12 + number - 1))


def _monthday(month: Argument, day: Argument) -> Repeater:
    m, d = _integer(month, 1, 12), _integer(day, 1, 31)
    return Repeater(
        "year", lambda year: cell("day", to_day(year, m, d)) if d <= days_in_month(year, m) else None
    )


def _day_of_month(day: Argument) -> Repeater:
    d = _integer(day, 1, 31)

    def at(number: int) -> Time | None:
        year, month = divmod(number, 12)
        return cell("day", to_day(year, month + 1, d)) if d <= days_in_month(year, month + 1) else None

    return Repeater("month", at)


def _weekday(weekday: Argument) -> Repeater:
    number = _integer(weekday, 1, 7)
    return Repeater("week", lambda week: cell("day", week * 7 + number))


def _quarter(quarter: Argument) -> Repeater:
    number = _integer(quarter, 1, 4)
    return Repeater("year", lambda year: cell("quarter", year * 4 + number - 1))


def _half(half: Argument) -> Repeater:
    number = _integer(half, 1, 2)
    return Repeater("year", lambda year: cell("half", year * 2 + number - 1))


def _season(season: Argument) -> Repeater:
    name = season.name if isinstance(season, Expr) else str(season)
    if name not in SEASONS:
        raise Unresolvable(f"{name} is no season")
    return Repeater("year", lambda year: cell("season", year * 4 + SEASONS[name]))


def _decade(year: Argument) -> Repeater:
    number = _integer(year, 0, 90) // 10
    return Repeater("century", lambda century: cell("decade", century * 10 + number))


def _named(name: Argument) -> Repeater:
    key = name.name if isinstance(name, Expr) else str(name)

    def at(year: int) -> Time | None:
        day = holiday(key, year)
        return None if day is None else cell("day", day)

    return Repeater("year", at)


def _nth(number: Argument, part: Argument, whole: Argument) -> Repeater:
    inner, outer = repeater(part), repeater(whole)

    def at(index: int) -> Time | None:
        time = outer.at(index)
        return None if time is None else nth_inside(_integer(number, -99, 99), inner, time)

    return Repeater(outer.base, at)


def nth_inside(number: int, part: Repeater, whole: Time) -> Time | None:
    """The nth occurrence (from the end when negative) of a repeater inside a bounded time, or None."""
    if whole.first is None or whole.last is None or number == 0:
        return None
    if whole.last - whole.first > 40_000:
        return None
    found = list(part.inside(whole.first, whole.last))
    index = number - 1 if number > 0 else number
    return found[index] if -len(found) <= index < len(found) else None


def _integer(value: Argument, low: int, high: int) -> int:
    if not isinstance(value, int) or not low <= value <= high:
        raise Unresolvable(f"{value} is not between {low} and {high}")
    return value


_FIELDS: dict[str, tuple[Callable[..., Repeater], int]] = {
    "month": (_month, 1),
    "monthday": (_monthday, 2),
    "day-of-month": (_day_of_month, 1),
    "weekday": (_weekday, 1),
    "quarter": (_quarter, 1),
    "half": (_half, 1),
    "season": (_season, 1),
    "decade": (_decade, 1),
    "named": (_named, 1),
    "nth": (_nth, 3),
}
FIELD_NAMES = frozenset(_FIELDS)
