"""Finding stored articles: by their bytes or key when one comes in again, by what people call them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.records import Article as ArticleRecord
from kptimeline.store.models import Article

LONGEST_NAME = 1000  # characters of a file name; SQLite takes no LIKE pattern over 50,000 bytes
NAMES = "name it by its key, its path as ingested, or its url; kptimeline articles list shows them"


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


def find_article(connection: Connection, ref: str, *, near: bool = True) -> Row[Any]:
    """The row of the article that a person names: key or its beginning, path as ingested, file name, or url.

    Raises NotFoundError with near matches (which cost a look at every article; none without `near`),
    UsageError when it fits several.
    """
    keys = Article.key >= ref, Article.key < ref + "\uffff"
    named = "/" not in ref and 0 < len(ref) <= LONGEST_NAME
    ways: tuple[tuple[ColumnElement[bool], ...], ...] = (
        (Article.key == ref,),
        (Article.path == ref,),
        (Article.url == ref,),
        keys if len(ref) >= 3 else (),
        (Article.path.endswith(f"/{ref}", autoescape=True),) if named else (),
    )
    for way in ways:
        if way:
            query = select(Article.__table__).where(*way).order_by(Article.key)
            found = connection.execute(query.limit(6)).all()
            if way is ways[-1]:  # LIKE takes capitals for small letters
                found = [row for row in found if row.path.endswith(f"/{ref}")]
            if len(found) == 1:
                return found[0]
            if found:
                raise _several(ref, found)
    raise NotFoundError(f"no article is called {ref}", _near(connection, ref) if near else NAMES)


def _near(connection: Connection, ref: str) -> str:
    paths = connection.execute(select(Article.key, Article.path, Article.url)).all()
    close = get_close_matches(ref, [text for row in paths for text in row if text], n=3, cutoff=0.6)
    return f"did you mean {', '.join(close)}?" if close else NAMES


def _several(ref: str, rows: Sequence[Any]) -> UsageError:
    named = "; ".join(
        f"{row.key} ({': '.join(filter(None, [row.url or row.path, row.title])) or 'no title'})"
        for row in rows[:5]
    )
    more = " and more" if len(rows) > 5 else ""
    return UsageError(f"{ref} fits several articles", f"name one by its key: {named}{more}")
