"""`kptimeline ingest`: articles into the database."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click
from msgspec.structs import replace

from kptimeline.cli import options, periods, stages
from kptimeline.cli.intake import SHOWN, Intake, Tally, plural
from kptimeline.cli.journal import Journal
from kptimeline.cli.options import program_version as version
from kptimeline.cli.selecting import Selection, selecting
from kptimeline.cli.upgrading import compare_waiting
from kptimeline.errors import StoppedError, UsageError
from kptimeline.readers import Reject, read_path, read_stream, walk
from kptimeline.readers.article import Stated
from kptimeline.readers.days import is_ahead
from kptimeline.readers.line_file import LineFile, opened_for_lines
from kptimeline.records import Article, Genre
from kptimeline.render import safe

if TYPE_CHECKING:
    from kptimeline.pipeline.batches import Executor
    from kptimeline.pipeline.work import Work

SEEDS = Path("seeds/articles")
STANDARD_INPUT = Path("-")


@click.command(
    "ingest",
    epilog=options.examples(
        "kptimeline ingest articles/ wire.jsonl",
        "kptimeline ingest report.txt --dateline 2025-11-18",
        "kptimeline ingest --sample",
    ),
)
@click.argument("paths", metavar="[PATH …]", nargs=-1)
@click.option("--sample", is_flag=True, help="Read the sample articles that come with kptimeline.")
@click.option("--dateline", metavar="DATE", help="The day the article was published: the strongest evidence.")
@click.option("--dateline-for-all", is_flag=True, help="Let --dateline hold for more than one article.")
@click.option(
    "--assume-dateline",
    type=click.Choice(["file-name"]),
    help="Let the date in a file name or url stand for a missing dateline.",
)
@click.option(
    "--rejects",
    "rejects_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what could not be read to FILE as JSON lines: path, line, reason, hint.",
)
@click.option(
    "--json-log",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write how the run goes to FILE as JSON lines: started, batch, rejected, done (docs/scale.md).",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=1024),
    default=1,
    show_default=True,
    metavar="N",
    help="Read in so many processes at once; one for each core is good (docs/scale.md).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Read on the cluster of this Dask scheduler, as in tcp://10.0.0.5:8786 (docs/scale.md).",
)
@click.option("--dry-run", is_flag=True, help="Only say which articles would be read.")
@options.reading
@selecting
@options.genre
@options.rules
@options.as_of
@options.database
def command(
    *,
    paths: tuple[str, ...],
    sample: bool,
    dateline: str | None,
    dateline_for_all: bool,
    assume_dateline: str | None,
    rejects_file: Path | None,
    json_log: Path | None,
    workers: int,
    scheduler: str | None,
    dry_run: bool,
    input_format: str | None,
    field_map: dict[str, str],
    selected: tuple[tuple[str, str], ...],
    genre: Genre,
    rule_dirs: tuple[Path, ...],
    as_of: str,
    database: str,
) -> int:
    """Read articles into the database.

    Reads files, folders and 'quoted/*.html', or standard input (-): plain text, JSON, JSON lines, CSV, HTML,
    feeds, mail, PDF, web archives and Parquet, compressed or not, and what is in .zip and .tar; docs/input.md tells how. Without a PATH it reads
    ./seeds/articles. The database is made or upgraded as needed. Reading an article again changes nothing, unless
    stronger evidence of its date comes with it: then it is redated.
    """
    given = None
    if dateline is not None:
        given, how = periods.read_day(dateline, "--dateline", as_of)
        if how:
            click.echo(how, err=True)
        if is_ahead(given, as_of):
            raise UsageError(
                f"--dateline {given} is later than {as_of}, the day of ingest",
                "correct it, or give --as-of",
            )
    place = {"scheduler": scheduler} if scheduler else {"workers": workers}
    if scheduler and workers > 1:
        raise UsageError("--workers and --scheduler exclude each other", "leave out one of the two")
    files = Files(
        *_places(paths, sample=sample),
        as_of=as_of,
        genre=genre,
        given=given,
        format=input_format,
        map=field_map,
    )
    files.selection = selection = Selection(selected, as_of, trust_file_name=assume_dateline is not None)
    with (
        opened_for_lines("--rejects", rejects_file, files.todo) as files.log,
        opened_for_lines("--json-log", json_log, files.todo) as log,
    ):
        files.journal = journal = Journal(log, files.total)
        journal.started(version=version(), **place)
        articles = selection.of(files.articles())
        head = list(islice(articles, 2))
        if given and len(head) > 1 and not dateline_for_all:
            raise UsageError(
                f"--dateline {dateline} is the date of one article, and there are more",
                "add --dateline-for-all if all of them were published on that day",
            )
        articles = chain(head, articles)
        if dry_run:
            return _dry_run(articles, files)
        if not head:  # nothing to save: no database is made for it
            journal.ended({"rejected": len(files.rejects)})
            click.echo(f"0 articles, {files.left_out}")
            return 1 if files.rejects else 0
        intake: dict[str, Any] = {
            "assume_dateline": assume_dateline,
            "dateline": given,
            "rule_dirs": rule_dirs,
        }
        intake |= {"executor": _executor(workers, scheduler), "journal": journal, "arguments": place}
        return _ingest(articles, files, database, as_of, **intake)


def _executor(workers: int, scheduler: str | None) -> Callable[[Work], Executor]:
    """Where new articles are read."""
    if scheduler:
        from kptimeline.pipeline.cluster import Cluster

        return partial(Cluster, address=scheduler)
    if workers == 1:
        from kptimeline.pipeline.batches import Inline

        return Inline
    from kptimeline.pipeline.processes import Processes

    return partial(Processes, count=workers)


def _places(paths: tuple[str, ...], *, sample: bool) -> tuple[list[Path], Path | None]:
    """What to read; of the sample articles also the folder that their paths are told from."""
    if sample:
        from kptimeline import shipped

        if paths:
            raise UsageError("--sample takes no PATH", "leave out one of the two")
        folder = shipped.seed_articles()
        return [folder], folder
    if "" in paths:
        raise UsageError("a PATH is empty", "give a file or folder, or . for the current folder")
    if paths:
        return [Path(path) for path in paths], None
    if SEEDS.is_dir():
        return [SEEDS], None
    raise UsageError(
        "no PATH, and there is no folder ./seeds/articles",
        "kptimeline ingest FOLDER reads your articles, kptimeline ingest --sample the sample articles",
    )


class Files:
    """The articles of all places; rejects are named on stderr as they are met, and counted."""

    def __init__(self, places: list[Path], root: Path | None, **stated: Unpack[Stated]) -> None:
        self.rejects: list[Reject] = []
        self.log: LineFile | None = None
        self.journal: Journal | None = None
        self.selection: Selection | None = None
        self.done = 0
        self.todo = list(_walk(places))
        self._root = root
        self._stated = stated

    @property
    def total(self) -> int:
        """Files to read."""
        return len(self.todo)

    @property
    def left_out(self) -> str:
        """*2 rejected, 12 not selected*."""
        return f"{len(self.rejects)} rejected{self.selection.told if self.selection else ''}"

    def articles(self) -> Iterator[Article]:
        """Each article in turn."""
        for path in self.todo:
            for found in self._read(path):
                if isinstance(found, Reject):
                    self.reject(found)
                elif self._root and isinstance(path, Path):
                    yield replace(found, path=str(path.relative_to(self._root)))
                else:
                    yield found
            self.done += 1

    def reject(self, reject: Reject) -> None:
        """Names what could not be read or stored, and counts it."""
        self.rejects.append(reject)
        stages.name_reject(reject)
        if self.log:
            self.log.add(reject)
        if self.journal:
            self.journal.rejected(reject)

    def _read(self, path: Path | Reject) -> Iterator[Article | Reject]:
        if isinstance(path, Reject):
            return iter([path])
        if path == STANDARD_INPUT:
            return read_stream(sys.stdin.buffer, **self._stated)
        return read_path(path, **self._stated)


def _walk(places: list[Path]) -> Iterator[Path | Reject]:
    """The files of all places, each once, and standard input where it stands first among them."""
    if STANDARD_INPUT not in places:
        return walk(places)
    at = places.index(STANDARD_INPUT)
    rest = [path for path in places if path != STANDARD_INPUT]
    return chain(walk(rest[:at]), [STANDARD_INPUT], walk(rest[at:]))


def _dry_run(articles: Iterator[Article], files: Files) -> int:
    count = 0
    for article in articles:
        count += 1
        title = article.text[slice(*article.title)] if article.title else article.text.strip()[:60]
        click.echo(f"{article.key}  {safe.line(article.path or '-')}  {safe.line(title)}")
    click.echo(f"{count} articles would be read, {files.left_out}")
    return 1 if files.rejects else 0


def _ingest(
    articles: Iterator[Article], files: Files, database: str, as_of: str, journal: Journal, **options: Any
) -> int:
    from kptimeline.store.engine import open_database
    from kptimeline.store.migrate import prepare
    from kptimeline.store.target import Target

    if backup := prepare(database):
        click.echo(safe.line(f"upgraded {database}; the database as it was: {backup}"), err=True)
    tally = Tally()
    with open_database(database, "write") as connection:
        compare_waiting(connection)
        intake = Intake(connection, now=as_of, reject=files.reject, **options)
        try:
            with closing(intake), journal.shown():
                for _ in intake.take(articles, tally):
                    journal.batch(files.done, tally.counts(files.rejects))
        except KeyboardInterrupt:
            intake.finish(tally, files.rejects, seconds=journal.seconds, stopped=True)
            journal.ended(tally.counts(files.rejects), stopped=True)
            raise StoppedError(
                f"interrupted; {tally.summary()}, all that was read is kept",
                "the same command goes on where this one stopped",
            ) from None
        intake.finish(tally, files.rejects, seconds=journal.seconds)
        journal.ended(tally.counts(files.rejects))
        events, undated = intake.totals()
    _name_odd(tally)
    _name_undated(tally)
    holds = f"{plural(events, 'event')} and {plural(undated, 'undated mention')}"

    name = safe.line(Target.of(database).name)
    click.echo(f"{tally.summary()}, {files.left_out}; {name} holds {holds}")
    return 1 if files.rejects else 0


def _name_odd(tally: Tally) -> None:
    """Articles whose evidence contradicts their anchor: it stands, and people are told."""
    for path, key, odd in tally.odd[:SHOWN]:
        name = safe.line(tally.name(path, key))
        click.echo(f"warning: {safe.line(tally.told(path, key))}: {safe.line(odd)}", err=True)
        click.echo(f"hint:  kptimeline articles show {shlex.quote(name)}", err=True)
    if (more := len(tally.odd) - SHOWN) > 0:
        click.echo(
            f"warning: {plural(more, 'more article')} with evidence that contradicts its anchor", err=True
        )


def _name_undated(tally: Tally) -> None:
    """Articles whose times nothing resolves, and the command that would."""
    for each in tally.undated[:SHOWN]:
        name = safe.line(tally.name(each.path, each.key))
        times = plural(each.times, "time expression")
        told = safe.line(tally.told(each.path, each.key))
        click.echo(f"warning: {told}: {safe.line(each.reason)}; {times} left unresolved", err=True)
        asked = ", or ingest it with --assume-dateline file-name" if each.file_name_day else ""
        day = each.file_name_day or "YYYY-MM-DD"
        click.echo(f"hint:  kptimeline redate {shlex.quote(name)} {day}{asked}", err=True)
    if (more := len(tally.undated) - SHOWN) > 0:
        click.echo(f"warning: {plural(more, 'more article')} without an anchor", err=True)
        click.echo("hint:  kptimeline articles list --undated", err=True)
    for note, count in tally.notes.items():
        click.echo(
            f"warning: {safe.line(note)}: {plural(count, 'article')} stored without times and events",
            err=True,
        )
