"""The options that say how a chronology is laid out, which `show` and `search` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kptimeline.errors import UsageError

BYS = ("day", "month", "year")
WITH_HEADINGS = ("table", "markdown", "html")

_OPTIONS = (
    click.option(
        "--by",
        type=click.Choice(BYS),
        help="Headings of days, months or years, in a table, markdown or html; coarser dates stand under wider ones.",
    ),
    click.option(
        "--group",
        type=click.Choice(["actor", "type"]),
        help="With --format timelinejs: a row for each actor or type.",
    ),
)


def laying_out(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--by` and `--group`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check(output_format: str, *, by: str | None, group: str | None) -> None:
    """Raises UsageError for what a format does not have."""
    if by and output_format not in WITH_HEADINGS:
        raise UsageError(
            f"--format {output_format} has no headings", f"use --by with --format {', '.join(WITH_HEADINGS)}"
        )
    if group and output_format != "timelinejs":
        raise UsageError(f"--format {output_format} has no groups", "use --group with --format timelinejs")
