"""Finds articles that are one report: by the hash of their text, then by bands of minimum hashes that are rows.

Groups are what pairs connect (merge.likeness), named by their smallest key: a function of the articles stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, delete, or_, select, update

from kptimeline.merge.likeness import Print, are_alike, bands, fingerprint, told
from kptimeline.records import Span
from kptimeline.store.bulk import add
from kptimeline.store.models import Article, ArticleBand
from kptimeline.store.rows import Row, among, chunks

_BODY = (Article.text, Article.body_start, Article.body_end, Article.dateline_start, Article.dateline_end)


def band_rows(article: Mapping[str, Any]) -> list[Row]:
    """Rows of `article_band` of an article, of which `id`, text and spans are given by the names of its columns."""
    return [{"value": value, "article_id": article["id"]} for value in _bands(article)]


def _bands(article: Mapping[str, Any]) -> tuple[int, ...]:
    return bands(_print(article))


def _print(article: Mapping[str, Any]) -> Print:
    start, end = article["dateline_start"], article["dateline_end"]
    dateline = None if start is None or end is None else Span(start, end)
    return fingerprint(told(article["text"], Span(article["body_start"], article["body_end"]), dateline))


def gather(connection: Connection, rows: Sequence[Row]) -> tuple[list[Row], set[str]]:
    """Says in the rows of new articles which group each is in; call it before they are stored.

    Returns their rows of `article_band`, and the groups that came, grew or were joined.
    """
    marks = {row["key"]: band_rows(row) for row in rows}
    found = _Groups(connection, rows)
    for row in rows:
        found.meet_same_text(row)
    for row in rows:
        found.meet(row, [mark["value"] for mark in marks[row["key"]]])
    touched = found.keep()
    for row in rows:
        row["alike_key"] = found.name(row["key"])
    return [mark for some in marks.values() for mark in some], touched


class _Groups:
    """Groups of the new articles and of the stored ones that they meet; a stored group is one node, its name."""

    def __init__(self, connection: Connection, rows: Sequence[Row]) -> None:
        self._connection = connection
        self._head: dict[str, str] = {row["key"]: row["key"] for row in rows}
        self._new = {row["id"]: row for row in rows}
        self._size: dict[str, int] = dict.fromkeys(self._head, 1)
        self._stored: dict[int, tuple[str, str]] = {}  # (group, key) by id
        self._prints: dict[int, Print] = {}
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._bands: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            self._texts[row["text_sha256"]].append(row["key"])
        for some in chunks(sorted(self._texts)):
            for id_, key, group, text in connection.execute(_of_texts(), {"some": some}):
                self._add(id_, key, group)
                self._texts[text].append(group or key)

    def _add(self, id_: int, key: str, group: str | None) -> None:
        node = group or key
        self._stored[id_] = (node, key)
        self._head.setdefault(node, node)
        self._size.setdefault(node, 2 if group else 1)

    def meet_same_text(self, row: Row) -> None:
        for other in self._texts[row["text_sha256"]]:
            self._join(row["key"], other)

    def meet(self, row: Row, values: Sequence[int]) -> None:
        """Joins what shares a band with an article and is alike; of one group the first that is will do."""
        ids: set[int] = set()
        for some in chunks(values):
            ids |= set(self._connection.scalars(_sharing(), {"some": some}))
        self._load(ids - self._stored.keys())
        near = [(*self._stored[id_], id_) for id_ in ids]
        near += [
            (self._new[id_]["key"],) * 2 + (id_,)
            for id_ in {one for value in values for one in self._bands[value]}
        ]
        for node, _, id_ in sorted(near):
            if self._top(node) != self._top(row["key"]) and are_alike(
                self._print(row["id"]), self._print(id_)
            ):
                self._join(row["key"], node)
        for value in values:
            self._bands[value].append(row["id"])

    def _load(self, ids: Collection[int]) -> None:
        for some in chunks(sorted(ids)):
            columns = (Article.id, Article.key, Article.alike_key)
            for id_, key, group in self._connection.execute(select(*columns).where(Article.id.in_(some))):
                self._add(id_, key, group)

    def _print(self, id_: int) -> Print:
        if id_ not in self._prints:
            row: Any = self._new.get(id_)
            if row is None:
                row = self._connection.execute(select(*_BODY).where(Article.id == id_)).mappings().one()
            self._prints[id_] = _print(row)
        return self._prints[id_]

    def _top(self, node: str) -> str:
        while self._head[node] != node:
            self._head[node] = node = self._head[self._head[node]]
        return node

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        if first != second:
            self._head[second] = first
            self._size[first] += self._size[second]

    def name(self, key: str) -> str | None:
        """The group of an article, None where it is alone."""
        top = self._top(key)
        return top if self._size[top] > 1 else None

    def keep(self) -> set[str]:
        """Gives stored articles the names of the groups that they are in now; returns all names of new articles' groups."""
        for node in sorted({node for node, _ in self._stored.values()}):
            name = self.name(node)
            if name is not None:  # those named so already are not written again
                of_node = or_(Article.alike_key == node, Article.key == node)
                differs = or_(Article.alike_key.is_(None), Article.alike_key != name)
                self._connection.execute(update(Article).where(of_node, differs).values(alike_key=name))
        return {name for row in self._new.values() if (name := self.name(row["key"])) is not None}


@cache
def _of_texts() -> Select[int, str, str | None, str]:
    columns = (Article.id, Article.key, Article.alike_key, Article.text_sha256)
    return select(*columns).where(among(Article.text_sha256))


@cache
def _sharing() -> Select[int]:
    return select(ArticleBand.article_id).where(among(ArticleBand.value)).distinct()


def gather_again(connection: Connection, ids: Iterable[int]) -> set[str]:
    """Makes the bands and groups of stored articles anew, as if they came now; returns their groups.

    For articles of groups that lost one: with what was between them gone, they may have nothing to do with
    each other any more.
    """
    ids = sorted(ids)
    for some in chunks(ids):
        connection.execute(update(Article).where(Article.id.in_(some)).values(alike_key=None))
        connection.execute(delete(ArticleBand).where(ArticleBand.article_id.in_(some)))
    columns = (Article.id, Article.key, Article.text_sha256, *_BODY)
    for some in chunks(ids, 50):  # texts are held in memory
        query = select(*columns).where(Article.id.in_(some))
        rows: list[Row] = [dict(row) for row in connection.execute(query).mappings()]
        marks, _ = gather(connection, rows)
        add(connection, ArticleBand, marks)
        for row in rows:
            if row["alike_key"] is not None:
                _set_group(connection, row)
    return groups(connection, ids)


def _set_group(connection: Connection, row: Row) -> None:
    connection.execute(update(Article).where(Article.id == row["id"]).values(alike_key=row["alike_key"]))


def groups(connection: Connection, ids: Collection[int]) -> set[str]:
    """The groups that articles are in."""
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        names = connection.scalars(select(Article.alike_key).where(Article.id.in_(some)))
        found |= {name for name in names if name is not None}
    return found


def members(connection: Connection, groups: Iterable[str]) -> set[int]:
    """Ids of the articles of groups."""
    found: set[int] = set()
    for some in chunks(sorted(groups)):
        found |= set(connection.scalars(select(Article.id).where(Article.alike_key.in_(some))))
    return found
