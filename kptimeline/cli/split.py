"""`kptimeline split`: say that mentions of an event are an event of their own."""

from __future__ import annotations

import click

from kptimeline.cli import fixing, options
from kptimeline.cli.intake import plural


@click.command("split", epilog=options.examples("kptimeline split emr7ktq2ncva4 2 3"))
@click.argument("event")
@click.argument("mentions", metavar="MENTION…", nargs=-1, required=True)
@fixing.why
@options.who
@options.database
def command(*, event: str, mentions: tuple[str, ...], why: str | None, who: str, database: str) -> int:
    """Say that mentions of an event are an event of their own.

    MENTION is a mention's key, or its number as `kptimeline explain EVENT` shows it. `kptimeline unfix EVENT
    split` lets the articles decide again.
    """
    fixed = fixing.carried_out(database, lambda fixer, _: fixer.split(event, mentions), who=who, why=why)
    stays, *away = fixed.events
    told = "tells" if fixed.mentions == 1 else "tell"
    click.echo(
        f"{plural(fixed.mentions, 'mention')} {told} of {', '.join(away)} now, the rest still of {stays}; "
        f"kptimeline unfix {stays} split takes it back"
    )
    return 0
