"""The data of datelines, read once: agencies, labels, months, weekdays, shares."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from kptimeline import shipped


@cache
def data(name: str, language: str = "en") -> dict[str, Any]:
    """A TOML file of the language's folder: `dateline`, `dateline_places`, `dateline_weekday_shares` …"""
    return shipped.table(shipped.language(language) / f"{name}.toml")


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of dateline.toml, longest first, so that a pattern tries *Kyodo News* before *Kyodo*."""
    return tuple(sorted(data("dateline")[name], key=lambda word: (-len(word), word)))


def _full_names(name: str) -> tuple[str, ...]:
    """The full names of a class of the lexicon, by number: January first, Monday first."""
    full: dict[int, str] = {}
    for word, number in data("lexicon")["class"][name]["words"].items():
        full[number] = max(word, full.get(number, ""), key=len)
    return tuple(full[number] for number in sorted(full))


MONTHS = _full_names("month")
WEEKDAYS = _full_names("weekday")


def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or its first three letters or more (*Dec.*, *Sept*), else None."""
    return _position(word, MONTHS)


def weekday_number(word: str) -> int | None:
    """ISO weekday, Monday 1, for a weekday's name or its first three letters or more, else None."""
    return _position(word, WEEKDAYS)


@lru_cache(maxsize=4096)
def _position(word: str, names: tuple[str, ...]) -> int | None:
    start = word.rstrip(".").casefold()
    fits = [number for number, name in enumerate(names, 1) if len(start) >= 3 and name.startswith(start)]
    return fits[0] if fits else None
