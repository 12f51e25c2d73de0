"""The operators of the expression language: the closed table that kptimeline.temporal.evaluate uses.

calendar   date(y, m, d)  year(y)  fiscal-year(y)  decade-of(y)  century(n)  juche(n)  iso-week(y, n)
fields     month weekday monthday day-of-month quarter half season decade named nth (repeaters), and units
moves      present  base  following(x, y)  preceding(x, y)  near(x, y)  in(d)  last(x)  next(x)  this(x)  nearest(x)  shift(x, n, unit)  counterpart(x, n, unit)  counterpart-in(x, y)  nth(n, x, y)
           previous-mention  told(unit)  containing(unit, x)  event("name")  anniversary(x, n)
spans      since until before after by span between and from to of part at early mid late
lengths    duration(n, unit)  both(…)  within(d)  recent(d)  coming(d, x)  ending(unit, x)  first-of(d, x)  last-of(d, x)
vague      past  future  recent  coming;  approx more-than less-than at-least at-most
sets       every(x)  times(n, x)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kptimeline.interval import days_in_month, to_day
from kptimeline.temporal import cells, clock, durations, moves, sets, spans
from kptimeline.temporal.expression import Argument
from kptimeline.temporal.times import Time, Unresolvable, cell

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator

JUCHE_BEFORE_FIRST = 1911  # Juche 1 is 1912


class Operator(Struct, frozen=True):
    """How an operator is applied, and how many arguments it takes."""

    apply: Callable[..., Time]
    least: int
    most: int


def _year_number(value: Argument) -> int:
    if not isinstance(value, int) or not -20_000 < value <= 9998:
        raise Unresolvable(f"{value} is no year")
    return value


def _date(ev: Evaluator, year: Argument, month: Argument, day: Argument) -> Time:  # noqa: ARG001
    y = _year_number(year)
    if not isinstance(month, int) or not isinstance(day, int) or not 1 <= month <= 12:
        raise Unresolvable("there is no such date")
    if not 1 <= day <= days_in_month(y, month):
        raise Unresolvable("there is no such date")
    return cell("day", to_day(y, month, day))


def _year(ev: Evaluator, year: Argument) -> Time:  # noqa: ARG001
    return cell("year", _year_number(year))


def _juche(ev: Evaluator, number: Argument) -> Time:  # noqa: ARG001
    return cell("year", _year_number(number) + JUCHE_BEFORE_FIRST)


def _fiscal_year(ev: Evaluator, year: Argument) -> Time:  # noqa: ARG001
    y = _year_number(year)
    time = cell("year", y)
    # Whose fiscal year it is, and so when it begins, is not said.
    return replace(time, edtf=f"{time.edtf}~", unit=None, number=None)


def _decade_of(ev: Evaluator, year: Argument) -> Time:  # noqa: ARG001
    return cell("decade", cells.of_year("decade", _year_number(year)))


def _century(ev: Evaluator, number: Argument) -> Time:  # noqa: ARG001
    if not isinstance(number, int) or not -200 < number < 99:
        raise Unresolvable(f"{number} is no century")
    return cell("century", number - 1 if number > 0 else number)


def _iso_week(ev: Evaluator, year: Argument, week: Argument) -> Time:  # noqa: ARG001
    first = cells.containing("week", to_day(_year_number(year), 1, 4))
    if not isinstance(week, int) or not 1 <= week <= 53:
        raise Unresolvable(f"{week} is no week of a year")
    time = cell("week", first + week - 1)
    if cells.iso_week(first + week - 1)[0] != year:
        raise Unresolvable(f"{year} has no week {week}")
    return time


def _base(ev: Evaluator) -> Time:
    return cell("day", ev.context.base())


def _mod(mod: str) -> Callable[[Evaluator, Argument], Time]:
    return lambda ev, inner: spans.qualified(ev, mod, inner)


def _portion(which: str) -> Callable[[Evaluator, Argument], Time]:
    return lambda ev, inner: spans.portion(ev, which, inner)


OPERATORS: dict[str, Operator] = {
    "date": Operator(_date, 3, 3),
    "year": Operator(_year, 1, 1),
    "juche": Operator(_juche, 1, 1),
    "fiscal-year": Operator(_fiscal_year, 1, 1),
    "decade-of": Operator(_decade_of, 1, 1),
    "century": Operator(_century, 1, 1),
    "iso-week": Operator(_iso_week, 2, 2),
    "present": Operator(moves.present, 0, 0),
    "base": Operator(_base, 0, 0),
    "nearest": Operator(moves.nearest, 1, 1),
    "last": Operator(moves.last, 1, 1),
    "next": Operator(moves.next_, 1, 1),
    "this": Operator(moves.this, 1, 1),
    "shift": Operator(moves.shift, 3, 3),
    "counterpart": Operator(moves.counterpart, 3, 3),
    "counterpart-in": Operator(moves.counterpart_in, 2, 2),
    "nth": Operator(moves.nth, 3, 3),
    "previous-mention": Operator(moves.previous_mention, 0, 0),
    "told": Operator(moves.told, 1, 1),
    "containing": Operator(moves.containing, 2, 2),
    "event": Operator(moves.event, 1, 2),
    "anniversary": Operator(moves.anniversary, 1, 2),
    "since": Operator(spans.since, 1, 1),
    "until": Operator(spans.until, 1, 1),
    "before": Operator(spans.before, 1, 1),
    "after": Operator(spans.after, 1, 1),
    "by": Operator(spans.by, 1, 1),
    "throughout": Operator(spans.throughout, 1, 1),
    "elapsed": Operator(spans.elapsed, 1, 1),
    "remaining": Operator(spans.remaining, 1, 1),
    "following": Operator(moves.following, 2, 2),
    "preceding": Operator(moves.preceding, 2, 2),
    "near": Operator(moves.near, 2, 2),
    "in": Operator(durations.in_, 1, 1),
    "span": Operator(spans.span, 2, 2),
    "between": Operator(spans.between, 2, 2),
    "and": Operator(spans.and_, 2, 2),
    "from": Operator(spans.from_, 2, 2),
    "to": Operator(spans.to, 2, 2),
    "of": Operator(spans.of, 2, 2),
    "part": Operator(spans.part, 2, 2),
    "at": Operator(clock.at, 2, 2),
    "early": Operator(_portion("early"), 1, 1),
    "mid": Operator(_portion("mid"), 1, 1),
    "late": Operator(_portion("late"), 1, 1),
    "approx": Operator(_mod("APPROX"), 1, 1),
    "more-than": Operator(_mod("MORE_THAN"), 1, 1),
    "less-than": Operator(_mod("LESS_THAN"), 1, 1),
    "at-least": Operator(_mod("EQUAL_OR_MORE"), 1, 1),
    "at-most": Operator(_mod("EQUAL_OR_LESS"), 1, 1),
    "past": Operator(spans.past, 0, 0),
    "future": Operator(spans.future, 0, 0),
    "duration": Operator(durations.duration, 2, 2),
    "both": Operator(durations.both, 2, 4),
    "within": Operator(durations.within, 1, 1),
    "recent": Operator(durations.recent, 0, 1),
    "coming": Operator(durations.coming, 0, 2),
    "ending": Operator(durations.ending, 2, 2),
    "some-later": Operator(durations.some_later, 1, 1),
    "some-earlier": Operator(durations.some_earlier, 1, 1),
    "first-of": Operator(durations.first_of, 2, 2),
    "last-of": Operator(durations.last_of, 2, 2),
    "every": Operator(sets.every, 1, 1),
    "times": Operator(sets.times, 2, 2),
}

# Those whose result depends on the article's day.
ANCHORED = {
    "in",
    "elapsed",
    "remaining",
    "present",
    "base",
    "nearest",
    "last",
    "next",
    "this",
    "past",
    "future",
    "within",
    "recent",
    "coming",
}
