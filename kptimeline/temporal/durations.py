"""Lengths of time (*three weeks*), and the stretches that are measured from the anchor with them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from kptimeline.interval import Extent, Granularity, days_in_month, from_day, to_day
from kptimeline.records import Tense
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.times import Time, Unresolvable, cell, day_range_edtf

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator

_LETTERS = {
    "second": "TxS", "minute": "TxM", "hour": "TxH", "day": "xD", "weekend": "xWE", "week": "xW", "month": "xM",
    "quarter": "xQ", "season": "xQ", "half": "xH", "year": "xY", "decade": "x0Y", "century": "x00Y",
    "night": "xNI", "generation": "xGN",
}  # fmt: skip
_MODS = frozenset({"approx", "more-than", "less-than", "at-least", "at-most"})
# Half a unit as TIMEX3 spells it after whole ones: two and a half years are P2Y6M.
_HALVES = {"year": "6M", "day": "T12H", "hour": "30M", "minute": "30S"}
_DAYS = {"day": 1, "night": 1, "week": 7}
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


# Days beyond which no one counts: the years -8000 to 11000.
EARLIEST, LATEST = -3_000_000, 4_000_000


def is_duration(expr: Argument) -> bool:
    """Whether an expression is a length of time."""
    if isinstance(expr, Expr) and expr.name in _MODS and expr.args:
        return is_duration(expr.args[0])
    return isinstance(expr, Expr) and expr.name in {"duration", "both"}


def _lengths(expr: Argument) -> list[tuple[str | None, str]]:
    """Counts (None for *some*) and units of a length of time. Raises Unresolvable for anything else."""
    match expr:
        case Expr("both", parts) if parts:
            return [length for part in parts for length in _lengths(part)]
        case Expr(mod, (inner,)) if mod in _MODS:
            return _lengths(inner)
        case Expr("duration", (int() | str() as count, Expr(unit, ()))) if unit in _LETTERS and _number(
            count
        ):
            return [(str(count), unit)]
        case Expr("duration", (Expr("some"), Expr(unit, ()))) if unit in _LETTERS:
            return [(None, unit)]
    raise Unresolvable(f"{expr} is no length of time")


def _number(count: int | str) -> bool:
    return re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", str(count)) is not None


def timex_value(expr: Argument) -> str:
    """TIMEX3's ISO duration: `P3W`, `PT2H`, `PXY` for *some years*, `P2.5Y`."""
    return "P" + "".join(_spelled(count, unit) for count, unit in _lengths(expr))


def _spelled(count: str | None, unit: str) -> str:
    letters = _LETTERS[unit]
    if count is not None and count.endswith(".5") and unit in _HALVES:
        whole = letters.replace("x", count[:-2]) if count != "0.5" else letters[: letters.index("x")]
        return whole + _HALVES[unit]
    if count is None:
        return letters.replace("x0", "x").replace("x0", "x").replace("x", "X")
    if "." in count and "x0" in letters:
        return f"{float(count) * 10 ** letters.count('0'):g}Y"
    return letters.replace("x", count)


