"""Pairs of mentions that may tell of one event: looked for by index, scored once, and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, or_, select

from kptimeline.merge.blocks import acts_mask, blocks
from kptimeline.merge.cluster import Pair
from kptimeline.merge.events import match, ordered
from kptimeline.merge.profile import Profile
from kptimeline.merge.score import weights
from kptimeline.store.bulk import add
from kptimeline.store.models import EventMention, MentionBlock, MentionPair
from kptimeline.store.rows import Row, chunks

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Profile).decode
Stored = tuple[int, int, float]  # ids of the pair, the smaller key first, and its score


def encoded(profile: Profile) -> str:
    """As the column `merge_profile` holds it."""
    return _encode(profile).decode()


def decoded(raw: str | None) -> Profile | None:
    """The profile of a row, None where the row has none."""
    return None if raw is None else _decode(raw)


class Compared(NamedTuple):
    """What came of comparing mentions: their rows of `mention_block`, and the pairs that they are in."""

    blocks: list[Row]
    pairs: list[Stored]


def compare(connection: Connection, profiles: Mapping[str, Profile], ids: Mapping[str, int]) -> Compared:
    """Scores these mentions with each other and with all that is stored; keeps the pairs that are worth it.

    What is stored of these mentions themselves is passed over.
    """
    mine = {ids[key]: key for key in profiles}
    masks = {id_: acts_mask(profiles[key]) for id_, key in mine.items()}
    keys = {id_: blocks(profiles[key]) for id_, key in mine.items()}
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    wanted: dict[str, list[int]] = defaultdict(list)
    for id_, its in keys.items():
        for block in its.found:
            held[block].append((id_, masks[id_]))
        for block in its.sought:
            wanted[block].append(id_)
    for some in chunks(sorted(wanted)):
        columns = (MentionBlock.block, MentionBlock.mention_id, MentionBlock.acts)
        for block, id_, acts in connection.execute(select(*columns).where(MentionBlock.block.in_(some))):
            if id_ not in mine:
                held[block].append((id_, acts))
    meeting: dict[int, set[int]] = defaultdict(set)
    for block, seekers in wanted.items():
        there = held.get(block, ())
        for seeker in seekers:
            mask = masks[seeker]
            # Who seeks is sought by the same keys: of two that are new, one need look.
            meeting[seeker].update(
                [id_ for id_, acts in there if acts & mask and (id_ > seeker or id_ not in mine)]
            )
    others = _profiles(connection, {id_ for found in meeting.values() for id_ in found} - mine.keys())
    others |= {id_: (key, profiles[key]) for id_, key in mine.items()}
    rows = [
        {"block": block, "mention_id": id_, "acts": masks[id_]}
        for id_, its in keys.items()
        for block in its.found
    ]
    return Compared(rows, list(_scored(meeting, others)))


def _scored(meeting: Mapping[int, set[int]], known: Mapping[int, tuple[str, Profile]]) -> Iterator[Stored]:
    for seeker in sorted(meeting):
        key, profile = known[seeker]
        for other in sorted(meeting[seeker]):
            its_key, its_profile = known[other]
            value = match(profile, its_profile)
            if value is not None:
                yield (seeker, other, value) if key < its_key else (other, seeker, value)


def _profiles(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, Profile]]:
    found: dict[int, tuple[str, Profile]] = {}
    columns = (EventMention.id, EventMention.key, EventMention.merge_profile)
    for some in chunks(sorted(ids)):
        for id_, key, raw in connection.execute(select(*columns).where(EventMention.id.in_(some))):
            if (profile := decoded(raw)) is not None:
                found[id_] = (key, profile)
    return found


def stored_pairs(connection: Connection, ids: Iterable[int]) -> Iterator[Stored]:
    """The pairs that mentions are in; one between two of them may come twice."""
    columns = (MentionPair.first_id, MentionPair.second_id, MentionPair.score)
    for some in chunks(sorted(ids)):
        for side in (MentionPair.first_id, MentionPair.second_id):
            for row in connection.execute(select(*columns).where(side.in_(some))):
                yield (row[0], row[1], row[2])


def stored_blocks(connection: Connection, ids: Iterable[int]) -> dict[int, set[tuple[str, int]]]:
    """Blocks and bits of mentions."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    columns = (MentionBlock.mention_id, MentionBlock.block, MentionBlock.acts)
    for some in chunks(sorted(ids)):
        for id_, block, acts in connection.execute(select(*columns).where(MentionBlock.mention_id.in_(some))):
            found[id_].add((block, acts))
    return found


def wanted_blocks(profile: Profile) -> set[tuple[str, int]]:
    """Blocks and bits that a mention should have."""
    acts = acts_mask(profile)
    return {(block, acts) for block in blocks(profile).found}


def joins(pair: Stored) -> bool:
    """Whether a pair makes two mentions one component."""
    return pair[2] >= weights().join


def neighbours(connection: Connection, ids: Collection[int]) -> set[int]:
    """Ids of the mentions that some are in a component with, without themselves."""
    near = {id_ for pair in stored_pairs(connection, ids) if joins(pair) for id_ in pair[:2]}
    return near - set(ids)


def forget(connection: Connection, ids: Collection[int]) -> set[int]:
    """Drops what is stored of mentions that are compared anew; returns ids of those that they touched."""
    near = neighbours(connection, ids)
    for some in chunks(sorted(ids)):
        connection.execute(delete(MentionBlock).where(MentionBlock.mention_id.in_(some)))
        sides = or_(MentionPair.first_id.in_(some), MentionPair.second_id.in_(some))
        connection.execute(delete(MentionPair).where(sides))
    return near


def keep(connection: Connection, found: Compared) -> None:
    """Writes what came of comparing; the mentions' own rows are there."""
    add(connection, MentionBlock, found.blocks)
    pairs = [{"first_id": a, "second_id": b, "score": value} for a, b, value in found.pairs]
    add(connection, MentionPair, pairs)


def by_key(pairs: Iterable[Stored], keys: Mapping[int, str]) -> dict[Pair, float]:
    """Scores by keys, of pairs with both mentions at hand."""
    return {ordered(keys[a], keys[b]): value for a, b, value in pairs if a in keys and b in keys}
