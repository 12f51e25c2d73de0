"""`kptimeline db`: what the database is, and how it is kept."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import options
from kptimeline.cli.intake import plural
from kptimeline.cli.upgrading import compare_waiting
from kptimeline.render import safe

if TYPE_CHECKING:
    from kptimeline.store.check import Check
    from kptimeline.store.difference import Difference
    from kptimeline.store.status import RunLine, Status


@click.group(
    "db",
    invoke_without_command=True,
    epilog=options.examples(
        "kptimeline db status",
        "kptimeline db backup friday.db",
        "kptimeline db upgrade",
        "kptimeline db check",
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """Look after the database: status, upgrade, backup, check.

    docs/keeping.md tells how a database is kept for years.
    """
    if database:
        ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("status", epilog=options.examples("kptimeline db status --format json"))
@options.output_format("plain", "json")
@options.database
def status_command(*, output_format: str, database: str) -> None:
    """Say what the database is and holds.

    Size, schema, counts, and the run that wrote last. Works on a database of an older schema, too.
    """
    from kptimeline.store.status import status

    found = status(database)
    if output_format == "json":
        import msgspec

        told = {**msgspec.to_builtins(found), "current": found.current}
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        for name, value in _lines(found):
            click.echo(f"{name:<13}{value}")
    name = shlex.quote(found.database)
    if found.unsaved:
        click.echo(
            f"warning: {name}-wal holds {_size(found.unsaved)} that may be in no other file: "
            f"a program writes just now, or was stopped",
            err=True,
        )
        click.echo("hint:  kptimeline db backup FILE copies all of it, cp does not", err=True)
    if not found.current:
        click.echo(f"warning: {name} has schema {found.revision}, the newest is {found.newest}", err=True)
        click.echo("hint:  kptimeline db upgrade", err=True)


def _lines(found: Status) -> list[tuple[str, str]]:
    hidden = f", and {found.hidden:,} hidden" if found.hidden else ""
    without = f", {found.without_anchor:,} without an anchor" if found.without_anchor else ""
    return [
        ("database", found.database),
        ("size", _size(found.size)),
        (
            "schema",
            f"{found.revision}, {'the newest' if found.current else f'not the newest ({found.newest})'}",
        ),
        ("articles", f"{found.articles:,}{without}"),
        ("events", f"{found.events:,}{hidden}"),
        ("mentions", f"{found.mentions:,}, {found.undated:,} undated"),
        ("corrections", f"{found.corrections:,}"),
        ("rejects", f"{found.rejects:,}"),
        ("runs", f"{found.runs:,}"),
        ("last run", _run(found.last_run)),
    ]


def _run(run: RunLine | None) -> str:
    if run is None:
        return "none"
    told = {name: count for name, count in run.counts.items() if count and name != "seconds"}
    counts = ", ".join(f"{count:,} {name}" for name, count in sorted(told.items()))
    ended = "" if run.finished_at else "; not finished"
    return f"{run.command}, {run.started_at}{f' ({counts})' if counts else ''}{ended}"


def _size(count: int) -> str:
    """*512 bytes*, *1.4 MB*."""
    if count < 1000:
        return plural(count, "byte")
    number = float(count)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.5 or unit == "GB":
            break
    return f"{number:,.1f} {unit}" if number < 10 else f"{number:,.0f} {unit}"


@command.command("upgrade", epilog=options.examples("kptimeline db upgrade --database old.db"))
@options.database
def upgrade_command(*, database: str) -> None:
    """Bring the database to the newest schema, after a backup.

    Where merging has other rules now, events are grouped anew; stopped, it goes on with the next call, or ingest.
    The copy stands beside the database and is called NAME.SCHEMA.backup. A database that is no kptimeline's, or
    that a later version made, is refused and left as it is.
    """
    from kptimeline.store.engine import open_database
    from kptimeline.store.migrate import upgrade
    from kptimeline.store.status import status

    before = status(database)
    copy = None if before.current else upgrade(database)
    with open_database(database, "write") as connection:
        grouped = compare_waiting(connection)
    if before.current and not grouped:
        click.echo(f"{before.database} has schema {before.revision}, the newest: nothing to do")
        return
    if not before.current:
        click.echo(f"{before.database}: schema {before.revision} is now {before.newest}")
    if copy is not None:
        click.echo(f"the database as it was: {copy}")


@command.command(
    "backup",
    epilog=options.examples(
        "kptimeline db backup friday.db", "kptimeline db backup --force /media/stick/kptimeline.db"
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE.")
@options.database
def backup_command(*, file: Path, force: bool, database: str) -> None:
    """Copy the database to FILE, whole, while others may write.

    FILE is what the database held at one moment, looked through before it gets its name, and is a database
    itself: --database FILE. Do not copy the file by other means while something writes, or after it was stopped.
    """
    from kptimeline.store.backup import back_up
    from kptimeline.store.status import status

    back_up(database, file, force=force)
    copy = status(file)
    click.echo(
        f"{safe.line(str(file))}: sound, {plural(copy.articles, 'article')}, {plural(copy.events, 'event')}"
    )


@command.command(
    "check", epilog=options.examples("kptimeline db check", "kptimeline db check --repair --database old.db")
)
@click.option("--repair", is_flag=True, help="Make anew what can be made anew, after a backup.")
@options.database
def check_command(*, repair: bool, database: str) -> int:
    """Say where the database differs from what it should be.

    Events, actors of events, keys, blocks and full-text indexes are made anew from mentions, corrections and
    links, and compared; texts are compared with their offsets, tables with the schema. Each difference is a line:
    part, row, what is found, what should be there. The exit code is 3 when there are some.
    """
    from kptimeline.store.check import Check

    check = Check(database)
    found = []
    for each in check.differences():
        found.append(each)
        click.echo("\t".join(safe.line(word) for word in (each.part, each.what, each.found, each.wanted)))
    for line in check.unchecked:
        click.echo(f"warning: not looked at: {safe.line(line)}", err=True)
    if not found:
        click.echo(f"{check.place.name}: no differences")
        return 0
    if repair and any(each.remedy == "repair" for each in found):
        return _mended(check, found)
    click.echo(f"error: {check.place.name}: {plural(len(found), 'difference')}", err=True)
    click.echo(f"hint:  {_way_out(found)}", err=True)
    return 3


def _mended(check: Check, found: Sequence[Difference]) -> int:
    copy = check.back_up()
    if copy is not None:
        click.echo(f"the database as it was: {copy}", err=True)
    check.mend(found)
    left = list(check.differences())
    click.echo(
        f"{check.place.name}: {plural(len(found) - len(left), 'difference')} mended, {len(left):,} left"
    )
    if not left:
        return 0
    click.echo(f"error: {check.place.name}: {plural(len(left), 'difference')}", err=True)
    click.echo(f"hint:  {_way_out(left)}", err=True)
    return 3


def _way_out(found: Sequence[Difference]) -> str:
    remedies = {each.remedy for each in found}
    if "backup" in remedies:
        return "go back to a backup; what else differs: kptimeline db check --repair"
    if "repair" in remedies:
        return "kptimeline db check --repair"
    keys = list(dict.fromkeys(each.what.split(" ")[0].split(":")[0] for each in found))
    return f"kptimeline reprocess --all {' '.join(keys[:3])}{' …' if len(keys) > 3 else ''}"
