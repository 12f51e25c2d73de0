"""`kptimeline dateline`: the head of each article and the anchor chosen for it."""

from __future__ import annotations

import click

from kptimeline.cli import options, stages
from kptimeline.cli.selecting import selecting
from kptimeline.records import Genre


@click.command(
    "dateline",
    epilog=options.examples(
        "kptimeline dateline articles.jsonl > datelines.jsonl",
    ),
)
@stages.source
@options.reading
@selecting
@options.as_of
@options.genre
def command(
    *,
    source: str,
    input_format: str | None,
    field_map: dict[str, str],
    selected: tuple[tuple[str, str], ...],
    as_of: str,
    genre: Genre,
) -> int:
    """Find datelines: articles in, JSON lines out.

    Reads a file, a folder or standard input, of any format that docs/input.md names; each line says what the dateline states, which day was chosen
    as the anchor, on what basis, what of it was inferred, and which other days were weighed.
    """
    from kptimeline.pipeline import load_kit, read, resolve
    from kptimeline.render.stages import dateline

    kit = load_kit(model=False)
    given = stages.Input(source, selected, as_of=as_of, genre=genre, format=input_format, map=field_map)

    def rows() -> stages.Rows:
        for article in given.articles():
            reading = read(article, kit)
            yield dateline(article, reading.dateline, resolve(article, reading, kit).choice)

    stages.write_lines(rows())
    return 1 if given.rejected else 0
