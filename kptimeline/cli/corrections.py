"""`kptimeline corrections`: what people corrected in all events."""

from __future__ import annotations

import click

from kptimeline.cli import options, terminal


@click.group(
    "corrections",
    invoke_without_command=True,
    epilog=options.examples("kptimeline corrections list --orphaned"),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """List what people corrected.

    `fix`, `hide`, `merge` and `split` make corrections, `unfix` takes them back, `history` tells those of one event.
    """
    if database:
        ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("list", epilog=options.examples("kptimeline corrections list --orphaned"))
@click.option("--orphaned", is_flag=True, help="Only those whose mention is not found any more.")
@click.option("--undone", is_flag=True, help="Those that were taken back, too.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "plain"]),
    help="How to print.  [default: table on a terminal, else plain: separated by tabs]",
)
@options.database
def list_command(*, orphaned: bool, undone: bool, output_format: str | None, database: str) -> int:
    """List corrections, oldest first, with the events that they hold of.

    One is orphaned when its article was removed, or is read otherwise now, and no other mention has its sentence and
    trigger, or several have. It holds again when its mention comes back.
    """
    from kptimeline.render import corrections as render
    from kptimeline.render import rows
    from kptimeline.store.engine import open_database
    from kptimeline.store.history import all_entries

    with open_database(database) as connection:
        found = all_entries(connection, orphaned=orphaned, undone=undone)
    told = render.rows(found)
    if (output_format or ("table" if terminal.is_person() else "plain")) == "plain":
        click.echo(rows.plain(render.COLUMNS, told), nl=False)
    elif told:
        click.echo(rows.table(render.COLUMNS, told, width=terminal.width(), color=terminal.color()), nl=False)
    else:
        click.echo("No corrections.")
    return 0
