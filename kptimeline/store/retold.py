"""What reading or resolving an article again changes in what it tells."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select, update

from kptimeline.store.models import Article, EventMention

_DAYS = ("from_day", "to_day", "granularity", "first_time", "last_time")
_TOLD = ("event_type", "status", "by_actors", "to_actors", "claimed_by", "place", "summary", "reason")

Told = dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]]


class Change(Struct, frozen=True, kw_only=True):
    """How many mentions an article has now, came, went, have other days, or tell something else on the same days."""

    mentions: int = 0
    gained: int = 0
    lost: int = 0
    moved: int = 0
    reworded: int = 0

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.moved or self.reworded)


def told_by(connection: Connection, article_key: str) -> Told:
    """Days and the rest of each mention of an article, by mention key."""
    columns = [getattr(EventMention, name) for name in (*_DAYS, *_TOLD)]
    query = (
        select(EventMention.key, *columns)
        .join(Article, Article.id == EventMention.article_id)
        .where(Article.key == article_key)
    )
    split = 1 + len(_DAYS)
    return {row[0]: (tuple(row[1:split]), tuple(row[split:])) for row in connection.execute(query)}


def forget(connection: Connection, article_key: str) -> None:
    """Lets the next save write all rows of an article, though what they tell may be the same."""
    connection.execute(update(Article).where(Article.key == article_key).values(resolved_sha256=""))


def change(before: Told, after: Told) -> Change:
    """What differs between two states of one article."""
    both = before.keys() & after.keys()
    moved = sum(before[key][0] != after[key][0] for key in both)
    return Change(
        mentions=len(after),
        gained=len(after.keys() - both),
        lost=len(before.keys() - both),
        moved=moved,
        reworded=sum(before[key][0] == after[key][0] and before[key][1] != after[key][1] for key in both),
    )
