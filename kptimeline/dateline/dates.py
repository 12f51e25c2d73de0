"""The dates of datelines and of lines that hold nothing but a date."""

from __future__ import annotations

import re
from functools import cache

from kptimeline.dateline.forms import DATE, MONTH
from kptimeline.dateline.letters import DASH, plain
from kptimeline.dateline.words import month_number, words
from kptimeline.interval import days_in_month

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"\b(\d{4})\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")
_MONTH = re.compile(MONTH)
LONGEST = 300  # characters of a line that holds a date and little else
_CLOCK = r"\d{1,2}(?:[:.h]\d{2}|[ \t]?[ap]\.?m\b)"
_REST = rf"(?:,?[ \t]*(?:at|\||-|{DASH}|·)?[ \t]*{_CLOCK}.{{0,40}}|,?[ \t]*\([^()]{{2,40}}\))?"


def parse(text: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a dateline's date; month and day are None where no such day exists."""
    year, month, day = _iso(text) or _worded(text)
    if month and day and 1 <= month <= 12 and 1 <= day <= days_in_month(year or 2000, month):
        return year, month, day
    return year, None, None


# Beside a byline, a section or an author the date must be whole: *Opinion | Dec 29* may be anything.
_BAR = r"[ \t]*[|·•][ \t]*"
_BESIDE = r"[^.!?|·•]{2,60}"
_BARS = re.compile(_BAR)
_PROSE = re.compile(r"[.!?][\"'”’)]*$|.{61}")
_NAMES = r"By[ \t]+[^\W\d_][^.!?|·•,]{1,60}"


def match_line(line: str) -> str | None:
    """The date of a line that holds nothing else, but for a label before it or a clock time after it.

    A whole date may also have a byline or, past a bar, a few words beside it: *By Lee Jae-yoon, December 29, 2025*.
    Of several dates (*Published 18 Nov 2025 | Updated 20 Nov 2025*) the first publication goes before a change.
    """
    if (between := _several(line)) is not None:
        return between
    if (alone := match_date_alone(line)) is not None:
        return alone
    if len(line) > LONGEST or not _YEAR.search(line):
        return None
    beside = _line_with_names().match(plain(line))
    return line[slice(*beside.span("date"))] if beside and _YEAR.search(beside["date"]) else None


def is_of_a_change(before: str) -> bool:
    """Whether a date is that of a change, by what stands before it on its line: *Updated on*."""
    return _later().search(before) is not None


def _several(line: str) -> str | None:
    """The date of a line of short parts between bars, of which at least one has a label and a whole date."""
    if len(line) > LONGEST or not _YEAR.search(line):
        return None
    parts = [part.strip() for part in _BARS.split(line)]
    if len(parts) < 2:
        return None
    dated = [(part, date) for part in parts if (date := match_date_alone(part)) and _YEAR.search(date)]
    others = set(parts).difference(part for part, _ in dated)
    labelled = any(not part.startswith(date) for part, date in dated)
    if not labelled or any(_PROSE.search(part) for part in others):
        return None
    return next((date for part, date in dated if not _later().match(part)), dated[0][1])


def match_date_alone(line: str) -> str | None:
    """As `match_line`, without bylines and other words beside the date."""
    if len(line) > LONGEST or not _DAY.search(line):
        return None
    found = _line().match(plain(line))
    return line[slice(*found.span("date"))] if found else None


@cache
def _line() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in words("date_labels"))
    return re.compile(rf"(?i:(?:{labels})[ \t]*:?[ \t]*(?:on[ \t]+)?)?(?P<date>{DATE}){_REST}[ \t]*\.?$")


@cache
def _later() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in words("later_labels"))
    return re.compile(
        rf"(?i:(?:^|(?<=[ \t|·•(]))(?:{labels})[ \t]*:?[ \t]*(?:on[ \t]+|at[ \t]+)?(?:$|(?={DATE})))"
    )


@cache
def _line_with_names() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_NAMES}(?:,|{_BAR}|[ \t]+(?:-|{DASH}))[ \t]*|{_BESIDE}{_BAR})?(?P<date>{DATE}){_REST}(?:{_BAR}{_BESIDE})?$"
    )


def _iso(text: str) -> tuple[int, int, int] | None:
    found = _ISO.search(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _worded(text: str) -> tuple[int | None, int | None, int | None]:
    month = next((number for found in _MONTH.finditer(text) if (number := month_number(found.group()))), None)
    year, day = _YEAR.search(text), _DAY.search(text)
    return int(year[1]) if year else None, month, int(day[1]) if day else None
