"""Whether events are what their mentions, people's corrections and links make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from kptimeline.actors.registry import Registry
from kptimeline.merge.derive import EventFacts, derive
from kptimeline.merge.events import Group, event_key, group
from kptimeline.merge.profile import profile
from kptimeline.store import hanging, matches
from kptimeline.store.actors import names_of
from kptimeline.store.corrections import correct_events
from kptimeline.store.difference import Difference, told
from kptimeline.store.events import Pool, actor_depths, event_row, load_facts, widen
from kptimeline.store.holders import holders, quotes_of
from kptimeline.store.models import Actor, Event, EventActor, EventKey, EventMention
from kptimeline.store.passages import passages_of
from kptimeline.store.rows import chunks

_NAMES = ("by_actors", "to_actors", "claimed_by")
_DAYS = ("from_day", "to_day", "sort_day", "fineness")


def look(
    connection: Connection, registry: Registry, founding: Sequence[int], seen: set[int]
) -> Iterator[Difference]:
    """Differences of the mentions with these ids and of all events that they may be in; `seen` are done."""
    todo = [id_ for id_ in founding if id_ not in seen]
    if not todo:
        return
    pool = Pool()
    for some in chunks(todo):
        load_facts(connection, pool, EventMention.id.in_(some))
    must, cannot = widen(connection, pool)
    new = {id_ for id_ in pool.ids.values() if id_ not in seen}
    seen |= new
    yield from _columns(connection, registry, pool, new)
    yield from _groups(
        connection, registry, pool, group(pool.facts.values(), must, cannot, pool.scores()), new
    )
    yield from _pairs(connection, pool, new)
    yield from _hanging(connection, registry, new)


def _columns(
    connection: Connection, registry: Registry, pool: Pool, new: Collection[int]
) -> Iterator[Difference]:
    """What a mention's own row repeats of its actors, and what it is compared by."""
    passages = passages_of(connection, new, registry)
    columns = [
        EventMention.id,
        EventMention.key,
        EventMention.merge_profile,
        *(getattr(EventMention, name) for name in _NAMES),
    ]
    for some in chunks(sorted(new)):
        for row in connection.execute(select(*columns).where(EventMention.id.in_(some))):
            facts = pool.facts[row.key]
            wanted = dict(zip(_NAMES, map(names_of, (facts.by, facts.to, facts.claimed_by)), strict=True))
            if row.id in passages:  # else its sentence is missing, which is told as such
                wanted["merge_profile"] = matches.encoded(profile(facts, passages[row.id], registry))
            yield from _compared("mention", row.key, row, wanted, (row.key,))


def _hanging(connection: Connection, registry: Registry, new: Collection[int]) -> Iterator[Difference]:
    """Dates of mentions that hang from events, against those events."""
    for some in chunks(sorted(new)):
        for each in hanging.hanging_mentions(connection, EventMention.id.in_(some)):
            wanted = hanging.columns_of(each, hanging.account_of(connection, registry, each))
            found = SimpleNamespace(**each.row)
            yield from _compared("mention", each.key, found, wanted, (each.key,))


def _pairs(connection: Connection, pool: Pool, new: Collection[int]) -> Iterator[Difference]:
    """Keys under which mentions are found, and pairs of them, against what their profiles give."""
    keys = {pool.ids[key]: key for key in pool.facts}
    profiles = pool.profiles(keys[id_] for id_ in new)
    blocks = matches.stored_blocks(connection, new)
    wanted: dict[int, set[matches.Stored]] = defaultdict(set)
    found: dict[int, set[matches.Stored]] = defaultdict(set)
    for pairs, at in ((matches.compare(connection, profiles, pool.ids).pairs, wanted), (pool.pairs, found)):
        for pair in pairs:
            for id_ in pair[:2]:
                at[id_].add(pair)
    for key, each in sorted(profiles.items()):
        id_ = pool.ids[key]
        told_of = (
            ("blocks", blocks[id_], matches.wanted_blocks(each)),
            ("pairs", found[id_], wanted[id_]),
        )
        for what, is_, should in told_of:
            if is_ != should:
                extra, missing = len(is_ - should), len(should - is_)
                yield Difference(
                    part="mention",
                    what=f"{key} {what}",
                    found=f"{extra} that should not be there",
                    wanted=f"{missing} that are missing",
                    mentions=(key,),
                )


def _compared(
    part: str, key: str, row: Any, wanted: Mapping[str, Any], mentions: tuple[str, ...]
) -> Iterator[Difference]:
    for name, value in wanted.items():
        if getattr(row, name) != value:
            yield Difference(
                part=part,
                what=f"{key} {name}",
                found=told(getattr(row, name)),
                wanted=told(value),
                mentions=mentions,
            )


