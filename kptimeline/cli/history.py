"""`kptimeline history`: all that was ever said of an event."""

from __future__ import annotations

import click

from kptimeline.cli import options, terminal


@click.command("history", epilog=options.examples("kptimeline history emr7ktq2ncva4"))
@click.argument("event")
@options.database
def command(*, event: str, database: str) -> int:
    """Show all that was ever said of an event.

    Corrections, merges and splits, also those that were taken back, and the ids that lead to it. EVENT is an
    event's id, its beginning, or one that it had before.
    """
    from kptimeline.render import corrections as render
    from kptimeline.store.engine import open_database
    from kptimeline.store.history import history

    with open_database(database) as connection:
        found = history(connection, event)
    click.echo(
        render.history(found, width=terminal.width(), color=terminal.color()),
        nl=False,
        color=terminal.color(),
    )
    return 0
