"""`kptimeline articles`: the articles in the database, one of them in full, and taking some out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kptimeline.cli import options, periods, terminal
from kptimeline.cli.intake import plural
from kptimeline.errors import UsageError
from kptimeline.render import safe

if TYPE_CHECKING:
    from kptimeline.store.articles import ArticleLine


@click.group(
    "articles",
    invoke_without_command=True,
    epilog=options.examples(
        "kptimeline articles list --undated",
        "kptimeline articles show wire.txt",
        "kptimeline articles remove a7fq2",
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the next word.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.pass_context
def command(ctx: click.Context, database: str | None) -> None:
    """List, show and remove articles.

    ARTICLE is the beginning of an article's key, its path as ingested, its file name, or its url.
    """
    if database:
        ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(
    "list",
    epilog=options.examples(
        "kptimeline articles list --outlet 'River Post' --since 2024",
        "kptimeline articles list --undated --format csv > undated.csv",
    ),
)
@click.option("--undated", is_flag=True, help="Only those without an anchor.")
@click.option("--outlet", "outlets", metavar="NAME", multiple=True, help="Only this outlet; may be repeated.")
@click.option("--since", metavar="DATE", help="Anchors from the first day of this period.")
@click.option("--until", metavar="DATE", help="Anchors to the last day of this period.")
@click.option(
    "--language", "languages", metavar="TAG", multiple=True, help="Only this language; may be repeated."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many articles.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "plain", "jsonl", "csv"]),
    help="How to print.  [default: table on a terminal, else plain: separated by tabs]",
)
@options.as_of
@options.database
def list_command(
    *,
    undated: bool,
    outlets: tuple[str, ...],
    since: str | None,
    until: str | None,
    languages: tuple[str, ...],
    limit: int | None,
    output_format: str | None,
    as_of: str,
    database: str,
) -> int:
    """List articles with their anchors, those without one last.

    An anchor is the day that an article's relative dates are resolved against; its basis and what of it was
    inferred stand beside it. Copies of a report from elsewhere and older versions say what they are of. JSON lines and CSV have more columns; `redate --from` reads a CSV to which you
    add a column date.
    """
    from kptimeline.store.articles import ArticleQuestion, count_undated, list_articles
    from kptimeline.store.engine import open_database

    if undated and (since or until):
        raise UsageError(
            "--undated lists articles without an anchor: no span has any", "leave out one of the two"
        )
    first, last = periods.read_span(since, until, as_of)
    question = ArticleQuestion(
        undated=undated,
        outlets=outlets,
        languages=languages,
        since=first,
        until=last,
        limit=limit + 1 if limit else None,  # one more tells whether there are more
    )
    with open_database(database) as connection:
        found = list_articles(connection, question)
        left_out = count_undated(connection, question)
    shown = found[:limit]
    output_format = output_format or ("table" if terminal.is_person() else "plain")
    click.echo(_listed(shown, output_format), nl=False, color=terminal.color())
    if left_out:
        click.echo(
            f"left out: {plural(left_out, 'article')} without an anchor; list them with --undated", err=True
        )
    if limit is not None and len(found) > limit:
        click.echo(f"left out: articles past the limit of {limit}; show more with --limit", err=True)
    return 0


def _listed(lines: tuple[ArticleLine, ...], output_format: str) -> str:
    from kptimeline.render import articles as render
    from kptimeline.render import rows
    from kptimeline.store.articles import ArticleLine

    if output_format == "jsonl":
        return render.json_lines(lines)
    if output_format == "csv":
        return render.comma_separated(ArticleLine.__struct_fields__, lines, terminal=terminal.is_person())
    if output_format == "plain":
        return rows.plain(render.COLUMNS, render.short(lines))
    if not lines:
        return "No articles match.\n"
    listed: list[tuple[str, ...]] = [*render.short(lines)]
    columns: tuple[str, ...] = render.COLUMNS
    if not any(row[-1] for row in listed):  # room for the titles
        columns, listed = columns[:-1], [row[:-1] for row in listed]
    return rows.table(columns, listed, width=terminal.width(), color=terminal.color())


@command.command("show", epilog=options.examples("kptimeline articles show wire.txt --text"))
@click.argument("article")
@click.option("--text", is_flag=True, help="Print the article's text too.")
@options.database
def show_command(*, article: str, text: bool, database: str) -> int:
    """Show one article: its anchor, why, and what contradicts it.

    Tells every day that was weighed with its score and reason, the history of anchors, and how many of its
    times and mentions have no date, with the reasons.
    """
    from kptimeline.render import articles as render
    from kptimeline.store.articles import account
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        found = account(connection, article)
    shown = render.account(found, text=text, width=terminal.width(), color=terminal.color())
    click.echo(shown, nl=False, color=terminal.color())
    return 0


@command.command("remove", epilog=options.examples("kptimeline articles remove wire.txt a7fq2 --yes"))
@click.argument("articles", metavar="ARTICLE…", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.as_of
@options.database
def remove_command(*, articles: tuple[str, ...], yes: bool, as_of: str, database: str) -> int:
    """Remove articles with all that only they told.

    Events that other articles tell too are grouped anew. Corrections stay: they hold again when the article
    is ingested again.
    """
    from kptimeline.actors.additions import extend
    from kptimeline.actors.registry import load_registry
    from kptimeline.render import articles as render
    from kptimeline.store.additions import load_additions
    from kptimeline.store.articles import account
    from kptimeline.store.engine import open_database, writing
    from kptimeline.store.find import find_article
    from kptimeline.store.remove import remove
    from kptimeline.store.runs import finish_run, start_run
    from kptimeline.store.target import Target

    with open_database(database, "write") as connection:
        rows = {row.id: row.key for row in (find_article(connection, ref) for ref in articles)}
        for key in rows.values():
            each = account(connection, key)
            click.echo(f"{render.named(each)}, {plural(each.mentions, 'mention')}", err=not yes)
        if not yes and not _confirmed(len(rows)):
            click.echo("nothing was removed", err=True)
            return 0
        registry = extend(load_registry(), load_additions(connection))
        with writing(connection):  # the note of the run stands and falls with the removal
            run = start_run(
                connection,
                "articles remove",
                started_at=as_of,
                version=options.program_version(),
                actors=registry.fingerprint,
                arguments={"articles": sorted(rows.values())},
            )
            removal = remove(connection, list(rows), registry)
            counts = {"articles": removal.articles, "mentions": removal.mentions}
            finish_run(connection, run, finished_at=as_of, counts=counts)
    click.echo(
        f"removed {plural(removal.articles, 'article')} with {plural(removal.mentions, 'mention')}; "
        f"{safe.line(Target.of(database).name)} holds {plural(removal.events, 'event')} "
        f"and {plural(removal.undated, 'undated mention')}"
    )
    if removal.kept:
        click.echo(
            f"kept {plural(removal.kept, 'correction')}: they hold again when the article is ingested again"
        )
    return 0


def _confirmed(count: int) -> bool:
    """Asks the person at the keyboard. Raises UsageError when there is none."""
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked whether to remove them", "add --yes")
    what = "this article" if count == 1 else f"these {count:,} articles"
    return click.confirm(f"Remove {what}?", err=True)
