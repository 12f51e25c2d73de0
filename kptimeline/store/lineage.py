"""Articles that stand to each other: copies of one text, versions at one url."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from kptimeline.store.models import Article
from kptimeline.store.rows import Row, among, chunks


def new_copies(connection: Connection, rows: Sequence[Row]) -> dict[int, int]:
    """Says in the rows of new articles, ids ascending, which they are copies of; see `link_copies`.

    Returns what others are copies of once these are stored: those of texts whose first article comes after them.
    """
    articles: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        articles[row["text_sha256"]].append((row["key"], row["id"]))
    for some in chunks(sorted(articles)):
        for text, key, id_ in connection.execute(_of_texts(), {"some": some}):
            articles[text].append((key, id_))
    first = {text: min(found)[1] for text, found in articles.items()}
    for row in rows:
        if first[row["text_sha256"]] < row["id"]:
            row["copy_of_id"] = first[row["text_sha256"]]
    return {id_: first[text] for text, found in articles.items() for _, id_ in found if id_ < first[text]}


@cache
def _of_texts() -> Select[str, str, int]:
    return select(Article.text_sha256, Article.key, Article.id).where(among(Article.text_sha256))


def link_copies(connection: Connection, text_sha256: str) -> None:
    """Marks articles of one text as copies of the one with the smallest key."""
    query = (
        select(Article.id, Article.copy_of_id).where(Article.text_sha256 == text_sha256).order_by(Article.key)
    )
    rows = connection.execute(query).all()
    if not rows:  # the last of them was removed
        return
    wanted = copies([id_ for id_, _ in rows])
    for id_, copy_of in rows:
        if copy_of != wanted[id_]:
            connection.execute(update(Article).where(Article.id == id_).values(copy_of_id=wanted[id_]))


def copies(ids: Sequence[int]) -> dict[int, int | None]:
    """What each article of one text is a copy of; `ids` by key."""
    return {id_: None if id_ == ids[0] else ids[0] for id_ in ids}


def link_all_versions(connection: Connection, urls: Iterable[str]) -> None:
    """Links what several articles have for their url."""
    for some in chunks(sorted(urls)):
        for url in connection.scalars(_several_at(), {"some": some}).all():
            link_versions(connection, url)


@cache
def _several_at() -> Select[str | None]:
    return select(Article.url).where(among(Article.url)).group_by(Article.url).having(func.count() > 1)


def link_versions(connection: Connection, url: str | None) -> None:
    """Chains articles with one url and different texts: each supersedes the one before it.

    Ordered by what they say of their publication, else by the day of ingest, else by the order of ingest.
    """
    if url is None:
        return
    query = select(
        Article.id, Article.text_sha256, Article.published, Article.as_of, Article.supersedes_id
    ).where(Article.url == url)
    rows = connection.execute(query).all()
    wanted = versions(rows)
    for row in rows:
        if row.supersedes_id != wanted[row.id]:
            connection.execute(
                update(Article).where(Article.id == row.id).values(supersedes_id=wanted[row.id])
            )


def versions(rows: Iterable[Any]) -> dict[int, int | None]:
    """What each article at one url supersedes; rows have id, text_sha256, published, as_of."""
    ordered = sorted(rows, key=lambda row: (row.published or row.as_of, row.as_of, row.id))
    before: dict[str, int] = {}
    wanted: dict[int, int | None] = {}
    for row in ordered:
        wanted[row.id] = None
        if row.text_sha256 not in before:
            wanted[row.id] = next(reversed(before.values()), None)
            before[row.text_sha256] = row.id
    return wanted
