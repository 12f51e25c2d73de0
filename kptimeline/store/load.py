"""Articles and Readings back from their rows, so that they can be resolved again without reading again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, not_, select

from kptimeline.errors import DatabaseError
from kptimeline.interval import parse_iso
from kptimeline.records import READING_VERSION, Anchor, Article, Basis, Reading, Span
from kptimeline.store.find import find_article, match
from kptimeline.store.models import Anchor as AnchorRow
from kptimeline.store.models import Article as ArticleRow
from kptimeline.store.models import TimeExpression
from kptimeline.store.rows import chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as stored, what it says, and its current anchor (None: it has none).

    `given_before`: days (ISO) that were given for it at any time; `by_file_name`: its file name once dated it.
    """

    id: int
    article: Article
    reading: Reading
    anchor: Anchor | None
    given_before: frozenset[str] = frozenset()
    by_file_name: bool = False


def load_reading(connection: Connection, ref: str) -> tuple[Article, Reading]:
    """The article that a person names (see find.find_article) and its Reading."""
    stored = load_article(connection, ref)
    return stored.article, stored.reading


def load_article(connection: Connection, ref: str, *, near: bool = True) -> StoredArticle:
    """The article that a person names, its Reading and its current anchor.

    Raises NotFoundError with near matches, UsageError for several, DatabaseError for a Reading of another version.
    """
    row = find_article(connection, ref, near=near)
    query = select(AnchorRow.__table__).where(AnchorRow.article_id == row.id).order_by(AnchorRow.id)
    return _stored(row, connection.execute(query).all())


class Unread(NamedTuple):
    """An article as stored, for reading it again: its current anchor, and whether its file name ever dated it."""

    article: Article
    anchor: Anchor | None
    by_file_name: bool


def load_unread(connection: Connection, key: str) -> Unread | None:
    """The article of a key, whatever version its Reading has; None when it is not there (any more)."""
    row = connection.execute(select(ArticleRow.__table__).where(ArticleRow.key == key)).first()
    if row is None:
        return None
    query = select(AnchorRow.__table__).where(AnchorRow.article_id == row.id).order_by(AnchorRow.id)
    chosen = connection.execute(query).all()
    return Unread(
        article=stored_article(row),
        anchor=_anchor(chosen[-1]) if chosen else None,
        by_file_name=any(each.basis == Basis.FILE_NAME for each in chosen),
    )


def keys_read_otherwise(connection: Connection, *, rules: str, model: str | None) -> list[str]:
    """Keys of the articles that other rules, names, or another model or version read, in order of ingest."""
    same = and_(
        ArticleRow.reading_version == READING_VERSION,
        ArticleRow.rules == rules,
        ArticleRow.model.is_not_distinct_from(model),
    )
    return list(connection.scalars(select(ArticleRow.key).where(not_(same)).order_by(ArticleRow.id)))


def all_keys(connection: Connection) -> list[str]:
    """Keys of all articles, in order of ingest."""
    return list(connection.scalars(select(ArticleRow.key).order_by(ArticleRow.id)))


def rules_used(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Names of the rules that read the time expressions of articles."""
    found: set[str] = set()
    for some in chunks(keys):
        query = (
            select(TimeExpression.rule)
            .join(ArticleRow, ArticleRow.id == TimeExpression.article_id)
            .where(ArticleRow.key.in_(some))
            .distinct()
        )
        found |= set(connection.scalars(query))
    return found


def known_articles(connection: Connection, articles: Sequence[Article]) -> list[StoredArticle | None]:
    """The stored article that each incoming one is (its bytes, else its key), None for a new one."""
    found = match(connection, articles)
    anchors: dict[int, list[Row[Any]]] = defaultdict(list)
    for some in chunks(sorted({row.id for row in found if row is not None})):
        query = select(AnchorRow.__table__).where(AnchorRow.article_id.in_(some)).order_by(AnchorRow.id)
        for chosen in connection.execute(query):
            anchors[chosen.article_id].append(chosen)
    return [None if row is None else _stored(row, anchors[row.id]) for row in found]


def _stored(row: Row[Any], chosen: Sequence[Row[Any]]) -> StoredArticle:
    return StoredArticle(
        id=row.id,
        article=stored_article(row),
        reading=stored_reading(row),
        anchor=_anchor(chosen[-1]) if chosen else None,
        given_before=frozenset(each.day for each in chosen if each.basis == Basis.GIVEN),
        by_file_name=any(each.basis == Basis.FILE_NAME for each in chosen),
    )


def _anchor(row: Row[Any]) -> Anchor | None:
    if row.day is None:
        return None
    return Anchor(
        day=parse_iso(row.day),
        basis=Basis(row.basis),
        inferred=parts(row.inferred),
        zone=row.zone,
        certain=row.certain,
    )


def parts(words: str) -> tuple[str, ...]:
    """The words of a column that holds several."""
    return tuple(words.split(",")) if words else ()


def stored_article(row: Row[Any]) -> Article:
    """The article of a row of the table `article`."""
    return Article(
        key=row.key,
        text=row.text,
        text_sha256=row.text_sha256,
        raw_sha256=row.raw_sha256,
        title=None if row.title_start is None else Span(row.title_start, row.title_end),
        given_id=row.given_id,
        outlet=row.outlet,
        url=row.url,
        language=row.language,
        genre=row.genre,
        authors=tuple(json.loads(row.authors)),
        published=row.published,
        published_from=row.published_from,
        given=row.given,
        as_of=row.as_of,
        path=row.path,
        extra=json.loads(row.extra),
    )


def stored_reading(row: Row[Any]) -> Reading:
    """The Reading of a row of the table `article`. Raises DatabaseError for one of another version."""
    import msgspec

    if row.reading_version != READING_VERSION:
        raise DatabaseError(
            f"article {row.key} was read by another version ({row.reading_version}, not {READING_VERSION})",
            "kptimeline reprocess reads it again",
        )
    return msgspec.json.decode(row.reading, type=Reading)
