"""The chronology page: filters, the density strip, the events, and the same for programs."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kptimeline.errors import LateError
from kptimeline.interval import iso
from kptimeline.records import Match
from kptimeline.render import words
from kptimeline.render.html_rows import groups_of, section
from kptimeline.render.markup import Markup, element, joined
from kptimeline.store.counts import by_day, by_month
from kptimeline.store.overview import Overview
from kptimeline.store.paging import Page, beginning, page
from kptimeline.store.query import Place, left_out
from kptimeline.store.question import Question
from kptimeline.store.search import matches
from kptimeline.store.served import within
from kptimeline.store.tallies import Tallies
from kptimeline.web import addresses, data, filters, layout
from kptimeline.web import strip as density
from kptimeline.web.asked import BEGINNING, Asked, FilterError

if TYPE_CHECKING:
    from sqlalchemy import Connection


PAGE = 50  # events
COUNTING = 2.0  # seconds for the strip, without which a page is as good
MOST_ROWS = 10_000  # of Datasette's answers (server.SETTINGS)


class Answer(Struct, frozen=True, kw_only=True):
    """What a chronology page shows; `counts` None: counting took too long."""

    page: Page
    left_out: Mapping[str, int]
    counts: Mapping[str, int] | None
    found: Mapping[str, Sequence[Match]] | None


def answer(connection: Connection, asked: Asked, tallied: Tallies | None = None) -> Answer:
    """Asks the store, as `show` and `search` do; `tallied` where it answers for the counts."""
    question = asked.question
    after: str | Place | None = asked.after
    if asked.after == BEGINNING:
        after = beginning(iso(question.since) or "")
    some = page(connection, question, PAGE, after=after, before=asked.before)
    found = matches(connection, question.words, some.events) if question.words else None
    return Answer(
        page=some,
        left_out=tallied.left_out(question) if tallied else left_out(connection, question),
        counts=tallied.by_month(question) if tallied else counted(connection, question),
        found=found,
    )


def counted(connection: Connection, question: Question) -> dict[str, int] | None:
    """Events by day of a short span, by month of any other; None where that takes too long."""
    span = question.since, question.until
    try:
        with within(connection, COUNTING):
            if density.by_days(span):
                return by_day(connection, question)
            months = by_month(connection, question)
            return by_day(connection, question) if 0 < len(months) < 4 else months
    except LateError:
        return None


def render(asked: Asked, found: Answer, about: Overview, name: str) -> str:
    """The whole page."""
    held = held_of(asked)
    told = summary(asked, found)
    body = [
        filters.form(held, about),
        element(
            "section",
            element("h2", "When", class_="unseen", id="when"),
            figure(found.counts, asked),
            aria_labelledby="when",
        ),
        element(
            "section",
            element("h2", "Events", id="events", class_="unseen"),
            element("p", told, class_="found", role="status"),
            *(element("p", note, class_="quiet") for note in _notes(asked, found)),
            *_events(found),
            _pager(asked, found.page),
            aria_labelledby="events",
        ),
        _programs(asked),
    ]
    return layout.page(asked.title(), "/chronology", name, body)


def refused(held: Mapping[str, Sequence[str]], error: FilterError, about: Overview, name: str) -> str:
    """The form as it was sent, with what is wrong, and what may be meant."""
    near = [
        element("a", each, href=addresses.chronology(*_swapped(held, error.name, each)))
        for each in error.near
    ]
    meant = joined("Did you mean ", *(_listed(near)), "?") if near else None
    told = [
        element("p", layout.sentence(error.message)),
        element("p", layout.sentence(error.hint)) if error.hint else None,
        element("p", meant) if meant else None,
    ]
    body = [
        element("div", *told, class_="wrong", id="wrong", role="alert"),
        filters.form(held, about, error.name),
    ]
    return layout.page("Chronology", "/chronology", name, body)


def _listed(links: Sequence[Markup]) -> Iterator[str]:
    for place, link in enumerate(links):
        if place:
            yield " or " if place == len(links) - 1 else ", "
        yield link


def _swapped(held: Mapping[str, Sequence[str]], name: str, value: str) -> list[tuple[str, str]]:
    pairs = [(key, each) for key, values in held.items() if key != name for each in values]
    return [*pairs, (name, value)]


def held_of(asked: Asked) -> dict[str, list[str]]:
    """What the fields of the form hold: actors by name."""
    held: dict[str, list[str]] = {}
    for name, value in asked.pairs:
        if name in ("after", "before"):
            continue
        shown = asked.names.get(value, value) if name in ("actor", "with") else value
        held.setdefault(name, []).append(shown)
    return held


def into(asked: Asked) -> Callable[[str, str], str]:
    """The address of the same question about a piece of its time."""
    start = [] if asked.question.reverse else [("after", BEGINNING)]
    return lambda first, last: addresses.chronology(*asked.but(("since", first), ("until", last), *start))


def figure(counts: Mapping[str, int] | None, asked: Asked) -> Markup:
    """The strip, or why there is none."""
    if counts is None:
        return element("p", "No picture: counting these events by month takes too long.", class_="quiet")
    axis, found = density.columns(counts, (asked.question.since, asked.question.until))
    if axis is None:
        return Markup("")
    return density.strip(axis, found, into(asked))


def summary(asked: Asked, found: Answer) -> str:
    """*50 events on this page, 2005 to 2006; of all, 1,204 are known to the month.*"""
    events = found.page.events
    if not events:
        return "No events match."
    told = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    in_part = found.page.has_earlier or found.page.has_later
    if in_part:
        told += " on this page"
    dated = [event for event in events if event.sort_day]
    if dated:
        first, last = sorted((words.year(dated[0]), words.year(dated[-1])))
        told += f", {first}" + (f" to {last}" if first != last else "")
    if found.counts and in_part:
        total = sum(found.counts.values())
        short = density.by_days((asked.question.since, asked.question.until))
        told += f"; of all, {total:,} are known to the {'day' if short else 'month'}"
    return told + "."


def _notes(asked: Asked, found: Answer) -> Iterator[Markup]:
    since = iso(asked.question.since)
    events = found.page.events
    if asked.after == BEGINNING and found.page.has_earlier:
        link = element("a", "Show that first", href=addresses.chronology(*asked.but()))
        yield joined("Before these stands what had begun and was going on. ", link)
    elif since and events and not asked.question.reverse and (events[0].sort_day or since) < since:
        link = element(
            "a", "Go to what begins then", href=addresses.chronology(*asked.but(("after", BEGINNING)))
        )
        yield joined("The first of these had begun before and were going on. ", link)
    if count := found.left_out.get("undated", 0):
        href = addresses.chronology(*asked.but(("undated", "1")))
        yield joined(f"Not shown: {count:,} without a date. ", element("a", "Show them too", href=href))
    if count := found.left_out.get("hidden", 0):
        yield joined(f"Not shown: {count:,} hidden by corrections.")


def _events(found: Answer) -> Iterator[Markup]:
    dated = [event for event in found.page.events if event.sort_day or event.edtf]
    undated = [event for event in found.page.events if not (event.sort_day or event.edtf)]
    groups = groups_of(dated, None)
    years = [
        (year, [(path[1:], events) for path, events in below])
        for year, below in groupby(groups, lambda group: group[0][0])
    ]
    if undated:
        years.append(("Without a date", [((), undated)]))
    if len(years) > 1:
        links = [
            element("li", element("a", year, href=f"#h{place}")) for place, (year, _) in enumerate(years, 1)
        ]
        yield element("nav", element("ul", *links, class_="years"), aria_label="Years on this page")
    for place, (year, below) in enumerate(years, 1):
        yield section(year, f"h{place}", below, found.found, addresses.LINKS)


def _pager(asked: Asked, some: Page) -> Markup | None:
    if not (some.has_earlier or some.has_later) or not some.events:
        return None
    first, last = some.events[0].event_id, some.events[-1].event_id
    links = [
        ("First page", asked.but(), some.has_earlier),
        ("Previous page", asked.but(("before", first)), some.has_earlier),
        ("Next page", asked.but(("after", last)), some.has_later),
    ]
    shown = [
        element("li", element("a", told, href=addresses.chronology(*pairs), rel=_REL.get(told)))
        for told, pairs, there in links
        if there
    ]
    return element("nav", element("ul", *shown, class_="pager"), aria_label="Pages")


_REL = {"Previous page": "prev", "Next page": "next"}


def _programs(asked: Asked) -> Markup:
    """The same as data, as SQL, and as a command."""
    question = replace(asked.question, limit=None)
    text, values = data.sql_of(question)
    page_address = addresses.chronology(*asked.but())
    links = [
        element("a", "JSON", href=addresses.sql(text, values, ".json")),
        element("a", "CSV", href=addresses.sql(text, values, ".csv")),
        element("a", "SQL", href=addresses.sql(text, values)),
        element("a", "a link to this question", href=page_address),
    ]
    return element(
        "section",
        element("h2", "The same for programs", id="programs"),
        element("p", joined(*_commas(links)), f". JSON and CSV hold {MOST_ROWS:,} rows at most."),
        element("p", "In a terminal: ", element("code", command(asked))),
        aria_labelledby="programs",
        class_="programs",
    )


def _commas(links: Sequence[Markup]) -> Iterator[str]:
    for place, link in enumerate(links):
        if place:
            yield ", "
        yield link


def command(asked: Asked) -> str:
    """The `kptimeline` command that asks the same."""
    question = asked.question
    told = ["kptimeline", "search", question.words] if question.words else ["kptimeline", "show"]
    for name, value in asked.pairs:
        if name in ("after", "before", "words"):
            continue
        told += [f"--{name}"] if name in ("stated", "undated", "reverse") else [f"--{name}", value]
    return shlex.join(told)
