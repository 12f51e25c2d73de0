"""Clock times: as written, in the zone written, else in the dateline's; nothing is shifted."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kptimeline import shipped
from kptimeline.interval import Granularity, from_day
from kptimeline.temporal.expression import Argument, Expr
from kptimeline.temporal.times import Time, Unresolvable, cell

if TYPE_CHECKING:
    from kptimeline.temporal.evaluate import Evaluator


@cache
def zones() -> dict[str, str]:
    """Zone abbreviations to fixed offsets (`+09:00`) or IANA names."""
    table: dict[str, str] = shipped.table(shipped.language("en") / "zones.toml")["zone"]
    return table


def at(ev: Evaluator, clock: Argument, whole: Argument) -> Time:
    """`at(clock(15, 30), day)`: a minute (or, without minutes, an hour) of a single day."""
    time = ev.time(whole)
    if time.first is None or time.first != time.last:
        raise Unresolvable("a clock time belongs to a single day")
    if not isinstance(clock, Expr) or clock.name != "clock" or not clock.args:
        raise Unresolvable(f"{clock} is no clock time")
    hour, minute = clock.args[0], clock.args[1] if len(clock.args) > 1 else None
    if not isinstance(hour, int) or not 0 <= hour <= 24:
        raise Unresolvable(f"{hour} is no hour")
    if minute is not None and (not isinstance(minute, int) or not 0 <= minute <= 59):
        raise Unresolvable(f"{minute} is no minute")
    zone = str(clock.args[2]) if len(clock.args) > 2 else None
    day = cell("day", time.first)
    text = f"{hour:02d}:{minute or 0:02d}"
    value = f"{day.value}T{hour:02d}:{minute or 0:02d}"
    granularity = Granularity.HOUR if minute is None else Granularity.MINUTE
    return replace(day, kind="TIME", value=value, granularity=granularity, first_time=text, last_time=text,
                   utc_offset=_offset(ev, zone, time.first, min(hour, 23)))  # fmt: skip


def _offset(ev: Evaluator, zone: str | None, day: int, hour: int) -> str | None:
    name = ev.context.zone if zone is None or zone == "local" else zones().get(zone)
    if name is None:
        return None
    if name[0] in "+-":
        return name
    year, month, dom = from_day(day)
    if not 1 <= year <= 9999:
        return None
    delta = datetime(year, month, dom, hour, tzinfo=ZoneInfo(name)).utcoffset() or timedelta()
    minutes = round(delta.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
