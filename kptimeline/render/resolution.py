"""What a time phrase means, for people."""

from __future__ import annotations

from collections.abc import Iterator

from kptimeline.interval import Interval, iso
from kptimeline.records import Resolution
from kptimeline.render import safe
from kptimeline.render.dates import When, say

Row = tuple[str, str]


def render(phrase: str, day: int | None, resolution: Resolution) -> str:
    """The phrase and its day, then one fact a line; `day` is the dateline's."""
    said = f'"{safe.line(phrase)}"' + (f", said on {iso(day)}" if day is not None else "")
    return "\n".join([said, "", *lines(facts(resolution, phrase))]) + "\n"


def lines(rows: Iterator[Row]) -> Iterator[str]:
    """Names and what they say, in two columns."""
    for name, fact in rows:
        yield f"  {name:<12}{fact}".rstrip()


def facts(resolution: Resolution, phrase: str) -> Iterator[Row]:
    """Meaning, interval, Expression, rule, standards, what was inferred, rivals, or the reason for no date."""
    interval = resolution.interval
    if interval:
        yield "means", date(interval, resolution.edtf, phrase)
        yield "interval", ends(interval)
    else:
        yield "no date", safe.line(resolution.reason or "not known why")
    if not resolution.expression:
        return
    yield "expression", resolution.expression
    yield "rule", resolution.rule
    mod = f" mod={resolution.mod}" if resolution.mod else ""
    yield "TIMEX3", f"type={resolution.timex_type} value={resolution.timex_value}{mod}"
    if resolution.edtf:
        yield "EDTF", resolution.edtf
    if resolution.inferred:
        yield "inferred", ", ".join(resolution.inferred)
    if interval and resolution.reason:
        yield "reason", safe.line(resolution.reason)
    for number, rival in enumerate(resolution.alternatives):
        value = rival.edtf or rival.value or "no date"
        ambiguous = "ambiguous" if resolution.ambiguous else "rivals"
        yield ambiguous if number == 0 else "", f"{value} ({rival.expression}, weight {rival.weight:.2f})"


def date(interval: Interval, edtf: str | None, phrase: str) -> str:
    """The interval in words, a vague one with those of the phrase."""
    return say(
        When(
            first_day=interval.first_day,
            last_day=interval.last_day,
            granularity=interval.granularity,
            extent=interval.extent,
            first_time=interval.first_time,
            last_time=interval.last_time,
            utc_offset=interval.utc_offset,
            edtf=edtf,
            phrase=safe.line(phrase).lower(),
        )
    )


def ends(interval: Interval) -> str:
    """First and last day, extent, granularity."""
    first = interval.first_day or ("open" if interval.first is None else "before 0001-01-01")
    last = interval.last_day or ("open" if interval.last is None else "outside the years 1 to 9999")
    return f"{first} to {last}, {interval.extent}, {interval.granularity}"
