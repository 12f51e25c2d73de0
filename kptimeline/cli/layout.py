"""The options that say how a chronology is laid out, which `show` and `search` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kptimeline.errors import UsageError

BYS = ("day", "month", "year")
COUNTED = ("table", "json", "jsonl", "csv")
WITH_HEADINGS = ("table", "markdown", "html")

_OPTIONS = (
    click.option(
        "--by",
        type=click.Choice(BYS),
        help="Headings of days, months or years, in a table, markdown or html; coarser dates stand under wider ones.",
    ),
    click.option(
        "--count",
        type=click.Choice(["month", "year"]),
        help="Count the events that began in each month or year, instead; as table, json, jsonl or csv.",
    ),
    click.option(
        "--group",
        type=click.Choice(["actor", "type"]),
        help="With --format timelinejs: a row for each actor or type.",
    ),
)


def laying_out(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--by`, `--count` and `--group`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check(
    output_format: str, *, by: str | None, group: str | None, count: str | None, limit: int | None
) -> None:
    """Raises UsageError for what a format does not have, and for what counts do not."""
    if count and output_format not in COUNTED:
        raise UsageError(f"--count has no --format {output_format}", f"use one of {', '.join(COUNTED)}")
    if count and (by or limit):
        raise UsageError(
            "--count counts all events, under no headings", "leave --by and --limit out, or leave --count out"
        )
    if by and output_format not in WITH_HEADINGS:
        raise UsageError(
            f"--format {output_format} has no headings", "use --by with --format table, markdown or html"
        )
    if group and output_format != "timelinejs":
        raise UsageError(f"--format {output_format} has no groups", "use --group with --format timelinejs")