def duration(ev: Evaluator, count: Argument, unit: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """A bare length of time: a value, and no place in time."""
    value = timex_value(Expr("duration", (count, unit)))
    return Time(None, None, Granularity.VAGUE, value, None, kind="DURATION", placed=False)


def both(ev: Evaluator, *parts: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """*two years and three months*."""
    value = timex_value(Expr("both", parts))
    return Time(None, None, Granularity.VAGUE, value, None, kind="DURATION", placed=False)


def _moved(day: int, expr: Argument, sign: int) -> int | None:
    """A day moved by a length of time; None where its count or unit is not exact."""
    for count, unit in _lengths(expr):
        if count is None:
            return None
        number = float(count) * sign
        if unit in _DAYS:
            day += round(number * _DAYS[unit])
        elif unit in _MONTHS:
            day = _moved_months(day, round(number * _MONTHS[unit]))
        elif unit in _HOURS:
            hours = number * _HOURS[unit]
            day += math.floor(hours / 24) if sign < 0 else math.ceil(hours / 24)
        else:
            return None
    if not EARLIEST < day < LATEST:
        raise Unresolvable("it lies outside the calendar")
    return day


def _moved_months(day: int, months: int) -> int:
    year, month, dom = from_day(day)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return to_day(year, month + 1, min(dom, days_in_month(year, month + 1)))


def _granularity(expr: Argument) -> Granularity:
    """That of the coarsest unit in it."""
    units = [cells.UNITS.get(unit, Granularity.DAY) for _, unit in _lengths(expr)]
    return max((Granularity.DAY, *units), key=lambda g: g.rank)


def trailing(ev: Evaluator, length: Argument) -> Time:
    """*the past three weeks*: somewhere in the stretch that ends on the anchor's day; a fuzzy one is open."""
    day = ev.context.base()
    first = _moved(day, length, -1)
    value = timex_value(length)
    granularity = _granularity(length) if first is not None else Granularity.VAGUE
    return Time(first, day, granularity, value, day_range_edtf(first, day), kind="DURATION")


def leading(ev: Evaluator, length: Argument) -> Time:
    """*the next three weeks*: the stretch that begins on the anchor's day."""
    day = ev.context.base()
    last = _moved(day, length, 1)
    value = timex_value(length)
    granularity = _granularity(length) if last is not None else Granularity.VAGUE
    return Time(day, last, granularity, value, day_range_edtf(day, last), kind="DURATION")


def within(ev: Evaluator, length: Argument) -> Time:
    """*within three weeks*: somewhere in the stretch that begins on the anchor's day."""
    return leading(ev, length)


def in_(ev: Evaluator, length: Argument) -> Time:
    """*in two weeks*: the week in which it will be, when the clause points ahead; else only a length.

    (*the first such offer in seven years* dates nothing.)
    """
    value = timex_value(length)
    parts = _lengths(length)
    context = ev.context
    if (
        not (context.plan or context.tense is Tense.FUTURE)
        or len(parts) != 1
        or not (parts[0][0] or "").isdigit()
    ):
        return Time(None, None, Granularity.VAGUE, value, None, kind="DURATION", placed=False)
    count, unit = parts[0]
    assert count is not None  # looked at above
    return ev.time(Expr("shift", (Expr("base"), int(count), Expr(unit))))


def recent(ev: Evaluator, length: Argument = "") -> Time:
    """*recently*, *in recent weeks*: before the anchor, how long is not said."""
    day = ev.context.day()
    if isinstance(length, Expr):
        return Time(
            None, day, Granularity.VAGUE, timex_value(length), day_range_edtf(None, day), kind="DURATION"
        )
    return Time(None, day, Granularity.VAGUE, "PAST_REF", day_range_edtf(None, day))


def coming(ev: Evaluator, length: Argument = "", start: Argument = "") -> Time:
    """*soon*, *in the coming weeks*: after the anchor, how long is not said; *in the following weeks*: after `start`."""
    day = ev.time(start).last if isinstance(start, Expr) else ev.context.day()
    if day is None:
        raise Unresolvable("the time that it is counted from is open")
    if isinstance(length, Expr):
        return Time(
            day, None, Granularity.VAGUE, timex_value(length), day_range_edtf(day, None), kind="DURATION"
        )
    return Time(day, None, Granularity.VAGUE, "FUTURE_REF", day_range_edtf(day, None))


def first_of(ev: Evaluator, length: Argument, whole: Argument) -> Time:
    """*the first two weeks of May*: a stretch at the beginning of a time."""
    time = ev.time(whole)
    if time.first is None:
        raise Unresolvable("it begins nowhere")
    end = _moved(time.first, length, 1)
    if end is None:
        raise Unresolvable("the length of time is not exact")
    return Time(time.first, end - 1, _granularity(length), timex_value(length), day_range_edtf(time.first, end - 1),
                kind="DURATION")  # fmt: skip


def last_of(ev: Evaluator, length: Argument, whole: Argument) -> Time:
    """*the last two weeks of May*: a stretch at the end of a time."""
    time = ev.time(whole)
    if time.last is None:
        raise Unresolvable("it ends nowhere")
    begin = _moved(time.last, length, -1)
    if begin is None:
        raise Unresolvable("the length of time is not exact")
    return Time(begin + 1, time.last, _granularity(length), timex_value(length), day_range_edtf(begin + 1, time.last),
                kind="DURATION")  # fmt: skip


def some_later(ev: Evaluator, start: Argument) -> Time:
    """*a few months later*: after another time, how long is not said."""
    last = ev.time(start).last
    if last is None:
        raise Unresolvable("the time that it is counted from is open")
    return Time(last, None, Granularity.VAGUE, "FUTURE_REF", day_range_edtf(last, None))


def some_earlier(ev: Evaluator, end: Argument) -> Time:
    """*a few months earlier*: before another time, how long is not said."""
    first = ev.time(end).first
    if first is None:
        raise Unresolvable("the time that it is counted from is open")
    return Time(None, first, Granularity.VAGUE, "PAST_REF", day_range_edtf(None, first))


def ending(ev: Evaluator, unit: Argument, end: Argument) -> Time:
    """*the quarter ended Sept. 30*: the unit of the calendar where it ends with one, else the length up to a day."""
    name = unit.name if isinstance(unit, Expr) else str(unit)
    length = Expr("duration", (1, unit))
    day = ev.time(end).last
    if day is None or name not in cells.UNITS or name in {"hour", "minute"}:
        raise Unresolvable("it ends nowhere")
    number = cells.containing(name, day)
    if name == "quarter" or cells.bounds(name, number)[1] == day:
        return cell(name, number)
    begin = _moved(day, length, -1)
    assert begin is not None  # one unit is exact
    return Time(begin + 1, day, _granularity(length), timex_value(length), day_range_edtf(begin + 1, day),
                kind="DURATION", extent=Extent.THROUGHOUT)  # fmt: skip
