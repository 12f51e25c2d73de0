"""Which articles report on their own: copies of one text, near copies and versions at one url are one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, or_, select

from kptimeline.store.models import Article, EventMention
from kptimeline.store.rows import chunks


class Reports:
    """The families of some articles: what links of `copy_of` and `supersedes` connect, in either direction."""

    def __init__(self, connection: Connection, articles: Collection[int]) -> None:
        self._near: dict[int, set[int]] = defaultdict(set)
        self._keys: dict[int, str] = {}
        self._superseded: set[int] = set()
        todo = set(articles)
        seen: set[int] = set()
        while todo:
            seen |= todo
            found: set[int] = set()
            for some in chunks(sorted(todo)):
                columns = (Article.id, Article.key, Article.copy_of_id, Article.supersedes_id)
                linked = or_(
                    *(column.in_(some) for column in (Article.id, Article.copy_of_id, Article.supersedes_id))
                )
                for id_, key, copy_of, supersedes in connection.execute(select(*columns).where(linked)):
                    self._keys[id_] = key
                    found.add(id_)
                    if supersedes is not None:
                        self._superseded.add(supersedes)
                    for other in (copy_of, supersedes):
                        if other is not None:
                            self._near[id_].add(other)
                            self._near[other].add(id_)
                            found.add(other)
            todo = found - seen

    def of(self, article: int) -> str:
        """The smallest key of the article's family: that of its report."""
        return min(self._keys[id_] for id_ in self._family(article))

    def is_superseded(self, article: int) -> bool:
        """Whether a later version took its place."""
        return article in self._superseded

    def linked(self) -> set[int]:
        """Ids of all articles that are in a family of more than one."""
        return {id_ for id_, near in self._near.items() if near}

    def _family(self, article: int) -> set[int]:
        family, todo = {article}, [article]
        while todo:
            new = self._near[todo.pop()] - family
            family |= new
            todo += new
        return family


def events_of(connection: Connection, articles: Iterable[int]) -> set[int]:
    """Ids of the events that articles tell of."""
    found: set[int] = set()
    for some in chunks(sorted(articles)):
        query = select(EventMention.event_id).where(EventMention.article_id.in_(some))
        found |= {id_ for id_ in connection.scalars(query) if id_ is not None}
    return found
