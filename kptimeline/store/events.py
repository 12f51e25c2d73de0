"""Events rebuilt where mentions changed: those of the mentions' own components, links and events, no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, select, update

from kptimeline.actors.registry import Registry
from kptimeline.interval import parse_iso
from kptimeline.merge.cluster import Pair
from kptimeline.merge.derive import EventFacts, derive
from kptimeline.merge.events import Group, event_key, group
from kptimeline.merge.facts import Dates, MentionFacts, Party
from kptimeline.merge.profile import Profile
from kptimeline.store import hanging, links, matches
from kptimeline.store.actors import actor_ids, names_of
from kptimeline.store.bulk import add
from kptimeline.store.corrections import correct_events
from kptimeline.store.models import (
    Actor,
    Anchor,
    Article,
    Event,
    EventActor,
    EventKey,
    EventMention,
    MentionActor,
    TimeExpression,
)
from kptimeline.store.reports import Reports
from kptimeline.store.rows import Row, among, chunks, date_columns, next_id


@dataclass(slots=True)
class Pool:
    """The mentions that are grouped together: facts, row ids, and the event each was in until now."""

    facts: dict[str, MentionFacts] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str | None] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)  # events that lose a mention, or that are written in any case
    near: set[int] = field(
        default_factory=set
    )  # ids of mentions that were in a component with one that changes
    linked: set[str] = field(default_factory=set)  # keys of mentions that were linked to one that is gone
    apart: dict[str, MentionFacts] = field(default_factory=dict)  # those that found no event
    fresh: set[str] = field(default_factory=set)  # keys whose rows the caller writes itself
    written: set[int] = field(default_factory=set)  # events whose rows were written
    words: set[str] = field(default_factory=set)  # triggers of mentions that go
    compared: set[str] = field(default_factory=set)  # keys whose pairs are looked for anew
    found: matches.Compared = field(default_factory=lambda: matches.Compared([], []))  # what came of it
    pairs: set[matches.Stored] = field(default_factory=set)  # all pairs of the pool

    def profiles(self, keys: Iterable[str]) -> dict[str, Profile]:
        """Those of some of its mentions, by key; what is of an older kptimeline has none."""
        known = ((key, self.facts[key].profile) for key in keys if key in self.facts)
        return {key: profile for key, profile in known if profile is not None}

    def scores(self) -> dict[Pair, float]:
        """Scores of its pairs, by key."""
        return matches.by_key(self.pairs, {self.ids[key]: key for key in self.facts})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention belongs now."""

    event_id: int
    reason: str | None


def regroup(connection: Connection, registry: Registry, pool: Pool) -> dict[str, Place]:
    """Rebuilds the events of the pool's mentions and of all that they may meet; returns every mention's place.

    Rows of mentions that are not `fresh` are brought up to date here. What is `found` is for the caller to
    keep (`matches.keep`), once the mentions have rows.
    """
    compared = pool.profiles(pool.compared)
    pool.found = matches.compare(connection, compared, pool.ids)
    pool.pairs |= set(pool.found.pairs)
    pool.near |= {id_ for pair in pool.found.pairs if matches.joins(pair) for id_ in pair[:2]}
    must, cannot = widen(connection, pool)
    groups = group(pool.facts.values(), must, cannot, pool.scores())
    places, rewritten = _assign(connection, pool, groups)
    if rewritten or pool.gone:
        _write(connection, registry, pool, rewritten, places)
    return places


def widen(connection: Connection, pool: Pool) -> tuple[list[Pair], list[Pair]]:
    """Adds to the pool whatever shares a component, a link or an event with it, until nothing more does.

    Returns the pairs of mention keys that people joined, and those that they keep apart.
    """
    must: set[Pair] = set()
    cannot: set[Pair] = set()
    linked = links.any_link(connection)
    seen_keys: set[str] = set()
    seen_events: set[int] = set()
    while True:
        keys = pool.facts.keys() - seen_keys
        events = (set(pool.events.values()) | pool.gone) - seen_events
        near, others = set(pool.near), set(pool.linked)
        pool.near, pool.linked = set(), set()
        stored = [pool.ids[key] for key in keys - pool.compared]
        for pair in matches.stored_pairs(connection, stored):
            pool.pairs.add(pair)
            if matches.joins(pair):
                near |= {pair[0], pair[1]}
        if linked:
            joined, apart = links.linked(connection, keys)
            must |= joined
            cannot |= apart
            others |= {key for pair in joined | apart for key in pair}
        others -= pool.facts.keys()
        near -= {pool.ids[key] for key in pool.facts}
        seen_keys |= keys
        seen_events |= events
        if not (near or events or others):
            return sorted(must), sorted(cannot)
        for column, values in (
            (EventMention.id, sorted(near)),
            (EventMention.event_id, sorted(events)),
            (EventMention.key, sorted(others)),
        ):
            for some in chunks(list(values)):
                load_facts(connection, pool, column.in_(some))


