"""What the peers' programs share: articles in and timexes out, and plain TIMEX3 of what they answer."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

Timex = dict[str, Any]


def serve(tag: Callable[[str, datetime], list[Timex]], load: Callable[[], Any]) -> None:
    """Reads JSON lines on stdin, calls `tag(text, day)` for each, writes JSON lines.

    `load` is what the program needs before the first text, so that it counts as start-up. A text without a day is read as of an arbitrary one, since these programs ask for one or take today's.
    """
    warnings.simplefilter("ignore")
    load()
    for line in sys.stdin:
        article = json.loads(line)
        day = datetime.fromisoformat(article["dateline"] or "2000-01-01")
        print(json.dumps({"id": article["id"], "timexes": tag(article["text"], day)}))


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its offset."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def timex(start: int, end: int, kind: str, value: str, **more: str | None) -> Timex:
    """One answer."""
    return {"start": start, "end": end, "type": kind, "value": value, **more}


def value_of_period(moment: datetime, period: str | None) -> tuple[str, str]:
    """TIMEX3 type and value of dateparser's point and period."""
    if period == "time":
        return "TIME", moment.strftime("%Y-%m-%dT%H:%M")
    form = {"week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}.get(period or "day", "%Y-%m-%d")
    return "DATE", moment.strftime(form)


def value_of_days(first: date, after: date) -> str | None:
    """The TIMEX3 value of a span of days (`after` is the first day that is out), None where it has no name."""
    if after == first + timedelta(days=1):
        return first.isoformat()
    if after == first + timedelta(days=7) and first.isoweekday() == 1:
        return first.strftime("%G-W%V")
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1:
        return None
    year = f"{first.year:04d}"
    if months == 1:
        return f"{year}-{first.month:02d}"
    if months == 3 and first.month % 3 == 1:
        return f"{year}-Q{first.month // 3 + 1}"
    if months == 6 and first.month in {1, 7}:
        return f"{year}-H{first.month // 6 + 1}"
    if months == 12 and first.month == 1:
        return year
    return year[:3] if months == 120 and first.month == 1 and first.year % 10 == 0 else None
