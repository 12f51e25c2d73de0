"""Finding stored articles: by their bytes or key when one comes in again, by what people call them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.records import Article as ArticleRecord
from kptimeline.store.models import Article
from kptimeline.store.rows import among, chunks

LONGEST_NAME = 1000  # characters of a file name; SQLite takes no LIKE pattern over 50,000 bytes
NAMES = "name it by its key, its path as ingested, or its url; kptimeline articles list shows them"


def match(
    connection: Connection, articles: Sequence[ArticleRecord], *columns: InstrumentedAttribute[Any]
) -> list[Row[Any] | None]:
    """The stored row of each article that comes in: by its bytes, then by its key; None for a new one.

    The same bytes stated to be from two outlets, or from two addresses, are two articles. `columns`: those
    that are wanted, with key, raw_sha256, outlet, url and given_id among them; all without any.
    """
    bytes_query, key_query = _known_by(Article.raw_sha256, columns), _known_by(Article.key, columns)
    by_bytes: dict[str, list[Row[Any]]] = defaultdict(list)
    for some in chunks(sorted({article.raw_sha256 for article in articles})):
        for row in connection.execute(bytes_query, {"some": some}):
            by_bytes[row.raw_sha256].append(row)
    found = [_same(by_bytes[article.raw_sha256], article) for article in articles]
    left = {article.key for article, row in zip(articles, found, strict=True) if row is None}
    by_key: dict[str, Row[Any]] = {}
    for some in chunks(sorted(left)):
        by_key |= {row.key: row for row in connection.execute(key_query, {"some": some})}
    return [row or by_key.get(article.key) for article, row in zip(articles, found, strict=True)]


def is_known(connection: Connection, articles: Sequence[ArticleRecord]) -> list[bool]:
    """Whether each article that comes in is stored, at the cost of a look into the indexes."""
    needed = (Article.key, Article.raw_sha256, Article.outlet, Article.url, Article.given_id)
    return [row is not None for row in match(connection, articles, *needed)]


@cache
def _known_by(
    column: InstrumentedAttribute[str], columns: tuple[InstrumentedAttribute[Any], ...]
) -> Select[Any]:
    return select(*columns or Article.__table__.columns).where(among(column)).order_by(Article.key)


def _same(rows: Sequence[Row[Any]], article: ArticleRecord) -> Row[Any] | None:
    origin = article.url or article.given_id
    agree = (
        row for row in rows if _agree(row.outlet, article.outlet) and _agree(row.url or row.given_id, origin)
    )
    return next(agree, None)


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
