"""Mentions that wait to be compared, as after an upgrade: they have an event and no profile.

They are taken up a batch at a time, each in a transaction of its own, so whoever is stopped goes on there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import structs
from sqlalchemy import Connection, func, select, text, update

from kptimeline.actors.registry import Registry
from kptimeline.merge.profile import profile
from kptimeline.store import matches
from kptimeline.store.actors import sync_registry
from kptimeline.store.binding import bind_again
from kptimeline.store.engine import writing
from kptimeline.store.event_models import WAITING
from kptimeline.store.events import Pool, load_facts, regroup
from kptimeline.store.models import EventMention
from kptimeline.store.passages import passages_of

BATCH = 500  # mentions held in memory at once


def waiting(connection: Connection) -> int:
    """How many mentions wait."""
    return connection.scalar(select(func.count()).select_from(EventMention).where(text(WAITING))) or 0


def compare_waiting(connection: Connection, registry: Registry, size: int = BATCH) -> Iterator[int]:
    """Compares what waits and groups it into events, `size` at a time; yields how many are done."""
    done = 0
    query = select(EventMention.key).where(text(WAITING)).order_by(EventMention.id).limit(size)
    while True:
        with writing(connection):
            sync_registry(connection, registry)
            keys = connection.scalars(query).all()
            if not keys:
                return
            compare_again(connection, registry, keys)
        done += len(keys)
        yield done


def compare_again(connection: Connection, registry: Registry, keys: Collection[str]) -> None:
    """Makes profiles of some stored mentions, a few hundred at most, compares them, and writes their events anew."""
    pool = Pool()
    load_facts(connection, pool, EventMention.key.in_(keys))
    passages = passages_of(connection, pool.ids.values(), registry)
    for key in keys:
        compared = profile(pool.facts[key], passages[pool.ids[key]], registry)
        pool.facts[key] = structs.replace(pool.facts[key], profile=compared)
        changed = update(EventMention).where(EventMention.key == key)
        connection.execute(changed.values(merge_profile=matches.encoded(compared)))
    pool.gone = set(pool.events.values())  # as if they lost a mention: each is written, whatever its row says
    pool.compared = set(keys)
    pool.near |= matches.forget(connection, list(pool.ids.values()))
    regroup(connection, registry, pool)
    matches.keep(connection, pool.found)
    bind_again(connection, registry, pool)
