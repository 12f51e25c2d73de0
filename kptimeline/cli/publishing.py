"""Chronologies that leave the terminal: pages, calendars, timelines, from the same answer that `show` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kptimeline.cli.asking import Asked
from kptimeline.records import Chronology, ChronologyEvent, Match

if TYPE_CHECKING:
    from kptimeline.render.headings import By
    from kptimeline.render.timelinejs import GroupBy

FORMATS = ("html", "markdown", "ics", "timelinejs")


def title_of(asked: Asked, words: str | None) -> str:
    """*Chronology: North Korea with Russia, since 2024-10*: what was asked, as it was asked."""
    from kptimeline.render.title import title

    more: list[Sequence[str]] = [asked["types"], asked["statuses"], asked["outlets"]]
    more.append((asked["place"],) if asked["place"] else ())
    more += [
        (f"{name} {told}",) for name, told in (("since", asked["since"]), ("until", asked["until"])) if told
    ]
    return title(words, asked["actors"], asked["others"], more)


def render(
    form: str,
    found: Chronology,
    *,
    asked: Asked,
    words: str | None,
    as_of: str,
    past_limit: int | None,
    matches: Mapping[str, Sequence[Match]] | None,
    by: By | None,
    group: GroupBy | None,
) -> str:
    """The chronology in one of `FORMATS`. What a calendar or a timeline cannot show is counted on stderr."""
    name = title_of(asked, words)
    if form == "html":
        from kptimeline.render import html

        return html.render(found, title=name, made=as_of, by=by, past_limit=past_limit, matches=matches)
    if form == "markdown":
        from kptimeline.render import markdown

        return markdown.render(found, title=name, by=by, past_limit=past_limit)
    if form == "ics":
        from kptimeline.render import ics

        _say_left_out(found, ics.has_days, "not known to the day, which a calendar cannot show", past_limit)
        return ics.render(found, title=name, made=as_of)
    from kptimeline.render import timelinejs

    _say_left_out(found, timelinejs.has_place, "without a day to stand at", past_limit)
    return timelinejs.render(found, title=name, group=group)


def _say_left_out(
    found: Chronology, shows: Callable[[ChronologyEvent], bool], why: str, past_limit: int | None
) -> None:
    if count := sum(not shows(event) for event in found.events):
        click.echo(f"left out: {count} {why}", err=True)
    if count := found.left_out["undated"]:
        click.echo(f"left out: {count} undated", err=True)
    if count := found.left_out["hidden"]:
        click.echo(f"left out: {count} hidden by corrections; show them with --hidden", err=True)
    if past_limit is not None:
        click.echo(f"left out: events past the limit of {past_limit}", err=True)
