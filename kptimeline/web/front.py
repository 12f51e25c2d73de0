"""The front page: what is in the store, and the ways into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kptimeline.interval import Extent
from kptimeline.render import corrections, safe
from kptimeline.render.dates import When, say
from kptimeline.render.markup import Markup, element, joined
from kptimeline.store.overview import Overview
from kptimeline.web import addresses, filters, layout
from kptimeline.web import strip as density
from kptimeline.web.asked import BEGINNING
from kptimeline.web.queries import Canned

Fact = tuple[str, str, str | None]  # number, what of, address


def render(about: Overview, counts: Mapping[str, int] | None, queries: Sequence[Canned], name: str) -> str:
    """The whole page."""
    if not about.articles:
        empty = [
            element("p", "There is no article in this database yet."),
            element(
                "p",
                "Fill it: ",
                element("code", f"kptimeline ingest FOLDER --database {name}"),
                "; this page shows what comes in.",
            ),
        ]
        return layout.page("Nothing here yet", "/", name, empty)
    body = [
        element("p", _span(about), class_="lead"),
        element("ul", *(_number(*fact) for fact in _facts(about)), class_="numbers"),
        _search(about),
        _when(counts),
        element(
            "div",
            _ranked(
                "Actors",
                [(a.name, addresses.actor(a.actor), a.events) for a in about.active],
                _more(about.actors - len(about.active), "actor"),
            ),
            _ranked("Types", [(kind or "no type", _filter("type", kind), n) for kind, n in about.types]),
            _ranked("Status", [(kind, _filter("status", kind), n) for kind, n in about.statuses]),
            _ranked(
                "Outlets",
                [(paper, _filter("outlet", paper), n) for paper, n in about.papers],
                _more(about.outlets - len(about.papers), "outlet"),
                unit="articles",
            ),
            class_="ranks",
        ),
        _queries(queries),
    ]
    return layout.page("What is in this database", "/", name, body)


def _span(about: Overview) -> str:
    if about.first_day is None or about.last_day is None:
        return "None of its events has a date."
    when = When(about.first_day, about.last_day, "day", Extent.THROUGHOUT)
    return f"What news articles tell of {say(when).removeprefix('throughout ')}, with the sentence behind each line."


def _facts(about: Overview) -> list[Fact]:
    run = about.last_run
    facts: list[Fact] = [
        (f"{about.articles:,}", "article" if about.articles == 1 else "articles", addresses.rows("article")),
        (f"{about.events:,}", "events", addresses.chronology()),
        (f"{about.actors:,}", "actors in them", None),
        (f"{about.outlets:,}", "outlet" if about.outlets == 1 else "outlets", None),
        (f"{about.undated:,}", "undated mentions", addresses.rows("undated")),
    ]
    if about.without_anchor:
        facts.append((f"{about.without_anchor:,}", "articles without a day", None))
    if about.corrections:
        facts.append((f"{about.corrections:,}", "corrections by hand", addresses.rows("correction")))
    if about.rejects:
        facts.append((f"{about.rejects:,}", "inputs rejected", addresses.rows("reject")))
    if run is not None:
        ended = "" if run.finished_at else ", not finished"
        facts.append(
            (safe.line(corrections.time(run.started_at)), f"last run: {safe.line(run.command)}{ended}", None)
        )
    return facts


def _number(number: str, told: str, href: str | None) -> Markup:
    both = joined(element("b", number), " ", element("span", told))
    return element("li", element("a", both, href=href) if href else both)


def _search(about: Overview) -> Markup:
    suggested = element(
        "datalist", *(element("option", value=each.name) for each in about.active), id="actors"
    )
    fields = element(
        "div",
        filters.field({}, "words", "Words", kind="search"),
        filters.field({}, "actor", "Actor", suggests="actors"),
        filters.field({}, "since", "From", hint="2024, 2024-10, last week"),
        filters.field({}, "until", "To", hint="2025-12-29"),
        element("button", "Show", type="submit"),
        class_="fields",
    )
    return element(
        "form",
        suggested,
        fields,
        action="/chronology",
        method="get",
        role="search",
        aria_label="Find events",
        class_="asking",
    )


def _when(counts: Mapping[str, int] | None) -> Markup | None:
    axis, found = density.columns(counts or {}, (None, None))
    if axis is None:
        return None

    def into(first: str, last: str) -> str:
        return addresses.chronology(("since", first), ("until", last), ("after", BEGINNING))

    picture = density.strip(axis, found, into)
    return element("section", element("h2", "When", id="when"), picture, aria_labelledby="when")


def _filter(name: str, value: str) -> str | None:
    return addresses.chronology((name, value)) if value else None


def _more(count: int, what: str) -> str:
    return f"and {count:,} more {what}{'' if count == 1 else 's'}" if count > 0 else ""


def _ranked(
    heading: str, ranks: Sequence[tuple[str, str | None, int]], rest: str = "", unit: str = "events"
) -> Markup | None:
    if not ranks:
        return None
    lines = [
        element(
            "li",
            element("a", told, href=href, dir="auto") if href else told,
            " ",
            element("span", f"{count:,}", class_="quiet"),
        )
        for told, href, count in ranks
    ]
    return element(
        "section",
        element("h2", heading, " ", element("span", unit, class_="quiet"), id=f"r-{heading.lower()}"),
        element("ol", *lines),
        element("p", rest, class_="quiet") if rest else None,
        aria_labelledby=f"r-{heading.lower()}",
    )


def _queries(queries: Sequence[Canned]) -> Markup:
    lines = [
        element(
            "li", element("a", each.title, href=f"/{addresses.DATABASE}/{each.name}"), f": {each.description}"
        )
        for each in queries
    ]
    return element(
        "section",
        element("h2", "Questions in SQL", id="queries"),
        element(
            "p",
            "Each runs as it stands, can be changed, and is JSON and CSV too; docs/schema.md tells what the columns mean.",
        ),
        element("ul", *lines),
        aria_labelledby="queries",
    )
