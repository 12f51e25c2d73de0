"""`kptimeline explain`: where an event and its date come from."""

from __future__ import annotations

import click

from kptimeline.cli import options, terminal


@click.command("explain", epilog=options.examples("kptimeline explain emr7ktq2ncva4"))
@click.argument("event")
@options.database
def command(*, event: str, database: str) -> int:
    """Show where an event and its date come from.

    For each mention: its sentence with the trigger and the time phrase marked, the Expression and the rule
    that read the phrase, the article's anchor with its basis, and the other days and meanings weighed.
    EVENT is an event's id as `show` prints it, or its beginning.
    """
    from kptimeline.render import explain as render
    from kptimeline.store.engine import open_database
    from kptimeline.store.explain import explain

    with open_database(database) as connection:
        found = explain(connection, event)
    click.echo(
        render.render(found, width=terminal.width(), color=terminal.color()), nl=False, color=terminal.color()
    )
    return 0
