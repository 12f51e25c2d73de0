"""The little arithmetic that `means` may do with the numbers that a pattern caught.

`with-plus($a, $b)` and its like are worked out while parsing; they never reach an Expression. None makes
the rule not apply (there is no 31st hour).
"""

from __future__ import annotations

from collections.abc import Callable

from kptimeline.temporal.expression import Argument, Expr


def _plus(*numbers: int) -> int:
    return sum(numbers)


def _times(a: int, b: int) -> int:
    return a * b


def _negative(a: int) -> int:
    return -a


def _bc(year: int) -> int:
    return 1 - year


def _completed(year: int, two: int) -> int | None:
    """*1985-86*: the second year of a pair, in the century of the first or the next."""
    full = year - year % 100 + two
    if full <= year:
        full += 100
    return full if 0 < full - year <= 60 else None


def _full_year(two: int) -> int:
    """*'90s*, *'85*: the nearest such year to the turn of the millennium."""
    return 1900 + two if two >= 30 else 2000 + two


def _pm(hour: int) -> int | None:
    return hour % 12 + 12 if 0 <= hour <= 12 else (hour if hour < 24 else None)


def _am(hour: int) -> int | None:
    return hour % 12 if 0 <= hour <= 12 else None


def _same(low: int, value: int, high: int) -> int | None:
    return value if low <= value <= high else None


def _on_clock(change: Callable[[int], int | None], clock: Argument) -> Expr | None:
    if not isinstance(clock, Expr) or not clock.args or not isinstance(clock.args[0], int):
        return None
    hour = change(clock.args[0])
    return None if hour is None else Expr(clock.name, (hour, *clock.args[1:]))


def _zoned(clock: Argument, zone: Argument) -> Expr | None:
    """A clock time in a named zone; without minutes they are on the hour."""
    if not isinstance(clock, Expr) or clock.name != "clock" or len(clock.args) > 2:
        return None
    hour, minute = (*clock.args, 0)[:2]
    return Expr("clock", (hour, minute, zone))


def _half_more(number: Argument) -> str | None:
    return f"{number}.5" if isinstance(number, int) else None


STRUCTURAL: dict[str, Callable[..., Argument | None]] = {
    "with-half": _half_more,
    "with-words": lambda *words: " ".join(map(str, words)),
    "with-clock-am": lambda clock: _on_clock(_am, clock),
    "with-clock-pm": lambda clock: _on_clock(_pm, clock),
    "with-zone": _zoned,
}
ARITHMETIC: dict[str, Callable[..., int | None]] = {
    "with-plus": _plus,
    "with-times": _times,
    "with-negative": _negative,
    "with-bc": _bc,
    "with-completed": _completed,
    "with-full-year": _full_year,
    "with-pm": _pm,
    "with-am": _am,
    "with-range": _same,
}


def work_out(expr: Argument) -> Argument | None:
    """An expression with its arithmetic done, or None where it cannot be."""
    if not isinstance(expr, Expr) or not expr.args:
        return expr
    args: list[Argument] = []
    for arg in expr.args:
        value = work_out(arg)
        if value is None:
            return None
        args.append(value)
    if expr.name in STRUCTURAL:
        return STRUCTURAL[expr.name](*args)
    operation = ARITHMETIC.get(expr.name)
    if operation is None:
        return Expr(expr.name, tuple(args))
    if not all(isinstance(a, int) for a in args):
        return None
    return operation(*args)
