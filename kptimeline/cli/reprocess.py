"""`kptimeline reprocess`: stored articles read and resolved again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import options
from kptimeline.cli.intake import plural
from kptimeline.cli.progress import progress
from kptimeline.errors import StoppedError
from kptimeline.render import safe

if TYPE_CHECKING:
    from kptimeline.cli.reprocessing import Sums
    from kptimeline.store.retold import Change


@click.command(
    "reprocess",
    epilog=options.examples(
        "kptimeline reprocess --dry-run",
        "kptimeline reprocess --rules my-rules/",
        "kptimeline reprocess wire.txt --all",
    ),
)
@click.argument("articles", metavar="[ARTICLE …]", nargs=-1)
@click.option(
    "--all", "every", is_flag=True, help="Also those that the same rules, names and model have read."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change; it takes as long.")
@options.rules
@options.as_of
@options.database
def command(
    *,
    articles: tuple[str, ...],
    every: bool,
    dry_run: bool,
    rule_dirs: tuple[Path, ...],
    as_of: str,
    database: str,
) -> int:
    """Read stored articles again after new rules, names or a new model.

    Reads the texts as they are stored, so no file is needed, and only those of other rules, names, or another model or
    version. Mentions keep their keys where the same words tell them, so corrections and keys of events stay; days that
    people gave stay, too. ARTICLE is the beginning of its key, its path as ingested, or its url; without one, all
    articles. It can be stopped at any time: the same command goes on with the rest.
    """
    from kptimeline.cli.reprocessing import Reprocessor
    from kptimeline.store.engine import open_database
    from kptimeline.store.find import find_article

    with open_database(database, "write") as connection:
        refs = list(dict.fromkeys(find_article(connection, ref).key for ref in articles)) or None
        reader = Reprocessor(connection, rule_dirs, now=as_of, dry_run=dry_run)
        todo, known = reader.todo(refs, every=every)
        if lacking := reader.lacking(todo):
            names = safe.line(", ".join(lacking[:5])) + (" …" if len(lacking) > 5 else "")
            click.echo(f"warning: rules that read these articles are not at hand: {names}", err=True)
            click.echo("hint:  if they are rules of your own, stop now and add --rules DIR", err=True)
        try:
            with progress(len(todo), "articles") as advance:
                for name, key, change in reader.read(todo):
                    advance(reader.sums.articles, reader.sums.articles)
                    if change:
                        click.echo(f"{safe.line(name)} ({key}): {_told(change)}")
        except KeyboardInterrupt:
            reader.finish(stopped=True)
            done = "read again, nothing saved: --dry-run" if dry_run else "read again and saved"
            again = shlex.join(["kptimeline", "reprocess", *articles])
            raise StoppedError(
                f"interrupted; {reader.sums.articles:,} of {plural(len(todo), 'article')} {done}",
                f"{again} goes on with the rest",
            ) from None
        reader.finish()
    click.echo(_summary(reader.sums, known, dry_run=dry_run))
    if dry_run:
        click.echo("nothing was saved: --dry-run", err=True)
    return 0


def _told(change: Change) -> str:
    parts = [
        (change.gained, "new"),
        (change.lost, "gone"),
        (change.moved, "with another date"),
        (change.reworded, "otherwise changed"),
    ]
    words = ", ".join(f"{count:,} {word}" for count, word in parts if count)
    return f"{plural(change.mentions, 'mention')}: {words}"


def _summary(sums: Sums, known: int, *, dry_run: bool) -> str:
    changed = "would change" if dry_run else "changed"
    told = f"{plural(sums.articles, 'article')} read again, {sums.changed:,} {changed}"
    if sums.changed:
        told += f" ({_told(sums.change)})"
    return f"{told}; {known:,} left, which the same rules, names and model have read" if known else told
