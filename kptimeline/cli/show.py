"""`kptimeline show`: a chronology."""

from __future__ import annotations

import difflib

import click
from msgspec.structs import replace

from kptimeline.cli import options, periods, terminal
from kptimeline.records import Status

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT",
)  # fmt: skip


def _types(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """A callback: types in capitals. Raises click.BadParameter for one that is none."""
    types = tuple(value.upper() for value in values)
    for name in types:
        if name not in TYPES:
            near = difflib.get_close_matches(name, TYPES, n=1)
            raise click.BadParameter(
                f"{name} is no event type{f'; did you mean {near[0]}?' if near else ''}", ctx, param
            )
    return types


@click.command(
    "show",
    epilog=options.examples(
        'kptimeline show --actor "North Korea"',
        'kptimeline show --actor Russia --since 2024-10 --until "last month" --status occurred',
        "kptimeline show --type SANCTION --format json > sanctions.json",
    ),
)
@click.option("--actor", metavar="NAME", help="Events of this actor and of all that belongs to it.")
@click.option("--since", metavar="DATE", help="From the first day of this period.")
@click.option("--until", metavar="DATE", help="To the last day of this period.")
@click.option(
    "--type",
    "types",
    callback=_types,
    metavar="TYPE",
    multiple=True,
    help=f"Only this type; may be repeated: {', '.join(TYPES)}.",
)
@click.option(
    "--status",
    "statuses",
    type=click.Choice([status.value for status in Status]),
    metavar="STATUS",
    multiple=True,
    help=f"Only this status; may be repeated: {', '.join(Status)}.",
)
@click.option("--undated", is_flag=True, help="Show undated events too, with the reason.")
@click.option("--hidden", is_flag=True, help="Show events that a correction hides, too.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many events.")
@options.output_format("table", "json")
@options.as_of
@options.database
def command(
    *,
    actor: str | None,
    since: str | None,
    until: str | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    undated: bool,
    hidden: bool,
    limit: int | None,
    output_format: str,
    as_of: str,
    database: str,
) -> int:
    """Print a chronology.

    Events stand in time order under their years; a date is shown as fine as it is known. Guessed, ambiguous
    and disputed dates say so. It ends with what was left out, and the option that shows it.
    """
    from kptimeline.store.actors import find_actor
    from kptimeline.store.articles import undated_articles, without_anchor
    from kptimeline.store.engine import open_database
    from kptimeline.store.query import Question, chronology

    first, last = periods.read_span(since, until, as_of)
    with open_database(database) as connection:
        question = Question(
            actors=(find_actor(connection, actor),) if actor else (),
            since=first,
            until=last,
            types=types,
            statuses=statuses,
            undated=undated,
            hidden=hidden,
            limit=limit + 1 if limit else None,  # one more tells whether there are more
        )
        found = chronology(connection, question)
        missing = without_anchor(connection, undated_articles(found.events[:limit])) if undated else ()
    more = limit is not None and len(found.events) > limit
    found = replace(found, events=found.events[:limit], query=replace(question, limit=limit).told())
    if output_format == "json":
        from kptimeline.render import json

        click.echo(json.render(found), nl=False)
        if more:
            click.echo(f"left out: events past the limit of {limit}", err=True)
        return 0
    from kptimeline.render import table

    past = limit if more else None
    click.echo(
        table.render(
            found, width=terminal.width(), color=terminal.color(), past_limit=past, without_anchor=missing
        ),
        nl=False,
        color=terminal.color(),
    )
    return 0
