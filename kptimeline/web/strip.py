"""The density strip: how many events begin in each piece of a time, each piece a link into it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import pairwise

from msgspec import Struct

from kptimeline.interval import days_in_month, iso, parse_iso
from kptimeline.render.axis import MARGIN, Axis
from kptimeline.render.dates import When, say
from kptimeline.render.markup import Markup, element

COLUMNS = 96
DAYS = 124  # a span so short is counted by days
_HEIGHT, _AXIS = 96, 24
Span = tuple[int | None, int | None]


class Column(Struct, frozen=True):
    """First and last day, and how many events begin between them."""

    first: int
    last: int
    count: int

    def told(self) -> str:
        """*Oct 2024*, *1–7 Oct 2024*."""
        return say(When(iso(self.first), iso(self.last))).removeprefix("in ")


def by_days(span: Span) -> bool:
    """Whether a span is to be counted by days."""
    first, last = span
    return first is not None and last is not None and last - first < DAYS


def columns(counts: Mapping[str, int], span: Span) -> tuple[Axis | None, list[Column]]:
    """Counts by day or month (`2025-12-29`, `2025-12`) in equal pieces that fill the span, as far as there are any."""
    if not counts:
        return None, []
    days = [(_first(name), _last(name), count) for name, count in counts.items()]
    first, last = span
    first = min(day for day, _, _ in days) if first is None else first
    last = max(day for _, day, _ in days) if last is None else last
    axis = Axis(first, max(last, first + 27))
    edges = axis.edges(COLUMNS)
    found = [0] * (len(edges) - 1)
    for day, _, count in days:
        found[min(max(bisect_right(edges, max(day, first)) - 1, 0), len(found) - 1)] += count
    return axis, [
        Column(max(start, axis.first), min(end - 1, axis.last), count)
        for (start, end), count in zip(pairwise(edges), found, strict=True)
        if start <= axis.last
    ]


def strip(axis: Axis, found: list[Column], href: Callable[[str, str], str]) -> Markup:
    """The picture, and the same as a table for those who cannot point at it."""
    most = max((column.count for column in found), default=0) or 1
    ticks = [
        element(
            "text",
            name,
            x=f"{x:.2f}%",
            y=_HEIGHT + 17,
            class_="tick",
            text_anchor="start" if x < 8 else "end" if x > 92 else "middle",
        )
        for x, name in axis.ticks()
    ]
    lines = [
        element("line", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=0, y2=_HEIGHT, class_="grid")
        for x, _ in axis.ticks()
    ]
    shown = [
        (column, href(iso(column.first) or "", iso(column.last) or "")) for column in found if column.count
    ]
    bars = [_bar(axis, column, most, into) for column, into in shown]
    picture = element(
        "svg",
        *lines,
        *bars,
        *ticks,
        class_="chart strip",
        width="100%",
        height=_HEIGHT + _AXIS,
        aria_hidden="true",
    )
    return element("figure", picture, element("figcaption", _caption(found, most)), _table(shown))


def _caption(found: list[Column], most: int) -> str:
    """What a column stands for, and how high the highest is."""
    days = max(column.last - column.first + 1 for column in found)
    sizes = ((360, "year", 365.25), (28, "month", 30.4), (7, "week", 7), (1, "day", 1))
    name, count = next((name, round(days / length)) for least, name, length in sizes if days >= least)
    unit = f"one {name}" if count == 1 else f"{count} {name}s"
    return (
        f"Each column counts the events that begin in {unit}, {most:,} at most. Choose one to look into it."
    )


def _bar(axis: Axis, column: Column, most: int, into: str) -> Markup:
    x = max(axis.at(column.first), MARGIN)
    width = max(axis.at(column.last + 1) - x - 0.12, 0.25)
    high = max(column.count / most * (_HEIGHT - 8), 2.0)
    # A pale field over the whole height is easier to point at than a low bar.
    field = element("rect", x=f"{x:.2f}%", width=f"{width:.2f}%", y=0, height=_HEIGHT, class_="field")
    bar = element(
        "rect", x=f"{x:.2f}%", width=f"{width:.2f}%", y=_HEIGHT - high, height=high, class_="mark did"
    )
    told = f"{column.told()}: {_events(column.count)}"
    return element("a", element("title", told), field, bar, href=into, tabindex=-1)


def _table(shown: list[tuple[Column, str]]) -> Markup:
    rows = [
        element(
            "tr",
            element("th", element("a", column.told(), href=into), scope="row"),
            element("td", f"{column.count:,}"),
        )
        for column, into in shown
    ]
    head = element("tr", element("th", "When", scope="col"), element("th", "Events", scope="col"))
    table = element("table", element("thead", head), element("tbody", *rows), class_="counts")
    return element("details", element("summary", "The same as a table"), table)


def _events(count: int) -> str:
    return f"{count:,} event{'' if count == 1 else 's'}"


def _first(name: str) -> int:
    return parse_iso(name if len(name) > 7 else f"{name}-01")


def _last(name: str) -> int:
    if len(name) > 7:
        return parse_iso(name)
    year, month = int(name[:4]), int(name[5:7])
    return parse_iso(f"{name}-{days_in_month(year, month):02}")
