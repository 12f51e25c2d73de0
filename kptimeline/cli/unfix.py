"""`kptimeline unfix`: take back what was said of an event."""

from __future__ import annotations

import click

from kptimeline.cli import fixing, options

FIELDS = ("date", "type", "status", "by", "to", "place", "summary", "hidden", "merge", "split")


@click.command(
    "unfix",
    epilog=options.examples("kptimeline unfix emr7ktq2ncva4 date", "kptimeline unfix emr7ktq2ncva4"),
)
@click.argument("event")
@click.argument("field", required=False, metavar="[FIELD]")
@options.who
@options.database
def command(*, event: str, field: str | None, who: str, database: str) -> int:
    """Take back what was said of an event.

    All of it, or of one FIELD: date, type, status, by, to, place, summary, hidden, merge or split. Nothing is
    deleted: `kptimeline history EVENT` shows what was taken back, when and by whom.
    """
    asked = fixing.read_word(field, "FIELD", FIELDS, may_be_none=False) if field is not None else None
    fixed = fixing.carried_out(database, lambda fixer, _: fixer.unfix(event, asked), who=who, why=None)
    first, *others = fixed.events
    if not fixed.taken_back:
        which = f" of the field {asked}" if asked else ""
        click.echo(f"nothing changes: {first} has no correction{which} that holds")
        return 0
    apart = f"; its mentions are {first} and {', '.join(others)} now" if others else ""
    click.echo(f"taken back of {first}: {', '.join(fixed.taken_back)}{apart}")
    return 0
