"""`kptimeline redate`: another anchor for an article, and what changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from kptimeline.cli import options, periods
from kptimeline.interval import iso

if TYPE_CHECKING:
    from kptimeline.records import Anchor, Mention


@click.command(
    "redate",
    epilog=options.examples(
        "kptimeline redate wire.txt 2025-11-18", "kptimeline redate a7fq2 'November 18, 2025'"
    ),
)
@click.argument("article")
@click.argument("date")
@options.as_of
@options.database
def command(*, article: str, date: str, as_of: str, database: str) -> int:
    """Correct an article's anchor and resolve its dates again.

    Exactly the dates that hang from the anchor move; ids of events and mentions stay. ARTICLE is the
    beginning of its key, its path as ingested, or its url; DATE is the day it was published.
    """
    from kptimeline.pipeline import load_kit, resolve
    from kptimeline.records import AnchorChoice
    from kptimeline.store.engine import open_database
    from kptimeline.store.load import load_article
    from kptimeline.store.save import save

    day, how = periods.read_day(date, "DATE", as_of)
    if how:
        click.echo(how, err=True)
    with open_database(database, "write") as connection:
        stored = load_article(connection, article)
        kit = load_kit(model=False)
        before = resolve(stored.article, stored.reading, kit, anchor=AnchorChoice(anchor=stored.anchor))
        after = resolve(replace(stored.article, given=day), stored.reading, kit)
        outcome = save(connection, after, kit.registry, now=as_of, by="redate", force=True)
    name = stored.article.path or stored.article.url or outcome.article_key
    if outcome.kind == "unchanged":
        click.echo(f"{name} ({outcome.article_key}): nothing changes, its anchor is {_anchor(stored.anchor)}")
        return 0
    click.echo(f"{name} ({outcome.article_key}): {_anchor(stored.anchor)} → {_anchor(after.choice.anchor)}")
    moved = [
        (old, new)
        for old, new in zip(before.mentions, after.mentions, strict=True)
        if (old.interval, old.reason) != (new.interval, new.reason)
    ]
    click.echo(f"{len(moved)} of {len(after.mentions)} mentions have another date")
    for old, new in moved:
        click.echo(f"  {_date(old)} → {_date(new)}: {_what(new)}")
    return 0


def _anchor(anchor: Anchor | None) -> str:
    return f"{iso(anchor.day)} ({anchor.basis})" if anchor else "no anchor"


def _date(mention: Mention) -> str:
    from kptimeline.render.resolution import date

    return date(mention.interval, mention.edtf, "") if mention.interval else "undated"


def _what(mention: Mention) -> str:
    from kptimeline.render import safe

    return safe.line(mention.reading.summary or mention.reading.lemma)
