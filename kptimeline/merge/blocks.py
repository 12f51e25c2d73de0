"""Which mentions are compared at all: those that share an actor or a name, a time, and a kind of act.

What is told with one known day meets what lies within a day of it, and by its month what is told coarsely or not at all,
or with a day that is planned or inferred. What has no known day meets none such, but where both tell one span, or one is
told without a date at the same time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from kptimeline.merge.profile import AHEAD, RECENT, Profile

_MONTH = RECENT  # days of a bucket for what is coarse
_MAX_MONTHS = 14  # what is coarser than a year meets nothing
_MAX_WHO = 4
_MAX_NAMES = 3
_BITS = 62
ALL_ACTS = (1 << _BITS) - 1


class Blocks(NamedTuple):
    """The keys under which a mention is found, and those under which it finds others.

    Of two mentions either both find the other or none does.
    """

    found: tuple[str, ...]
    sought: tuple[str, ...]


def blocks(mention: Profile) -> Blocks:
    """Those of a mention, in a fixed order."""
    when = _When(mention)
    around = sorted({*when.months, *when.slack})
    found = [
        *(f"d{day}" for day in when.days),
        *(f"p{month}" for month in when.months),
        *(f"f{month}" for month in when.slack),
        *(f"c{month}" for month in when.coarse),
        *(f"{'v' if mention.is_dated else 'u'}{month}" for month in when.anchors),
        *when.told,
    ]
    sought = [
        *(f"d{day + off}" for day in when.days for off in (-1, 0, 1)),
        *(f"{kind}{month}" for month in around for kind in "fc"),
        *(f"p{month}" for month in when.slack),
        *(f"{kind}{month}" for month in when.coarse for kind in "pf"),
        *(
            f"{kind}{month + off}"
            for month in when.anchors
            for kind in ("u" if mention.is_dated else "uv")
            for off in (-1, 0, 1)
        ),
        *when.told,
    ]
    who = _who(mention)
    return Blocks(*(tuple(f"{each}|{time}" for each in who for time in times) for times in (found, sought)))


def acts_mask(mention: Profile) -> int:
    """Bits for the kinds of act that it may tell of; two mentions without a bit in common are not compared.

    What has no known day joins an act of its kind alone: what else its clause names is nothing to it.
    """
    if not mention.acts and mention.fine:
        return ALL_ACTS
    mask = _bit(f"={mention.stem}")
    for act in (*mention.acts, *(mention.around if mention.fine else ())):
        mask |= _bit(act)
    return mask


@lru_cache(maxsize=1 << 15)
def _bit(act: str) -> int:
    return 1 << (int.from_bytes(blake2b(act.encode(), digest_size=4).digest()) % _BITS)


def _who(mention: Profile) -> list[str]:
    """The countries of its actors and its clause, where it has none those of the article; actors without a country;
    proper names.
    """
    sides = (*mention.by, *mention.to)
    countries = sorted({who.country for who in sides if who.country} | mention.places)[:_MAX_WHO]
    countries = countries or sorted(name for name in mention.story if name.isupper())[:_MAX_WHO]
    others = [who.words[-1] for who in sides if not who.country and who.named and who.words]
    return list(
        dict.fromkeys([*countries, *(f"={name}" for name in (*others, *sorted(mention.names))[:_MAX_NAMES])])
    )


class _When:
    """Its one known day, with its month, and those to which it may slip or be wrong; else its months, and its own span."""

    def __init__(self, mention: Profile) -> None:
        self.days: list[int] = []
        self.months: list[int] = []
        self.slack: list[int] = []
        self.coarse: list[int] = []
        self.told: list[str] = []
        self.anchors: list[int] = []  # the month of its article
        if mention.window is None:
            return
        first, last = mention.window
        if mention.fine:
            self.days, self.months = [first], [first // _MONTH]
            if mention.status in AHEAD:  # it may slip
                self.slack = [first // _MONTH, first // _MONTH + 1]
            elif not mention.stated:  # what is inferred is most often too late
                self.slack = [first // _MONTH - 1, first // _MONTH]
            return
        self.anchors = [] if mention.anchor is None else [mention.anchor // _MONTH]
        earlier = 0 if mention.is_dated else _MONTH  # old news is told again
        months = range((first - earlier) // _MONTH, last // _MONTH + 1)
        if len(months) <= _MAX_MONTHS:
            self.coarse = list(months)
            if mention.is_dated:
                self.told = [f"t{mention.first}:{mention.last}"]
