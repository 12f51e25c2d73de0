"""Operators that find a time from the anchor, from the date before it in the text, or from another time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.interval import Granularity, from_day
from kptimeline.records import Tense
from kptimeline.temporal import cells, policies
from kptimeline.temporal.durations import EARLIEST, LATEST, is_duration, leading, trailing
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.repeaters import is_repeater, nth_inside, repeater
from kptimeline.temporal.times import HANGS, Time, Unresolvable, cell

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator

PERIOD = Expr("period")  # the month, quarter or half that the text reports on
LENGTH = Expr("length")  # the length of time told last, if no date was told since
COMPARED = {"month", "quarter", "half", "season"}
IN_YEAR = {"month", "monthday", "quarter", "half", "season", "named", "nth"}


def present(ev: Evaluator) -> Time:
    """*now*, *currently*: the anchor's day, without saying how long; in what someone says in a story, the story's."""
    context = ev.context
    if (
        context.genre == "narrative"
        and context.quoted
        and context.previous is not None
        and context.previous.unit == "day"
    ):
        return replace(cell("day", context.base()), value="PRESENT_REF")
    day = context.day()
    return replace(cell("day", day), value="PRESENT_REF")


def nearest(ev: Evaluator, field: Argument) -> Time:
    """A bare field: its direction comes from tense, plan and genre (policies)."""
    found = repeater(field)
    assert isinstance(field, Expr)  # repeater() refuses anything else
    if found.unit is not None:
        return cell(found.unit, cells.containing(found.unit, ev.context.base()))
    if field.name in IN_YEAR and found.base == "year":
        return policies.bare_in_year(field, found, ev.context)
    if ev.context.genre == "narrative":
        return policies.next_of_the_story(found, ev.context)
    if found.base == "week":
        return policies.bare_weekday(field, found, ev.context)
    forward = ev.context.plan or ev.context.tense is Tense.FUTURE
    base = ev.context.base()
    return replace(found.since(base) if forward else found.until(base), inferred=(found.base,))


def last(ev: Evaluator, target: Argument) -> Time:
    """*last week*, *last October*, *the last three weeks*."""
    if is_duration(target):
        return trailing(ev, target)
    found = repeater(target)
    if found.unit is not None:
        return cell(found.unit, cells.containing(found.unit, ev.context.base()) - 1)
    if found.base == "year":
        assert isinstance(target, Expr)  # repeater() refuses anything else
        return policies.last_in_year(target, found, ev.context)
    return found.before(ev.context.base())


def next_(ev: Evaluator, target: Argument) -> Time:
    """*next week*, *next October*, *the next three weeks*."""
    if is_duration(target):
        return leading(ev, target)
    found = repeater(target)
    if found.unit is not None:
        return cell(found.unit, cells.containing(found.unit, ev.context.base()) + 1)
    if found.base == "week":
        assert isinstance(target, Expr)  # repeater() refuses anything else
        return policies.next_weekday(found, ev.context)
    return found.after(ev.context.base())


def this(ev: Evaluator, target: Argument) -> Time:
    """*this week*, *this Friday*, *this October*: the one in the anchor's own week, month or year."""
    found = repeater(target)
    base = ev.context.base()
    if found.base == "year" and found.unit is None:
        return policies.this_in_year(found, ev.context)
    time = found.at(cells.containing(found.base, base))
    if time is None:
        raise Unresolvable(f"there is none in this {found.base}")
    return time


def previous_mention(ev: Evaluator) -> Time:
    """The date before it in the text."""
    if ev.context.previous_unknown:
        raise Unresolvable("the date that it refers to is not known itself")
    if ev.context.previous is None:
        raise Unresolvable("no date before it in the text that it could refer to")
    return replace(ev.context.previous, extent=ev.context.previous.extent)


def told(ev: Evaluator, unit: Argument) -> Time:
    """*the quarter*, when the text has told of a quarter before: that one."""
    name = unit.name if unit in (PERIOD, LENGTH) and isinstance(unit, Expr) else unit_name(unit)
    time = ev.context.told.get(name)
    if time is None:
        raise Unresolvable(f"the text has told of no {name} before")
    return time


