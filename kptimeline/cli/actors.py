"""`kptimeline actors`: who is who in the database, and what people add to it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptimeline.cli import actor_edits, options, periods, stages, terminal
from kptimeline.cli.intake import plural
from kptimeline.errors import UsageError

if TYPE_CHECKING:
    from kptimeline.store.actor_lines import ActorLine

Days = tuple[int | None, int | None]


@click.group(
    "actors",
    invoke_without_command=True,
    epilog=options.examples(
        "kptimeline actors list --unknown",
        'kptimeline actors show "North Korea"',
        'kptimeline actors alias harlan-voss "Admiral Voss"',
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """List and show actors, add actors and names, merge two.

    ACTOR is an actor's slug (*north-korea*) or one of its names. What people add is kept in the database with
    who and when, holds for all that is ingested later, and can be taken back with --undo.
    """
    if database:
        ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


# --- looking -----------------------------------------------------------------------------------------


@command.command(
    "list",
    epilog=options.examples(
        "kptimeline actors list --unknown --limit 20",
        "kptimeline actors list --kind person --country KOR",
        "kptimeline actors list --search guard --format csv",
    ),
)
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="Only this kind; may be repeated.")
@click.option(
    "--country",
    "countries",
    metavar="COUNTRY",
    multiple=True,
    help="Only this country, by its three letters (PRK) or a name; may be repeated.",
)
@click.option("--search", metavar="WORDS", help="Only those with all these words in their names.")
@click.option(
    "--unknown",
    is_flag=True,
    help="Only those that articles name and no registry knows, the most named first.",
)
@click.option("--added", is_flag=True, help="Only those to which people added something.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many actors.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "plain", "jsonl", "csv"]),
    help="How to print.  [default: table on a terminal, else plain: separated by tabs]",
)
@options.database
def list_command(
    *,
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    search: str | None,
    unknown: bool,
    added: bool,
    limit: int | None,
    output_format: str | None,
    database: str,
) -> int:
    """List actors with the number of their events, those of all that belongs to them among them.

    --unknown lists the full names that lead to no actor of the registry: what to give to `actors alias`,
    `actors merge` or `actors add`. JSON lines and CSV have more columns.
    """
    from kptimeline.store.actor_lines import ActorQuestion, country_of, kinds_and_countries, list_actors
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        known_kinds, known_countries = kinds_and_countries(connection)
        for kind in kinds:
            if kind not in known_kinds:
                raise UsageError(f"no actor is of the kind {kind}", f"the kinds are {', '.join(known_kinds)}")
        codes = []
        for given in countries:
            code = given.upper() if given.upper() in known_countries else country_of(connection, given)
            if code is None:
                raise UsageError(f"{given} has no country code", "give three letters, as in PRK")
            codes.append(code)
        question = ActorQuestion(
            kinds=kinds,
            countries=tuple(codes),
            words=tuple((search or "").split()),
            unknown=unknown,
            added=added,
            limit=limit + 1 if limit else None,  # one more tells whether there are more
        )
        found = list_actors(connection, question)
    output_format = output_format or ("table" if terminal.is_person() else "plain")
    click.echo(_listed(found[:limit], output_format, unknown=unknown), nl=False, color=terminal.color())
    if limit is not None and len(found) > limit:
        click.echo(f"left out: actors past the limit of {limit}; show more with --limit", err=True)
    return 0


def _listed(lines: tuple[ActorLine, ...], output_format: str, *, unknown: bool) -> str:
    from kptimeline.render import actors as render
    from kptimeline.render import rows
    from kptimeline.store.actor_lines import ActorLine

    columns = render.UNKNOWN_COLUMNS if unknown else render.COLUMNS
    if output_format == "jsonl":
        return render.json_lines(lines)
    if output_format == "csv":
        return render.comma_separated(ActorLine.__struct_fields__, lines)
    if output_format == "plain":
        return rows.plain(columns, render.short(lines, columns))
    if not lines:
        return "No actors match.\n"
    return rows.table(columns, render.short(lines, columns), width=terminal.width(), color=terminal.color())


@command.command("show", epilog=options.examples('kptimeline actors show "Lee Jae-myung"'))
@click.argument("actor")
@options.database
def show_command(*, actor: str, database: str) -> int:
    """Show one actor: its names, offices, parents and parts with their days, and its events in numbers.

    Events count as `show --actor` does: those of all that belonged to it on the day of the event among them.
    """
    from kptimeline.actors.additions import extend
    from kptimeline.actors.registry import load_registry
    from kptimeline.render import actors as render
    from kptimeline.store.actor_lines import account
    from kptimeline.store.additions import load_additions
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        found = account(connection, actor, extend(load_registry(), load_additions(connection)))
    click.echo(
        render.account(found, width=terminal.width(), color=terminal.color()),
        nl=False,
        color=terminal.color(),
    )
    return 0


# --- saying ------------------------------------------------------------------------------------------


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # nobody has this number
        return "unknown"


_who = click.option(
    "--who", metavar="NAME", default=_login, show_default="your login name", help="Who says so; kept with it."
)
_undo = click.option("--undo", is_flag=True, help="Take back what was said before.")
_dry_run = click.option("--dry-run", is_flag=True, help="Only say how much would change.")
_from = click.option("--from", "begins", metavar="DATE", help="From the first day of this period.")
_until = click.option("--until", "ends", metavar="DATE", help="To the last day of this period.")


@command.command(
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


@command.command(
    "alias",
    epilog=options.examples(
        'kptimeline actors alias ban-ki-moon "Secretary Ban"',
        "kptimeline actors alias myanmar Rangoon --kind metonym --until 2006-03-26",
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


@command.command(
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


@command.command("import", epilog=options.examples("kptimeline actors import people.csv --dry-run"))
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
