"""Evaluating an expression in a context: total, in that every expression gives a Time or a stated reason."""

from __future__ import annotations

from msgspec.structs import replace

from kptimeline.records import Tense
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.operators import OPERATORS
from kptimeline.temporal.repeaters import is_repeater
from kptimeline.temporal.times import Context, Time, Unresolvable


class Evaluator:
    """One evaluation. What a part infers, and the rivals it passed over, become the whole's."""

    __slots__ = ("_parts", "context")

    def __init__(self, context: Context) -> None:
        self.context = context
        self._parts: list[tuple[Expr, Time]] = []

    def time(self, expr: Argument) -> Time:
        """The time that a part of an expression means, its guesses kept aside for the whole."""
        time = self.whole(expr)
        if time.inferred or time.rivals or time.ambiguous:
            return replace(time, inferred=(), rivals=(), ambiguous=False)
        return time

    def ahead(self, expr: Argument) -> Time:
        """The time of a limit (*until*, *by*): it lies ahead, rather even in the past tense."""
        before = self.context
        self.context = replace(before, limit=True, plan=before.plan or before.tense is not Tense.PAST)
        try:
            return self.time(expr)
        finally:
            self.context = before

    def back_from(self, day: int, expr: Argument) -> Time:
        """The time that an expression means, told in the past tense on a day (an ordinal)."""
        before = self.context
        self.context = replace(before, anchor=day, tense=Tense.PAST, plan=False, stated=True)
        try:
            return self.time(expr)
        finally:
            self.context = before

    def whole(self, expr: Argument) -> Time:
        """The time that an expression means. Raises Unresolvable with the reason."""
        if not isinstance(expr, Expr):
            raise Unresolvable(f"{expr} is no time")
        operator = OPERATORS.get(expr.name)
        if operator is None:
            if is_repeater(expr):
                return self.whole(Expr("nearest", (expr,)))
            raise Unresolvable(f"the expression language has no {expr.name}")
        if not operator.least <= len(expr.args) <= operator.most:
            raise Unresolvable(f"{expr.name} takes {operator.least} to {operator.most} arguments")
        outer, self._parts = self._parts, []
        time = operator.apply(self, *expr.args)
        for part_expr, part in self._parts:
            time = _inherit(expr, time, part_expr, part)
        outer.append((expr, time))
        self._parts = outer
        return time


def _inherit(expr: Expr, time: Time, part_expr: Expr, part: Time) -> Time:
    if not (part.inferred or part.rivals or part.ambiguous):
        return time
    rivals = time.rivals + tuple(
        (Expr(expr.name, tuple(rival if a is part_expr else a for a in expr.args)), weight)
        for rival, weight in part.rivals
        if any(a is part_expr for a in expr.args)
    )
    inferred = time.inferred + tuple(i for i in part.inferred if i not in time.inferred)
    return replace(
        time, inferred=inferred, rivals=_unique(rivals), ambiguous=time.ambiguous or part.ambiguous
    )


def _unique(rivals: tuple[tuple[Expr, float], ...]) -> tuple[tuple[Expr, float], ...]:
    return tuple(dict.fromkeys(rivals))


def evaluate(expr: Expr, context: Context) -> Time:
    """The time that an expression means in a context. Raises Unresolvable with the reason."""
    return Evaluator(context).whole(expr)
