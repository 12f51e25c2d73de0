"""Lengths of time (*three weeks*), and the stretches that are measured from the anchor with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kptimeline.interval import Extent, Granularity
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.times import Time, Unresolvable, day_range_edtf

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator

_LETTERS = {
    "second": "TxS", "minute": "TxM", "hour": "TxH", "day": "xD", "weekend": "xWE", "week": "xW", "month": "xM",
    "quarter": "xQ", "season": "xQ", "half": "xH", "year": "xY", "decade": "xDE", "century": "xCE",
    "night": "xNI", "generation": "xGN",
}  # fmt: skip
_DAYS = {"day": 1, "night": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


def is_duration(expr: Argument) -> bool:
    """Whether an expression is a length of time."""
    return isinstance(expr, Expr) and expr.name in {"duration", "both"}


def timex_value(expr: Argument) -> str:
    """TIMEX3's ISO duration: `P3W`, `PT2H`, `PXY` for *some years*, `P2.5Y`."""
    if not isinstance(expr, Expr):
        raise Unresolvable(f"{expr} is no length of time")
    if expr.name == "both":
        parts = [timex_value(a) for a in expr.args]
        return parts[0] + "".join(p[1:] for p in parts[1:])
    count, unit = expr.args[0], expr.args[1]
    name = unit.name if isinstance(unit, Expr) else str(unit)
    if name not in _LETTERS:
        raise Unresolvable(f"{name} is no unit of length")
    number = "X" if isinstance(count, Expr) else str(count)
    return "P" + _LETTERS[name].replace("x", number)


def duration(ev: Evaluator, count: Argument, unit: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """A bare length of time: a value, and no place in time."""
    value = timex_value(Expr("duration", (count, unit)))
    return Time(None, None, Granularity.VAGUE, value, None, kind="DURATION", placed=False)


def both(ev: Evaluator, *parts: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """*two years and three months*."""
    value = timex_value(Expr("both", parts))
    return Time(None, None, Granularity.VAGUE, value, None, kind="DURATION", placed=False)


def _moved(day: int, expr: Argument, sign: int) -> int | None:
    """A day moved by an exact length of time; None for a fuzzy one."""
    if not isinstance(expr, Expr):
        return None
    if expr.name == "both":
        for part in expr.args:
            moved = _moved(day, part, sign)
            if moved is None:
                return None
            day = moved
        return day
    count, unit = expr.args
    name = unit.name if isinstance(unit, Expr) else str(unit)
    if isinstance(count, Expr):
        return None
    number = float(count) * sign
    if name in _DAYS:
        return day + round(number * _DAYS[name])
    if name in _MONTHS:
        from kptimeline.interval import days_in_month, from_day, to_day

        months = round(number * _MONTHS[name])
        year, month, dom = from_day(day)
        year, month = divmod(year * 12 + month - 1 + months, 12)
        return to_day(year, month + 1, min(dom, days_in_month(year, month + 1)))
    if name in {"hour", "minute"}:
        hours = number if name == "hour" else number / 60
        return day + int(hours // 24 if sign < 0 else -(-hours // 24))
    return None


def _granularity(expr: Argument) -> Granularity:
    unit = expr.args[1] if isinstance(expr, Expr) and expr.name == "duration" else None
    name = unit.name if isinstance(unit, Expr) else "day"
    return cells.UNITS.get(name, Granularity.DAY)


def trailing(ev: Evaluator, length: Argument) -> Time:
    """*the past three weeks*: the stretch that ends on the anchor's day, all through it; fuzzy: open, vague."""
    day = ev.context.base()
    first = _moved(day, length, -1)
    value = timex_value(length)
    granularity = _granularity(length) if first is not None else Granularity.VAGUE
    return Time(
        first, day, granularity, value, day_range_edtf(first, day), kind="DURATION", extent=Extent.THROUGHOUT
    )


def leading(ev: Evaluator, length: Argument) -> Time:
    """*the next three weeks*: the stretch that begins on the anchor's day."""
    day = ev.context.base()
    last = _moved(day, length, 1)
    value = timex_value(length)
    granularity = _granularity(length) if last is not None else Granularity.VAGUE
    return Time(
        day, last, granularity, value, day_range_edtf(day, last), kind="DURATION", extent=Extent.THROUGHOUT
    )


def within(ev: Evaluator, length: Argument) -> Time:
    """*within three weeks*: somewhere in the stretch that begins on the anchor's day."""
    return replace(leading(ev, length), extent=Extent.WITHIN)


def recent(ev: Evaluator, length: Argument = "") -> Time:
    """*recently*, *in recent weeks*, *several years ago*: before the anchor, how long is not said."""
    del length
    day = ev.context.day()
    return Time(None, day, Granularity.VAGUE, "PAST_REF", day_range_edtf(None, day))


def coming(ev: Evaluator, length: Argument = "") -> Time:
    """*soon*, *in the coming weeks*: after the anchor, how long is not said."""
    del length
    day = ev.context.day()
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
                kind="DURATION", extent=Extent.THROUGHOUT)  # fmt: skip


def last_of(ev: Evaluator, length: Argument, whole: Argument) -> Time:
    """*the last two weeks of May*: a stretch at the end of a time."""
    time = ev.time(whole)
    if time.last is None:
        raise Unresolvable("it ends nowhere")
    begin = _moved(time.last, length, -1)
    if begin is None:
        raise Unresolvable("the length of time is not exact")
    return Time(begin + 1, time.last, _granularity(length), timex_value(length), day_range_edtf(begin + 1, time.last),
                kind="DURATION", extent=Extent.THROUGHOUT)  # fmt: skip
