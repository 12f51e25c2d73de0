"""Resolutions in the standards of the field: TIMEX3 (type, value, mod) and EDTF (ISO 8601-2)."""

from __future__ import annotations

import re
from functools import lru_cache

from kptimeline.interval import Interval
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Expr, parse
from kptimeline.temporal.operators import ANCHORED
from kptimeline.temporal.sets import is_length_from_something, unplaced_value
from kptimeline.temporal.times import Unresolvable, day_range_edtf

_TIME_OPERATORS = {"at", "part"}
_QUALIFIERS = {"since", "until", "before", "after", "by", "early", "mid", "late", "approx", "throughout"}
_LENGTH = re.compile(r"P[\dXT]")  # not PAST_REF
_LENGTHS = {"duration", "both", "first-of", "last-of", "within"}


def timex_of_unresolved(expr: Expr) -> tuple[str, str]:
    """TIMEX3 type and value of an expression without a known place: X for what is not known."""
    name = expr.name
    if name in _QUALIFIERS and expr.args and isinstance(expr.args[0], Expr):
        return timex_of_unresolved(expr.args[0])
    match name, expr.args:  # each end of a range is a phrase of its own
        case (("from" | "between"), (Expr() as end, _)) | (("to" | "and"), (_, Expr() as end)):
            return timex_of_unresolved(end)
    if is_length_from_something(expr):
        return "DURATION", unplaced_value(expr)
    kind = "TIME" if name in _TIME_OPERATORS else "DURATION" if name in _LENGTHS else "DATE"
    try:
        value = unplaced_value(expr)
        return ("DURATION" if _LENGTH.match(value) else kind), value
    except Unresolvable:  # a length of time that is none
        return kind, "XXXX-XX-XX"


def hangs_alone(expression: str) -> bool:
    """Whether a phrase is an event and no word of time: *since the truce*. TIMEX3 marks no such phrase."""
    return expression.startswith(("since(event(", "until(event(", "anniversary(event("))


@lru_cache(maxsize=4096)
def depends_on_anchor(expression: str) -> bool:
    """Whether what an expression means changes with the article's day."""
    return _depends(parse(expression))


def _depends(expr: Expr) -> bool:
    return expr.name in ANCHORED or any(_depends(arg) for arg in expr.args if isinstance(arg, Expr))


def edtf_of(interval: Interval) -> str:
    """The EDTF of an interval that no phrase gave: its calendar cell's, else its days'; the clock is no part of it."""
    first, last, unit = interval.first, interval.last, interval.granularity.value
    if first is not None and last is not None and unit in cells.UNITS and unit not in {"minute", "hour"}:
        number = cells.containing(unit, first)
        if cells.bounds(unit, number) == (first, last):
            return cells.edtf(unit, number)
    if first is not None and first == last:
        return cells.edtf("day", first)
    return day_range_edtf(first, last)
