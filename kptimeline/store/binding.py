"""Dates that hang from events, brought up to date after events were written."""

from __future__ import annotations

from sqlalchemy import Connection

from kptimeline.actors.registry import Registry
from kptimeline.store.events import Pool, load_facts, regroup
from kptimeline.store.hanging import bind
from kptimeline.store.models import EventMention
from kptimeline.store.rows import chunks

# What hangs from an event is none to hang from, but where a person dated it: after two looks all is said.
_LOOKS = 4


def bind_again(connection: Connection, registry: Registry, pool: Pool) -> None:
    """Dates what hangs from the events that a pool wrote, and writes the events of these mentions."""
    events, words = pool.written, pool.words
    for _ in range(_LOOKS):
        touched = bind(connection, registry, events, words)
        if not touched:
            return
        after = Pool()
        for some in chunks(sorted(touched)):
            load_facts(connection, after, EventMention.event_id.in_(some))
        after.gone |= touched
        regroup(connection, registry, after)
        events, words = after.written, set()