def touch(connection: Connection, pool: Pool, keys: Collection[str]) -> None:
    """Has the events of stored mentions written again, since people say something else of them."""
    pool.linked |= set(keys)
    for some in chunks(sorted(keys)):
        held = select(EventMention.event_id).where(EventMention.key.in_(some))
        pool.gone |= {each for each in connection.scalars(held) if each is not None}


def load_facts(connection: Connection, pool: Pool, which: ColumnElement[bool]) -> None:
    """Adds stored mentions to the pool; those already in it stay as they are."""
    rows = [row for row in connection.execute(_mentions().where(which)) if row.key not in pool.facts]
    parties: dict[tuple[int, str], list[Party]] = defaultdict(list)
    for some in chunks([row.id for row in rows]):
        for mention_id, role, name, slug, country in connection.execute(_parties(), {"some": some}):
            parties[mention_id, role].append(Party(actor=slug, name=name, country=country))
    reports = Reports(connection, {row.article_id for row in rows})
    hung = hanging.hung_facts(connection, [row.id for row in rows if row.hangs_from is not None])
    for row in rows:
        dates: dict[str, Any] = {name: getattr(row, name) for name in Dates.__struct_fields__}
        told: dict[str, Any] = {name: getattr(row, name) for name in ("dated_by", "certainty", "reason")}
        if (other := hung.get(row.id)) is not None:
            dates = structs.asdict(other.own)
            told = other.own_columns
        pool.facts[row.key] = MentionFacts(
            key=row.key,
            article=row.article_key,
            start=row.trigger_start,
            lemma=row.lemma,
            event_type=row.event_type,
            status=row.status,
            by=tuple(parties[row.id, "by"]),
            to=tuple(parties[row.id, "to"]),
            claimed_by=tuple(parties[row.id, "claimed_by"]),
            dates=Dates(**dates),
            hung=other.hung if other is not None else None,
            **told,
            anchor_day=row.anchor_day,
            place=row.place,
            summary=row.summary,
            profile=matches.decoded(row.merge_profile),
            report=reports.of(row.article_id),
            superseded=reports.is_superseded(row.article_id),
        )
        pool.ids[row.key] = row.id
        pool.reasons[row.key] = row.merge_reason
        if row.event_id is not None:
            pool.events[row.key] = row.event_id


@cache
def _mentions() -> Select[*tuple[Any, ...]]:
    """What facts are made of, with the article's key and its current anchor."""
    latest = select(Anchor.day).where(Anchor.article_id == Article.id).order_by(Anchor.id.desc()).limit(1)
    columns = (EventMention.id, EventMention.key, EventMention.event_id, EventMention.trigger_start,
               EventMention.lemma, EventMention.event_type, EventMention.status, EventMention.dated_by,
               EventMention.certainty, EventMention.reason, EventMention.place, EventMention.summary,
               EventMention.merge_reason, EventMention.merge_profile, EventMention.article_id)  # fmt: skip
    dates = (EventMention.__table__.c[name] for name in Dates.__struct_fields__)
    of_article = (Article.key.label("article_key"), latest.scalar_subquery().label("anchor_day"))
    return (
        select(*columns, *dates, *of_article, TimeExpression.event.label("hangs_from"))
        .join(Article, Article.id == EventMention.article_id)
        .outerjoin(TimeExpression, TimeExpression.id == EventMention.time_expression_id)
    )


@cache
def _parties() -> Select[*tuple[Any, ...]]:
    return (
        select(
            MentionActor.mention_id, MentionActor.role, MentionActor.name, Actor.slug, MentionActor.country
        )
        .outerjoin(Actor, Actor.id == MentionActor.actor_id)
        .where(among(MentionActor.mention_id))
        .order_by(MentionActor.position)
    )


def _assign(
    connection: Connection, pool: Pool, groups: Sequence[Group]
) -> tuple[dict[str, Place], list[tuple[int, Group]]]:
    """An event id for every group, and the groups whose event must be written.

    An event keeps its id with its smallest mention that is still in it.
    """
    members: dict[int, set[str]] = defaultdict(set)
    for key, event_id in pool.events.items():
        members[event_id].add(key)
    taken: set[int] = set()
    new = next_id(connection, Event)
    places: dict[str, Place] = {}
    rewritten: list[tuple[int, Group]] = []
    for each in groups:
        held = [pool.events[key] for key in each.keys if key in pool.events]
        event_id = next((id_ for id_ in held if id_ not in taken), new)
        new += event_id == new
        taken.add(event_id)
        for key in each.keys:
            places[key] = Place(event_id, each.reasons.get(key))
        same = members[event_id] == set(each.keys) and event_id not in pool.gone
        if not same or pool.fresh & set(each.keys):
            rewritten.append((event_id, each))
    return places, rewritten


