"""`kptimeline show`: a chronology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kptimeline.cli import asking, layout, options, publishing
from kptimeline.cli.answering import answer

if TYPE_CHECKING:
    from kptimeline.render.headings import By
    from kptimeline.render.timelinejs import GroupBy


@click.command(
    "show",
    epilog=options.examples(
        'kptimeline show --actor "North Korea"',
        'kptimeline show --actor Russia --since 2024-10 --until "last month" --status occurred',
        "kptimeline show --type SANCTION --format csv --output sanctions.csv",
        "kptimeline show --actor China --count month",
        "kptimeline show --since 2024 --by month --format html --output 2024.html",
    ),
)
@asking.asking
@layout.laying_out
@options.output_format("table", "json", "jsonl", "csv", *publishing.FORMATS)
@options.output
@options.as_of
@options.database
def command(
    *,
    output_format: str,
    output: Path | None,
    as_of: str,
    database: str,
    by: By | None,
    group: GroupBy | None,
    count: str | None,
    **asked: Unpack[asking.Asked],
) -> int:
    """Print a chronology.

    Events stand in time order under their years; a date is shown as fine as it is known. Guessed, ambiguous
    and disputed dates say so. It ends with what was left out, and the option that shows it.
    """
    return answer(
        asked,
        database=database,
        as_of=as_of,
        output_format=output_format,
        output=output,
        by=by,
        group=group,
        count=count,
    )
