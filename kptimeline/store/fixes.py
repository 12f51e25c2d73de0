"""What people do to events: fix, hide, merge, split, and take it back. Each is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection, select

from kptimeline.actors.registry import Registry
from kptimeline.errors import NotFoundError, UsageError
from kptimeline.merge.correction_line import KINDS, MOST_PAIRS
from kptimeline.merge.corrections import FIELDS, HIDDEN, Field, Said, alike, correct, value_of
from kptimeline.merge.derive import EventFacts, derive
from kptimeline.store import corrections
from kptimeline.store.actors import sync_registry
from kptimeline.store.binding import bind_again
from kptimeline.store.engine import writing
from kptimeline.store.events import Pool, load_facts, regroup, touch
from kptimeline.store.holders import name_mentions, quotes_of
from kptimeline.store.models import CorrectedMention, Correction, Event, EventMention, MentionLink
from kptimeline.store.query import event_row_id
from kptimeline.store.rows import chunks

LINKS = {word: kind for kind, word in KINDS.items()}


class By(Struct, frozen=True, kw_only=True):
    """Who says it, when (UTC, ISO with microseconds) and why."""

    who: str
    now: str
    why: str | None = None


class Change(Struct, frozen=True, kw_only=True):
    """A field before and after, as a correction's value holds it; `machine` is what the articles say.

    `before` is None with `same` when it was that already.
    """

    field: Field
    machine: str | None
    before: str | None
    after: str | None
    same: bool


class Fixed(Struct, frozen=True, kw_only=True):
    """Keys of the events that came of it, the asked one first, and what changed in it."""

    events: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    taken_back: tuple[str, ...] = ()
    mentions: int = 0


class Fixer:
    """Says and takes back, and makes events follow by the one way in which they are derived."""

    def __init__(self, connection: Connection, registry: Registry, by: By) -> None:
        self._connection = connection
        self._registry = registry
        self._by = by

    def fix(self, ref: str, values: Mapping[Field, str | None]) -> Fixed:
        """Says what fields of an event are. What they are already is not said again. Raises NotFoundError."""

        def carry_out() -> Fixed:
            event_id, mentions = self._mentions(ref)
            machine, now, said = self._facts(mentions)
            changes = []
            for field in FIELDS:
                if field in values:
                    before, after = value_of(now, field, said), values[field]
                    changes.append(
                        Change(
                            field=field,
                            machine=value_of(machine, field, ()),
                            before=before,
                            after=after,
                            same=alike(field, before, after) and self._settled(now, field, after),
                        )
                    )
            new: dict[str, str | None] = {each.field: each.after for each in changes if not each.same}
            if new:
                self._say(mentions, new)
            return Fixed(events=self._keys([event_id]), changes=tuple(changes), mentions=len(mentions))

        return self._written(carry_out)

    def hide(self, ref: str) -> Fixed:
        """Leaves an event out of chronologies."""
        return self.fix(ref, {"hidden": HIDDEN})

    def merge(self, refs: Sequence[str]) -> Fixed:
        """Says that events are one: all the mentions that they have now. Raises UsageError for fewer than two."""

        def carry_out() -> Fixed:
            found = dict(self._mentions(ref) for ref in refs)
            if len(found) < 2:
                return Fixed(events=self._keys(found))
            mentions = sorted(key for keys in found.values() for key in keys)
            hub, *others = mentions
            self._take_back_links("cannot", mentions, mentions)
            self._link("must", [(hub, other) for other in others])
            self._regroup(mentions)
            return Fixed(events=self._keys_of(mentions), mentions=len(mentions))

        return self._written(carry_out)

    def split(self, ref: str, chosen: Sequence[str]) -> Fixed:
        """Says that some mentions of an event, by key or number in `explain`, are an event of their own.

        Raises NotFoundError for what is no mention of it, UsageError when none or all of them would go.
        """

        def carry_out() -> Fixed:
            event_id, mentions = self._mentions(ref)
            away = {self._one(event_id, each) for each in chosen}
            stay = [key for key in mentions if key not in away]
            if not stay:
                raise UsageError(
                    f"{ref} has only {'this mention' if len(away) == 1 else 'these mentions'}",
                    "split needs one that stays; kptimeline explain lists them",
                )
            if len(stay) * len(away) > MOST_PAIRS:
                raise UsageError(
                    f"{len(away)} mentions cannot be parted from {len(stay)} at once",
                    "split off fewer at a time",
                )
            self._take_back_links("must", away, stay)
            self._link("cannot", [(one, other) for one in sorted(away) for other in stay])
            hub, *others = sorted(away)
            self._link("must", [(hub, other) for other in others])
            self._regroup(mentions)
            return Fixed(events=(*self._keys_of(stay), *self._keys_of(away)), mentions=len(away))

        return self._written(carry_out)

    def unfix(self, ref: str, field: str | None) -> Fixed:
        """Takes back what holds of an event: a field, its `merge` or `split`, or all of it."""

        def carry_out() -> Fixed:
            _, mentions = self._mentions(ref)
            names = corrections.named_by(self._connection, mentions)
            fields: list[str] = [each for each in FIELDS if field in (None, each)]
            kinds = {LINKS[each]: each for each in LINKS if field in (None, each)}
            rows = corrections.rows_about(self._connection, Correction, names)
            gone = [row for row in rows if row.undone_at is None and row.field in fields]
            linked = [
                row
                for row in corrections.rows_about(self._connection, MentionLink, names)
                if row.undone_at is None and row.kind in kinds
            ]
            self._undo(Correction, [row.id for row in gone])
            self._undo(MentionLink, [row.id for row in linked])
            taken = {row.field for row in gone} | {kinds[row.kind] for row in linked}
            ends = {key for row in linked for key in (row.first_key, row.second_key)}
            everyone = {*mentions, *corrections.holders_of(self._connection, ends)}
            if taken:
                self._regroup(everyone)
            order = (*FIELDS, *LINKS)
            return Fixed(
                events=self._keys_of(everyone, first=mentions[0]),
                taken_back=tuple(sorted(taken, key=order.index)),
            )

        return self._written(carry_out)

    # --- how -----------------------------------------------------------------------------------------

    def _written(self, carry_out: Callable[[], Fixed]) -> Fixed:
        with writing(self._connection):
            sync_registry(self._connection, self._registry)
            return carry_out()

    def _mentions(self, ref: str) -> tuple[int, list[str]]:
        event_id = event_row_id(self._connection, ref)
        query = select(EventMention.key).where(EventMention.event_id == event_id).order_by(EventMention.key)
        return event_id, list(self._connection.scalars(query))

    def _facts(self, mentions: Sequence[str]) -> tuple[EventFacts, EventFacts, list[Said]]:
        """The event as the articles tell it, as it stands, and what is said of it."""
        pool = Pool()
        for some in chunks(mentions):
            load_facts(self._connection, pool, EventMention.key.in_(some))
        machine = derive(pool.facts[key] for key in mentions)
        said = corrections.of_event(corrections.said_of(self._connection, mentions), mentions)
        return machine, correct(machine, said, corrections.merged_actors(self._registry)), said

    @staticmethod
    def _settled(now: EventFacts, field: Field, after: str | None) -> bool:
        """Whether saying what it is adds nothing: a date that was guessed is confirmed by saying it."""
        return field != "date" or after is None or now.certainty in {"stated", "corrected"}

    def _one(self, event_id: int, chosen: str) -> str:
        """A mention of an event by its key, or by its number in `explain`."""
        query = (
            select(EventMention.key)
            .join(Event, Event.id == EventMention.event_id)
            .where(EventMention.event_id == event_id)
            .order_by(EventMention.id != Event.mention_id, EventMention.key)
        )
        keys = list(self._connection.scalars(query))
        if chosen in keys:
            return chosen
        if chosen.isdecimal() and 1 <= int(chosen) <= len(keys):
            return keys[int(chosen) - 1]
        raise NotFoundError(
            f"the event has no mention {chosen}",
            f"name it by its key or its number in kptimeline explain, 1 to {len(keys)}",
        )

    def _say(self, mentions: Sequence[str], values: Mapping[str, str | None]) -> None:
        quotes = quotes_of(self._connection, mentions)
        touched = name_mentions(self._connection, quotes)
        # What holds through the words of mentions that are gone is overruled too.
        names = corrections.named_by(self._connection, mentions)
        rows = corrections.rows_about(self._connection, Correction, names)
        self._undo(Correction, [row.id for row in rows if row.undone_at is None and row.field in values])
        corrections.say(
            self._connection, quotes, values, who=self._by.who, now=self._by.now, why=self._by.why
        )
        self._regroup({*mentions, *touched})

    def _link(self, kind: str, pairs: Collection[tuple[str, str]]) -> None:
        keys = {key for pair in pairs for key in pair}
        name_mentions(self._connection, quotes_of(self._connection, keys))
        corrections.link(self._connection, kind, pairs, who=self._by.who, now=self._by.now, why=self._by.why)

    def _take_back_links(self, kind: str, some: Collection[str], others: Collection[str]) -> None:
        """Takes back what joins, or keeps apart, mentions of the one side and of the other."""
        one, two = (set(corrections.named_by(self._connection, side)) for side in (some, others))
        rows = corrections.rows_about(self._connection, MentionLink, one)
        crossing = [
            row.id
            for row in rows
            if row.kind == kind
            and row.undone_at is None
            and (
                (row.first_key in one and row.second_key in two)
                or (row.second_key in one and row.first_key in two)
            )
        ]
        self._undo(MentionLink, crossing)

    def _undo(self, model: corrections.Model, ids: Sequence[int]) -> None:
        which = [model.id.in_(some) for some in chunks(ids)]
        corrections.take_back(self._connection, model, which, who=self._by.who, now=self._by.now)

    def _regroup(self, mentions: Collection[str]) -> None:
        derive_again(self._connection, self._registry, mentions)

    def _keys(self, event_ids: Iterable[int]) -> tuple[str, ...]:
        ids = list(event_ids)
        found = dict(self._connection.execute(select(Event.id, Event.key).where(Event.id.in_(ids))).all())
        return tuple(found[id_] for id_ in ids)

    def _keys_of(self, mentions: Collection[str], first: str | None = None) -> tuple[str, ...]:
        """Keys of the events that hold mentions now, that of `first` before the others."""
        held: dict[str, str] = {}
        for some in chunks(sorted(mentions)):
            query = select(EventMention.key, Event.key).join(Event, Event.id == EventMention.event_id)
            held |= dict(self._connection.execute(query.where(EventMention.key.in_(some))).all())
        order = sorted(held, key=lambda key: (key != first, key))
        return tuple(dict.fromkeys(held[key] for key in order))


def derive_again(connection: Connection, registry: Registry, mentions: Collection[str]) -> None:
    """Groups mentions and all that they may meet anew, and writes their events."""
    pool = Pool()
    for some in chunks(sorted(mentions)):
        load_facts(connection, pool, EventMention.key.in_(some) & EventMention.event_id.is_not(None))
    touch(connection, pool, mentions)
    regroup(connection, registry, pool)
    bind_again(connection, registry, pool)


def rename_corrected(connection: Connection, registry: Registry) -> None:
    """Writes the events anew whose sides people corrected: another registry may have made their actors one."""
    query = (
        select(CorrectedMention.holder)
        .join(Correction, Correction.mention_key == CorrectedMention.key)
        .where(Correction.field.in_(("by", "to")), Correction.undone_at.is_(None))
        .where(CorrectedMention.holder.is_not(None))
    )
    if holders := {each for each in connection.scalars(query) if each is not None}:
        derive_again(connection, registry, holders)
