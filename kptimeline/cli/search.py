"""`kptimeline search`: the events that are told in some words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kptimeline.cli import asking, layout, options, printing, publishing, terminal
from kptimeline.cli.answering import answer
from kptimeline.errors import UsageError

if TYPE_CHECKING:
    from kptimeline.render.headings import By
    from kptimeline.render.timelinejs import GroupBy

_OF_EVENTS = {"outlets": "--outlet"}


def _words(ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> str:
    """A callback: the words as one text. `-word` leaves a word out, so an option that is none arrives here."""
    if "-h" in values:
        click.echo(ctx.get_help())
        ctx.exit()
    for value in values:
        if value.startswith("--"):
            import difflib

            known = [name for param in ctx.command.params for name in param.opts]
            near = difflib.get_close_matches(value.partition("=")[0], known, n=1)
            raise click.NoSuchOption(value.partition("=")[0], possibilities=near, ctx=ctx)
    return " ".join(values)


@click.command(
    "search",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog=options.examples(
        "kptimeline search missile* -test --actor Japan --since 2025",
        "kptimeline search '\"joint exercise\" OR drill' --status planned",
        "kptimeline search sanctions --sentences",
    ),
)
@click.argument("words", nargs=-1, required=True, callback=_words)
@asking.asking
@click.option("--sentences", is_flag=True, help="List the sentences found that tell of no event, instead.")
@layout.laying_out
@options.output_format("table", "json", "jsonl", "csv", *publishing.FORMATS)
@options.output
@options.as_of
@options.database
def command(
    *,
    words: str,
    sentences: bool,
    output_format: str,
    output: Path | None,
    as_of: str,
    database: str,
    by: By | None,
    group: GroupBy | None,
    count: str | None,
    **asked: Unpack[asking.Asked],
) -> int:
    """Find events by the words of their sentences and titles.

    A sentence, or an article's title, must hold all the words. Quotes keep words together, OR between two
    takes either, -word leaves out what holds it, word* stands for any ending. Case and accents do not count;
    all else is text. What is found is marked [[so]], in time order like `show`, with the same options.
    """
    if not sentences:
        return answer(
            asked,
            database=database,
            as_of=as_of,
            output_format=output_format,
            output=output,
            words=words,
            by=by,
            group=group,
            count=count,
        )
    if by or group or count:
        raise UsageError(
            "--sentences lists sentences by their articles' days", "leave --by, --count and --group out"
        )
    return _sentences(words, asked, output_format=output_format, output=output, database=database)


def _sentences(
    words: str, asked: asking.Asked, *, output_format: str, output: Path | None, database: str
) -> int:
    """Prints what holds the words and tells of no event. Raises UsageError for options that only events have."""
    from kptimeline.store.engine import open_database
    from kptimeline.store.search import untold

    given = [name for name, value in asked.items() if value and name != "limit"]
    if given:
        raise UsageError(
            "--sentences lists what tells of no event, so it has no actor, date, type, status or place",
            "give only words and --limit with --sentences",
        )
    if output_format in publishing.FORMATS:
        raise UsageError(
            f"--sentences lists sentences, and {output_format} shows events",
            "use --format json, jsonl or csv",
        )
    limit = asked["limit"]
    with open_database(database) as connection:
        found = untold(connection, words, limit + 1 if limit else None)
        if output_format in {"jsonl", "csv"}:
            from itertools import islice

            from kptimeline.render import csv, json

            shown = islice(found, limit)
            pieces = (
                csv.matches(shown, terminal=terminal.is_person() and output is None)
                if output_format == "csv"
                else map(json.line, shown)
            )
            printing.write(pieces, output, database)
            more = limit is not None and next(found, None) is not None
        else:
            matches = list(found)
            more = limit is not None and len(matches) > limit
            matches = matches[:limit]
            if output_format == "json":
                from kptimeline.render import json

                printing.write(
                    [json.indented({"query": {"words": words}, "sentences": matches})], output, database
                )
            else:
                from kptimeline.render import found as render

                color = terminal.color() and output is None
                text = render.render(
                    matches, width=terminal.width(), color=color, past_limit=limit if more else None
                )
                printing.say(text, output, database, color=color)
    if more and output_format != "table":
        click.echo(f"left out: sentences past the limit of {limit}", err=True)
    return 0
