"""What was searched for, marked in its sentences: `[[…]]`, by no colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kptimeline.interval import parse_iso
from kptimeline.records import Match
from kptimeline.render import safe
from kptimeline.render.dates import When, say
from kptimeline.render.draw import draw

LEGEND = "[[…]] are the words found."
SHOWN = 3  # sentences of one event
_DATE_WIDTH = 20


def marked(match: Match) -> str:
    """The text on one line with its hits marked; a title says that it is one."""
    told, done = "", 0
    for start, end in match.hits:
        told += f"{safe.inline(match.text[done:start])}[[{safe.inline(match.text[start:end])}]]"
        done = end
    told = (told + safe.inline(match.text[done:])).strip()
    return f"title: {told}" if match.field == "title" else told


def some(matches: Sequence[Match]) -> list[str]:
    """The first of an event's sentences and titles, each text once, and how many more there are."""
    texts = list(dict.fromkeys(marked(match) for match in matches))
    more = len(texts) - SHOWN
    return texts[:SHOWN] + ([f"and {more} more"] if more > 0 else [])


def render(
    matches: Sequence[Match], *, width: int = 80, color: bool = False, past_limit: int | None = None
) -> str:
    """Sentences and titles under the days of their articles, with where they stand."""
    if not matches:
        return "No sentence without an event matches.\n"
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=_DATE_WIDTH)
    grid.add_column(ratio=1)
    for match in matches:
        where = [safe.line(match.outlet)] if match.outlet else []
        where.append(f"article {match.article_key}")
        grid.add_row(
            Text(day(match)), Lines(Text(marked(match)), Text(" · ".join(where), style="dim"), Text(""))
        )
    body: list[RenderableType] = [
        grid,
        *(Text(note) for note in notes(past_limit)),
        Text(LEGEND, style="dim"),
    ]
    return draw(Lines(*body), width=width, color=color)


def day(match: Match) -> str:
    """*29 Dec 2025*, the article's day; *no anchor* where it is not known."""
    if match.anchor is None:
        return "no anchor"
    parse_iso(match.anchor)
    return say(When(first_day=match.anchor, last_day=match.anchor))


def notes(past_limit: int | None) -> Iterator[str]:
    """What the limit left out."""
    if past_limit is not None:
        yield f"Left out: sentences past the limit of {past_limit}; show more with --limit."