def containing(ev: Evaluator, unit: Argument, inner: Argument) -> Time:
    """*that month*, *the same year*: the cell of the unit in which another time lies."""
    name = unit_name(unit)
    time = ev.time(inner)
    if time.first is None or time.last is None:
        raise Unresolvable("the date that it refers to is open")
    number = cells.containing(name, time.first)
    if name == "day" and time.unit == "month":
        # *one day in May … that day*: a day of that May, which one is not said.
        return replace(time, value=f"{time.value}-XX", unit=None, number=None)
    if cells.bounds(name, number)[1] < time.last:
        raise Unresolvable(f"the date that it refers to is longer than a {name}")
    return cell(name, number)


def shift(ev: Evaluator, inner: Argument, count: Argument, unit: Argument) -> Time:
    """A time moved by whole units; the result is as fine as the unit (*three months ago* is a month)."""
    name = unit_name(unit, clock=True)
    if not isinstance(count, int) or abs(count) > 1_000_000_000:
        raise Unresolvable(f"{count} is no number of steps")
    if name in {"hour", "minute"}:
        return _shift_clock(ev, inner, count, name)
    time = _origin(ev, inner)
    edge = time.last if count > 0 else time.first
    if edge is None:
        raise Unresolvable("the time that it is counted from is open")
    if time.granularity.rank > cells.UNITS[name].rank and count != 0:
        raise Unresolvable(f"the date that it is counted from is coarser than a {name}")
    number = cells.containing(name, edge) + count
    if not EARLIEST < cells.bounds(name, number)[0] < LATEST:
        raise Unresolvable("it lies outside the calendar")
    return cell(name, number)


def counterpart(ev: Evaluator, inner: Argument, count: Argument, unit: Argument) -> Time:
    """What a time is compared with: the quarter a year earlier is a quarter, the month a month.

    Anything finer or longer moves as `shift` does.
    """
    name = unit_name(unit)
    time = ev.time(inner)
    if time.unit in COMPARED and time.first is not None and isinstance(count, int):
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(name)
        if months is not None and cells.UNITS[time.unit].rank < cells.UNITS[name].rank:
            month = cells.containing("month", time.first) + months * max(-10_000, min(10_000, count))
            return cell(time.unit, cells.containing(time.unit, cells.bounds("month", month)[0]))
    return shift(ev, inner, count, unit)


def counterpart_in(ev: Evaluator, inner: Argument, year: Argument) -> Time:
    """*the 1988 period*: the quarter, month or half of that year which the text reports on in its own."""
    time, whole = ev.time(inner), ev.time(year)
    if time.first is None or whole.first is None:
        raise Unresolvable("the time that it is compared with is open")
    years = from_day(whole.first)[0] - from_day(time.first)[0]
    return counterpart(ev, inner, years, Expr("year"))


def _origin(ev: Evaluator, inner: Argument) -> Time:
    # *a year ago* in a story counts from the story's present, `base`; *today* always from the writer's.
    if isinstance(inner, Expr) and inner.name == "base":
        return cell("day", ev.context.base())
    return ev.time(inner)


