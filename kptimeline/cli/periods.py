"""Date options: the span that `--since` and `--until` make."""

from __future__ import annotations

import click

from kptimeline.errors import UsageError
from kptimeline.temporal.periods import Period, read_day, read_iso, read_period

__all__ = ["AUTO", "Period", "read_day", "read_iso", "read_period", "read_span"]

AUTO = "auto"  # for the day of an article: what its own evidence says


def read_span(since: str | None, until: str | None, as_of: str) -> tuple[int | None, int | None]:
    """First day of `--since` and last of `--until`; how other English was read is said on stderr.

    Raises UsageError where one has no such day, or the first lies after the last.
    """
    first, last = _end(since, "--since", as_of), _end(until, "--until", as_of)
    if first is not None and last is not None and first > last:
        raise UsageError(f"--since {since} is after --until {until}", "swap them")
    return first, last


def _end(text: str | None, option: str, as_of: str) -> int | None:
    if text is None:
        return None
    period = read_period(text, option, as_of)
    if period.how:
        click.echo(period.how, err=True)
    day = period.interval.first if option == "--since" else period.interval.last
    if day is None:
        name = "first" if option == "--since" else "last"
        raise UsageError(f"{option} {text!r} has no {name} day", "write it as 2025-12-29, 2025-12 or 2025")
    return day
