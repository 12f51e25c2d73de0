"""Decisions that words alone do not make, each named, with its evidence; docs/dates.md tells them to users.

Every policy returns the occurrence it takes, what it inferred, and the rivals it passed over.
"""

from __future__ import annotations

from dataclasses import replace

from kptimeline.interval import from_day
from kptimeline.records import Tense
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.repeaters import Repeater
from kptimeline.temporal.times import Context, Time, Unresolvable

# *last October* said in November or December means the year before: gold of the news corpora (DESIGN, section 5).
RECENT_MONTHS = 2
# Weight of the other direction for a bare weekday: on weekdays of agency leads 8 in 100 point forward.
OTHER_DIRECTION = 0.1


def bare_weekday(field: Expr, weekday: Repeater, context: Context) -> Time:
    """*on Friday*: forward in future tense and plans, else the dateline's day or the latest before it."""
    day = context.base()
    forward = context.plan or context.tense is Tense.FUTURE
    time = weekday.since(day) if forward else weekday.until(day)
    rival = Expr("last" if forward else "next", (field,))
    return replace(time, inferred=("week",), rivals=((rival, OTHER_DIRECTION),))


def bare_in_year(field: Expr, repeater: Repeater, context: Context) -> Time:
    """*in October*, *Dec 29*: the year that tense and the anchor make most natural, across New Year both ways."""
    if context.genre == "narrative":
        return year_of_the_story(repeater, context)
    day = context.base()
    before, after = repeater.until(day), repeater.since(day)
    if before.first == after.first:
        return replace(before, inferred=("year",))
    if context.plan or context.tense is Tense.FUTURE:
        time, other = after, before
    elif context.tense is Tense.PAST:
        time, other = before, after
    else:
        assert before.last is not None and after.first is not None  # noqa: PT018 - cells are bounded
        near = day - before.last <= after.first - day
        time, other = (before, after) if near else (after, before)
    assert other.first is not None  # cells are bounded
    rival = Expr("of", (field, Expr("year", (from_day(other.first)[0],))))
    return replace(time, inferred=("year",), rivals=((rival, OTHER_DIRECTION),))


def year_of_the_story(repeater: Repeater, context: Context) -> Time:
    """Narrative: a yearless date belongs to the year of the date before it in the text."""
    previous = context.previous
    if previous is None or previous.first is None:
        raise Unresolvable("no date before it in the text to take the year from")
    year = from_day(previous.first)[0]
    for time in repeater.inside(*cells.bounds("year", year)):
        return replace(time, inferred=("year",))
    raise Unresolvable("no such day in the year of the date before it")


def last_in_year(field: Expr, repeater: Repeater, context: Context) -> Time:
    """*last October*: the latest, unless it lies only a month or two back in the dateline's own year."""
    day = context.base()
    time = repeater.before(day)
    assert time.first is not None  # cells are bounded
    year, month, _ = from_day(day)
    time_year, time_month, _ = from_day(time.first)
    if time_year == year and month - time_month <= RECENT_MONTHS and _monthly(field):
        rival = Expr("of", (field, Expr("this", (Expr("year"),))))
        earlier = repeater.before(time.first)
        return replace(earlier, inferred=("year",), ambiguous=True, rivals=((rival, 0.5),))
    return time


def _monthly(field: Argument) -> bool:
    return isinstance(field, Expr) and field.name in {"month", "monthday"}


def this_in_year(repeater: Repeater, context: Context) -> Time:
    """*this October*, *this summer*: the one of the dateline's own year; *this winter* the nearer one."""
    day = context.base()
    year = from_day(day)[0]
    found = [
        t for t in repeater.inside(*cells.bounds("year", year - 1)) if t.last is not None and t.last >= day
    ]
    found += repeater.inside(*cells.bounds("year", year))
    if not found:
        raise Unresolvable("no such day in the dateline's year")
    return found[0]
