"""`kptimeline tag`: the time expressions of each article, resolved. Loads no language model unless asked to."""

from __future__ import annotations

from pathlib import Path

import click

from kptimeline.cli import options, stages
from kptimeline.cli.selecting import selecting
from kptimeline.records import Genre


@click.command(
    "tag",
    epilog=options.examples(
        "kptimeline tag articles.jsonl > timexes.jsonl",
        'echo \'{"id": "1", "text": "He came yesterday.", "dateline": "2025-11-18"}\' | kptimeline tag',
    ),
)
@stages.source
@options.reading
@selecting
@options.as_of
@options.genre
@options.rules
@click.option("--syntax", is_flag=True, help="Load the language model and take tense from the parse.")
def command(
    *,
    source: str,
    input_format: str | None,
    field_map: dict[str, str],
    selected: tuple[tuple[str, str], ...],
    as_of: str,
    genre: Genre,
    rule_dirs: tuple[Path, ...],
    syntax: bool,
) -> int:
    """Find and resolve time expressions: articles in, JSON lines out.

    Reads a file, a folder or standard input, of any format that docs/input.md names. Offsets count characters of the article's text.
    """
    from kptimeline.pipeline import load_kit, read, read_times, resolve
    from kptimeline.render.stages import tag

    kit = load_kit(model=syntax, rule_dirs=rule_dirs)
    given = stages.Input(source, selected, as_of=as_of, genre=genre, format=input_format, map=field_map)
    if syntax:
        readings = read_times(given.articles(), kit)
    else:
        readings = ((article, read(article, kit)) for article in given.articles())
    stages.write_lines(tag(resolve(article, reading, kit)) for article, reading in readings)
    return 1 if given.rejected else 0
