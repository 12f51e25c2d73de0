"""The timeline picture, an inline SVG: bars for intervals, dots for days, fades for open ends.

Positions are per cent of the width and heights are pixels, so the picture fits every screen and its letters
keep their size. Few events have a row each with what they are; more are packed into lanes; where lanes
would be too many, columns count the events of equal times and what is longer than a column stays a bar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kptimeline.interval import Extent, parse_iso
from kptimeline.records import ChronologyEvent
from kptimeline.render import words
from kptimeline.render.axis import Axis, axis
from kptimeline.render.markup import Markup, element, joined

NAMED = 12  # events that have a row each
LANES = 24  # lanes of a picture without columns
BARS = 12  # lanes of long intervals under columns
COLUMNS = 96
_ROW, _LANE, _COLUMN_HEIGHT, _AXIS = 38, 13, 140, 26
_GAP = 2.4  # per cent between marks of a lane: eight pixels of a phone's width
_POINT = 1.3  # per cent: what is narrower is drawn as a dot
_FADE = 4.0
_DONE = frozenset({"occurred", "ongoing"})
_NOT_DONE = frozenset({"denied", "negated"})

FADES = element(
    "defs",
    *(
        element(
            "linearGradient",
            element("stop", offset="35%", stop_opacity=shown[0]),
            element("stop", offset="100%", stop_opacity=shown[1]),
            id=f"fade-{side}",
            x1=ends[0],
            x2=ends[1],
        )
        for side, ends, shown in (("left", (1, 0), (1, 0)), ("right", (0, 1), (1, 0)))
    ),
)
LEGEND = (
    ("mark did", None, "happened"),
    ("mark plan", None, "planned, proposed or hypothetical"),
    ("mark plan", "cross", "denied, or did not happen"),
    ("mark did guess", None, "date inferred or ambiguous"),
    ("mark did within", None, "some time within"),
    ("mark did right", None, "open end"),
)


def picture(events: Sequence[ChronologyEvent], places: Mapping[str, str]) -> tuple[Markup, str]:
    """The SVG of events that have a day, at least one; and a sentence on what it shows.

    `places` leads from a heading (a year) to the id of its section.
    """
    span = axis(events)
    if len(events) <= NAMED:
        body, height = _named(events, span)
        return _framed(body, height, span), "A row for each event."
    lanes = _packed(events, span, LANES)
    if all(lane is not None for lane in lanes):
        marks = [
            _mark(event, span, (lane or 0) * _LANE + 9) for event, lane in zip(events, lanes, strict=True)
        ]
        height = (max(lane or 0 for lane in lanes) + 1) * _LANE + 6
        return _framed(marks, height, span), "A mark for each event."
    return _counted(events, span, places)


def legend() -> Markup:
    """What the shapes mean."""
    return element(
        "ul",
        *(
            element(
                "li", element("svg", _shape(classes, 2, 96, 6, crossed=bool(cross)), aria_hidden="true"), told
            )
            for classes, cross, told in LEGEND
        ),
        class_="legend",
    )


def _framed(body: Sequence[Markup], height: int, span: Axis) -> Markup:
    ticks = [
        joined(
            element("line", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=0, y2=height, class_="grid"),
            element(
                "text",
                name,
                x=f"{x:.2f}%",
                y=height + 17,
                class_="tick",
                text_anchor="start" if x < 8 else "end" if x > 92 else "middle",
            ),
        )
        for x, name in span.ticks()
    ]
    # The table below says the same in words; marks are links for those who point at them.
    return element(
        "svg", FADES, *ticks, *body, class_="chart", width="100%", height=height + _AXIS, aria_hidden="true"
    )


def _named(events: Sequence[ChronologyEvent], span: Axis) -> tuple[list[Markup], int]:
    rows = [
        joined(
            element("text", f"{words.date(event)} · {words.what(event)}", x=10, y=number * _ROW + 18),
            _mark(event, span, number * _ROW + 29),
        )
        for number, event in enumerate(events)
    ]
    return rows, len(events) * _ROW + 4


def _counted(events: Sequence[ChronologyEvent], span: Axis, places: Mapping[str, str]) -> tuple[Markup, str]:
    edges = span.edges(COLUMNS)
    columns: list[list[ChronologyEvent]] = [[] for _ in edges[1:]]
    long = []
    for event in events:
        first, last = _bounds(event)
        if event.extent is not Extent.THROUGHOUT:  # what has one known bound counts by that
            first, last = (last if first is None else first), (first if last is None else last)
        at = bisect_right(edges, first) - 1 if first is not None else 0
        if first is None or last is None or last - first > edges[at + 1] - edges[at]:
            long.append(event)
        else:
            columns[at].append(event)
    most = max(map(len, columns))
    body: list[Markup] = []
    for (start, end), counted in zip(pairwise(edges), columns, strict=True):
        if counted:
            body.append(_column(span, (start, end), counted, most, places))
    lanes = _packed(long, span, BARS)
    top = _COLUMN_HEIGHT + 14
    drawn = [(event, lane) for event, lane in zip(long, lanes, strict=True) if lane is not None]
    body += [_mark(event, span, top + lane * _LANE) for event, lane in drawn]
    height = top + (max((lane for _, lane in drawn), default=-1) + 1) * _LANE
    told = f"Each column counts the events of {_length(edges)}, {most} at most; hollow parts did not happen (yet)."
    if drawn:
        told += f" The {len(drawn)} bars below last longer or are known less finely."
    if left := len(long) - len(drawn):
        told += f" {left} more of that kind are in the table alone."
    return _framed(body, height, span), told


def _column(
    span: Axis,
    days: tuple[int, int],
    events: Sequence[ChronologyEvent],
    most: int,
    places: Mapping[str, str],
) -> Markup:
    x = max(span.at(days[0]), 0.0)
    width = max(span.at(days[1]) - x - 0.15, 0.2)
    done = sum(event.status in _DONE for event in events)
    high = [(_COLUMN_HEIGHT - 8) * number / most for number in (done, len(events) - done)]
    parts, y = [], float(_COLUMN_HEIGHT)
    for size, kind in zip(high, ("did", "plan"), strict=True):
        y -= size
        if size:
            parts.append(
                element(
                    "rect",
                    x=f"{x:.2f}%",
                    width=f"{width:.2f}%",
                    y=y,
                    height=max(size, 1.0),
                    class_=f"mark {kind}",
                )
            )
    number = f"{len(events)} event{'s' if len(events) > 1 else ''}"
    told = f"{words.date(events[0])} – {words.date(events[-1])}: {number}, {done} happened"
    place = places.get(words.year(events[0]))
    return element("a", element("title", told), *parts, href=f"#{place}" if place else None, tabindex=-1)


def _length(edges: Sequence[int]) -> str:
    days = edges[1] - edges[0]
    for size, name in ((360, "year"), (28, "month"), (7, "week"), (1, "day")):
        if days >= size:
            number = round(days / (365.25 if size == 360 else 30.4 if size == 28 else size))
            return f"one {name}" if number == 1 else f"{number} {name}s"
    raise AssertionError  # edges are a day apart or more


def _bounds(event: ChronologyEvent) -> tuple[int | None, int | None]:
    return (
        parse_iso(event.first_day) if event.first_day else None,
        parse_iso(event.last_day) if event.last_day else None,
    )


def _sides(event: ChronologyEvent, span: Axis) -> tuple[float, float]:
    """Where a mark begins and ends. What lies somewhere before or after a day is no longer than a fade there."""
    first, last = _bounds(event)
    short = event.extent is not Extent.THROUGHOUT
    right = 100.0 if last is None else span.at(last + 1)
    left = 0.0 if first is None else span.at(first)
    if first is None and short:
        left = max(right - _FADE, 0.0)
    if last is None and short:
        right = min(left + _FADE, 100.0)
    return left, right


def _packed(events: Sequence[ChronologyEvent], span: Axis, most: int) -> list[int | None]:
    """The lane of each event, the first that has room; None where all `most` are taken."""
    ends = [-_GAP] * most
    found: list[int | None] = [None] * len(events)
    sides = [_sides(event, span) for event in events]
    for at in sorted(range(len(events)), key=lambda at: (sides[at][0], -sides[at][1], at)):
        left, right = sides[at]
        lane = next((lane for lane, end in enumerate(ends) if end + _GAP <= left), None)
        if lane is not None:
            ends[lane], found[at] = right, lane
    return found


def _mark(event: ChronologyEvent, span: Axis, y: float) -> Markup:
    left, right = _sides(event, span)
    kinds = ["mark", "did" if event.status in _DONE else "plan"]
    if event.certainty in ("inferred", "ambiguous"):
        kinds.append("guess")
    first, last = _bounds(event)
    # What is somewhere within a time is a lighter bar than what goes on all through it.
    if event.extent != Extent.THROUGHOUT and first != last:
        kinds.append("within")
    if first is None or last is None:
        kinds.append("left" if first is None else "right")
    told = f"{words.date(event)}: {words.what(event)} ({', '.join([event.status, *words.marks(event)])})"
    shape = _shape(" ".join(kinds), left, right, y, crossed=event.status in _NOT_DONE)
    return element("a", element("title", told), shape, href=f"#{event.event_id}", tabindex=-1)


def _shape(classes: str, left: float, right: float, y: float, *, crossed: bool) -> Markup:
    middle = (left + right) / 2
    if right - left < _POINT:
        drawn = element("circle", cx=f"{middle:.2f}%", cy=y, r=4.5, class_=classes)
    else:
        drawn = element(
            "rect", x=f"{left:.2f}%", width=f"{right - left:.2f}%", y=y - 4, height=8, rx=2, class_=classes
        )
    if not crossed:
        return drawn
    cross = element("path", d="M-5 -5 5 5 M-5 5 5 -5", class_="cross")
    return joined(drawn, element("svg", cross, x=f"{middle:.2f}%", y=y, overflow="visible"))
