"""`kptimeline merge`: say that events are one."""

from __future__ import annotations

import click

from kptimeline.cli import fixing, options
from kptimeline.cli.intake import plural
from kptimeline.errors import UsageError


@click.command("merge", epilog=options.examples("kptimeline merge emr7ktq2ncva4 e4xq2r7dhb6ys"))
@click.argument("events", metavar="EVENT EVENT…", nargs=-1, required=True)
@fixing.why
@options.who
@options.database
def command(*, events: tuple[str, ...], why: str | None, who: str, database: str) -> int:
    """Say that events are one.

    All the mentions that they have now tell of it. Takes back what kept them apart. `kptimeline unfix EVENT merge`
    parts them again.
    """
    if len(events) < 2:
        raise UsageError("one event alone cannot be merged", "name two or more")
    fixed = fixing.carried_out(database, lambda fixer, _: fixer.merge(events), who=who, why=why)
    event = fixed.events[0]
    if fixed.mentions:
        click.echo(
            f"{plural(fixed.mentions, 'mention')} tell of {event}; kptimeline unfix {event} merge takes it back"
        )
    else:
        click.echo(f"nothing changes: they are the event {event} already")
    return 0
