"""Which mentions tell of the same event: exact agreement across articles, and what people say.

The result is a function of the set of mentions and links alone: the order they come in, and what was
grouped before, have no part in it. Only mentions of one `block` (or linked by people) ever meet, so a
new mention makes only its own block be grouped again.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kptimeline.merge.facts import MentionFacts, Party

Pair = tuple[str, str]

_HAPPENED = {"occurred", "ongoing"}
# Mentions of a finer time meet only at the same clock time; anything coarser than a day never meets.
_MEETING = {"day", "part-of-day", "hour", "minute"}


@dataclass(frozen=True, slots=True)
class Group:
    """Mention keys of one event, ascending; `reasons` tells, by key, what joined each but the first."""

    keys: tuple[str, ...]
    reasons: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Edge:
    """Two mentions to join, the smaller key first; `apart` when they must be of different articles."""

    first: str
    second: str
    reason: str
    apart: bool


def event_key(mention_key: str) -> str:
    """`e` and 12 base32 letters, from the smallest mention key of an event."""
    digest = hashlib.sha256(mention_key.encode()).digest()
    return "e" + base64.b32encode(digest[:10])[:12].decode("ascii").lower()


def block(mention: MentionFacts) -> str | None:
    """What mentions must have alike to be one event, as one text; None when it can join no other.

    It can when it is more than plain saying, has somebody who did it, nobody unknown on either side, and a
    single known day. Without a type its trigger stands for one.
    """
    dates = mention.dates
    if mention.event_type == "STATEMENT" or not mention.by:
        return None
    if dates.first_day is None or dates.first_day != dates.last_day or dates.granularity not in _MEETING:
        return None
    by, to = _slugs(mention.by), _slugs(mention.to)
    if by is None or to is None:
        return None
    status = "happened" if mention.status in _HAPPENED else mention.status
    time = [dates.granularity, dates.first_time, dates.last_time, dates.utc_offset]
    clock = " ".join(part or "-" for part in time) if dates.granularity != "day" else "day"
    act = mention.event_type or f"to {mention.lemma}"
    return "|".join((act, status, dates.first_day, clock, "+".join(by), "+".join(to)))


def group(
    mentions: Iterable[MentionFacts],
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
    alike: Mapping[str, str | None] | None = None,
) -> tuple[Group, ...]:
    """Every mention in exactly one group, groups by their smallest key.

    `must` and `cannot` are pairs of mention keys; a pair with a key that is not among the mentions is
    left out. People's joins come first, and no join brings two together that people keep apart. `alike`: the
    `block` of each mention by its key, where it is known already.
    """
    facts = {mention.key: mention for mention in mentions}
    clusters = _Clusters(facts, [pair for pair in cannot if set(pair) <= facts.keys()])
    for first, second in sorted({_ordered(*pair) for pair in must}):
        if first in facts and second in facts:
            clusters.join(_Edge(first, second, "joined by hand", apart=False))
    blocks: dict[str, list[MentionFacts]] = defaultdict(list)
    for key in sorted(facts):
        if same := block(facts[key]) if alike is None else alike[key]:
            blocks[same].append(facts[key])
    for _, members in sorted(blocks.items()):
        for edge in _edges(members):
            clusters.join(edge)
    return clusters.groups()


def _edges(members: Sequence[MentionFacts]) -> Iterator[_Edge]:
    """Joins inside a block: by trigger, the nth of one article with the nth of another; then by actors alone."""
    triggers: dict[tuple[str, int], list[MentionFacts]] = defaultdict(list)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for mention in sorted(members, key=lambda m: (m.article, m.start, m.key)):
        counts[mention.article, mention.lemma] += 1
        triggers[mention.lemma, counts[mention.article, mention.lemma]].append(mention)
    for (lemma, _), same in sorted(triggers.items()):
        yield from _chain(same, f"same actors, type and day; trigger {lemma!r}")
    # Two triggers may tell of one meeting, but two acts without an object on one day are often two.
    articles = [mention.article for mention in members]
    if members[0].to and len(set(articles)) == len(articles):
        yield from _chain(members, "same actors on both sides, type and day")


def _chain(mentions: Sequence[MentionFacts], reason: str) -> Iterator[_Edge]:
    keys = sorted(mention.key for mention in mentions)
    yield from (_Edge(first, second, reason, apart=True) for first, second in pairwise(keys))


class _Clusters:
    """Union-find that refuses a join of what is kept apart."""

    def __init__(self, facts: dict[str, MentionFacts], cannot: Sequence[Pair]) -> None:
        self._members = {key: [key] for key in facts}
        self._head = {key: key for key in facts}
        self._articles = {key: {facts[key].article} for key in facts}
        self._reasons: dict[str, str] = {}
        self._cannot: dict[str, set[str]] = defaultdict(set)
        for first, second in cannot:
            self._cannot[first].add(second)
            self._cannot[second].add(first)

    def join(self, edge: _Edge) -> None:
        first, second = sorted((self._head[edge.first], self._head[edge.second]))
        if first == second or (edge.apart and self._articles[first] & self._articles[second]):
            return
        joined = set(self._members[second])
        if any(self._cannot[key] & joined for key in self._members[first]):
            return
        for key in self._members[second]:
            self._head[key] = first
            self._reasons.setdefault(key, edge.reason)
        self._members[first] += self._members.pop(second)
        self._articles[first] |= self._articles.pop(second)

    def groups(self) -> tuple[Group, ...]:
        found = (sorted(members) for members in self._members.values())
        return tuple(
            Group(tuple(keys), {key: self._reasons[key] for key in keys[1:]}) for keys in sorted(found)
        )


def _slugs(parties: Sequence[Party]) -> list[str] | None:
    """The slugs of a side in order, None when somebody on it has none."""
    slugs = {party.actor for party in parties}
    return None if None in slugs else sorted(slug for slug in slugs if slug is not None)


def _ordered(first: str, second: str) -> Pair:
    return (first, second) if first <= second else (second, first)
