"""`kptimeline corrections`: what people corrected in all events; sharing it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import fixing, options, printing, stages, terminal
from kptimeline.cli.intake import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kptimeline.merge.correction_line import CorrectionLine
    from kptimeline.store.correction_intake import Intake


@click.group(
    "corrections",
    invoke_without_command=True,
    epilog=options.examples(
        "kptimeline corrections list --orphaned",
        "kptimeline corrections export --output team.jsonl",
        "kptimeline corrections import team.jsonl --dry-run",
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """List and share what people corrected.

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


@command.command("export", epilog=options.examples("kptimeline corrections export --output team.jsonl"))
@options.output
@options.database
def export_command(*, output: Path | None, database: str) -> int:
    """Write all corrections as JSON lines, for `corrections import` into another database.

    A line for each thing that somebody said at one time, oldest first, with what was taken back: the mentions by
    their keys and words, the field and its value, who, when and why (docs/corrections.md).
    """
    from kptimeline.render import json
    from kptimeline.store.correction_lines import export
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        printing.write((json.line(each) for each in export(connection)), output, database)
    return 0


@command.command("import", epilog=options.examples("kptimeline corrections import team.jsonl --dry-run"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@options.database
def import_command(*, file: Path, dry_run: bool, database: str) -> int:
    """Take in corrections that `corrections export` wrote; - for standard input.

    Who, when and why stay. What is known already changes nothing; what was taken back there is taken back here. A
    line that contradicts what holds here is told and left out: nothing is overwritten. A line that is wrong is named
    and left out. Corrections of articles that are not here are kept, and hold when these come.
    """
    from kptimeline.readers import Reject
    from kptimeline.readers.correction_rows import read_corrections
    from kptimeline.store.check import registry_of
    from kptimeline.store.correction_intake import take_in
    from kptimeline.store.engine import open_database

    stream = sys.stdin.buffer if file == Path("-") else None
    rejected = 0

    def lines() -> Iterator[tuple[int, CorrectionLine]]:
        nonlocal rejected
        for line in read_corrections(file, fixing.now(), stream):
            if isinstance(line, Reject):
                rejected += 1
                stages.name_reject(line)
            else:
                yield line

    with open_database(database, "write") as connection:
        done = take_in(connection, registry_of(connection), lines(), dry_run=dry_run)
    _tell(done, rejected, "standard input" if stream else str(file), dry_run=dry_run)
    return 1 if rejected or done.clashes else 0


def _tell(done: Intake, rejected: int, name: str, *, dry_run: bool) -> None:
    from kptimeline.render import corrections as render
    from kptimeline.render import safe

    for clash in done.clashes:
        click.echo(f"error: {safe.line(name)}:{clash.number}: {render.clash(clash)}", err=True)
        click.echo(f"hint:  {render.way_out(clash)}", err=True)
    counts = {"new": done.new, "known": done.known, "taken back": done.taken_back}
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    left_out = f"{len(done.clashes):,} left out, {rejected:,} rejected"
    click.echo(f"{plural(done.lines, 'correction')}{f' ({told})' if told else ''}, {left_out}")
    if done.orphaned:
        which = "kptimeline corrections list --orphaned"
        click.echo(
            f"{done.orphaned:,} of them {'hold' if done.orphaned > 1 else 'holds'} of no event here: {which}"
        )
    if dry_run:
        click.echo("nothing was saved: --dry-run", err=True)
