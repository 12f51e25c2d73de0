"""A chronology as Markdown (CommonMark): headings by year or finer, a list, each line with sentence and source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kptimeline.records import Chronology, ChronologyEvent
from kptimeline.render import safe, words
from kptimeline.render.headings import By, grouped
from kptimeline.render.link import web

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>&#|~$!])")


def render(chronology: Chronology, *, title: str, by: By | None = None, past_limit: int | None = None) -> str:
    """The whole text; every character of an article that Markdown would obey stands behind a backslash."""
    return "\n".join(_lines(chronology, title, by or "year", past_limit)) + "\n"


def escaped(text: str) -> str:
    """One line of text that Markdown and the HTML in it leave as it is."""
    return _MEANS_SOMETHING.sub(r"\\\1", safe.line(text))


def _lines(chronology: Chronology, title: str, by: By, past_limit: int | None) -> Iterator[str]:
    yield f"# {escaped(title)}"
    dated = [event for event in chronology.events if event.sort_day or event.edtf]
    undated = [event for event in chronology.events if not (event.sort_day or event.edtf)]
    above: tuple[str, ...] = ()
    for path, events in grouped(dated, by):
        for depth, heading in enumerate(path):
            if path[: depth + 1] != above[: depth + 1]:
                yield f"\n{'#' * (depth + 2)} {escaped(heading)}"
        above = path
        yield ""
        yield from map(_told, events)
    if undated:
        yield "\n## Without a date\n"
        yield from map(_told, undated)
    if not chronology.events:
        yield "\nNo events match."
    if notes := list(_left_out(chronology, past_limit)):
        yield "\n" + "\n".join(notes)


def _told(event: ChronologyEvent) -> str:
    says = [escaped(says) for says in words.says(event)]
    reason = words.reason(event)
    facts = [*words.who(event), words.kind(event), *words.marks(event), *([reason] if reason else [])]
    lines = [
        f"- **{escaped(words.date(event))}** {escaped(words.what(event))}",
        " · ".join(map(escaped, facts)),
        f"“{escaped(event.sentence)}” ({', '.join([*says, _source(event)])})",
    ]
    return "\\\n  ".join(lines)


def _source(event: ChronologyEvent) -> str:
    """The outlet, linked to the article where that has a web address, and how many more tell it."""
    more = f" and {event.articles - 1} more" if event.articles > 1 else ""
    name = escaped(event.outlet or "") or escaped(words.article(event))
    if address := web(event.url):
        return f"[{name}](<{address.replace('&', '&amp;')}>){more}"
    return name + more


def _left_out(chronology: Chronology, past_limit: int | None) -> Iterator[str]:
    if count := chronology.left_out.get("undated", 0):
        yield f"Not shown: {count:,} without a date."
    if count := chronology.left_out.get("hidden", 0):
        yield f"Not shown: {count:,} hidden by corrections."
    if past_limit is not None:
        yield f"Not shown: what comes after the first {past_limit:,}."
