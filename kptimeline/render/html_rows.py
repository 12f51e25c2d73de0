"""The lines of a chronology as rows of HTML tables: the same in a file and in the pages that are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kptimeline.records import ChronologyEvent, Match
from kptimeline.render import safe, words
from kptimeline.render.headings import By, Group, grouped
from kptimeline.render.link import web
from kptimeline.render.markup import Markup, element, joined

MONTHS_FROM = 13  # events of a year that are parted by months
NO_REFERRER = {"rel": "noreferrer noopener"}
Matches = Mapping[str, Sequence[Match]]


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of what has a page of its own, by key or slug; a file has no such pages."""

    event: Callable[[str], str]
    actor: Callable[[str], str]
    article: Callable[[str], str]


def groups_of(dated: Sequence[ChronologyEvent], by: By | None) -> list[Group]:
    """By what was asked; else by months where a year has many events, and by years where it has few."""
    if by is not None:
        return grouped(dated, by)
    return [
        part
        for _, (events) in grouped(dated, "year")
        for part in grouped(events, "month" if len(events) >= MONTHS_FROM else "year")
    ]


def names(event: ChronologyEvent) -> list[str]:
    """The actors of an event, each once, harmless."""
    return list(dict.fromkeys(safe.line(actor.name) for actor in event.actors))


def section(
    year: str,
    place: str,
    groups: Sequence[Group],
    matches: Matches | None,
    links: Links | None = None,
) -> Markup:
    """A heading with its table; `place` is the heading's id."""
    bodies = [
        element(
            "tbody",
            element("tr", element("th", " · ".join(path), colspan=4, scope="rowgroup", class_="month"))
            if path
            else None,
            *(_row(event, matches, links) for event in events),
        )
        for path, events in groups
    ]
    columns = (
        ("When", "when"),
        ("What, and the sentence that tells it", None),
        ("Type, status", "kind"),
        ("Source", "told"),
    )
    head = element("tr", *(element("th", name, scope="col", class_=kind) for name, kind in columns))
    table = element(
        "table",
        element("caption", element("span", f"Events: {year}", class_="unseen")),
        element("thead", head),
        *bodies,
    )
    return element("section", element("h3", year, id=place), table, class_="year", aria_labelledby=place)


def _row(event: ChronologyEvent, matches: Matches | None, links: Links | None) -> Markup:
    return element(
        "tr",
        element("th", words.date(event), scope="row", class_="when"),
        element(
            "td",
            element("p", _what(event, links), class_="what", dir="auto"),
            *(element("p", who) for who in who(event, links)),
            *_quoted(event, matches),
            element("p", reason, class_="doubt") if (reason := words.reason(event)) else None,
        ),
        element(
            "td",
            element("p", words.kind(event)),
            *(element("p", mark, class_="doubt") for mark in words.marks(event)),
            class_="kind",
        ),
        element("td", *_sources(event, links), class_="told"),
        id=event.event_id,
        data_status=event.status,
        data_type=event.event_type or "",
        data_actors="\n".join(names(event)),
    )


def _what(event: ChronologyEvent, links: Links | None) -> str:
    told = words.what(event)
    return element("a", told, href=links.event(event.event_id)) if links else told


def who(event: ChronologyEvent, links: Links | None) -> list[str]:
    """As `words.who`, with each actor that is known linked to its page."""
    if links is None:
        return words.who(event)
    slugs = {safe.line(each.name): each.actor for each in event.actors if each.actor}

    def linked(side: str, between: str) -> Markup:
        told: list[str] = []
        for name in safe.line(side).split("; "):
            slug = slugs.get(name)
            told += [between if told else "", element("a", name, href=links.actor(slug)) if slug else name]
        return joined(*told)

    if words.mutual(event):
        return [linked(event.by_actors, " ↔ ")]
    by, to = linked(event.by_actors, "; "), linked(event.to_actors, "; ")
    if by and to:
        return [joined(by, " → ", to)]
    return [by] if by else [joined("→ ", to)] if to else []


def _quoted(event: ChronologyEvent, matches: Matches | None) -> Iterator[Markup]:
    """What a search found, with its hits marked; else the sentence."""
    found = matches.get(event.event_id, ()) if matches else ()
    texts = list(dict.fromkeys(map(_marked, found))) or [element("span", safe.line(event.sentence))]
    for told in texts:
        yield element("blockquote", told, dir="auto")


def _marked(match: Match) -> Markup:
    told, done = [], 0
    for start, end in match.hits:
        told += [match.text[done:start], element("mark", match.text[start:end])]
        done = end
    return joined(*told, match.text[done:])


def _sources(event: ChronologyEvent, links: Links | None) -> Iterator[Markup]:
    for says in words.says(event):
        yield element("p", says)
    yield element("p", source(event.url, event.outlet, event.article_key, links))
    others = {
        each["article_key"]: each for each in event.mentions if each["article_key"] != event.article_key
    }
    if others:
        told = [
            element(
                "li",
                source(each["url"], each["outlet"], key, links),
                ": ",
                element("q", safe.line(each["sentence"]), dir="auto"),
            )
            for key, each in others.items()
        ]
        yield element("details", element("summary", f"and {len(told)} more"), element("ul", *told))


def source(url: str | None, outlet: str | None, key: str, links: Links | None = None) -> Markup:
    """The outlet as a link to its article; where there is no web address, its name and the article's key."""
    name = safe.line(outlet or "")
    if address := web(url):
        return element("a", name or address, href=address, **NO_REFERRER)
    article: str = element("a", key, href=links.article(key)) if links else key
    told = joined(f"{name}, article " if name else "article ", article)
    return element("span", told, f": {safe.line(url)}" if url else None)
