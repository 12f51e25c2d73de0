"""Mentions that people joined or keep apart, as pairs of mentions that are there.

Of mentions that are joined some may be gone: the others stay joined through them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise

from sqlalchemy import Connection, Select, or_, select

from kptimeline.store.models import CorrectedMention, MentionLink
from kptimeline.store.rows import chunks

Pair = tuple[str, str]


def any_link(connection: Connection) -> bool:
    """Whether any link holds."""
    return connection.scalar(_any()) is not None


@cache
def _any() -> Select[int]:
    return select(MentionLink.id).where(MentionLink.undone_at.is_(None)).limit(1)


def linked(connection: Connection, mentions: Collection[str]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of stored mentions that must be one event, and that cannot, as far as they touch some mentions.

    Each pair has the smaller key first.
    """
    reach = _Reach(connection)
    reach.add(reach.names(mentions))
    must, cannot = set[Pair](), set[Pair]()
    held = {name: reach.held(names) for name, names in reach.components().items()}
    for present in held.values():
        must |= set(pairwise(sorted(present)))
    for first, second in reach.cannot:
        pair = sorted((reach.stand_in(first), reach.stand_in(second)), key=lambda key: key or "")
        if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
            cannot.add((pair[0], pair[1]))
    return must, cannot


class _Reach:
    """The links that can be reached from some mentions: joined ones on and on, those kept apart one step further."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._holders: dict[str, str | None] = {}
        self._joined: dict[str, set[str]] = defaultdict(set)
        self._of: dict[str, frozenset[str]] = {}
        self.cannot: set[Pair] = set()

    def names(self, mentions: Collection[str]) -> set[str]:
        """The corrected mentions that these hold."""
        found: set[str] = set()
        for some in chunks(sorted(mentions)):
            query = select(CorrectedMention.key).where(CorrectedMention.holder.in_(some))
            found |= set(self._connection.scalars(query))
        return found

    def add(self, names: Collection[str]) -> None:
        """Follows the links of corrected mentions."""
        self._follow(names)
        beyond = {name for pair in self.cannot for name in pair} - self._holders.keys()
        kept = set(self.cannot)
        self._follow(beyond)
        self.cannot = kept  # what is kept apart from those beyond is for them to know

    def _follow(self, names: Collection[str]) -> None:
        new = set(names) - self._holders.keys()
        while new:
            holders: dict[str, str | None] = dict.fromkeys(new)
            for some in chunks(sorted(new)):
                columns = (CorrectedMention.key, CorrectedMention.holder)
                query = select(*columns).where(CorrectedMention.key.in_(some))
                holders |= dict(self._connection.execute(query).all())
            self._holders |= holders
            others: set[str] = set()
            for first, second, kind in self._links(sorted(new)):
                if kind == "must":
                    self._joined[first].add(second)
                    self._joined[second].add(first)
                    others |= {first, second}
                else:
                    self.cannot.add((first, second))
            # Several corrected mentions may have one holder.
            others |= self.names({holder for holder in holders.values() if holder is not None})
            new = others - self._holders.keys()

    def _links(self, names: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        for some in chunks(names):
            query = select(MentionLink.first_key, MentionLink.second_key, MentionLink.kind).where(
                MentionLink.undone_at.is_(None),
                or_(MentionLink.first_key.in_(some), MentionLink.second_key.in_(some)),
            )
            yield from self._connection.execute(query)

    def components(self) -> dict[str, frozenset[str]]:
        """The corrected mentions that are joined, by the smallest of each."""
        found: dict[str, frozenset[str]] = {}
        for name in sorted(self._holders):
            if name in self._of:
                continue
            todo, seen = [name], {name}
            while todo:
                for other in self._joined[todo.pop()] - seen:
                    seen.add(other)
                    todo.append(other)
            found[name] = frozenset(seen)
            self._of |= dict.fromkeys(seen, found[name])
        return found

    def held(self, names: Iterable[str]) -> set[str]:
        """The stored mentions that hold some of them."""
        return {holder for name in names if (holder := self._holders.get(name)) is not None}

    def stand_in(self, name: str) -> str | None:
        """Its holder; where it has none, one of those that it is joined with."""
        holder = self._holders.get(name)
        return holder or min(self.held(self._of.get(name, frozenset())), default=None)