def _write(
    connection: Connection,
    registry: Registry,
    pool: Pool,
    rewritten: Sequence[tuple[int, Group]],
    places: Mapping[str, Place],
) -> None:
    events = {event_id: derive(pool.facts[key] for key in each.keys) for event_id, each in rewritten}
    kept = {place.event_id for place in places.values()} - events.keys()
    old = sorted((set(pool.events.values()) | pool.gone) - kept)
    for some in chunks(old):  # what hangs from them goes with them, or lets go (ON DELETE)
        connection.execute(delete(Event).where(Event.id.in_(some)))
    if events:
        events, hidden = correct_events(connection, registry, events)
        pool.written |= events.keys()
        rows = [
            event_row(event_id, event, pool.ids[event.representative], hidden=event_id in hidden)
            for event_id, event in events.items()
        ]
        add(connection, Event, rows)
        add(connection, EventActor, event_actor_rows(connection, registry, events))
        _write_keys(connection, events)
    moved = [
        {"b_id": pool.ids[key], "b_event": places[key].event_id, "b_reason": places[key].reason}
        for event in events.values()
        for key in event.mentions
        if key not in pool.fresh
    ]
    moved += [
        {"b_id": pool.ids[key], "b_event": place.event_id, "b_reason": place.reason}
        for key, place in places.items()
        if key not in pool.fresh and place.event_id in kept and place.reason != pool.reasons[key]
    ]
    if moved:
        connection.execute(
            update(EventMention)
            .where(EventMention.id == bindparam("b_id"))
            .values(event_id=bindparam("b_event"), merge_reason=bindparam("b_reason")),
            moved,
        )


def event_row(event_id: int, event: EventFacts, mention_id: int, *, hidden: bool) -> Row:
    """The columns of `event`."""
    return {
        "id": event_id,
        "key": event.key,
        "mention_id": mention_id,
        "event_type": event.event_type,
        "status": event.status,
        "disputed": event.disputed,
        "hidden": hidden,
        "by_actors": names_of(event.by),
        "to_actors": names_of(event.to),
        "claimed_by": event.claimed_by,
        "place": event.place,
        "summary": event.summary,
        "articles": event.articles,
        "other_dates": _told_dates(event),
        "dated_by": event.dated_by,
        "certainty": event.certainty,
        "reason": event.reason,
        **date_columns(event.dates),
    }


def _told_dates(event: EventFacts) -> str | None:
    return msgspec.json.encode(event.other_dates).decode() if event.other_dates else None


def actor_depths(
    registry: Registry, events: Mapping[int, EventFacts]
) -> tuple[dict[tuple[int, str, str], int], dict[str, Party]]:
    """The least depth of each (event, slug, role), the actors themselves and their ancestors; and who they are."""
    depths: dict[tuple[int, str, str], int] = {}
    known: dict[str, Party] = {}
    for event_id, event in events.items():
        day = event.dates.sort_day
        number = parse_iso(day) if day else None
        for role, parties in (("by", event.by), ("to", event.to)):
            for party in parties:
                if party.actor is None:
                    continue
                known.setdefault(party.actor, party)
                for slug, depth in ((party.actor, 0), *registry.ancestors(party.actor, number)):
                    known.setdefault(slug, Party(actor=slug, name=slug))
                    at = (event_id, slug, role)
                    depths[at] = min(depth, depths.get(at, depth))
    return depths, known


def event_actor_rows(
    connection: Connection, registry: Registry, events: Mapping[int, EventFacts]
) -> list[Row]:
    """Actors of events with their ancestors on the event's day, each once a role, at its least depth."""
    depths, known = actor_depths(registry, events)
    ids = actor_ids(connection, known)
    return [
        {
            "event_id": event_id,
            "actor_id": ids[slug],
            "role": role,
            "depth": depth,
            "from_day": events[event_id].dates.from_day,
            "to_day": events[event_id].dates.to_day,
            "sort_day": events[event_id].dates.sort_day,
            "fineness": events[event_id].dates.fineness,
        }
        for (event_id, slug, role), depth in depths.items()
    ]


def _write_keys(connection: Connection, events: Mapping[int, EventFacts]) -> None:
    """The key that each mention would give an event leads to the one that holds it now.

    Every mention has one, not only the first of its event: which mentions once were the first depends on the
    order in which articles came in.
    """
    rows = [
        {"key": event_key(mention), "mention_key": mention, "event_id": event_id}
        for event_id, event in events.items()
        for mention in event.mentions
    ]
    add(
        connection, EventKey, rows, otherwise='ON CONFLICT ("key") DO UPDATE SET event_id = excluded.event_id'
    )