def _shift_clock(ev: Evaluator, inner: Argument, count: int, unit: str) -> Time:
    time = _origin(ev, inner)
    if time.first is None or time.last is None:
        raise Unresolvable("the time that it is counted from is open")
    if time.granularity.rank > Granularity.DAY.rank and time.last - time.first > 1:
        raise Unresolvable(f"the date that it is counted from is coarser than a day, and {unit}s are counted")
    minutes = abs(count) * (60 if unit == "hour" else 1)
    days = -(-minutes // 1440)
    value = f"PT{abs(count)}{unit[0].upper()}"
    if time.first_time is not None and time.first_time == time.last_time:
        hour, minute = map(int, time.first_time.split(":"))
        total = hour * 60 + minute + (minutes if count > 0 else -minutes)
        day, rest = time.first + total // 1440, total % 1440
        clock = f"{rest // 60:02d}:{rest % 60:02d}"
        found = cell("day", day)
        return replace(found, kind="TIME", granularity=Granularity.MINUTE, value=f"{found.value}T{clock}",
                       first_time=clock, last_time=clock, utc_offset=time.utc_offset, unit=None, number=None)  # fmt: skip
    # The hour of the starting point is not known, so the day is known only to this much.
    first, last = (time.first, time.last + days) if count > 0 else (time.first - days, time.last)
    edtf = f"{cells.edtf('day', first)}/{cells.edtf('day', last)}"
    return Time(first, last, Granularity.DAY, value, edtf, kind="DURATION")


def nth(ev: Evaluator, number: Argument, part: Argument, whole: Argument) -> Time:
    """*the second Friday of last month*; counted from the end when the number is negative."""
    if is_repeater(whole):
        return ev.time(Expr("nearest", (Expr("nth", (number, part, whole)),)))
    found = nth_inside(number, repeater(part), ev.time(whole)) if isinstance(number, int) else None
    if found is None:
        raise Unresolvable("there are not that many in it")
    return found


def following(ev: Evaluator, field: Argument, start: Argument) -> Time:
    """*the following spring*: the first after another time."""
    time = ev.time(start)
    if time.last is None:
        raise Unresolvable("the time that it is counted from is open")
    return repeater(field).after(time.last)


def preceding(ev: Evaluator, field: Argument, end: Argument) -> Time:
    """*the spring before*: the latest before another time."""
    time = ev.time(end)
    if time.first is None:
        raise Unresolvable("the time that it is counted from is open")
    return repeater(field).before(time.first)


def near(ev: Evaluator, field: Argument, start: Argument) -> Time:
    """*that winter*: the one in which another time lies, or nearest to it, rather after than before."""
    time = ev.time(start)
    if time.first is None:
        raise Unresolvable("the time that it is counted from is open")
    return policies.nearest_to(repeater(field), time.first)


def event(ev: Evaluator, name: Argument, told: Argument = "") -> Time:  # noqa: ARG001 - for the reader
    """An event that the text names (`event("they lost", clause)`: by a clause): dated by the events given, else
    by what the text tells beside it.
    """
    interval = ev.context.events.get(str(name))
    if interval is None:
        return _told_event(ev, str(name))
    if interval.first is None or interval.last is None:
        raise Unresolvable(f"the date of {str(name)!r} is open")
    if interval.first == interval.last:
        return cell("day", interval.first)
    edtf = f"{cells.edtf('day', interval.first)}/{cells.edtf('day', interval.last)}"
    return Time(interval.first, interval.last, interval.granularity, edtf, edtf)


def _told_event(ev: Evaluator, name: str) -> Time:
    dated = [t for t in ev.context.beside if t is not None and t.placed and t.unit is not None]
    if not dated:
        raise Unresolvable(f"{HANGS} {name!r}, whose date is not known")
    # *held in May … the summit of May 27*: of dates that contain one another the finest is meant.
    finest = min(dated, key=lambda t: t.granularity.rank)
    if any(not _contains(other, finest) for other in dated):
        fitting = ", ".join(dict.fromkeys(t.edtf or "?" for t in dated))
        raise Unresolvable(f"{HANGS} {name!r}, and several dates fit: {fitting}")
    return replace(finest, inferred=(*finest.inferred, "event"))


def anniversary(ev: Evaluator, inner: Argument, count: Argument = 0) -> Time:
    """*the third anniversary of the summit*: the same day of a later year; without a number the nearest one."""
    time = ev.time(inner)
    if time.first is None or time.first != time.last:
        raise Unresolvable("an anniversary belongs to a single day")
    year, month, day = from_day(time.first)
    field = Expr("monthday", (month, day))
    if count == 0:
        return ev.time(Expr("nearest", (field,)))
    if not isinstance(count, int) or not 0 < count < 5000:
        raise Unresolvable(f"{count} is no number of years")
    return ev.time(Expr("of", (field, Expr("year", (year + count,)))))


def _contains(outer: Time, inner: Time) -> bool:
    if None in {outer.first, outer.last, inner.first, inner.last}:
        return False
    assert outer.first is not None and outer.last is not None  # noqa: PT018 - just looked at
    assert inner.first is not None and inner.last is not None  # noqa: PT018
    return outer.first <= inner.first and inner.last <= outer.last


def unit_name(unit: Argument, *, clock: bool = False) -> str:
    """The name of a unit argument. Raises Unresolvable for anything else."""
    name = unit.name if isinstance(unit, Expr) else str(unit)
    if name not in cells.UNITS or (name in {"hour", "minute"} and not clock):
        raise Unresolvable(f"{name} is no calendar unit")
    return name
