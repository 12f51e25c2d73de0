"""Finding stored articles: by their bytes or key when one comes in again, by what people call them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.records import Article as ArticleRecord
from kptimeline.store.models import Article


def match(connection: Connection, article: ArticleRecord) -> Row[Any] | None:
    """The stored row of an article that comes in: by its bytes, then by its key; None for a new one.

    The same bytes stated to be from two outlets, or from two addresses, are two articles.
    """
    query = select(Article.__table__).where(Article.raw_sha256 == article.raw_sha256).order_by(Article.key)
    for row in connection.execute(query):
        if _agree(row.outlet, article.outlet) and _agree(
            row.url or row.given_id, article.url or article.given_id
        ):
            return row
    return connection.execute(select(Article.__table__).where(Article.key == article.key)).first()


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def find_article(connection: Connection, ref: str) -> Row[Any]:
    """The row of the article that a person names: key or its beginning, path as ingested, file name, or url.

    Raises NotFoundError with near matches, UsageError when it fits several.
    """
    keys = Article.key >= ref, Article.key < ref + "\uffff"
    ways: tuple[tuple[ColumnElement[bool], ...], ...] = (
        (Article.key == ref,),
        (Article.path == ref,),
        (Article.url == ref,),
        keys if len(ref) >= 3 else (),
    )
    for way in ways:
        if way:
            found = connection.execute(
                select(Article.__table__).where(*way).order_by(Article.key).limit(6)
            ).all()
            if len(found) == 1:
                return found[0]
            if found:
                raise _several(ref, found)
    paths = connection.execute(select(Article.key, Article.path, Article.url)).all()
    named = sorted(row.key for row in paths if row.path and PurePath(row.path).name == ref)
    if len(named) == 1:
        return find_article(connection, named[0])
    if named:
        raise _several(ref, [row for row in paths if row.key in named])
    near = get_close_matches(ref, [text for row in paths for text in row if text], n=3, cutoff=0.6)
    raise NotFoundError(
        f"no article is called {ref}",
        f"did you mean {', '.join(near)}?"
        if near
        else "name it by its key, its path as ingested, or its url",
    )


def _several(ref: str, rows: Iterable[Any]) -> UsageError:
    named = ", ".join(f"{row.key} ({row.url or row.path or 'no path'})" for row in list(rows)[:5])
    return UsageError(f"{ref} fits several articles", f"name one by its key: {named}")
