"""What people say of actors: `kptimeline actors add`, `alias`, `merge` and `import`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from kptimeline.cli import actor_edits, options, periods, stages
from kptimeline.cli.intake import plural
from kptimeline.errors import UsageError

Days = tuple[int | None, int | None]

commands = click.Group()  # they become part of `actors`


_who = options.who
_undo = click.option("--undo", is_flag=True, help="Take back what was said before.")
_dry_run = click.option("--dry-run", is_flag=True, help="Only say how much would change.")
_from = click.option("--from", "begins", metavar="DATE", help="From the first day of this period.")
_until = click.option("--until", "ends", metavar="DATE", help="To the last day of this period.")


@commands.command(
    "add",
    epilog=options.examples(
        'kptimeline actors add harlan-voss --name "Harlan Voss" --kind person --country PRK --parent north-korea',
        "kptimeline actors add wang-yi --parent china --from 2013-03-16",
    ),
)
@click.argument("slug")
@click.option("--name", help="What it is called.")
@click.option("--kind", metavar="KIND", help="What it is: person, organisation, agency …")
@click.option("--country", metavar="CODE", help="Its country, three letters (ISO 3166).")
@click.option(
    "--surname",
    metavar="NAME",
    help="For a person: what later sentences call them.  [default: told by the name]",
)
@click.option(
    "--parent", "parents", metavar="ACTOR", multiple=True, help="What it belongs to; may be repeated."
)
@_from
@_until
@_undo
@_dry_run
@_who
@options.as_of
@options.database
def add_command(
    *,
    slug: str,
    name: str | None,
    kind: str | None,
    country: str | None,
    surname: str | None,
    parents: tuple[str, ...],
    begins: str | None,
    ends: str | None,
    undo: bool,
    dry_run: bool,
    who: str,
    as_of: str,
    database: str,
) -> int:
    """Add an actor, or what an actor belongs to.

    SLUG is what it is called for good: lower-case words joined by hyphens. --from and --until are the days of
    the parents. Without --name and --kind the actor is one that is known, and is only given parents.
    """
    days = _days(begins, ends, as_of)
    if days != (None, None) and (undo or not parents):
        raise UsageError("--from and --until are the days of a parent", "name it with --parent")
    new = name is not None or kind is not None
    if new and (name is None or kind is None):
        raise UsageError("a new actor needs --name and --kind", "kptimeline actors add --help shows examples")
    if not new and not undo and (country or surname or not parents):
        raise UsageError("nothing is said of the actor", "give --name and --kind, or --parent")

    def say(editor: actor_edits.Editor) -> None:
        roster = editor.roster
        if undo and not parents:
            roster.undo_actor(slug)
            return
        if new and not undo:
            editor.meet(slug)
            roster.add(slug, name or "", kind or "", country.upper() if country else None, surname)
        at = slug if new else editor.find(slug)
        for parent in parents:
            if undo:
                roster.undo_parent(at, editor.find(parent))
            else:
                roster.parent(at, editor.find(parent), days)

    return _carried_out(database, "actors add", say, who=who, as_of=as_of, dry_run=dry_run)


@commands.command(
    "alias",
    epilog=options.examples(
        'kptimeline actors alias ban-ki-moon "Secretary Ban"',
        "kptimeline actors alias japan Kantei --kind metonym --from 2002-04-22",
        'kptimeline actors alias ban-ki-moon "Secretary Ban" --undo',
    ),
)
@click.argument("actor")
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["alias", "metonym", "demonym"]),
    default="alias",
    show_default=True,
    help="Another name, a place that stands for it when it acts, or an adjective for its people.",
)
@_from
@_until
@_undo
@_dry_run
@_who
@options.as_of
@options.database
def alias_command(
    *,
    actor: str,
    name: str,
    kind: str,
    begins: str | None,
    ends: str | None,
    undo: bool,
    dry_run: bool,
    who: str,
    as_of: str,
    database: str,
) -> int:
    """Let a name lead to an actor.

    It does so on the days of --from to --until, else always. A name that leads to another on one of these
    days is refused.
    """
    days = _days(begins, ends, as_of)

    def say(editor: actor_edits.Editor) -> None:
        slug = editor.find(actor)
        if undo:
            editor.roster.undo_alias(slug, name)
        else:
            editor.roster.alias(slug, name, kind, days)

    return _carried_out(database, "actors alias", say, who=who, as_of=as_of, dry_run=dry_run)


@commands.command(
    "merge",
    epilog=options.examples(
        'kptimeline actors merge "Admiral Harlan Voss" harlan-voss --dry-run',
        "kptimeline actors merge admiral-harlan-voss harlan-voss --undo",
    ),
)
@click.argument("gone", metavar="FROM")
@click.argument("into", metavar="INTO")
@_undo
@_dry_run
@_who
@options.as_of
@options.database
def merge_command(
    *, gone: str, into: str, undo: bool, dry_run: bool, who: str, as_of: str, database: str
) -> int:
    """Make two actors one: all that leads to FROM leads to INTO.

    Names, offices and parts of FROM go over to INTO; what FROM belonged to does not. FROM can be named as
    before, and comes back with --undo.
    """

    def say(editor: actor_edits.Editor) -> None:
        if undo:
            editor.roster.undo_merge(gone, editor.find(into))
        else:
            first, second = editor.find(gone), editor.find(into)
            if first != second or gone == into:  # else they were merged before
                editor.roster.merge(first, second)

    return _carried_out(database, "actors merge", say, who=who, as_of=as_of, dry_run=dry_run)


@commands.command("import", epilog=options.examples("kptimeline actors import people.csv --dry-run"))
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@_dry_run
@_who
@options.as_of
@options.database
def import_command(*, table: Path, dry_run: bool, who: str, as_of: str, database: str) -> int:
    """Add the actors, names and parents of a file, CSV or JSON lines; - for standard input.

    Columns: actor (the slug), name, kind, country, surname, aliases, metonyms, demonyms, parents (several
    separated by semicolons), from, until (the days of the parents). An actor that is known is given what it
    lacks. A row that is wrong is named and left out; importing a file again changes nothing.
    """
    from kptimeline.cli.actor_import import say_rows
    from kptimeline.readers import Reject

    rejects: list[Reject] = []
    read = partial(_days, as_of=as_of)
    stream = sys.stdin.buffer if table == Path("-") else None

    def say(editor: actor_edits.Editor) -> None:
        count = 0
        for row in say_rows(editor, table, stream, read):
            count += 1
            if isinstance(row, Reject):
                rejects.append(row)
                stages.name_reject(row)
        click.echo(f"{plural(count, 'row')}, {len(rejects):,} rejected")

    _carried_out(database, "actors import", say, who=who, as_of=as_of, dry_run=dry_run)
    return 1 if rejects else 0


def _days(begins: str | None, ends: str | None, as_of: str) -> Days:
    """The first day of `--from` and the last of `--until`. Raises UsageError."""
    first = periods.read_period(begins, "--from", as_of).interval.first if begins else None
    last = periods.read_period(ends, "--until", as_of).interval.last if ends else None
    return first, last


def _carried_out(
    database: str,
    name: str,
    say: Callable[[actor_edits.Editor], None],
    *,
    who: str,
    as_of: str,
    dry_run: bool,
) -> int:
    from kptimeline.actors.roster import checked_who
    from kptimeline.store.engine import open_database

    with open_database(database, "write") as connection:
        editor = actor_edits.Editor(connection, name, who=checked_who(who), now=as_of, dry_run=dry_run)
        outcome = editor.carry_out(say)
    click.echo(_told(outcome, undo=bool(editor.roster.undone), dry_run=dry_run))
    if dry_run:
        click.echo("nothing was saved: --dry-run", err=True)
    return 0


def _told(outcome: actor_edits.Outcome, *, undo: bool, dry_run: bool) -> str:
    if not outcome.additions:
        return "nothing changes: all of it was said before"
    what = plural(outcome.additions, "addition")
    if undo:
        what += " would be taken back" if dry_run else " taken back"
    else:
        what += " would be kept" if dry_run else " kept"
    change = "would change" if dry_run else "changed"
    where = (
        f", in {plural(outcome.articles, 'article')} whose names were resolved again"
        if outcome.articles
        else ""
    )
    return f"{what}; {plural(outcome.events, 'event')} {change}{where}"
