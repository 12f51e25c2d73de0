"""`--select FIELD=VALUE`: which of the articles that come in are taken; the others are counted, not rejected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

import click

from kptimeline.cli import periods
from kptimeline.errors import UsageError
from kptimeline.interval import Interval
from kptimeline.records import Article

FIELDS = ("language", "outlet", "date")
_Days = tuple[int | None, int | None]  # first and last
_RANGE = re.compile(r"\s*\.\.\s*")


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option; it gives pairs of field and value, of which `Selection` is made."""
    return click.option(
        "--select",
        "selected",
        multiple=True,
        metavar="FIELD=VALUE",
        callback=_pairs,
        help="Take only articles of a language, outlet or date (docs/input.md); several of one field are alternatives.",
    )(command)


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A callback: `language=en` to its parts. Raises click.BadParameter."""
    pairs = []
    for one in given:
        field, equals, value = (part.strip() for part in one.partition("="))
        if not equals or not value:
            raise click.BadParameter(f"{one!r} is not FIELD=VALUE, as in language=en", ctx, param)
        if field not in FIELDS:
            raise click.BadParameter(f"no field {field}; the fields are {', '.join(FIELDS)}", ctx, param)
        pairs.append((field, value))
    return tuple(pairs)


class Selection:
    """What was asked for, and how many articles it left out: all of them fit one value of each field asked for.

    A date is that of the anchor, as `kptimeline dateline` gives it; `trust_file_name` as in `choose_anchor`.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]], as_of: str, *, trust_file_name: bool = False
    ) -> None:
        self.left_out = 0
        self.undated = 0  # of those left out: articles without an anchor where a date is asked for
        self._asked: dict[str, list[str]] = defaultdict(list)
        for field, value in pairs:
            self._asked[field].append(value)
        self._days = [_days(value, as_of) for value in self._asked["date"]]
        self._trust = trust_file_name

    def of(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The articles that fit; a date is looked for last, as that costs most."""
        for article in articles:
            if self._fits(article):
                yield article
            else:
                self.left_out += 1

    @property
    def told(self) -> str:
        """*, 12 not selected (3 without a date)*, the end of a summary; nothing where all were."""
        if not self.left_out:
            return ""
        undated = f" ({self.undated:,} without a date)" if self.undated else ""
        return f", {self.left_out:,} not selected{undated}"

    def _fits(self, article: Article) -> bool:
        languages, outlets = self._asked["language"], self._asked["outlet"]
        if languages and not any(speaks(article.language, asked) for asked in languages):
            return False
        if outlets and _plain(article.outlet) not in map(_plain, outlets):
            return False
        return not self._days or self._is_of(article)

    def _is_of(self, article: Article) -> bool:
        day = self._day(article)
        if day is None:
            self.undated += 1
            return False
        return any(
            (first is None or first <= day) and (last is None or day <= last) for first, last in self._days
        )

    def _day(self, article: Article) -> int | None:
        from kptimeline.dateline.choose import choose_anchor
        from kptimeline.pipeline import read

        choice = choose_anchor(article, read(article, self._kit), trust_file_name=self._trust)
        return choice.anchor.day if choice.anchor else None

    @cached_property
    def _kit(self) -> Any:
        from kptimeline.pipeline import load_kit

        return load_kit(model=False)


def speaks(language: str | None, asked: str) -> bool:
    """Whether a language tag is the one asked for, or a form of it: *en-GB* is *en*, *en* is not *en-GB*."""
    has, wanted = ((tag or "").replace("_", "-").casefold() for tag in (language, asked))
    return has == wanted or has.startswith(f"{wanted}-")


def _plain(outlet: str | None) -> str | None:
    return " ".join(outlet.split()).casefold() if outlet else None


def _days(value: str, as_of: str) -> _Days:
    """*2024*, *2024-01..2024-06*, *2024-03..*, *..2024*, in each of which an end is read as date options are."""
    first, dots, last = _RANGE.sub("..", value).partition("..")
    if not dots:
        period = _period(first, as_of)
        return period.first, period.last
    start = _period(first, as_of).first if first else None
    end = _period(last, as_of).last if last else None
    if start is None and end is None:
        raise UsageError(
            f"--select date={value} has neither a first nor a last day", "write 2024-01..2024-06"
        )
    if start is not None and end is not None and start > end:
        raise UsageError(f"--select date={value} ends before it begins", "swap its ends")
    return start, end


def _period(text: str, as_of: str) -> Interval:
    period = periods.read_period(text, "--select date", as_of)
    if period.how:
        click.echo(period.how, err=True)
    return period.interval
