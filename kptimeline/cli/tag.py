"""`kptimeline tag`: the time expressions of each article, resolved. Loads no language model."""

from __future__ import annotations

from pathlib import Path

import click

from kptimeline.cli import options, stages
from kptimeline.records import Genre


@click.command(
    "tag",
    epilog=options.examples(
        "kptimeline tag articles.jsonl > timexes.jsonl",
        'echo \'{"id": "1", "text": "He came yesterday.", "dateline": "2025-11-18"}\' | kptimeline tag',
    ),
)
@stages.source
@options.as_of
@options.genre
@options.rules
def command(*, source: str, as_of: str, genre: Genre, rule_dirs: tuple[Path, ...]) -> int:
    """Find and resolve time expressions: articles in, JSON lines out.

    Reads JSON lines or a plain text file. Offsets count characters of the article's text.
    """
    from kptimeline.pipeline import load_kit, read, resolve
    from kptimeline.render.stages import tag

    kit = load_kit(model=False, rule_dirs=rule_dirs)
    given = stages.Input(source, as_of=as_of, genre=genre)
    stages.write_lines(tag(resolve(article, read(article, kit), kit)) for article in given.articles())
    return 1 if given.rejected else 0
