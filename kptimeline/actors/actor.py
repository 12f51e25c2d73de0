"""The records of the registry: an Actor, its names, offices and parents, with the days between which they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["alias", "metonym", "demonym", "contextual", "generic", "office"]


def holds(from_day: int | None, to_day: int | None, day: int | None) -> bool:
    """Whether something that holds between two days (inclusive, None open) holds on `day`.

    On an unknown day (None) only what holds always does.
    """
    if day is None:
        return from_day is None and to_day is None
    return (from_day is None or from_day <= day) and (to_day is None or day <= to_day)


@dataclass(frozen=True, slots=True)
class ActorName:
    """A name that leads to an actor; for kind `office`, `of` is the slug whose office it is."""

    text: str
    kind: NameKind
    from_day: int | None = None
    to_day: int | None = None
    of: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ActorParent:
    """What an actor belongs to, between two days (inclusive, None open)."""

    slug: str
    from_day: int | None = None
    to_day: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: `names` holds the first name too; `country` is ISO 3166 alpha-3 or None."""

    slug: str
    name: str
    kind: str
    country: str | None = None
    names: tuple[ActorName, ...] = ()
    parents: tuple[ActorParent, ...] = ()
    surname: str | None = None

    @property
    def offices(self) -> tuple[ActorName, ...]:
        """The dated offices among its names."""
        return tuple(name for name in self.names if name.kind == "office")
