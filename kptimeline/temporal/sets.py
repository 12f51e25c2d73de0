"""Sets: times that come again and again (*every Friday*, *twice a year*); a value, no single place in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.interval import Granularity
from kptimeline.temporal import cells
from kptimeline.temporal.durations import is_duration, timex_value
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.times import Time, Unresolvable

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator


def every(ev: Evaluator, target: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """*every Friday* (`XXXX-WXX-5`), *daily* (`P1D`), *every three years* (`P3Y`)."""
    return _set(_value(target))


def times(ev: Evaluator, count: Argument, target: Argument) -> Time:  # noqa: ARG001 - operators share a signature
    """*twice a year*: the value of the period."""
    if not isinstance(count, int):
        raise Unresolvable(f"{count} is no number of times")
    inner = target.args[0] if isinstance(target, Expr) and target.name == "every" else target
    return _set(_value(inner))


def _set(value: str) -> Time:
    return Time(None, None, Granularity.VAGUE, value, None, kind="SET", placed=False)


def _value(target: Argument) -> str:
    if is_duration(target):
        return timex_value(target)
    if isinstance(target, Expr):
        if not target.args and (target.name in cells.UNITS or target.name == "night"):
            return timex_value(Expr("duration", (1, target)))
        return unplaced_value(target)
    raise Unresolvable(f"{target} does not come again")


_UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
            "half": "XXXX-HX", "season": "XXXX-XX", "year": "XXXX", "decade": "XXX", "century": "XX"}  # fmt: skip


def unplaced_value(expr: Expr) -> str:
    """TIMEX3 of an expression that has no known place: what it does say, `X` for what it does not."""
    args = expr.args
    match expr.name, args:
        case "month", (int(m),):
            return f"XXXX-{m:02d}"
        case "monthday", (int(m), int(d)):
            return f"XXXX-{m:02d}-{d:02d}"
        case "weekday", (int(w),):
            return f"XXXX-WXX-{w}"
        case "quarter", (int(q),):
            return f"XXXX-Q{q}"
        case "half", (int(h),):
            return f"XXXX-H{h}"
        case "season", (Expr(name),):
            return "XXXX-" + {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}.get(name, "XX")
        case "part", (Expr(name), Expr("weekday") as weekday):
            return f"{unplaced_value(weekday)}T{name.upper()}"
        case "part", (Expr(name), _):
            return f"XXXX-XX-XXT{name.upper()}"
        case "at", (Expr("clock", (int(hour), *rest)), _):
            minute = rest[0] if rest and isinstance(rest[0], int) else 0
            return f"XXXX-XX-XXT{hour:02d}:{minute:02d}"
        case "shift", (_, int(count), Expr() as unit) if is_length_from_something(expr):
            return timex_value(Expr("duration", (abs(count), unit)))
        case ("shift", (_, _, unit)) | ("containing", (unit, _)):
            return _UNKNOWN.get(str(unit), "XXXX-XX-XX")
        case (("recent" | "past"), _):
            return "PAST_REF"
        case (("coming" | "future"), _):
            return "FUTURE_REF"
        case "present", _:
            return "PRESENT_REF"
        case (("last" | "next" | "within"), (Expr() as inner,)) if is_duration(inner):
            return timex_value(inner)
        case _:
            for arg in args:
                if isinstance(arg, Expr):
                    return _UNKNOWN.get(arg.name, "") or unplaced_value(arg)
    return _UNKNOWN.get(expr.name, "XXXX-XX-XX")


def is_length_from_something(expr: Expr) -> bool:
    """Whether it is counted from an event, or in several units from a date before it: *two days after the crash*.

    TIMEX3 marks the length alone there. Where what it is counted from has no date, the length is what is known: so
    the annotators of the news corpora in 11 phrases that they did not date themselves, none of them otherwise.
    """
    match expr.name, expr.args:
        case "shift", (Expr("event"), int(), _):
            return True
        case "shift", (Expr("previous-mention"), int(count), Expr(unit)):
            return abs(count) > 1 or unit in {"hour", "minute"}
        case _:
            return False
