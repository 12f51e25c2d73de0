"""A chronology for a terminal or a report: columns where there is room for them, blocks where there is not.

Nothing is told by colour alone. Text from articles never reaches rich as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kptimeline.records import Chronology, ChronologyEvent, Match
from kptimeline.render import found, safe, words
from kptimeline.render.draw import draw
from kptimeline.render.headings import By, grouped

WIDE = 140
MENDED = 5  # articles without an anchor that are named
_DATE_WIDTH = 20
_WIDE_DATE_WIDTH = 28  # *recently, before 29 Dec 2025* on one line

Group = tuple[str, list[ChronologyEvent]]
Matches = Mapping[str, Sequence[Match]]


def render(
    chronology: Chronology,
    *,
    width: int = 80,
    color: bool = False,
    past_limit: int | None = None,
    without_anchor: Sequence[str] = (),
    matches: Matches | None = None,
    untold: str = "",
    by: By = "year",
) -> str:
    """The chronology in `width` cells a line, then what was left out and the option that shows it.

    `past_limit` is the limit that cut it off, None when nothing was cut; `without_anchor` are the articles of
    undated events whose dates a redate would resolve. Of a search, `matches` is what found each event, and
    `untold` what was found beside the events.
    """
    dated = [event for event in chronology.events if event.edtf or event.sort_day]
    undated = [event for event in chronology.events if not (event.edtf or event.sort_day)]
    groups = [(path[-1], events) for path, events in grouped(dated, by)]
    if undated:
        groups.append(("undated", sorted(undated, key=_place)))
    body: list[RenderableType] = []
    if groups:
        body.append((_columns if width >= WIDE else _blocks)(groups, matches or {}))
    if not chronology.events:
        body.append(Text("No events match."))
    body += [Text(note) for note in mending(without_anchor)]
    body += [Text(note) for note in left_out(chronology, past_limit)]
    body += [Text(untold)] if untold else []
    body += [Text(found.LEGEND, style="dim")] if matches else []
    return draw(Lines(*body), width=width, color=color)


def mending(without_anchor: Sequence[str]) -> Iterator[str]:
    """The command that dates what hangs from the anchor of articles that have none."""
    if not without_anchor:
        return
    count = len(without_anchor)
    yield (
        "1 article has no anchor; say when it was published:"
        if count == 1
        else f"{count} articles have no anchor; say when each was published:"
    )
    yield from (f"  kptimeline redate {key} YYYY-MM-DD" for key in without_anchor[:MENDED])
    if count > MENDED:
        yield f"  and {count - MENDED} more: kptimeline articles list --undated"


def left_out(chronology: Chronology, past_limit: int | None) -> Iterator[str]:
    """A sentence for each kind of event that the question hid."""
    counts = chronology.left_out
    if count := counts.get("undated", 0):
        yield f"Left out: {count} undated; show them with --undated."
    if count := counts.get("hidden", 0):
        yield f"Left out: {count} hidden by corrections; show them with --hidden."
    if past_limit is not None:
        yield f"Left out: events past the limit of {past_limit}; show more with --limit."


def _blocks(groups: Sequence[Group], matches: Matches) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=_DATE_WIDTH)
    grid.add_column(ratio=1)
    for heading, events in groups:
        grid.add_row(Text(f"{heading}\n", style="bold"))
        for date, event in _dates(events):
            grid.add_row(Text(date), _block(event, found.some(matches.get(event.event_id, ()))))
    return grid


def _place(event: ChronologyEvent) -> tuple[str, int]:
    """Undated events stand as they are told: article by article, in the order of the text."""
    return event.article_key, min((mention["start_char"] for mention in event.mentions), default=0)


def _dates(events: Sequence[ChronologyEvent]) -> Iterator[tuple[str, ChronologyEvent]]:
    """Each event with its date in words, which is said once for events of one day."""
    previous = "undated"
    for event in events:
        date = words.date(event)
        yield (date if date != previous else ""), event
        previous = date


def _block(event: ChronologyEvent, matches: Sequence[str]) -> RenderableType:
    """What; then who, to whom, type and status; then the event's key, who says so and where."""
    lines = [Text(words.what(event), style="bold"), *(Text(match) for match in matches)]
    lines.append(Text(" · ".join([*words.who(event), words.kind(event), *words.marks(event)])))
    if reason := words.reason(event):
        lines.append(Text(reason))
    lines.append(Text(" · ".join([event.event_id, *words.says(event), words.origin(event)]), style="dim"))
    lines.append(Text(""))
    return Lines(*lines)


def _columns(groups: Sequence[Group], matches: Matches) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, show_edge=False, header_style="dim")
    table.add_column("When", width=_WIDE_DATE_WIDTH)
    table.add_column("Who", ratio=3)
    table.add_column("What", ratio=7)
    table.add_column("To whom", ratio=3)
    table.add_column("Type, status", ratio=3, min_width=12)
    table.add_column("Who says so", ratio=3)
    table.add_column("Event", width=13, no_wrap=True)
    for heading, events in groups:
        table.add_row(Text(f"\n{heading}", style="bold"))
        for date, event in _dates(events):
            table.add_row(
                Text(date),
                Text(safe.line(event.by_actors)),
                _what(event, found.some(matches.get(event.event_id, ()))),
                Text("each other" if words.mutual(event) else safe.line(event.to_actors)),
                Text(words.kind(event)),
                Text("\n".join(filter(None, [safe.line(event.claimed_by), words.origin(event)]))),
                Text(event.event_id, style="dim"),
            )
    table.add_row(Text(""))
    return table


def _what(event: ChronologyEvent, matches: Sequence[str]) -> Text:
    told = Text("\n".join(filter(None, [words.what(event), words.reason(event)])), style="bold")
    for match in matches:
        told.append(f"\n{match}", style="not bold")
    if marks := words.marks(event):  # here, as they would be cut to pieces in a narrow column
        told.append(f"\n{' · '.join(marks)}", style="not bold dim")
    return told
