"""Which mentions tell of the same event: scores of pairs, and what people say.

The result is a function of the set of mentions, scores and links alone: the order they come in, and what was
grouped before, have no part in it. Only mentions that a chain of pairs connects ever meet, so a new mention makes
only the components that it touches be grouped again.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kptimeline.merge.blocks import acts_mask, blocks
from kptimeline.merge.cluster import Pair, cluster
from kptimeline.merge.compare import contradict, same_act, shared, told_span
from kptimeline.merge.facts import MentionFacts
from kptimeline.merge.profile import RECENT, Profile
from kptimeline.merge.score import account, score, weights

BY_HAND = "joined by hand"


@dataclass(frozen=True, slots=True)
class Group:
    """Mention keys of one event, ascending; `reasons` tells, by key, what joined each but the first."""

    keys: tuple[str, ...]
    reasons: dict[str, str]


def event_key(mention_key: str) -> str:
    """`e` and 12 base32 letters, from the smallest mention key of an event."""
    digest = hashlib.sha256(mention_key.encode()).digest()
    return "e" + base64.b32encode(digest[:10])[:12].decode("ascii").lower()


def match(one: Profile, two: Profile) -> float | None:
    """The score of a pair that is worth keeping, else None; the same whichever of the two comes first.

    What has no known day joins only an act of its kind; and another one without a day only where both are told of
    one interval or at one time, and of something that both name: else undated mentions link the acts of years.
    """
    if one.fine and two.fine:
        return None if contradict(one, two) else score(one, two, weights().keep)
    if not same_act(one, two):
        return None
    if one.fine or two.fine:
        return None if contradict(one, two) else score(one, two, weights().coarse)
    if not (_told_alike(one, two) or _told_together(one, two)) or not shared(one, two):
        return None
    return None if contradict(one, two) else score(one, two, weights().undated)


def _told_alike(one: Profile, two: Profile) -> bool:
    """Whether two coarse dates are one interval."""
    return one.first == two.first and one.last == two.last and one.is_dated


def _told_together(one: Profile, two: Profile) -> bool:
    """Whether articles of one month tell both, one of them without a date."""
    return (
        not (one.is_dated and two.is_dated)
        and one.anchor is not None
        and two.anchor is not None
        and abs(one.anchor - two.anchor) <= RECENT
    )


def all_pairs(profiles: Mapping[str, Profile]) -> dict[Pair, float]:
    """The scores of all pairs that share a block, as the store finds them one mention after the other."""
    held: dict[str, list[str]] = defaultdict(list)
    masks = {key: acts_mask(profile) for key, profile in profiles.items()}
    keys = {key: blocks(profile) for key, profile in profiles.items()}
    found: dict[Pair, float] = {}
    for key, its in keys.items():
        for block in its.found:
            held[block].append(key)
    for key, its in keys.items():
        for other in {each for block in its.sought for each in held[block] if key < each}:
            if masks[key] & masks[other]:
                value = match(profiles[key], profiles[other])
                if value is not None:
                    found[key, other] = value
    return found


def group(
    mentions: Iterable[MentionFacts],
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
    pairs: Mapping[Pair, float] | None = None,
) -> tuple[Group, ...]:
    """Every mention in exactly one group, groups by their smallest key.

    `pairs` are scores that are known, the smaller key first; without them all are found here. `must` and `cannot`
    are pairs of mention keys; a pair with a key that is not among the mentions is left out. People's joins come
    first, and no join brings two together that people keep apart.
    """
    facts = {mention.key: mention for mention in mentions}
    profiles = {key: each.profile for key, each in facts.items() if each.profile is not None}
    scores = (
        all_pairs(profiles)
        if pairs is None
        else {p: v for p, v in pairs.items() if set(p) <= profiles.keys()}
    )
    kept_apart = {ordered(*pair) for pair in cannot if set(pair) <= facts.keys()}

    spans = {key: told_span(each) for key, each in profiles.items()}

    def apart(some: Sequence[str], others: Sequence[str]) -> bool:
        first, second = ([span for key in keys if (span := spans.get(key))] for keys in (some, others))
        if (
            first
            and second
            and (
                max(span[0] for span in first) - min(span[1] for span in second) > 1
                or max(span[0] for span in second) - min(span[1] for span in first) > 1
            )
        ):
            return True
        return bool(kept_apart) and any(ordered(one, two) in kept_apart for one in some for two in others)

    by_hand = _joined(facts, must, kept_apart)
    found = cluster(by_hand, scores, apart)
    hands = {key: keys for keys in by_hand if len(keys) > 1 for key in keys}
    return tuple(Group(tuple(keys), _reasons(keys, scores, profiles, hands)) for keys in found)


def _joined(facts: Iterable[str], must: Iterable[Pair], kept_apart: set[Pair]) -> list[list[str]]:
    """Groups by people's joins alone."""
    members = {key: [key] for key in facts}
    head = {key: key for key in members}
    for first, second in sorted({ordered(*pair) for pair in must}):
        if first not in head or second not in head:
            continue
        one, two = sorted((head[first], head[second]))
        clash = any(ordered(a, b) in kept_apart for a in members[one] for b in members[two])
        if one != two and not clash:
            members[one] += members.pop(two)
            head |= dict.fromkeys(members[one], one)
    return [sorted(keys) for keys in members.values()]


def _reasons(
    keys: Sequence[str],
    scores: Mapping[Pair, float],
    profiles: Mapping[str, Profile],
    hands: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """For every key but the first: by hand, or its best pair in the group with the parts of the score."""
    reasons: dict[str, str] = {}
    for key in keys[1:]:
        if key in hands:
            reasons[key] = BY_HAND
            continue
        known = [(scores[pair], pair) for other in keys if (pair := ordered(key, other)) in scores]
        if known:
            _, pair = max(known, key=lambda each: (each[0], each[1]))
            other = pair[0] if pair[1] == key else pair[1]
            reasons[key] = f"with {other}, {account(profiles[pair[0]], profiles[pair[1]])}"
        else:
            reasons[key] = BY_HAND
    return reasons


def ordered(first: str, second: str) -> Pair:
    """The smaller key first."""
    return (first, second) if first <= second else (second, first)
