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
from kptimeline.records import Chronology, ChronologyEvent
from kptimeline.render import words
from kptimeline.render.headings import By, Group
from kptimeline.render.html_rows import Matches, groups_of, names, section
from kptimeline.render.markup import Markup, element
from kptimeline.render.picture import legend, picture


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
    groups = groups_of(dated, by)
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
        section(year, places[year], [(path[1:], events) for path, events in below], matches)
        for year, below in groupby(groups, key=lambda group: group[0][0])
    ]
    if undated:
        sections.append(section("Without a date", "undated", [((), list(undated))], matches))
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
        for name in names(event):
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
