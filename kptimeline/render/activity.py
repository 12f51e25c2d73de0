"""Activity for people and programs: counts of months or years, with bars drawn in text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kptimeline.interval import Granularity
from kptimeline.render import csv, json
from kptimeline.render.dates import MONTHS

Activity = Any  # store.activity.Activity: render knows it by its fields only
_GAP = 6  # from so many empty months or years on, one line stands for all
Count = tuple[str, int]


def table(activity: Activity, *, width: int = 80, reverse: bool = False) -> str:
    """A line for each month or year, with a bar as long as its share of the longest; then what is left out."""
    lines = list(_lines(activity, width))
    if reverse:
        lines.reverse()
    if not activity.counts:
        lines = ["No events match."]
    notes = list(_notes(activity))
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def json_text(activity: Activity, *, reverse: bool = False) -> str:
    """`{"query", "left_out", "counts": [{"month", "events"}]}`."""
    shown = {"query": activity.query, "left_out": activity.left_out, "counts": _objects(activity, reverse)}
    return json.indented(shown)


def json_lines(activity: Activity, *, reverse: bool = False) -> Iterator[str]:
    """An object a month or year."""
    return map(json.line, _objects(activity, reverse))


def comma_separated(activity: Activity, *, reverse: bool = False) -> Iterator[str]:
    """CSV with a head line."""
    return csv.lines((str(activity.unit), "events"), _ordered(activity, reverse))


def _ordered(activity: Activity, reverse: bool) -> list[Count]:
    return sorted(activity.counts.items(), reverse=reverse)


def _objects(activity: Activity, reverse: bool) -> list[dict[str, str | int]]:
    return [{str(activity.unit): name, "events": count} for name, count in _ordered(activity, reverse)]


def _lines(activity: Activity, width: int) -> Iterator[str]:
    most = max(activity.counts.values(), default=1)
    digits = len(f"{most:,}")
    names = 4 if activity.unit is Granularity.YEAR else 8
    room = width - names - digits - 4
    for name, count in _with_gaps(_ordered(activity, reverse=False), activity.unit):
        if name is None:
            yield f"{'…':{names}}  no event in {count} {activity.unit}s"
            continue
        bar = "█" * (max(round(count / most * room), 1) if count else 0)
        yield f"{_said(name, activity.unit):{names}}  {count:>{digits},}  {bar}".rstrip()


def _with_gaps(counts: Sequence[Count], unit: Granularity) -> Iterator[tuple[str | None, int]]:
    """Empty months or years are counted too, or told together where they are many."""
    before: int | None = None
    for name, count in counts:
        number = _number(name, unit)
        if before is not None and (empty := number - before - 1):
            if empty >= _GAP:
                yield None, empty
            else:
                yield from ((_name(each, unit), 0) for each in range(before + 1, number))
        yield name, count
        before = number


def _number(name: str, unit: Granularity) -> int:
    if unit is Granularity.YEAR:
        return int(name)
    year, month = name.split("-")
    return int(year) * 12 + int(month) - 1


def _name(number: int, unit: Granularity) -> str:
    return f"{number:04}" if unit is Granularity.YEAR else f"{number // 12:04}-{number % 12 + 1:02}"


def _said(name: str, unit: Granularity) -> str:
    """*Oct 2024*, *2024*."""
    if unit is Granularity.YEAR:
        return str(int(name))
    year, month = name.split("-")
    return f"{MONTHS[int(month) - 1]} {int(year)}"


def _notes(activity: Activity) -> Iterator[str]:
    left = activity.left_out
    if count := left["coarser"]:
        yield f"Left out: {count:,} whose date is known less finely than a {activity.unit}."
    if count := left["undated"]:
        yield f"Left out: {count:,} undated."
    if count := left["hidden"]:
        yield f"Left out: {count:,} hidden by corrections; count them with --hidden."
