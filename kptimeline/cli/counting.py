"""`--count month|year`: activity in place of a chronology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import printing, terminal

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.store.query import Question


def count(
    connection: Connection,
    question: Question,
    unit: str,
    *,
    output_format: str,
    output: Path | None,
    database: str,
) -> int:
    """Counts and prints; in CSV and JSON lines what is left out is said on stderr. Exit code 0."""
    from kptimeline.interval import Granularity
    from kptimeline.render import activity as render
    from kptimeline.store.activity import activity

    found = activity(connection, question, Granularity(unit))
    reverse = question.reverse
    if output_format == "table":
        told = render.table(found, width=terminal.width(), reverse=reverse)
        printing.say(told, output, database, color=False)
    elif output_format == "json":
        printing.write([render.json_text(found, reverse=reverse)], output, database)
    else:
        lines = render.json_lines if output_format == "jsonl" else render.comma_separated
        printing.write(lines(found, reverse=reverse), output, database)
        for why, number in found.left_out.items():
            if number:
                told = f"known less finely than a {unit}" if why == "coarser" else why
                click.echo(f"left out: {number} {told}", err=True)
    return 0
