"""`kptimeline resolve`: what a time phrase means on a given day."""

from __future__ import annotations

from pathlib import Path

import click

from kptimeline.cli import options, periods
from kptimeline.errors import InputRejectedError
from kptimeline.interval import iso, parse_iso
from kptimeline.records import Genre, Tense


@click.command(
    "resolve",
    epilog=options.examples(
        'kptimeline resolve "since the previous October" --dateline 2025-12-29',
        'kptimeline resolve "on Friday" --dateline 2025-12-29 --tense future',
    ),
)
@click.argument("phrase")
@click.option("--dateline", metavar="DATE", help="The day on which the phrase was written; else it has none.")
@click.option(
    "--tense",
    type=click.Choice([tense.value for tense in Tense]),
    help="Tense of the verb beside the phrase.",
)
@options.genre
@options.rules
@options.as_of
@options.output_format("text", "json")
def command(
    *,
    phrase: str,
    dateline: str | None,
    tense: str | None,
    genre: Genre,
    rule_dirs: tuple[Path, ...],
    as_of: str,
    output_format: str,
) -> int:
    """Say what a time phrase means on a given day.

    Prints the Expression, the rule, the interval, TIMEX3 and EDTF, what was inferred, and other meanings.
    """
    from kptimeline.temporal.resolve import resolve_phrase
    from kptimeline.temporal.rules import load_rules

    day = None
    if dateline is not None:
        read, how = periods.read_day(dateline, "--dateline", as_of)
        day = parse_iso(read)
        if how:
            click.echo(how, err=True)
    resolution = resolve_phrase(
        phrase, load_rules(rule_dirs), anchor_day=day, tense=Tense(tense) if tense else None, genre=genre
    )
    if not resolution.expression:
        raise InputRejectedError(
            f"{phrase!r} is {resolution.reason}", "kptimeline tag finds the phrases inside a sentence"
        )
    if output_format == "json":
        from kptimeline.render import json
        from kptimeline.render.stages import meaning

        shown = {"phrase": phrase, "dateline": iso(day), **meaning(resolution)}
        click.echo(json.indented(shown), nl=False)
    else:
        from kptimeline.render.resolution import render

        click.echo(render(phrase, day, resolution), nl=False)
    return 0
