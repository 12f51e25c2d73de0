"""`kptimeline redate`: another anchor for articles, and what changes with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import options, periods, stages, terminal
from kptimeline.cli.intake import plural
from kptimeline.errors import NotFoundError, StoppedError, UsageError
from kptimeline.readers import Reject
from kptimeline.readers.datings import Dating, read_datings
from kptimeline.readers.days import is_ahead

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.cli.redating import Redater, Redating


@click.command(
    "redate",
    epilog=options.examples(
        "kptimeline redate wire.txt 2025-11-18",
        "kptimeline redate a7fq2 b.txt 'November 18, 2025' --dry-run",
        "kptimeline redate wire.txt auto",
        "kptimeline redate --from dates.csv",
        "kptimeline redate --infer --all --dry-run",
    ),
)
@click.argument("words", metavar="ARTICLE… DATE", nargs=-1)
@click.option(
    "--from",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Redate the articles of a CSV or JSON lines file with the fields article and date; - for standard input.",
)
@click.option(
    "--infer",
    is_flag=True,
    help="Instead of DATE: the day that events tell which dated articles share with it.",
)
@click.option("--all", "every", is_flag=True, help="With --infer: every article without an anchor.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@options.as_of
@options.database
def command(
    *,
    words: tuple[str, ...],
    table: Path | None,
    infer: bool,
    every: bool,
    dry_run: bool,
    as_of: str,
    database: str,
) -> int:
    """Correct an article's anchor and resolve its dates again.

    Exactly the dates that hang from the anchor move; ids, corrections and the history of anchors stay, and
    ingesting again does not undo it. ARTICLE is the beginning of its key, its path as ingested, or its url;
    DATE is the day it was published, or auto: what the article's own evidence says.

    --infer dates articles without an anchor by events that dated articles tell too: same type, head word and
    actors. It takes two of them, or one told with both sides or its place, that get their days under one day
    alone; else the article stays without an anchor, and the reason is told.
    """
    from kptimeline.cli.redating import Redater
    from kptimeline.render import redate as render
    from kptimeline.store.engine import open_database

    refs, day = _to_infer(words, table, every=every) if infer else _asked(words, table, as_of)
    if every and not infer:
        raise UsageError("--all goes with --infer", "kptimeline redate --infer --all")
    rejects: list[Reject] = []
    sums = render.Sums()
    with open_database(database, "read" if dry_run else "write") as connection:
        redater = Redater(connection, now=as_of, dry_run=dry_run)
        if infer:
            found = _inferred(redater, connection, refs, every=every)
        elif table is None:
            found = _each(redater, connection, refs, day)
        else:
            found = _from_table(redater, table, as_of, rejects)
        try:
            for each in found:
                sums.add(each)
                click.echo(render.headline(each))
                if infer and each.changes:
                    click.echo(f"because {each.after.choice.candidates[0].reason}")
                if each.changes and (dry_run or len(refs) == 1):
                    _tell(each)
                    if len(refs) != 1:
                        click.echo()
        except KeyboardInterrupt:
            redater.finish(rejected=len(rejects), stopped=True)
            raise StoppedError(
                f"interrupted; {plural(sums.changed, 'article')} redated, which is kept",
                "the same command goes on where this one stopped",
            ) from None
        redater.finish(rejected=len(rejects))
    if table is not None or every or len(refs) > 1:
        rejected = f", {len(rejects)} rejected" if rejects else ""
        redated = "would be redated" if dry_run else "redated"
        count = plural(sums.articles, "article")
        click.echo(f"{count}, {sums.changed:,} {redated}{rejected}; {sums.told()}")
    if dry_run:
        click.echo("nothing was saved: --dry-run", err=True)
    return 1 if rejects else 0


def _asked(words: Sequence[str], table: Path | None, as_of: str) -> tuple[list[str], str]:
    """Articles, each once, and the day. Raises UsageError."""
    if table is not None:
        if words:
            raise UsageError("--from FILE takes no ARTICLE and no DATE", "leave out one of the two")
        return [], ""
    if len(words) < 2:
        missing = "DATE" if words else "ARTICLE and no DATE"
        raise UsageError(f"there is no {missing}", "kptimeline redate ARTICLE 2025-11-18")
    return list(dict.fromkeys(words[:-1])), _day(words[-1], "DATE", as_of)


def _to_infer(words: Sequence[str], table: Path | None, *, every: bool) -> tuple[list[str], str]:
    """Articles, each once. Raises UsageError."""
    if table is not None:
        raise UsageError("--infer and --from exclude each other", "leave out one of the two")
    if every == bool(words):
        raise UsageError(
            "--infer takes ARTICLE… or --all",
            "kptimeline redate --infer --all --dry-run says what would change",
        )
    return list(dict.fromkeys(words)), ""


def _inferred(
    redater: Redater, connection: Connection, refs: Sequence[str], *, every: bool
) -> Iterator[Redating]:
    """What one article is dated by never hangs from another that was dated so: the order has no part in it."""
    from kptimeline.store.find import find_article
    from kptimeline.store.shared import undated_keys

    keys = undated_keys(connection) if every else [find_article(connection, ref).key for ref in refs]
    return (redater.infer(key) for key in dict.fromkeys(keys))


def _day(text: str, name: str, as_of: str) -> str:
    """An ISO day or AUTO; how other English was read is said on stderr. Raises UsageError."""
    if text == periods.AUTO:
        return text
    day, how = periods.read_day(text, name, as_of)
    if is_ahead(day, as_of):
        raise UsageError(f"{name} {day} is later than {as_of}, today", "correct it, or give --as-of")
    if how:
        click.echo(how, err=True)
    return day


def _each(redater: Redater, connection: Connection, refs: Sequence[str], day: str) -> Iterator[Redating]:
    """All articles are found before the first is changed: a name that is wrong changes nothing."""
    from kptimeline.store.find import find_article

    keys = dict.fromkeys(find_article(connection, ref).key for ref in refs)
    return (redater.redate(key, day) for key in keys)


def _from_table(redater: Redater, table: Path, as_of: str, rejects: list[Reject]) -> Iterator[Redating]:
    """The articles of a file; a row that is wrong is named, and the rest goes on."""
    stream = sys.stdin.buffer if table == Path("-") else None
    for row in read_datings(table, stream):
        if isinstance(row, Dating):
            try:
                yield redater.redate(row.article, _day(row.date, "date", as_of), near=False)
            except (UsageError, NotFoundError) as error:
                row = Reject(str(table), row.line, error.message, error.hint)  # noqa: PLW2901
        if isinstance(row, Reject):
            rejects.append(row)
            stages.name_reject(row)


def _tell(redating: Redating) -> None:
    """What becomes of one article's dates, and a table of those that change."""
    from kptimeline.render import redate as render
    from kptimeline.render import rows

    sums = render.Sums()
    sums.add(redating)
    click.echo(sums.told())
    changed = list(render.rows(redating))
    if changed:
        click.echo()
        click.echo(
            rows.table(render.COLUMNS, changed, width=terminal.width(), color=terminal.color()),
            nl=False,
            color=terminal.color(),
        )
