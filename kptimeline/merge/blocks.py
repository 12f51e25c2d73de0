"""Which mentions are compared at all: those that share an actor or a name, a time, and a kind of act.

A mention is stored under the keys of `blocks`, and compared with what is stored under the keys of `lookups`.
What has one known day meets what lies within two days of it, and what is told coarsely or not at all by its month;
two known days a month apart never meet.
"""

from __future__ import annotations

from hashlib import blake2b

from kptimeline.merge.compare import AHEAD, window
from kptimeline.merge.lexicon import stem_all
from kptimeline.merge.profile import Profile

_MONTH = 31  # days of a bucket for what is coarse
_BUCKET = (
    4  # days of a bucket for what is fine: of two that overlap by half, one holds any two days two days apart
)
_MAX_MONTHS = 14  # what is coarser than a year meets nothing
_MAX_WHO = 4
_MAX_NAMES = 3
_BITS = 62
ALL_ACTS = (1 << _BITS) - 1


def blocks(mention: Profile) -> tuple[str, ...]:
    """The keys under which it is found."""
    fine, precise, coarse = _times(mention)
    times = [*fine, *(f"p{month}" for month in precise), *(f"c{month}" for month in coarse)]
    return tuple(f"{who}|{time}" for who in _who(mention) for time in times)


def lookups(mention: Profile) -> tuple[str, ...]:
    """The keys under which it finds others: the precise is not compared with the precise of a whole month."""
    fine, precise, coarse = _times(mention)
    times = [
        *fine,
        *(f"c{month}" for month in sorted({*precise, *coarse})),
        *(f"p{month}" for month in coarse),
    ]
    return tuple(f"{who}|{time}" for who in _who(mention) for time in times)


def acts_mask(mention: Profile) -> int:
    """Bits for the kinds of act that it may tell of; two mentions without a bit in common are not compared."""
    if not mention.acts:
        return ALL_ACTS
    mask = 0
    for act in (*mention.acts, *mention.around, f"={stem_all(mention.lemma)}"):
        mask |= 1 << (int.from_bytes(blake2b(act.encode(), digest_size=4).digest()) % _BITS)
    return mask


def _who(mention: Profile) -> list[str]:
    """The countries of its actors and its clause, where it has none those of the article; actors without a country;
    proper names.
    """
    sides = (*mention.by, *mention.to)
    countries = sorted({who.country for who in sides if who.country} | set(mention.places))[:_MAX_WHO]
    countries = countries or [name for name in mention.story if name.isupper()][:_MAX_WHO]
    others = [who.words[-1] for who in sides if not who.country and who.named and who.words]
    return list(dict.fromkeys([*countries, *(f"={name}" for name in (*others, *mention.names)[:_MAX_NAMES])]))


def _times(mention: Profile) -> tuple[list[str], list[int], list[int]]:
    """Buckets of days; months where it is looked for as precise; months where it is looked for as coarse."""
    span = window(mention)
    if span is None:
        return [], [], []
    first, last = span
    if not mention.fine:
        earlier = _MONTH if mention.first is None and mention.last is None else 0  # old news is told again
        months = range((first - earlier) // _MONTH, last // _MONTH + 1)
        return [], [], list(months) if len(months) <= _MAX_MONTHS else []
    fine = [f"a{first // _BUCKET}", f"b{(first + _BUCKET // 2) // _BUCKET}"]
    coarse: list[int] = []
    if mention.status in AHEAD:  # it may slip
        coarse = [first // _MONTH, first // _MONTH + 1]
    elif not mention.stated:  # what is inferred is most often too late
        coarse = [first // _MONTH - 1, first // _MONTH]
    return fine, [first // _MONTH], coarse
