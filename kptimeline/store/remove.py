"""Removing articles: what only they told goes with them, what others tell too is grouped anew."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, Select, delete, exists, func, or_, select

from kptimeline.actors.registry import Registry
from kptimeline.store import alike, lineage, matches
from kptimeline.store.binding import bind_again
from kptimeline.store.engine import writing
from kptimeline.store.events import Pool, regroup, touch
from kptimeline.store.hanging import words_of
from kptimeline.store.holders import any_corrected, follow, quotes_of
from kptimeline.store.models import (
    Actor,
    ActorParent,
    Article,
    Correction,
    Event,
    EventActor,
    EventMention,
    MentionActor,
    MentionLink,
    Sentence,
    TimeExpression,
)
from kptimeline.store.reports import Reports, events_of
from kptimeline.store.rows import chunks


class Removal(Struct, frozen=True, kw_only=True):
    """How many went; events and undated mentions that are left; corrections and links `kept` without a mention."""

    articles: int
    mentions: int
    events: int
    undated: int
    kept: int


def remove(connection: Connection, article_ids: Sequence[int], registry: Registry) -> Removal:
    """Removes articles with all that hangs from them, in one transaction.

    Events are then what a database without these articles would have. Corrections and links stay, without a
    mention: they are keyed by its text, and hold again when the article comes back.
    """
    ids = sorted(set(article_ids))
    with writing(connection):
        family = Reports(connection, ids).linked() - set(ids)
        pool, keys, actors = Pool(), set[str](), set[int]()
        groups, urls = set[str](), set[str]()
        mentions = 0  # of events
        for some in chunks(ids):
            mine = EventMention.article_id.in_(some)
            columns = (EventMention.id, EventMention.key, EventMention.event_id)
            gone = set[int]()
            pool.words |= words_of(connection, mine)
            for id_, key, event_id in connection.execute(select(*columns).where(mine)):
                keys.add(key)
                gone.add(id_)
                if event_id is not None:
                    mentions += 1
                    pool.gone.add(event_id)
            pool.near |= matches.forget(connection, gone)
            named = select(MentionActor.actor_id).join(
                EventMention, EventMention.id == MentionActor.mention_id
            )
            actors |= {each for each in connection.scalars(named.where(mine)) if each is not None}
            columns_of_article = select(Article.alike_key, Article.url)
            for group, url in connection.execute(columns_of_article.where(Article.id.in_(some))):
                if group is not None:
                    groups.add(group)
                if url is not None:
                    urls.add(url)
        lost = quotes_of(connection, keys) if any_corrected(connection) else {}
        for some in chunks(ids):
            connection.execute(delete(EventMention).where(EventMention.article_id.in_(some)))
            connection.execute(delete(TimeExpression).where(TimeExpression.article_id.in_(some)))
            connection.execute(delete(Sentence).where(Sentence.article_id.in_(some)))
            connection.execute(delete(Article).where(Article.id.in_(some)))
        lineage.link_again(connection, alike.members(connection, groups), urls)
        pool.linked = _linked(connection, sorted(keys))
        touch(connection, pool, follow(connection, lost=lost) - keys)
        pool.gone |= events_of(connection, family)
        regroup(connection, registry, pool)
        bind_again(connection, registry, pool)
        _drop_actors(connection, sorted(actors))
        return Removal(
            articles=len(ids),
            mentions=mentions,
            events=_count(connection, select(func.count()).select_from(Event).where(Event.hidden.is_(False))),
            undated=_count(
                connection,
                select(func.count())
                .select_from(EventMention)
                .where(EventMention.from_day.is_(None), EventMention.event_id.is_not(None)),
            ),
            kept=_count_kept(connection, sorted(keys)),
        )


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.scalar(query) or 0


def _linked(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Mentions that people joined with, or kept apart from, mentions of these keys."""
    found: set[str] = set()
    for some in chunks(keys):
        sides = (MentionLink.first_key, MentionLink.second_key)
        query = select(*sides).where(or_(*(side.in_(some) for side in sides)))
        found |= {key for pair in connection.execute(query) for key in pair}
    return found - set(keys)


def _drop_actors(connection: Connection, ids: Sequence[int]) -> None:
    """Actors that only these articles named."""
    used = or_(
        exists().where(MentionActor.actor_id == Actor.id),
        exists().where(EventActor.actor_id == Actor.id),
        exists().where(ActorParent.parent_id == Actor.id),
    )
    for some in chunks(ids):
        connection.execute(delete(Actor).where(Actor.id.in_(some), Actor.origin == "article", ~used))


def _count_kept(connection: Connection, keys: Sequence[str]) -> int:
    count = 0
    for some in chunks(keys):
        corrections = select(func.count()).select_from(Correction)
        count += _count(
            connection, corrections.where(Correction.mention_key.in_(some), Correction.undone_at.is_(None))
        )
        links = select(func.count()).select_from(MentionLink).where(MentionLink.undone_at.is_(None))
        sides = or_(MentionLink.first_key.in_(some), MentionLink.second_key.in_(some))
        count += _count(connection, links.where(sides))
    return count
