"""Operators that open, close, cut or qualify a time: since, until, between, early, about, at …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.interval import Extent, Granularity, days_in_month, from_day, to_day
from kptimeline.records import Tense
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.repeaters import Repeater, repeater
from kptimeline.temporal.times import Time, Unresolvable, cell, day_range_edtf, first_edtf, last_edtf

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator


def since(ev: Evaluator, start: Argument) -> Time:
    """*since October*: from the beginning of a time on, all through, no end known."""
    time = ev.time(start)
    if not time.placed:  # *after decades of peace*: no limit, a length
        return time
    return replace(
        time, last=None, extent=Extent.THROUGHOUT, edtf=f"{first_edtf(time)}/..", unit=None, last_time=None
    )


def until(ev: Evaluator, end: Argument) -> Time:
    """*until spring*: all through up to and with a time, no beginning known."""
    time = ev.ahead(end)
    if not time.placed:  # *after decades of peace*: no limit, a length
        return time
    return replace(
        time, first=None, extent=Extent.THROUGHOUT, edtf=f"../{last_edtf(time)}", unit=None, first_time=None
    )


def before(ev: Evaluator, limit: Argument) -> Time:
    """*before March*: somewhere earlier than a time."""
    time = ev.time(limit)
    if not time.placed:  # *after decades of peace*: no limit, a length
        return time
    if time.mod == "END":  # *before the end of May* is any time up to it
        return replace(time, first=None, edtf=f"../{last_edtf(time)}", unit=None)
    last = None if time.first is None else time.first - 1
    return replace(time, first=None, last=last, edtf=day_range_edtf(None, last), mod="BEFORE", unit=None)


def after(ev: Evaluator, limit: Argument) -> Time:
    """*after March*: somewhere later than a time."""
    time = ev.time(limit)
    if not time.placed:  # *after decades of peace*: no limit, a length
        return time
    if time.mod == "START":
        return replace(time, last=None, edtf=f"{first_edtf(time)}/..", unit=None)
    first = None if time.last is None else time.last + 1
    return replace(time, first=first, last=None, edtf=day_range_edtf(first, None), mod="AFTER", unit=None)


def by(ev: Evaluator, limit: Argument) -> Time:
    """*by Friday*: somewhere not later than a time."""
    time = ev.ahead(limit)
    if not time.placed:  # *after decades of peace*: no limit, a length
        return time
    return replace(time, first=None, edtf=f"../{last_edtf(time)}", unit=None, first_time=None)


def _range_edtf(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


def throughout(ev: Evaluator, inner: Argument) -> Time:
    """*throughout 2016*, *over the past three weeks*: all through a time."""
    return replace(ev.time(inner), extent=Extent.THROUGHOUT)


def elapsed(ev: Evaluator, inner: Argument) -> Time:
    """*earlier this month*: the part of a time that is over on the anchor's day."""
    time, day = ev.time(inner), ev.context.day()
    if time.first is None or time.last is None or not time.first <= day < time.last:
        return time
    return replace(time, last=day, edtf=day_range_edtf(time.first, day), unit=None, number=None)


def remaining(ev: Evaluator, inner: Argument) -> Time:
    """*later this month*: the part of a time that is to come on the anchor's day."""
    time, day = ev.time(inner), ev.context.day()
    if time.first is None or time.last is None or not time.first < day <= time.last:
        return time
    return replace(time, first=day, edtf=day_range_edtf(day, time.last), unit=None, number=None)


def _range(ev: Evaluator, start: Argument, end: Argument, extent: Extent) -> tuple[Time, Time, Time]:
    last = ev.time(end)
    if _is_bare(start) and _is_bare(end) and _looks_back(ev):
        last = _bare_field(end).until(ev.context.base())
    first = ev.time(_on_day_of(start, last))
    begin, end_of_first, limit = first.first, first.last, last.last
    if begin is None or end_of_first is None or last.first is None or limit is None:
        raise Unresolvable("an end of the range is open")
    if _is_bare(start) and (not _is_bare(end) or _looks_back(ev) or ev.context.genre == "narrative"):
        # *between April and June 2018*, *ran from Monday to Wednesday*: the end says which one is meant;
        # so in a story, whose *October to March* after a January began the October before.
        first = _bare_field(start).until(last.first)
    elif limit < begin and _is_bare(end):
        last = _bare_field(end).after(end_of_first)
    elif limit < begin and ev.context.genre == "news" and _hangs_on_weekday(start):
        # *from Friday evening to Sunday night*: the weekday before the end, whichever is nearer the anchor.
        first = ev.back_from(limit, start)
    if first.first is None or last.last is None or last.last < first.first:
        raise Unresolvable("the range ends before it begins")
    granularity = max(first.granularity, last.granularity, key=lambda g: g.rank)
    whole = Time(first.first, last.last, granularity, f"{first.value}/{last.value}",
                 _range_edtf(first_edtf(first), last_edtf(last)), extent=extent, first_time=first.first_time,
                 last_time=last.last_time, utc_offset=first.utc_offset or last.utc_offset)  # fmt: skip
    return whole, first, last


def _on_day_of(start: Argument, end: Time) -> Argument:
    """*between 2 p.m. and 4:30 p.m. on Friday*: the end says which day the beginning means."""
    match start:
        case Expr("at", (clock, Expr("told" | "nearest", (Expr("day"),)))) if end.first_time and end.number:
            year, month, day = from_day(end.number)
            return Expr("at", (clock, Expr("date", (year, month, day))))
    return start


def _hangs_on_weekday(expr: Argument) -> bool:
    return isinstance(expr, Expr) and (
        expr.name == "weekday" or any(_hangs_on_weekday(arg) for arg in expr.args)
    )


