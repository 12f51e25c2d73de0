"""Chronologies that leave the terminal: a page for readers, from the same answer that `show` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from kptimeline.cli.asking import Asked
from kptimeline.records import Chronology, Match

FORMATS = ("html",)


def title(asked: Asked, words: str | None) -> str:
    """*Chronology: North Korea with Russia, since 2024-10*: what was asked, as it was asked."""
    parts = [f"“{words}”"] if words else []
    if asked["actors"]:
        parts.append(" or ".join(asked["actors"]))
    if asked["others"]:
        parts.append(f"{'with ' if parts else 'With '}{' and '.join(asked['others'])}")
    told = " ".join(parts)
    more = [" or ".join(asked[name]) for name in ("types", "statuses", "outlets") if asked[name]]
    more += [asked["place"]] if asked["place"] else []
    more += [f"{name} {asked[name]}" for name in ("since", "until") if asked[name]]
    told = ", ".join(filter(None, [told, *more]))
    return f"Chronology: {told}" if told else "Chronology"


def render(
    form: str,
    found: Chronology,
    *,
    asked: Asked,
    words: str | None,
    as_of: str,
    past_limit: int | None,
    matches: Mapping[str, Sequence[Match]] | None,
) -> str:
    """The chronology in one of `FORMATS`; what that cannot show is said on stderr."""
    if form == "html":
        from kptimeline.render import html

        return html.render(
            found, title=title(asked, words), made=as_of, past_limit=past_limit, matches=matches
        )
    raise click.UsageError(f"no format {form}")
