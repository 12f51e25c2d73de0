"""Actors for people and programs: a list of them, and the account of one.

Lines and accounts come as the store gives them (store.actor_lines); render knows the store by its fields only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kptimeline.render import json, rows, safe

ActorLine = Any
ActorAccount = Any
Fact = tuple[str, str]
Days = tuple[str | None, str | None]

COLUMNS = ("actor", "name", "kind", "country", "events")
UNKNOWN_COLUMNS = ("actor", "name", "country", "events", "mentions")
_ORIGINS = {"registry": "the registry", "article": "only articles name it", "user": "added by people"}
_KINDS = ("alias", "metonym", "demonym", "contextual", "generic")


def short(lines: Sequence[ActorLine], columns: Sequence[str] = COLUMNS) -> list[tuple[Any, ...]]:
    """The columns of a list, harmless for a terminal."""
    return [
        tuple(
            safe.line(value) if isinstance(value := getattr(line, name), str) else value for name in columns
        )
        for line in lines
    ]


def json_lines(lines: Sequence[ActorLine]) -> str:
    """One object an actor."""
    return "".join(map(json.line, lines))


def comma_separated(names: Sequence[str], lines: Sequence[ActorLine], *, terminal: bool = False) -> str:
    """CSV of the columns that are named."""
    return rows.comma_separated(
        names, [[getattr(line, name) for name in names] for line in lines], terminal=terminal
    )


def account(actor: ActorAccount, *, width: int, color: bool) -> str:
    """An actor's names, offices and kin with days, and its events in numbers."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from kptimeline.render.draw import draw

    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=12)
    grid.add_column(ratio=1, overflow="fold")
    before = ""
    for name, fact in facts(actor):
        grid.add_row(Text(name if name != before else "", style="dim"), Text(fact))
        before = name
    heading = Text(safe.line(actor.name), style="bold")
    return draw(Group(heading, Text(""), grid), width=width, color=color)


def facts(actor: ActorAccount) -> Iterator[Fact]:
    """A name and what it says; what is not known is left out."""
    yield "actor", actor.actor
    yield "kind", actor.kind
    if actor.country:
        yield "country", actor.country
    origin = "article" if actor.kind == "unknown" else actor.origin
    yield "from", _ORIGINS[origin] + (f": {safe.line(actor.said)}" if actor.said else "")
    for kind in _KINDS:
        always = [safe.line(one.name) for one in actor.names if one.kind == kind and not _more(one)]
        if always:
            yield kind, ", ".join(always)
        for one in actor.names:
            if one.kind == kind and (more := _more(one)):
                yield kind, f"{safe.line(one.name)}, {more}"
    for one in actor.names:
        if one.kind == "office":
            whose = f": {safe.line(one.holder)}" if one.holder else f" of {safe.line(one.of or '')}"
            yield "office", ", ".join(filter(None, [f"{safe.line(one.name)}{whose}", days(one.days)]))
            if one.reference:
                yield "", f"  reference: {safe.line(one.reference)}"
    for name, kin in (("belongs to", actor.parents), ("part", actor.children)):
        for one in kin:
            told = [f"{safe.line(one.name)} ({one.actor})", days(one.days), _said(one)]
            yield name, ", ".join(filter(None, told))
    for gone, said in actor.merged:
        yield "merged", f"{safe.line(gone)}, by {safe.line(said or '')}"
    yield from _events(actor)


def _events(actor: ActorAccount) -> Iterator[Fact]:
    parts = actor.events - actor.own
    yield "events", f"{actor.events:,}" + (f", {parts:,} only of what belongs to it" if parts else "")
    if actor.types:
        yield "types", ", ".join(f"{kind} {count:,}" for kind, count in actor.types)
    for name, told in (("first", actor.first), ("last", actor.last)):
        if told is not None:
            yield name, f"{told.day} {safe.line(told.summary)} ({told.event})"
    yield "mentions", f"{actor.mentions:,}"


def _more(name: Any) -> str:
    """Days and who said so; empty for a name of the registry that leads there always."""
    return ", ".join(filter(None, [days(name.days), _said(name)]))


def _said(what: Any) -> str:
    return f"added by {safe.line(what.said)}" if what.said else ""


def days(between: Days) -> str:
    """*2008-02-25 to 2013-02-24*, *since 2025-06-04*, *until 1991-12-25*; empty where it holds always."""
    first, last = between
    if first and last:
        return f"{first} to {last}"
    return f"since {first}" if first else f"until {last}" if last else ""
