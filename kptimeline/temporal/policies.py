"""Decisions that words alone do not make, each named, with its evidence; docs/dates.md tells them to users.

Every policy returns the occurrence it takes, what it inferred, and the rivals it passed over.
"""

from __future__ import annotations

from msgspec.structs import replace

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
# The same where no verb form near tells the direction.
UNTOLD_DIRECTION = 0.3
# A bare weekday five or six days back is not said: of 33 such in 1,500 agency leads all but one lay ahead.
NOT_SO_FAR_BACK = 5
# How many times farther, and how many days more, a yearless date may lie in the direction that tense gives
# than in the other before the other is taken (yearless dates of the news corpora).
AGAINST_TENSE = 4
SLACK = 30
LIMIT_AGAINST_TENSE = 2  # the same for limits (*until*, *by*), which mostly lie ahead
# In a story time runs on: a month that would lie behind the last date is rather the next year's.
BACKWARD_COST = 1.5
# The same for limits: what a story was to have *by December* is still to come there.
LIMIT_BACKWARD_COST = 4.0
# Days within which a story goes on from its last date, whatever year it names in between.
GOES_ON = 60
# The same where that year is later than the date. WikiWars, by sixes and fives of its texts: any figures from 31 to
# 60 and from 10 to 31 days give the same; 60 for both loses four dates of the five.
GOES_ON_UNTIL_LATER = 20


def bare_weekday(field: Expr, weekday: Repeater, context: Context) -> Time:
    """*on Friday*: forward in future tense and plans, else the dateline's day or the latest before it."""
    day = context.base()
    forward = context.plan or context.tense is Tense.FUTURE
    time = weekday.since(day) if forward else weekday.until(day)
    if not forward and not context.stated and time.first is not None and day - time.first >= NOT_SO_FAR_BACK:
        return _coming_weekday(field, weekday, day)
    rival = Expr("last", (field,)) if forward else Expr("following", (field, Expr("base")))
    return replace(time, inferred=("week",), rivals=((rival, _other_direction(context)),))


def _coming_weekday(field: Expr, weekday: Repeater, day: int) -> Time:
    """*ahead of elections Friday*, told on a Saturday or Sunday before: the coming one, whatever the tense."""
    rival = Expr("last", (field,))
    return replace(weekday.since(day), inferred=("week",), rivals=((rival, UNTOLD_DIRECTION),))


def next_weekday(weekday: Repeater, context: Context) -> Time:
    """*next Friday*: the one of the week to come; the nearest, when that is another, is its rival."""
    day = context.base()
    time = weekday.at(cells.containing("week", day) + 1)
    assert time is not None  # every week has every weekday
    nearest = weekday.after(day)
    if nearest.number == time.number or nearest.number is None:
        return time
    rival = Expr("shift", (Expr("base"), nearest.number - day, Expr("day")))
    return replace(time, ambiguous=True, rivals=((rival, 0.5),))


def bare_in_year(field: Expr, repeater: Repeater, context: Context) -> Time:
    """*in October*, *Dec 29*: the year that tense and the anchor make most natural, across New Year both ways."""
    if context.genre == "narrative":
        return year_of_the_story(repeater, context)
    day = context.base()
    before, after = repeater.until(day), repeater.since(day)
    if before.first == after.first:
        return replace(before, inferred=("year",))
    forward = _points_forward(before, after, day, context)
    time, other = (after, before) if forward else (before, after)
    assert other.first is not None  # cells are bounded
    rival = Expr("of", (field, Expr("year", (from_day(other.first)[0],))))
    return replace(time, inferred=("year",), rivals=((rival, _other_direction(context)),))


def _other_direction(context: Context) -> float:
    told = context.plan or context.tense in {Tense.PAST, Tense.FUTURE}
    return OTHER_DIRECTION if told else UNTOLD_DIRECTION


def _points_forward(before: Time, after: Time, day: int, context: Context) -> bool:
    """Whether a yearless date lies ahead: as tense says, unless that is much farther than the other way.

    In the dateline's own year tense decides alone: in December *in January* of the past tense is eleven
    months back. Into another year writers mostly say which, so there the nearer day can win against tense
    (*payable Dec. 7*, told in the past tense of late October).
    """
    assert before.last is not None and after.first is not None  # noqa: PT018 - cells are bounded
    back, ahead = day - before.last, after.first - day
    if context.plan or context.tense is Tense.FUTURE:
        return from_day(after.first)[0] == from_day(day)[0] or ahead <= AGAINST_TENSE * back + SLACK
    if context.tense is Tense.PAST:
        far = back > (LIMIT_AGAINST_TENSE if context.limit else AGAINST_TENSE) * ahead + SLACK
        return far and (context.limit or from_day(before.last)[0] != from_day(day)[0])
    return ahead < back


def year_of_the_story(repeater: Repeater, context: Context) -> Time:
    """Narrative: a yearless date runs on from the dates before it in the text.

    After a date of a season or finer it is the nearest such day, forward rather than back. A bare year told since
    gives its own, unless the story simply goes on: a year named in passing does not move it, and a later one
    (the heading of the next part) is seldom named in passing.
    """
    previous, dated = context.previous, context.dated
    if previous is None or previous.first is None:
        raise Unresolvable("no date before it in the text to take the year from")
    if dated is not None and dated.first is not None:
        next_one = nearest_to(repeater, dated.first, LIMIT_BACKWARD_COST if context.limit else BACKWARD_COST)
        assert next_one.first is not None  # cells are bounded
        goes_on = GOES_ON_UNTIL_LATER if previous.first > dated.first else GOES_ON
        if previous is dated or 0 <= next_one.first - dated.first <= goes_on:
            return replace(next_one, inferred=("year",))
    for time in repeater.inside(*cells.bounds("year", from_day(previous.first)[0])):
        return replace(time, inferred=("year",))
    raise Unresolvable("no such day in the year of the date before it")


def next_of_the_story(repeater: Repeater, context: Context) -> Time:
    """Narrative: *on the 9th*, *on Friday* is the first such day from the last date on, for a story runs on."""
    return replace(repeater.since(context.base()), inferred=(repeater.base,))


def nearest_to(repeater: Repeater, start: int, backward: float = BACKWARD_COST) -> Time:
    """The occurrence that begins nearest to a day; each day back counts as `backward` days ahead."""
    year = from_day(start)[0]
    found = list(repeater.inside(cells.bounds("year", year - 1)[0], cells.bounds("year", year + 1)[1]))

    def cost(time: Time) -> float:
        assert time.first is not None  # cells are bounded
        return time.first - start if time.first >= start else backward * (start - time.first)

    if not found:
        raise Unresolvable("no such day near the date before it")
    return min(found, key=cost)


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


def is_reported_on(time: Time, before: Time | None, context: Context) -> bool:
    """Whether a quarter or month is what a report is about, rather than what it compares with or looks ahead to.

    The period of *a year ago* and *the year-earlier period* is the latest that the text has told and that is over.
    """
    if context.genre == "narrative" or context.anchor is None or time.last is None or time.first is None:
        return True
    if time.last > context.anchor:
        return False
    if before is None or before.first is None or before.granularity.rank < time.granularity.rank:
        return True
    # A month named in passing (*damage from October's earthquake*) does not end a quarter's report.
    return time.granularity.rank == before.granularity.rank and time.first >= before.first
