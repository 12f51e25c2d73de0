"""A chronology as one HTML file: nothing is fetched, everything is readable without its script.

The Content-Security-Policy of the file allows its own style sheet and script, by their hashes, and nothing
else. All that comes from articles passes `markup`, and an address becomes a link only by `link.web`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby

from kptimeline import shipped
from kptimeline.records import Chronology, ChronologyEvent, Match
from kptimeline.render import safe, words
from kptimeline.render.headings import By, Group, grouped
from kptimeline.render.link import web
from kptimeline.render.markup import Markup, element, joined
from kptimeline.render.picture import legend, picture

MONTHS_FROM = 13  # events of a year that are parted by months
_NO_REFERRER = {"rel": "noreferrer noopener"}
Matches = Mapping[str, Sequence[Match]]


def render(
    chronology: Chronology,
    *,
    title: str,
    made: str,
    by: By | None = None,
    past_limit: int | None = None,
    matches: Matches | None = None,
) -> str:
    """The whole file. `made` is the day that the page names as its own (ISO); `by`: headings, else as many as fit."""
    style, script = (shipped.read_text(shipped.page(f"chronology.{kind}")) for kind in ("css", "js"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        _policy(style, script),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        Markup(f"<style>{style}</style>"),
    )
    events = chronology.events
    dated = [event for event in events if event.sort_day or event.edtf]
    undated = [event for event in events if not (event.sort_day or event.edtf)]
    groups = _groups(dated, by)
    years = list(dict.fromkeys(path[0] for path, _ in groups))
    places = {year: f"h{number}" for number, year in enumerate(years, 1)}
    body = element(
        "body",
        element("a", "Skip to the events", href="#events", class_="skip"),
        element(
            "header",
            element("h1", title),
            element("p", _summary(dated, undated)),
            *(element("p", note, class_="quiet") for note in _notes(chronology, past_limit)),
            element(
                "p", f"Made by kptimeline, {made}. Each date is as fine as the text has it.", class_="quiet"
            ),
        ),
        element("main", _figure(dated, places), _listed(groups, places, undated, matches)),
        Markup(f"<script>{script}</script>"),
    )
    return f'<!doctype html>\n<html lang="en">{head}\n{body}\n</html>\n'


def _policy(style: str, script: str) -> Markup:
    def source(content: str) -> str:
        return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"

    rules = f"default-src 'none'; style-src {source(style)}; script-src {source(script)}; base-uri 'none'; form-action 'none'"
    return element("meta", http_equiv="Content-Security-Policy", content=rules)


def _groups(dated: Sequence[ChronologyEvent], by: By | None) -> list[Group]:
    """By what was asked; else by months where a year has many events, and by years where it has few."""
    if by is not None:
        return grouped(dated, by)
    return [
        part
        for _, (events) in grouped(dated, "year")
        for part in grouped(events, "month" if len(events) >= MONTHS_FROM else "year")
    ]


def _summary(dated: Sequence[ChronologyEvent], undated: Sequence[ChronologyEvent]) -> str:
    if not dated and not undated:
        return "No events match."
    count = len(dated) + len(undated)
    told = f"{count:,} event{'s' if count != 1 else ''}"
    if dated:
        first, last = sorted((words.year(dated[0]), words.year(dated[-1])))
        told += f", {first}" + (f" to {last}" if first != last else "")
    return told + (f"; {len(undated):,} of them without a date" if undated and dated else "") + "."


def _notes(chronology: Chronology, past_limit: int | None) -> Iterator[str]:
    left = chronology.left_out
    if count := left.get("undated", 0):
        yield f"Not shown: {count:,} without a date."
    if count := left.get("hidden", 0):
        yield f"Not shown: {count:,} hidden by corrections."
    if past_limit is not None:
        yield f"Not shown: what comes after the first {past_limit:,}."


def _figure(dated: Sequence[ChronologyEvent], places: Mapping[str, str]) -> Markup:
    drawn = [event for event in dated if event.first_day or event.last_day]
    if not drawn:
        return Markup("")
    svg, told = picture(drawn, places)
    if missing := len(dated) - len(drawn):
        told += f" {missing} lie outside of the calendar that it draws."
    figure = element("figure", svg, element("figcaption", told), legend())
    return element("section", element("h2", "Timeline", id="picture"), figure, aria_labelledby="picture")


def _listed(
    groups: Sequence[Group],
    places: Mapping[str, str],
    undated: Sequence[ChronologyEvent],
    matches: Matches | None,
) -> Markup:
    everything = [*(event for _, events in groups for event in events), *undated]
    if not everything:
        return element("section", element("h2", "Events", id="events"), aria_labelledby="events")
    sections = [
        _section(year, places[year], [(path[1:], events) for path, events in below], matches)
        for year, below in groupby(groups, key=lambda group: group[0][0])
    ]
    if undated:
        sections.append(_section("Without a date", "undated", [((), list(undated))], matches))
    links = [
        *((place, year) for year, place in places.items()),
        *([("undated", "undated")] if undated else []),
    ]
    return element(
        "section",
        element("h2", "Events", id="events", tabindex=-1),
        _filters(everything),
        element(
            "nav",
            element(
                "ul",
                *(element("li", element("a", name, href=f"#{at}")) for at, name in links),
                class_="years",
            ),
            aria_label="Years",
        )
        if len(links) > 1
        else None,
        *sections,
        aria_labelledby="events",
    )


def _filters(events: Sequence[ChronologyEvent]) -> Markup:
    """Hidden until the script, without which they do nothing, shows them."""
    count: dict[str, int] = {}
    for event in events:
        for name in _names(event):
            count[name] = count.get(name, 0) + 1
    actors = sorted(count, key=lambda name: (-count[name], name))
    return element(
        "div",
        element("label", "Words", element("input", type="search", name="words", autocomplete="off")),
        _choice("Actor", "actor", [(name, f"{name} ({count[name]:,})") for name in actors]),
        _choice(
            "Type", "type", [(kind, kind) for kind in sorted({e.event_type for e in events if e.event_type})]
        ),
        _choice("Status", "status", [(kind, kind) for kind in sorted({event.status for event in events})]),
        element("button", "Show all", type="button"),
        element("output", aria_live="polite"),
        class_="filters",
        role="search",
        aria_label="Filter the events",
        hidden=True,
    )


def _choice(label: str, name: str, values: Sequence[tuple[str, str]]) -> Markup:
    options = [element("option", told, value=value) for value, told in values]
    return element("label", label, element("select", element("option", "any", value=""), *options, name=name))


def _names(event: ChronologyEvent) -> list[str]:
    return list(dict.fromkeys(safe.line(actor.name) for actor in event.actors))


def _section(year: str, place: str, groups: Sequence[Group], matches: Matches | None) -> Markup:
    bodies = [
        element(
            "tbody",
            element("tr", element("th", " · ".join(path), colspan=4, scope="rowgroup", class_="month"))
            if path
            else None,
            *(_row(event, matches) for event in events),
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


def _row(event: ChronologyEvent, matches: Matches | None) -> Markup:
    return element(
        "tr",
        element("th", words.date(event), scope="row", class_="when"),
        element(
            "td",
            element("p", words.what(event), class_="what", dir="auto"),
            *(element("p", who) for who in words.who(event)),
            *_quoted(event, matches),
            element("p", reason, class_="doubt") if (reason := words.reason(event)) else None,
        ),
        element(
            "td",
            element("p", words.kind(event)),
            *(element("p", mark, class_="doubt") for mark in words.marks(event)),
            class_="kind",
        ),
        element("td", *_sources(event), class_="told"),
        id=event.event_id,
        data_status=event.status,
        data_type=event.event_type or "",
        data_actors="\n".join(_names(event)),
    )


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


def _sources(event: ChronologyEvent) -> Iterator[Markup]:
    for says in words.says(event):
        yield element("p", says)
    yield element("p", _linked(event.url, event.outlet, event.article_key))
    others = {
        each["article_key"]: each for each in event.mentions if each["article_key"] != event.article_key
    }
    if others:
        told = [
            element(
                "li",
                _linked(each["url"], each["outlet"], key),
                ": ",
                element("q", safe.line(each["sentence"]), dir="auto"),
            )
            for key, each in others.items()
        ]
        yield element("details", element("summary", f"and {len(told)} more"), element("ul", *told))


def _linked(url: str | None, outlet: str | None, key: str) -> Markup:
    """The outlet as a link to its article; where there is no web address, its name and the article's key."""
    name = safe.line(outlet or "")
    if address := web(url):
        return element("a", name or address, href=address, **_NO_REFERRER)
    told = f"{name}, article {key}" if name else f"article {key}"
    return element("span", f"{told}: {safe.line(url)}" if url else told)
