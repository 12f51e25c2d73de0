"""Days and date-times in the fields of articles, checked: what is no time, or may be two, is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from kptimeline.errors import InputRejectedError
from kptimeline.interval import parse_iso

# Day and month of numbers could be either way round: the locale would decide, and is not known.
_TWO_WAYS = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b")
# Seconds since 1970 up to 2286, from 1973 on; as milliseconds they are a thousand times that, so neither can
# be taken for the other, nor for a day written as a number (20251229).
_SECONDS = range(10**8, 10**10)
_MILLISECONDS = range(10**11, 10**13)
_HINT = "write it as 2025-12-29 or 2025-12-29T09:30:00+09:00"


def checked_day(text: str, field: str) -> str:
    """The ISO day itself. Raises InputRejectedError naming the field."""
    try:
        parse_iso(text)
    except ValueError as error:
        raise InputRejectedError(f"{field} is no ISO date: {text!r}", "write it as 2025-12-29") from error
    return text


def checked_time(value: str | float, field: str) -> str:
    """An ISO date or date-time as it is written; the forms of `iso_time` and seconds since 1970 as the same in ISO.

    Raises InputRejectedError naming the field, for what is no time and for what may be two.
    """
    if isinstance(value, int | float):
        return _since_1970(value, field)
    text = value.strip()
    try:
        return _iso(text)
    except ValueError:
        from kptimeline.readers.stated_time import iso_time  # zones and patterns that ISO does without

        if found := iso_time(text):
            return found
    if text.isascii() and text.isdecimal() and len(text) > 8:
        return _since_1970(int(text[:20]), field)
    if _TWO_WAYS.match(text):
        raise InputRejectedError(f"{field} may be two days, or is none: {text!r}", _HINT)
    raise InputRejectedError(f"{field} is neither an ISO date nor an ISO date-time: {text[:80]!r}", _HINT)


def is_ahead(day: str, as_of: str) -> bool:
    """Whether an ISO day lies so far after the day of ingest that no time zone explains it."""
    return parse_iso(day) > parse_iso(as_of) + 1


def _iso(text: str) -> str:
    date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    return text


def _since_1970(number: float, field: str) -> str:
    for known, second in ((_SECONDS, 1), (_MILLISECONDS, 1000)):
        if known.start <= number < known.stop:
            return datetime.fromtimestamp(number / second, UTC).isoformat()
    raise InputRejectedError(f"{field} is a number that tells no time: {number!r}", _HINT)
