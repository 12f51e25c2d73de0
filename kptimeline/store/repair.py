"""Makes anew what `db check` found to differ and what can be made anew, by the ways that saving goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, Text, cast, delete, literal, select, update

from kptimeline.actors.registry import Registry
from kptimeline.merge.events import event_key
from kptimeline.store import alike, lineage, matches
from kptimeline.store.actors import names_of, sync_registry
from kptimeline.store.bulk import add
from kptimeline.store.check_events import without_key
from kptimeline.store.check_file import fresh_objects
from kptimeline.store.check_server import makers
from kptimeline.store.difference import Difference
from kptimeline.store.engine import writing
from kptimeline.store.events import Pool, load_facts
from kptimeline.store.holders import rehold
from kptimeline.store.models import (
    Article,
    Event,
    EventActor,
    EventKey,
    EventMention,
    RegistryState,
    Sentence,
)
from kptimeline.store.rows import chunks
from kptimeline.store.waiting import compare_again


def repair(connection: Connection, registry: Registry, found: Iterable[Difference]) -> None:
    """Mends the differences whose remedy is `repair`, all of them or none."""
    parts: dict[str, list[Difference]] = defaultdict(list)
    for each in found:
        parts[each.part].append(each)
    with writing(connection):
        _schema(connection, [each.what for each in parts["schema"]])
        if parts["registry"] or parts["actor"]:
            connection.execute(delete(RegistryState))
            sync_registry(connection, registry)
        _sentences(connection, [each.what for each in parts["sentence"]])
        _likeness(connection, [each.what.split(" ")[0] for each in parts["likeness"]])
        _links(connection, [each.what.split(" ")[0] for each in parts["link"]])
        _let_go(connection, [each.mentions[0] for each in parts["mention"] if each.found == "is in an event"])
        rehold(connection, [each.what for each in parts["correction"]])
        touched = {key for some in parts.values() for each in some for key in each.mentions}
        touched |= _told_by(
            connection, [each.what.split(" ")[0] for each in parts["likeness"] + parts["link"]]
        )
        if parts["foreign key"]:
            touched |= _pointing_nowhere(connection)
        _make_room(connection, sorted(touched))
        for some in chunks(sorted(touched)):
            _group_again(connection, registry, some)
        _left_over(connection)
        for each in parts["full text"]:
            connection.exec_driver_sql(f"INSERT INTO {each.what} ({each.what}) VALUES ('rebuild')")  # noqa: S608


def _schema(connection: Connection, objects: Sequence[str]) -> None:
    if objects and connection.dialect.name != "sqlite":
        fresh_on_server = makers()
        for kind, name in (each.split(" ", 1) for each in objects):
            connection.exec_driver_sql(fresh_on_server[kind, name])
    elif objects:
        fresh = fresh_objects()
        for kind, name in (each.split(" ", 1) for each in objects):
            connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{name}"')
            connection.exec_driver_sql(fresh[kind, name].sql)


def _sentences(connection: Connection, places: Sequence[str]) -> None:
    for key, start in (place.rsplit(":", 1) for place in places):
        query = (
            select(Sentence.id, Sentence.start_char, Sentence.end_char, Article.text)
            .join(Article, Article.id == Sentence.article_id)
            .where(Article.key == key, Sentence.start_char == int(start))
        )
        row = connection.execute(query).one()
        text = row.text[row.start_char : row.end_char]
        connection.execute(update(Sentence).where(Sentence.id == row.id).values(text=text))


def _likeness(connection: Connection, keys: Sequence[str]) -> None:
    ids: set[int] = set()
    for some in chunks(sorted(set(keys))):
        ids |= set(connection.scalars(select(Article.id).where(Article.key.in_(some))))
    if ids:
        lineage.link_again(connection, ids | alike.members(connection, alike.groups(connection, ids)))


def _links(connection: Connection, keys: Sequence[str]) -> None:
    for some in chunks(sorted(set(keys))):
        mine = Article.key.in_(some)
        found = connection.execute(select(Article.alike_key, Article.url).where(mine)).all()
        connection.execute(update(Article).where(mine).values(copy_of_id=None, supersedes_id=None))
        lineage.link(
            connection, {group for group, _ in found if group}, {url for _, url in found if url is not None}
        )


def _told_by(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Keys of mentions whose events count the reports of these articles."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        query = select(EventMention.key).join(Article, Article.id == EventMention.article_id)
        found |= set(
            connection.scalars(query.where(Article.key.in_(some), EventMention.event_id.is_not(None)))
        )
    return found


def _let_go(connection: Connection, keys: Collection[str]) -> None:
    """Takes mentions that found no event out of theirs, which is then grouped anew without them."""
    for some in chunks(sorted(keys)):
        none = {"event_id": None, "merge_profile": None, "merge_reason": None}
        ids = connection.scalars(select(EventMention.event_id).where(EventMention.key.in_(some)))
        events = sorted({id_ for id_ in ids if id_ is not None})
        connection.execute(update(EventMention).where(EventMention.key.in_(some)).values(**none))
        matches.forget(
            connection, list(connection.scalars(select(EventMention.id).where(EventMention.key.in_(some))))
        )
        connection.execute(delete(Event).where(Event.id.in_(events)))


def _make_room(connection: Connection, mentions: Sequence[str]) -> None:
    """Drops what hangs from nothing, and takes the keys of events that are written again, so that none is in the way."""
    held = select(EventMention.id).where(EventMention.event_id == Event.id).exists()
    connection.execute(delete(Event).where(~held))
    connection.execute(delete(EventActor).where(EventActor.event_id.not_in(select(Event.id))))
    for some in chunks(mentions):
        ids = select(EventMention.event_id).where(EventMention.key.in_(some))
        taken = literal("~") + cast(Event.id, Text)
        connection.execute(update(Event).where(Event.id.in_(ids)).values(key=taken))


def _pointing_nowhere(connection: Connection) -> set[str]:
    query = select(EventMention.key).where(
        EventMention.event_id.is_not(None), EventMention.event_id.not_in(select(Event.id))
    )
    return set(connection.scalars(query))


def _group_again(connection: Connection, registry: Registry, keys: Sequence[str]) -> None:
    """Writes columns of mentions, then their events with all that hangs from them."""
    pool = Pool()
    load_facts(connection, pool, EventMention.key.in_(keys))
    for key in keys:
        facts = pool.facts[key]
        names = {f"{role}_actors": names_of(getattr(facts, role)) for role in ("by", "to")}
        names["claimed_by"] = names_of(facts.claimed_by)
        connection.execute(update(EventMention).where(EventMention.key == key).values(**names))
    compare_again(connection, registry, keys)


def _left_over(connection: Connection) -> None:
    """Leads every key to where its mention is."""
    rows = connection.execute(
        select(
            EventKey.key, EventKey.mention_key, EventKey.event_id, EventMention.event_id.label("holds")
        ).outerjoin(EventMention, EventMention.key == EventKey.mention_key)
    ).all()
    for key, mention, is_, holds in rows:
        if key != event_key(mention) or is_ != holds:
            wanted = {"key": event_key(mention), "event_id": holds}
            connection.execute(update(EventKey).where(EventKey.mention_key == mention).values(**wanted))
    query = select(EventMention.key, EventMention.event_id).where(without_key())
    new = [
        {"key": event_key(mention), "mention_key": mention, "event_id": event_id}
        for mention, event_id in connection.execute(query)
    ]
    add(connection, EventKey, new)
