"""`kptimeline sql`: a read-only query."""

from __future__ import annotations

from pathlib import Path

import click

from kptimeline.cli import options, printing, terminal


@click.command(
    "sql",
    epilog=options.examples(
        'kptimeline sql "SELECT event_type, count(*) FROM chronology GROUP BY event_type"',
        "kptimeline sql \"SELECT * FROM chronology WHERE to_day >= '2025-11-01' AND from_day <= '2025-11-30'\"",
    ),
)
@click.argument("query", metavar='"SELECT …"')
@click.option(
    "--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="At most so many rows."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=30.0,
    show_default=True,
    help="Give up after so long.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "plain", "csv", "json"]),
    help="How to print.  [default: table on a terminal, else plain: separated by tabs]",
)
@options.output
@options.database
def command(
    *,
    query: str,
    limit: int,
    seconds: float,
    output_format: str | None,
    output: Path | None,
    database: str,
) -> int:
    """Run a read-only query.

    It can read and nothing else, for so long, so many rows and 100 MB at most. On a PostgreSQL server it runs
    as a role that is no superuser.

    The views chronology, mentions, undated and event_actors are the promise (docs/schema.md). Overlap with
    a span is: to_day >= first AND from_day <= last.
    """
    from kptimeline.render import rows
    from kptimeline.store.readonly import run_sql

    result = run_sql(database, query, limit=limit, seconds=seconds)
    looks = terminal.is_person() and output is None
    output_format = output_format or ("table" if looks else "plain")
    if output_format == "table":
        color = terminal.color() and output is None
        shown = rows.table(result.columns, result.rows, width=terminal.width(), color=color)
        printing.say(shown, output, database, color=color)
    elif output_format == "plain":
        printing.say(rows.plain(result.columns, result.rows), output, database, color=False)
    elif output_format == "json":
        printing.write([rows.json(result.columns, result.rows)], output, database)
    else:
        from kptimeline.render import csv

        printing.write(csv.lines(result.columns, result.rows, terminal=looks), output, database)
    if result.truncated:
        click.echo(f"left out: rows past the limit of {limit}; show more with --limit", err=True)
    return 0