def _groups(
    connection: Connection, registry: Registry, pool: Pool, groups: Sequence[Group], new: set[int]
) -> Iterator[Difference]:
    members: dict[int, set[str]] = defaultdict(set)
    for key, its_event in pool.events.items():
        members[its_event].add(key)
    events: dict[int, EventFacts] = {}
    for each in groups:
        if not any(pool.ids[key] in new for key in each.keys):
            continue
        held = {pool.events.get(key) for key in each.keys}
        (event_id,) = held if len(held) == 1 else (None,)
        if event_id is None or members[event_id] != set(each.keys):
            key = event_key(each.keys[0])
            found = sorted(f"{one} in {pool.events.get(one, 'none')}" for one in each.keys)
            yield Difference(
                part="event",
                what=key,
                found=", ".join(found),
                wanted="all of them in an event of their own",
                mentions=each.keys,
            )
            continue
        events[event_id] = derive(pool.facts[key] for key in each.keys)
        for key in each.keys:
            if pool.reasons[key] != each.reasons.get(key):
                yield Difference(
                    part="mention",
                    what=f"{key} merge_reason",
                    found=told(pool.reasons[key]),
                    wanted=told(each.reasons.get(key)),
                    mentions=each.keys,
                )
    events, hidden = correct_events(connection, registry, events)
    yield from _rows(connection, pool, events, hidden)
    yield from _actors(connection, registry, events)


def _rows(
    connection: Connection, pool: Pool, events: Mapping[int, EventFacts], hidden: Collection[int]
) -> Iterator[Difference]:
    stored: dict[int, Any] = {}
    for some in chunks(sorted(events)):
        stored |= {
            row.id: row for row in connection.execute(select(Event.__table__).where(Event.id.in_(some)))
        }
    for event_id, event in events.items():
        if event_id not in stored:
            yield Difference(
                part="event", what=event.key, found="missing", wanted="a row", mentions=event.mentions
            )
            continue
        wanted = event_row(event_id, event, pool.ids[event.representative], hidden=event_id in hidden)
        yield from _compared("event", event.key, stored[event_id], wanted, event.mentions)


def _actors(
    connection: Connection, registry: Registry, events: Mapping[int, EventFacts]
) -> Iterator[Difference]:
    depths, _ = actor_depths(registry, events)
    wanted: dict[tuple[int, str, str], tuple[Any, ...]] = {}
    for (event_id, slug, role), depth in depths.items():
        dates = events[event_id].dates
        wanted[event_id, slug, role] = (depth, *(getattr(dates, name) for name in _DAYS))
    found: dict[tuple[int, str, str], tuple[Any, ...]] = {}
    days = [getattr(EventActor, name) for name in _DAYS]
    for some in chunks(sorted(events)):
        query = (
            select(EventActor.event_id, Actor.slug, EventActor.role, EventActor.depth, *days)
            .join(Actor, Actor.id == EventActor.actor_id)
            .where(EventActor.event_id.in_(some))
        )
        found |= {(row[0], row[1], row[2]): tuple(row[3:]) for row in connection.execute(query)}
    for at in sorted(wanted.keys() | found.keys()):
        if wanted.get(at) != found.get(at):
            event = events[at[0]]
            yield Difference(
                part="event actor",
                what=f"{event.key} {at[2]} {at[1]}",
                found=_depth(found.get(at)),
                wanted=_depth(wanted.get(at)),
                mentions=event.mentions,
            )


def _depth(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return "no row"
    return f"depth {row[0]}, {row[1] or 'undated'} to {row[2] or 'undated'}, sorted by {row[3]} {row[4]}"


def corrections(connection: Connection) -> Iterator[Difference]:
    """What people said of a mention that another one holds than should."""
    for key, (found, wanted) in sorted(holders(connection).items()):
        there = quotes_of(connection, [each for each in (found, wanted) if each is not None])
        yield Difference(
            part="correction",
            what=key,
            found=f"is held by {found}",
            wanted=f"by {wanted}",
            mentions=tuple(sorted(there)),
        )


def left_over(connection: Connection) -> Iterator[Difference]:
    """Events that no mention is in, and keys that do not lead to where their mention is."""
    without = select(Event.key).where(
        ~select(EventMention.id).where(EventMention.event_id == Event.id).exists()
    )
    for key in connection.scalars(without.order_by(Event.key)):
        yield Difference(part="event", what=key, found="has no mention", wanted="no such event")
    led = (
        select(EventKey.key, EventKey.mention_key, EventKey.event_id, EventMention.event_id.label("holds"))
        .outerjoin(EventMention, EventMention.key == EventKey.mention_key)
        .order_by(EventKey.key)
    )
    for key, mention, is_, holds in connection.execute(led):
        if is_ != holds:
            yield Difference(
                part="event key",
                what=key,
                found=f"leads to event {is_}",
                wanted=f"to {holds}, that holds {mention}",
            )
        if key != event_key(mention):
            yield Difference(
                part="event key", what=key, found=f"is that of {mention}", wanted=event_key(mention)
            )
    for mention in connection.scalars(
        select(EventMention.key).where(without_key()).order_by(EventMention.key)
    ):
        yield Difference(part="event key", what=event_key(mention), found="missing", wanted="a row")


def without_key() -> ColumnElement[bool]:
    """Mentions of events without a key that leads to them."""
    led = select(EventKey.key).where(EventKey.mention_key == EventMention.key)
    return and_(EventMention.event_id.is_not(None), ~led.exists())
