"""What another registry changes in the database: the articles and events it may touch, brought up to date.

Names are led to actors anew from the Readings that are stored; ancestors are written anew from the actors of
events. Both give what ingesting into a new database would.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from kptimeline.actors.additions import Addition
from kptimeline.actors.own import UNKNOWN
from kptimeline.actors.registry import Registry, plain
from kptimeline.interval import parse_iso
from kptimeline.records import AnchorCandidate, AnchorChoice, Basis, Extraction
from kptimeline.store.actors import party
from kptimeline.store.load import StoredArticle, load_article, parts
from kptimeline.store.models import (
    Actor,
    ActorName,
    Anchor,
    Article,
    DatelineCandidate,
    Event,
    EventActor,
    EventMention,
    MentionActor,
)
from kptimeline.store.rows import chunks, next_id

_WORD = re.compile(r"[A-Za-z0-9]{2,}")
Signature = tuple[object, ...]


class Reach:
    """How far additions reach: slugs of actors, and names, that they are about.

    `above` tells whether what actors belong to may change with them.
    """

    def __init__(self, additions: Iterable[Addition], registries: Sequence[Registry]) -> None:
        self.slugs: set[str] = set()
        self.names: set[str] = set()
        self.above = False
        for each in additions:
            self.above |= each.action in ("parent", "merge", "actor")
            if each.action != "kept":
                self.slugs |= {each.actor, each.other} - {None}  # type: ignore[arg-type]
            if each.action in ("actor", "name") and each.name:
                self.names.add(each.name)
        for registry in registries:  # a surname or an office may lead to another of the same
            for slug in self.slugs & registry.actors.keys():
                self.names |= {name for name in (registry.actors[slug].surname,) if name}

    def articles(self, connection: Connection) -> list[str]:
        """Keys of the articles that may name one of them: more than do, never fewer."""
        named = (
            select(EventMention.article_id)
            .join(MentionActor, MentionActor.mention_id == EventMention.id)
            .join(Actor, Actor.id == MentionActor.actor_id)
        )
        found: set[str] = set()
        for some in chunks(sorted(self.slugs)):
            query = select(Article.key).where(Article.id.in_(named.where(Actor.slug.in_(some))))
            found |= set(connection.scalars(query))
        words = {max(_WORD.findall(name), key=len, default="") for name in self.names}
        for some in chunks(sorted(words), 50):
            spelt = or_(*(Article.reading.icontains(word, autoescape=True) for word in some))
            found |= set(connection.scalars(select(Article.key).where(spelt)))
        return sorted(found)

    def events(self, connection: Connection) -> set[int]:
        """Ids of the events that have one of them as an actor, or as an ancestor of one."""
        found: set[int] = set()
        for some in chunks(sorted(self.slugs)):
            query = select(EventActor.event_id).join(Actor, Actor.id == EventActor.actor_id)
            found |= set(connection.scalars(query.where(Actor.slug.in_(some))))
        return found


def stored_with_choice(connection: Connection, key: str) -> tuple[StoredArticle, AnchorChoice]:
    """An article and the choice of its current anchor, as it was made."""
    stored = load_article(connection, key)
    mine = DatelineCandidate.article_id == stored.id
    rows = connection.execute(
        select(DatelineCandidate.__table__).where(mine).order_by(DatelineCandidate.position)
    )
    candidates = tuple(
        AnchorCandidate(
            day=parse_iso(row.day),
            score=row.score,
            basis=Basis(row.basis),
            reason=row.reason,
            inferred=parts(row.inferred),
        )
        for row in rows
    )
    query = select(Anchor.reason).where(Anchor.article_id == stored.id).order_by(Anchor.id.desc())
    reason = connection.scalar(query.limit(1))
    return stored, AnchorChoice(anchor=stored.anchor, candidates=candidates, reason=reason)


def actors_differ(
    connection: Connection, stored: StoredArticle, extraction: Extraction, registry: Registry
) -> bool:
    """Whether the actors of an article's mentions are other ones than its rows tell."""
    query = (
        select(EventMention.position, MentionActor.role, MentionActor.position, MentionActor.name, Actor.slug,
               MentionActor.country)
        .join(EventMention, EventMention.id == MentionActor.mention_id)
        .outerjoin(Actor, Actor.id == MentionActor.actor_id)
        .where(EventMention.article_id == stored.id)
    )  # fmt: skip
    now = {
        (number, role, position, who.name, who.actor, ref.country)
        for number, mention in enumerate(extraction.mentions)
        for role, refs in (("by", mention.by), ("to", mention.to), ("claimed_by", mention.claimed_by))
        for position, ref in enumerate(refs)
        for who in [party(ref, registry)]
    }
    return now != {tuple(row) for row in connection.execute(query)}


