"""Whether near copies are found and linked as they would be if all articles came now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from kptimeline.store.alike import band_rows
from kptimeline.store.difference import Difference
from kptimeline.store.lineage import Links, compare, linked
from kptimeline.store.models import Article, ArticleBand
from kptimeline.store.rows import chunks


def stored_bands(connection: Connection, ids: Sequence[int]) -> dict[int, set[int]]:
    """The bands of some articles, by id."""
    found: dict[int, set[int]] = defaultdict(set)
    query = select(ArticleBand.article_id, ArticleBand.value).where(ArticleBand.article_id.in_(ids))
    for article_id, value in connection.execute(query):
        found[article_id].add(value)
    return found


def bands(article: Row[Any], stored: set[int]) -> Iterator[Difference]:
    """Whether an article has the bands that its text gives."""
    made = {row["value"] for row in band_rows(dict(article._mapping))}  # noqa: SLF001 - a public name of SQLAlchemy
    if stored != made:
        yield Difference(
            part="likeness",
            what=f"{article.key} bands",
            found=f"{len(stored)}, {len(stored & made)} of them right",
            wanted=str(len(made)),
        )


def links(connection: Connection) -> Iterator[Difference]:
    """Articles that are not in a group with their copies, or not linked as copies or versions of what they are."""
    yield from _groups(connection)
    places = sorted(linked(connection), key=lambda place: (place[0] or "", place[1] or ""))
    seen: set[int] = set()
    keys: dict[int | None, str] = {None: "none"}
    for some in chunks(places):
        groups = {group for group, _ in some if group is not None}
        for article, is_, wanted in compare(connection, groups, {url for _, url in some if url is not None}):
            if article.id in seen:
                continue
            seen.add(article.id)
            for name in Links._fields:
                found, made = getattr(is_, name), getattr(wanted, name)
                if found != made:
                    for id_ in {found, made} - keys.keys():
                        keys[id_] = (
                            connection.scalar(select(Article.key).where(Article.id == id_)) or f"row {id_}"
                        )
                    yield Difference(
                        part="link", what=f"{article.key} {name}", found=keys[found], wanted=keys[made]
                    )
    query = select(Article.id, Article.key, Article.copy_of_id, Article.supersedes_id)
    stray = query.where(
        Article.alike_key.is_(None),
        Article.url.is_(None),
        Article.copy_of_id.is_not(None) | Article.supersedes_id.is_not(None),
    )
    for id_, key, copy_of, _ in connection.execute(stray):
        if id_ not in seen:
            name = "copy_of" if copy_of is not None else "supersedes"
            yield Difference(part="link", what=f"{key} {name}", found="another article", wanted="none")


def _groups(connection: Connection) -> Iterator[Difference]:
    several = select(Article.text_sha256).group_by(Article.text_sha256).having(func.count() > 1)
    rows = connection.execute(
        select(Article.key, Article.alike_key, Article.text_sha256)
        .where(Article.text_sha256.in_(several) | Article.alike_key.is_not(None))
        .order_by(Article.key)
    ).all()
    first: dict[str, str] = {}
    of_text: dict[str, str] = {}
    size: dict[str | None, int] = defaultdict(int)
    for key, group, text in rows:
        size[group] += 1
        first.setdefault(group or key, key)
        of_text.setdefault(text, group or key)
    for key, group, text in rows:
        wanted = first[group] if group is not None and size[group] > 1 else None
        if of_text[text] != (group or key):
            wanted = of_text[text]
        if group != wanted:
            yield Difference(
                part="likeness", what=f"{key} alike_key", found=group or "NULL", wanted=wanted or "NULL"
            )
