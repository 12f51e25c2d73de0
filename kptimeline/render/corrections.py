"""Corrections for people: what was said, beside what the articles say.

They come as the store gives them (store.history, store.fixes); render knows the store by its fields only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kptimeline.interval import Extent
from kptimeline.render import safe
from kptimeline.render.dates import When, say
from kptimeline.render.draw import draw

Entry = Any
COLUMNS = ("event", "field", "value", "who", "when", "why")
_LINKS = {"merge": "these mentions tell of one event", "split": "these mentions are kept apart"}


def value(field: str, text: str | None) -> str:
    """A correction's value in words: *18 Nov 2025*, *North Korea*, *none*."""
    if field in _LINKS:
        return _LINKS[field]
    if text is None:
        return "none"
    if field == "date":
        told: dict[str, Any] = msgspec.json.decode(text)
        extent = told.pop("extent", None)
        when = When(
            first_day=told.pop("first_day", None),
            last_day=told.pop("last_day", None),
            granularity=told.pop("granularity", "day"),
            extent=Extent(extent) if extent else Extent.WITHIN,
            **told,
        )
        return safe.line(say(when))
    if field in ("by", "to"):
        return safe.line("; ".join(each["name"] for each in msgspec.json.decode(text)))
    if field == "hidden":
        return "yes"
    return safe.line(text)


def change(each: Any) -> str:
    """*date: 17 Nov 2025 → 18 Nov 2025*, and what the articles say where that is something else still."""
    field = each.field
    after = value(field, each.after)
    if each.same:
        return f"{field}: is {after} already"
    before = value(field, each.before) if field != "hidden" else "no"
    if before == after:
        return f"{field}: {after}, now confirmed"
    articles = value(field, each.machine)
    told = f" (the articles: {articles})" if articles not in (before, after) and field != "hidden" else ""
    return f"{field}: {before} → {after}{told}"


def time(made_at: str) -> str:
    """*2025-12-29 07:30:00 UTC*."""
    return f"{made_at[:10]} {made_at[11:19]} UTC" if made_at[10:11] == "T" else safe.line(made_at)


def clash(each: Any) -> str:
    """Why a line of a file was left out: *place is Rason here (ben, …), Wonsan in the file (ana, …)*."""
    line = each.line
    here = f"{safe.line(each.who)}, {time(each.made_at)}"
    there = f"{safe.line(line.who)}, {time(line.made_at)}"
    of = f" of {each.event}" if each.event else ""
    if each.field in _LINKS:
        return f"{line.field} ({there}) contradicts the {each.field}{of} that holds here ({here})"
    told = f"{value(each.field, each.value)} here ({here}), {value(each.field, line.value)} in the file ({there})"
    return f"the {each.field}{of} is {told}"


def way_out(each: Any) -> str:
    """What takes the file's word instead."""
    if each.event is None:
        return "it is decided when its article is here: kptimeline corrections list --orphaned"
    return f"kptimeline unfix {each.event} {each.field}, and the same import again, takes what the file says"


def history(found: Any, *, width: int = 80, color: bool = False) -> str:
    """What was said of an event, oldest first, then the other ids that lead to it."""
    body: list[RenderableType] = [Text(f"Event {found.event}", style="bold"), Text("")]
    if not found.entries:
        body.append(Text("Nothing was ever said of it by hand."))
    for entry in found.entries:
        body += [_table(_facts(entry, found.machine.get(entry.field))), Text("")]
    if found.keys:
        body.append(Text(f"Also found by: {', '.join(found.keys)}"))
    return draw(Lines(*body), width=width, color=color)


def _facts(entry: Entry, machine: str | None) -> Iterator[tuple[str, str]]:
    yield entry.field, value(entry.field, entry.value)
    if entry.field not in _LINKS and entry.field != "hidden":
        yield "articles", value(entry.field, machine)
    yield "who", safe.line(entry.who)
    yield "when", time(entry.made_at)
    if entry.why:
        yield "why", safe.line(entry.why)
    if entry.undone_at:
        yield "taken back", f"{time(entry.undone_at)} by {safe.line(entry.undone_by or 'unknown')}"
    yield "mentions", ", ".join(entry.mentions)


def _table(rows: Iterator[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=11)
    grid.add_column(ratio=1, overflow="fold")
    for name, fact in rows:
        grid.add_row(Text(name, style="dim"), Text(fact))
    return grid


def beside(found: Any) -> list[RenderableType]:
    """What holds of an event by hand, with what the articles alone make of it: for `explain`."""
    said = list(holding(found))
    if not said:
        return []
    body: list[RenderableType] = [Text("Corrected by hand", style="bold"), Text("")]
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=11)
    grid.add_column(ratio=1, overflow="fold")
    for field, told, by in said:
        grid.add_row(Text(field, style="dim"), Text(told))
        grid.add_row(Text(""), Text(by))
    return [*body, grid, Text("")]


def holding(found: Any) -> Iterator[tuple[str, str, str]]:
    """What holds of an event by hand: the field, its value beside that of the articles, and who said so, when, why."""
    for entry in found.entries:
        if entry.undone_at:
            continue
        told = value(entry.field, entry.value)
        if entry.field not in _LINKS and entry.field != "hidden":
            told = f"{told}; the articles: {value(entry.field, found.machine.get(entry.field))}"
        why = f": {safe.line(entry.why)}" if entry.why else ""
        yield entry.field, told, f"{safe.line(entry.who)}, {time(entry.made_at)}{why}"


def rows(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Entries under `COLUMNS`; an orphan has the reason for its event, and its sentence beside the value."""
    return [
        (
            ", ".join(entry.events) if entry.orphaned is None else f"orphaned: {entry.orphaned}",
            entry.field,
            value(entry.field, entry.value) + (f' in "{safe.line(entry.quote)}"' if entry.orphaned else ""),
            safe.line(entry.who),
            time(entry.made_at) + (f", taken back {time(entry.undone_at)}" if entry.undone_at else ""),
            safe.line(entry.why or ""),
        )
        for entry in entries
    ]
