"""`kptimeline hide`: leave an event out of chronologies."""

from __future__ import annotations

import click

from kptimeline.cli import fixing, options


@click.command("hide", epilog=options.examples('kptimeline hide emr7ktq2ncva4 --why "a film, no event"'))
@click.argument("event")
@fixing.why
@options.who
@options.database
def command(*, event: str, why: str | None, who: str, database: str) -> int:
    """Leave an event out of chronologies.

    `show --hidden` shows it; `kptimeline unfix EVENT hidden` brings it back.
    """
    fixing.told(fixing.carried_out(database, lambda fixer, _: fixer.hide(event), who=who, why=why))
    return 0
