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
        self._of_copies: set[int] = set()  # those with a link of either kind, at either end
        self._of_versions: set[int] = set()
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
                        self._of_versions |= {id_, supersedes}
                    if copy_of is not None:
                        self._of_copies |= {id_, copy_of}
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

    def touched_by(self, new: Collection[int]) -> set[int]:
        """Ids of the other articles whose reports, or whether they are superseded, may change with these.

        An article that joins one family changes nothing for its members but for those next to it: how many reports
        there are of their events stays the same. One that links two families changes it for all of them.
        """
        found: set[int] = set()
        for id_ in new:
            bridges = id_ in self._of_copies and id_ in self._of_versions
            found |= self._family(id_) if bridges else self._near.get(id_, set()) & self._of_versions
        return found - set(new)

    def families(self, articles: Collection[int]) -> set[int]:
        """Ids of the families of some articles."""
        found: set[int] = set()
        for id_ in articles:
            if id_ not in found:
                found |= self._family(id_)
        return found

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
