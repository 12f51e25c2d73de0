"""`kptimeline fix`: correct what an event says, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kptimeline.cli import asking, fixing, options
from kptimeline.errors import UsageError
from kptimeline.records import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.merge.corrections import Field
    from kptimeline.store.fixes import Fixed, Fixer


@click.command(
    "fix",
    epilog=options.examples(
        'kptimeline fix emr7ktq2ncva4 --date 2025-11-18 --why "the ministry\'s own log"',
        'kptimeline fix emr7ktq2ncva4 --by "North Korea" --to none --type ASSAULT',
    ),
)
@click.argument("event")
@click.option("--date", metavar="DATE", help="When: a day, month, year, A/B, A/.., a time, or English.")
@click.option("--type", "event_type", metavar="TYPE", help=f"What: {', '.join(asking.TYPES)}.")
@click.option("--status", metavar="STATUS", help=f"How real: {', '.join(Status)}.")
@click.option("--by", "by", metavar="ACTOR", multiple=True, help="Who did it; may be repeated.")
@click.option("--to", "to", metavar="ACTOR", multiple=True, help="To whom; may be repeated.")
@click.option("--place", metavar="TEXT", help="Where.")
@click.option("--summary", metavar="TEXT", help="The line that tells it.")
@fixing.why
@options.who
@options.as_of
@options.database
def command(
    *,
    event: str,
    date: str | None,
    event_type: str | None,
    status: str | None,
    by: tuple[str, ...],
    to: tuple[str, ...],
    place: str | None,
    summary: str | None,
    why: str | None,
    who: str,
    as_of: str,
    database: str,
) -> int:
    """Correct what an event says, for good.

    The correction holds when the article is read, redated or ingested again, and can be taken back with
    `kptimeline unfix`. `none` empties a field. EVENT is an event's id as `show` prints it, its beginning, or one
    that it had before; ACTOR a slug or a name (`kptimeline actors add` adds who is missing); English dates are
    read from --as-of.
    """
    values: dict[Field, str | None] = {}
    if date is not None:
        values["date"] = fixing.read_date(date, as_of)
    if event_type is not None:
        values["type"] = fixing.read_word(event_type, "--type", asking.TYPES, may_be_none=True)
    if status is not None:
        values["status"] = fixing.read_word(status, "--status", list(Status), may_be_none=False)
    if place is not None:
        values["place"] = fixing.read_words(place, "--place")
    if summary is not None:
        values["summary"] = fixing.read_words(summary, "--summary")
    if not values and not by and not to:
        raise UsageError(
            "nothing is said of the event", "give --date, --type, --status, --by, --to, --place or --summary"
        )

    def act(fixer: Fixer, connection: Connection) -> Fixed:
        if by:
            values["by"] = fixing.read_actors(connection, by, "--by")
        if to:
            values["to"] = fixing.read_actors(connection, to, "--to")
        return fixer.fix(event, values)

    fixing.told(fixing.carried_out(database, act, who=who, why=why))
    return 0
