"""What people added to the registry, as rows: each with who and when, kept for good when it is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from kptimeline.actors.additions import Addition
from kptimeline.interval import iso, parse_iso
from kptimeline.store.models import ActorEdit
from kptimeline.store.rows import next_id

_TEXTS = ("action", "actor", "name", "kind", "country", "surname", "other")


class Said(NamedTuple):
    """An addition that holds, who made it and when (ISO day)."""

    addition: Addition
    who: str
    made_at: str


def load_said(connection: Connection) -> tuple[Said, ...]:
    """All that holds, in the order in which it was said."""
    query = select(ActorEdit.__table__).where(ActorEdit.undone_at.is_(None)).order_by(ActorEdit.id)
    return tuple(Said(_addition(row), row.who, row.made_at) for row in connection.execute(query))


def load_additions(connection: Connection) -> tuple[Addition, ...]:
    """All additions that hold, in the order in which they were made."""
    return tuple(each.addition for each in load_said(connection))


def _addition(row: Row[Any]) -> Addition:
    texts = {name: getattr(row, name) for name in _TEXTS}
    first, last = (parse_iso(day) if day else None for day in (row.from_day, row.to_day))
    return Addition(**texts, from_day=first, to_day=last)


def _columns(said: Addition) -> Mapping[str, str | None]:
    days = {"from_day": iso(said.from_day), "to_day": iso(said.to_day)}
    return {name: getattr(said, name) for name in _TEXTS} | days


def add_said(
    connection: Connection, made: Iterable[Addition], undone: Iterable[Addition], *, who: str, now: str
) -> None:
    """Stores what was said and marks what is taken back."""
    for each in undone:
        same = [
            getattr(ActorEdit, name).is_not_distinct_from(value) for name, value in _columns(each).items()
        ]
        holding = ActorEdit.undone_at.is_(None)
        connection.execute(update(ActorEdit).where(holding, *same).values(undone_by=who, undone_at=now))
    first = next_id(connection, ActorEdit)
    back = {"undone_by": None, "undone_at": None}
    rows = [
        {"id": first + n, "who": who, "made_at": now, **_columns(each), **back} for n, each in enumerate(made)
    ]
    if rows:
        connection.execute(insert(ActorEdit), rows)


def merged_into(connection: Connection, slug: str) -> str:
    """The slug that stands for one now: another where people merged it, else itself."""
    query = select(ActorEdit.actor, ActorEdit.other).where(
        ActorEdit.action == "merge", ActorEdit.undone_at.is_(None)
    )
    merged = {gone: into for gone, into in connection.execute(query.order_by(ActorEdit.id)) if into}
    seen: set[str] = set()
    while slug in merged and slug not in seen:
        seen.add(slug)
        slug = merged[slug]
    return slug