def disown(connection: Connection, slugs: Collection[str]) -> None:
    """Makes actors that no registry has any more such that only articles name them."""
    for some in chunks(sorted(slugs)):
        ids = list(connection.scalars(select(Actor.id).where(Actor.slug.in_(some))))
        connection.execute(update(Actor).where(Actor.id.in_(ids)).values(kind=UNKNOWN, origin="article"))
        connection.execute(delete(ActorName).where(ActorName.actor_id.in_(ids)))


def tidy(connection: Connection, slugs: Collection[str]) -> None:
    """Drops those actors of articles that nothing names any more, and calls the others what articles call them."""
    for some in chunks(sorted(slugs)):
        mine = (Actor.slug.in_(some), Actor.origin == "article")
        used = or_(
            exists().where(MentionActor.actor_id == Actor.id), exists().where(EventActor.actor_id == Actor.id)
        )
        connection.execute(delete(Actor).where(*mine, ~used))
        called = (
            select(Actor.id, func.min(MentionActor.name), func.min(MentionActor.country))
            .join(MentionActor, MentionActor.actor_id == Actor.id)
            .where(*mine)
            .group_by(Actor.id)
        )
        for id_, name, country in connection.execute(called).all():
            connection.execute(update(Actor).where(Actor.id == id_).values(name=name, country=country))
            connection.execute(delete(ActorName).where(ActorName.actor_id == id_))
            row = {"id": next_id(connection, ActorName), "actor_id": id_, "text": name, "folded": plain(name)}
            days = {"from_day": None, "to_day": None, "of": None}
            connection.execute(insert(ActorName), [row | days | {"kind": "alias", "origin": "article"}])


def unknown_in(connection: Connection, articles: Collection[str]) -> set[str]:
    """Slugs of the actors that only articles name, those of some articles."""
    found: set[str] = set()
    for some in chunks(sorted(articles)):
        query = (
            select(Actor.slug)
            .join(MentionActor, MentionActor.actor_id == Actor.id)
            .join(EventMention, EventMention.id == MentionActor.mention_id)
            .join(Article, Article.id == EventMention.article_id)
        )
        found |= set(connection.scalars(query.where(Article.key.in_(some), Actor.origin == "article")))
    return found


def signatures(
    connection: Connection, events: Collection[int], articles: Collection[str]
) -> dict[str, Signature]:
    """What events say of their actors and how many articles tell them, by key: the given ones and those of articles."""
    ids = set(events)
    for some in chunks(sorted(articles)):
        query = select(EventMention.event_id).join(Article, Article.id == EventMention.article_id)
        ids |= {each for each in connection.scalars(query.where(Article.key.in_(some))) if each is not None}
    found: dict[str, Signature] = {}
    for numbers in chunks(sorted(ids)):
        actors: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
        query_of_actors = (
            select(EventActor.event_id, Actor.slug, EventActor.role, EventActor.depth)
            .join(Actor, Actor.id == EventActor.actor_id)
            .where(EventActor.event_id.in_(numbers))
        )
        for event_id, slug, role, depth in connection.execute(query_of_actors):
            actors[event_id].add((slug, role, depth))
        columns = (Event.id, Event.key, Event.by_actors, Event.to_actors, Event.claimed_by, Event.articles)
        for id_, key, *told in connection.execute(select(*columns).where(Event.id.in_(numbers))):
            found[key] = (*told, frozenset(actors[id_]))
    return found


def changed(before: dict[str, Signature], after: dict[str, Signature]) -> int:
    """How many events changed, came or went."""
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
