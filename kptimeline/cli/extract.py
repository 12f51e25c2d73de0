"""`kptimeline extract`: the dated event mentions of each article."""

from __future__ import annotations

from pathlib import Path

import click

from kptimeline.cli import options, stages
from kptimeline.cli.selecting import selecting
from kptimeline.records import Genre


@click.command(
    "extract",
    epilog=options.examples(
        "kptimeline extract article.txt",
    ),
)
@stages.source
@options.reading
@selecting
@options.as_of
@options.genre
@options.rules
def command(
    *,
    source: str,
    input_format: str | None,
    field_map: dict[str, str],
    selected: tuple[tuple[str, str], ...],
    as_of: str,
    genre: Genre,
    rule_dirs: tuple[Path, ...],
) -> int:
    """Find dated event mentions: articles in, JSON lines out.

    Reads a file, a folder or standard input, of any format that docs/input.md names; each line has what `tag` gives and the mentions: who, what, to
    whom, when, by which words it is dated, and who says so.
    """
    from kptimeline.pipeline import load_kit, read_all, resolve
    from kptimeline.render.stages import extract

    kit = load_kit(model=True, rule_dirs=rule_dirs)
    given = stages.Input(source, selected, as_of=as_of, genre=genre, format=input_format, map=field_map)
    stages.write_lines(
        extract(resolve(article, reading, kit)) for article, reading in read_all(given.articles(), kit)
    )
    return 1 if given.rejected else 0
