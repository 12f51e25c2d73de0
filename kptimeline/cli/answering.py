"""From a question to its answer on stdout or in a file: the same for `show` and `search`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from kptimeline.cli import asking, counting, layout, printing, publishing, terminal

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.records import Chronology, ChronologyEvent, Match
    from kptimeline.render.headings import By
    from kptimeline.render.timelinejs import GroupBy
    from kptimeline.store.query import Question

BATCH = 200  # events whose matches are looked up together


def answer(
    asked: asking.Asked,
    *,
    database: str,
    as_of: str,
    output_format: str,
    output: Path | None,
    words: str | None = None,
    by: By | None = None,
    group: GroupBy | None = None,
    count: str | None = None,
) -> int:
    """Asks and prints; `words` are what is searched for. Exit code 0."""
    from kptimeline.store.engine import open_database

    layout.check(output_format, by=by, group=group, count=count, limit=asked["limit"])
    days = asking.span(asked, as_of)
    with open_database(database) as connection:
        question = asking.question(connection, asked, days, words)
        if count:
            return counting.count(
                connection, question, count, output_format=output_format, output=output, database=database
            )
        if output_format in {"jsonl", "csv"}:
            return _stream(connection, question, output_format, output, database)
        if output_format in publishing.FORMATS:
            told = _published(connection, question, asked, as_of, output_format, by, group)
            printing.write([told], output, database)
            return 0
        return _whole(connection, question, output_format, output, database, by)


def _found(
    connection: Connection, question: Question
) -> tuple[Chronology, Mapping[str, Sequence[Match]] | None, bool]:
    """The chronology, what a search found its events by, and whether the limit cut it off."""
    from kptimeline.store import search
    from kptimeline.store.query import chronology

    limit = question.limit
    asked = replace(question, limit=limit + 1 if limit else None)  # one more tells whether there are more
    found = chronology(connection, asked)
    more = limit is not None and len(found.events) > limit
    found = replace(found, events=found.events[:limit], query=question.told())
    matches = search.matches(connection, question.words, found.events) if question.words else None
    return found, matches, more


def _published(
    connection: Connection,
    question: Question,
    asked: asking.Asked,
    as_of: str,
    output_format: str,
    by: By | None,
    group: GroupBy | None,
) -> str:
    """A page or a file for another program."""
    found, matches, more = _found(connection, question)
    return publishing.render(
        output_format,
        found,
        asked=asked,
        words=question.words,
        as_of=as_of,
        past_limit=question.limit if more else None,
        matches=matches,
        by=by,
        group=group,
    )


def _whole(
    connection: Connection,
    question: Question,
    output_format: str,
    output: Path | None,
    database: str,
    by: By | None,
) -> int:
    """A table or JSON, which say what was left out themselves."""
    from kptimeline.store.articles import undated_articles, without_anchor

    limit = question.limit
    found, matches, more = _found(connection, question)
    if output_format == "json":
        from kptimeline.render import json

        printing.write([json.render(found, matches)], output, database)
        if more:
            click.echo(f"left out: events past the limit of {limit}", err=True)
        return 0
    from kptimeline.render import table

    color = terminal.color() and output is None
    missing = without_anchor(connection, undated_articles(found.events)) if question.undated else ()
    shown = table.render(
        found,
        width=terminal.width(),
        color=color,
        past_limit=limit if more else None,
        without_anchor=missing,
        matches=matches,
        untold=_untold(connection, question),
        by=by or "year",
    )
    printing.say(shown, output, database, color=color)
    return 0


def _untold(connection: Connection, question: Question) -> str:
    """How many sentences hold the words and tell of no event, where nothing was asked that only events have."""
    if question.words is None or set(question.told()) - {"words", "undated", "hidden", "limit", "reverse"}:
        return ""
    from kptimeline.store.search import untold_count

    count, more = untold_count(connection, question.words)
    if not count:
        return ""
    told = (
        f"at least {count} match and tell"
        if more
        else "1 matches and tells"
        if count == 1
        else f"{count} match and tell"
    )
    return f"Left out: of the sentences, {told} of no event; list them with --sentences."


def _stream(
    connection: Connection, question: Question, output_format: str, output: Path | None, database: str
) -> int:
    """JSON lines or CSV, an event at a time; what was left out is said on stderr."""
    from kptimeline.store.query import left_out, stream

    limit = question.limit
    found = stream(connection, replace(question, limit=limit + 1 if limit else None))
    events = islice(found, limit)
    if output_format == "csv":
        from kptimeline.render import csv

        pieces = csv.events(events, terminal=terminal.is_person() and output is None)
    else:
        pieces = _json_lines(connection, question, events)
    printing.write(pieces, output, database)
    more = limit is not None and next(found, None) is not None
    counts = left_out(connection, question)
    if count := counts["undated"]:
        click.echo(f"left out: {count} undated; show them with --undated", err=True)
    if count := counts["hidden"]:
        click.echo(f"left out: {count} hidden by corrections; show them with --hidden", err=True)
    if more:
        click.echo(f"left out: events past the limit of {limit}", err=True)
    return 0


def _json_lines(
    connection: Connection, question: Question, events: Iterator[ChronologyEvent]
) -> Iterator[str]:
    """An event a line; those of a search with what found them, looked up for a batch at a time."""
    from kptimeline.render import json
    from kptimeline.store import search

    if question.words is None:
        yield from json.lines(events)
        return
    while some := list(islice(events, BATCH)):
        yield from json.lines(some, search.matches(connection, question.words, some))