def _is_bare(expr: Argument) -> bool:
    return isinstance(expr, Expr) and expr.name == "nearest"


def _looks_back(ev: Evaluator) -> bool:
    return ev.context.tense is Tense.PAST and not ev.context.plan and ev.context.genre == "news"


def _bare_field(expr: Argument) -> Repeater:
    assert isinstance(expr, Expr)  # asked for with _is_bare
    return repeater(expr.args[0])


def span(ev: Evaluator, start: Argument, end: Argument) -> Time:
    """*Feb. 1-3*, *2018-19* as one phrase: all through it."""
    return _range(ev, start, end, Extent.THROUGHOUT)[0]


def between(ev: Evaluator, start: Argument, end: Argument) -> Time:
    """*between 2018 and early 2019*: somewhere in it; the value is that of the beginning."""
    whole, first, _ = _range(ev, start, end, Extent.WITHIN)
    return replace(whole, kind=first.kind, value=first.value, mod=first.mod)


def and_(ev: Evaluator, start: Argument, end: Argument) -> Time:
    """The same range, told by its second phrase; the value is that of the end."""
    whole, _, last = _range(ev, start, end, Extent.WITHIN)
    return replace(whole, kind=last.kind, value=last.value, mod=last.mod)


def from_(ev: Evaluator, start: Argument, end: Argument) -> Time:
    """*from Monday to Wednesday*, told by its first phrase: all through it."""
    whole, first, _ = _range(ev, start, end, Extent.THROUGHOUT)
    return replace(whole, kind=first.kind, value=first.value, mod=first.mod)


def to(ev: Evaluator, start: Argument, end: Argument) -> Time:
    """The same range, told by its second phrase."""
    whole, _, last = _range(ev, start, end, Extent.THROUGHOUT)
    return replace(whole, kind=last.kind, value=last.value, mod=last.mod)


def of(ev: Evaluator, part: Argument, whole: Argument) -> Time:
    """*October of last year*, *Monday of that week*: the occurrence of a field inside a time."""
    time = ev.time(whole)
    if time.first is None or time.last is None:
        raise Unresolvable("the time that it is part of is open")
    for found in repeater(part).inside(time.first, time.last):
        return found
    raise Unresolvable("there is none in it")


def part(ev: Evaluator, name: Argument, whole: Argument) -> Time:
    """*Friday morning*: a part of a day; TIMEX3 letters MO MI AF EV NI DT."""
    time = ev.time(whole)
    if time.first is None or time.first != time.last:
        raise Unresolvable("parts of the day belong to a single day")
    day = cell("day", time.first)
    value = f"{day.value}T{str(name).upper()}"
    return replace(day, kind="TIME", value=value, granularity=Granularity.PART_OF_DAY)


def portion(ev: Evaluator, which: str, whole: Argument) -> Time:
    """*early*, *mid*, *late*: a third of a time, approximate; mod START, MID or END."""
    time = ev.time(whole)
    mod = {"early": "START", "mid": "MID", "late": "END"}[which]
    if time.first is None or time.last is None or time.unit is None or time.number is None:
        return replace(time, mod=mod)
    index = ("early", "mid", "late").index(which)
    if time.unit == "day":
        return replace(time, mod=mod)
    fine, first, last = _thirds(time.unit, time.number, index)
    edtf = f"{cells.edtf(fine, first)}~/{cells.edtf(fine, last)}~"
    return replace(time, first=cells.bounds(fine, first)[0], last=cells.bounds(fine, last)[1], edtf=edtf, mod=mod,
                   unit=None, number=None)  # fmt: skip


def _thirds(unit: str, number: int, index: int) -> tuple[str, int, int]:
    """Finer unit, first and last of its cells in a third of a cell."""
    if unit == "month":
        year, month = divmod(number, 12)
        first = (1, 11, 21)[index]
        last = (10, 20, days_in_month(year, month + 1))[index]
        return "day", to_day(year, month + 1, first), to_day(year, month + 1, last)
    if unit in {"decade", "century"}:
        size = 10 if unit == "decade" else 100
        ends = ((0, 3), (4, 6), (7, 9)) if unit == "decade" else ((0, 33), (34, 66), (67, 99))
        first, last = cells.years(unit, number)
        begin = last - size + 1
        return "year", max(first, begin + ends[index][0]), begin + ends[index][1]
    begin, end = cells.bounds(unit, number)
    if unit in {"year", "half"}:
        size = 4 if unit == "year" else 2
        first_month = cells.containing("month", begin) + size * index
        return "month", first_month, first_month + size - 1
    length = end - begin + 1
    return "day", begin + length * index // 3, begin + length * (index + 1) // 3 - 1


def qualified(ev: Evaluator, mod: str, inner: Argument) -> Time:
    """*about*, *more than*, *at least* …: TIMEX3's mod; EDTF marks an approximate date with `~`."""
    time = ev.time(inner)
    edtf = time.edtf
    if mod == "APPROX" and edtf is not None and "/" not in edtf and not edtf.endswith("~"):
        edtf += "~"
    return replace(time, mod=mod, edtf=edtf)


def past(ev: Evaluator) -> Time:
    """*in the past*, *once*: before the anchor."""
    day = ev.context.day()
    return Time(None, day, Granularity.VAGUE, "PAST_REF", day_range_edtf(None, day))


def future(ev: Evaluator) -> Time:
    """*in the future*, *soon*: after the anchor."""
    day = ev.context.day()
    return Time(day, None, Granularity.VAGUE, "FUTURE_REF", day_range_edtf(day, None))
