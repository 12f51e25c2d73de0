"""`kptimeline actors`: who is who in the database, and what people add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kptimeline.cli import actor_additions, options, terminal
from kptimeline.errors import UsageError

if TYPE_CHECKING:
    from kptimeline.store.actor_lines import ActorLine


@click.group(
    "actors",
    invoke_without_command=True,
    epilog=options.examples(
        "kptimeline actors list --unknown",
        'kptimeline actors show "North Korea"',
        'kptimeline actors alias harlan-voss "Admiral Voss"',
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """List and show actors, add actors and names, merge two.

    ACTOR is an actor's slug (*north-korea*) or one of its names. What people add is kept in the database with
    who and when, holds for all that is ingested later, and can be taken back with --undo.
    """
    if database:
        ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


# --- looking -----------------------------------------------------------------------------------------


@command.command(
    "list",
    epilog=options.examples(
        "kptimeline actors list --unknown --limit 20",
        "kptimeline actors list --kind person --country KOR",
        "kptimeline actors list --search guard --format csv",
    ),
)
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="Only this kind; may be repeated.")
@click.option(
    "--country",
    "countries",
    metavar="COUNTRY",
    multiple=True,
    help="Only this country, by its three letters (PRK) or a name; may be repeated.",
)
@click.option("--search", metavar="WORDS", help="Only those with all these words in their names.")
@click.option(
    "--unknown",
    is_flag=True,
    help="Only those that articles name and no registry knows, the most named first.",
)
@click.option("--added", is_flag=True, help="Only those to which people added something.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many actors.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "plain", "jsonl", "csv"]),
    help="How to print.  [default: table on a terminal, else plain: separated by tabs]",
)
@options.database
def list_command(
    *,
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    search: str | None,
    unknown: bool,
    added: bool,
    limit: int | None,
    output_format: str | None,
    database: str,
) -> int:
    """List actors with the number of their events, those of all that belongs to them among them.

    --unknown lists the full names that lead to no actor of the registry: what to give to `actors alias`,
    `actors merge` or `actors add`. JSON lines and CSV have more columns.
    """
    from kptimeline.store.actor_lines import ActorQuestion, country_of, kinds_and_countries, list_actors
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        known_kinds, known_countries = kinds_and_countries(connection)
        for kind in kinds:
            if kind not in known_kinds:
                raise UsageError(f"no actor is of the kind {kind}", f"the kinds are {', '.join(known_kinds)}")
        codes = []
        for given in countries:
            code = given.upper() if given.upper() in known_countries else country_of(connection, given)
            if code is None:
                raise UsageError(f"{given} has no country code", "give three letters, as in PRK")
            codes.append(code)
        question = ActorQuestion(
            kinds=kinds,
            countries=tuple(codes),
            words=tuple((search or "").split()),
            unknown=unknown,
            added=added,
            limit=limit + 1 if limit else None,  # one more tells whether there are more
        )
        found = list_actors(connection, question)
    output_format = output_format or ("table" if terminal.is_person() else "plain")
    click.echo(_listed(found[:limit], output_format, unknown=unknown), nl=False, color=terminal.color())
    if limit is not None and len(found) > limit:
        click.echo(f"left out: actors past the limit of {limit}; show more with --limit", err=True)
    return 0


def _listed(lines: tuple[ActorLine, ...], output_format: str, *, unknown: bool) -> str:
    from kptimeline.render import actors as render
    from kptimeline.render import rows
    from kptimeline.store.actor_lines import ActorLine

    columns = render.UNKNOWN_COLUMNS if unknown else render.COLUMNS
    if output_format == "jsonl":
        return render.json_lines(lines)
    if output_format == "csv":
        return render.comma_separated(ActorLine.__struct_fields__, lines, terminal=terminal.is_person())
    if output_format == "plain":
        return rows.plain(columns, render.short(lines, columns))
    if not lines:
        return "No actors match.\n"
    return rows.table(columns, render.short(lines, columns), width=terminal.width(), color=terminal.color())


@command.command("show", epilog=options.examples('kptimeline actors show "Lee Jae-myung"'))
@click.argument("actor")
@options.database
def show_command(*, actor: str, database: str) -> int:
    """Show one actor: its names, offices, parents and parts with their days, and its events in numbers.

    Events count as `show --actor` does: those of all that belonged to it on the day of the event among them.
    """
    from kptimeline.actors.additions import extend
    from kptimeline.actors.registry import load_registry
    from kptimeline.render import actors as render
    from kptimeline.store.actor_lines import account
    from kptimeline.store.additions import load_additions
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        found = account(connection, actor, extend(load_registry(), load_additions(connection)))
    click.echo(
        render.account(found, width=terminal.width(), color=terminal.color()),
        nl=False,
        color=terminal.color(),
    )
    return 0


for each in actor_additions.commands.commands.values():
    command.add_command(each)
