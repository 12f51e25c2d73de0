"""Days and date-times in metadata fields: ISO, and the forms of others that can mean one day only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from kptimeline.errors import InputRejectedError
from kptimeline.interval import parse_iso

# Day and month of numbers could be either way round: the locale would decide, and is not known.
_TWO_WAYS = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?:[T ](.+))?")
_MAIL = re.compile(  # RFC 2822, 3.3: Mon, 29 Dec 2025 09:30:00 +0900
    r"(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d{1,2}:\d{2}(?::\d{2})?\s(?:[+-]\d{4}|[A-Z]{1,4})"
)
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
    """An ISO date or date-time as it is written; other forms and seconds since 1970 as the same in ISO.

    Raises InputRejectedError naming the field, for what is no time and for what may be two.
    """
    if isinstance(value, int | float):
        return _since_1970(value, field)
    text = value.strip()
    for form in (_iso, _year_first, _mail):
        try:
            if found := form(text):
                return found
        except (ValueError, OverflowError):
            continue
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


def _year_first(text: str) -> str | None:
    """*2025/12/29 09:30*: nobody writes the day second after the year."""
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    return _iso(f"{day}T{found[5]}") if found[5] else day


def _mail(text: str) -> str | None:
    if not _MAIL.fullmatch(text):
        return None
    from email.utils import parsedate_to_datetime  # it loads sockets and more: 5 ms that only this form needs

    return parsedate_to_datetime(text).isoformat()


def _since_1970(number: float, field: str) -> str:
    for known, second in ((_SECONDS, 1), (_MILLISECONDS, 1000)):
        if known.start <= number < known.stop:
            return datetime.fromtimestamp(number / second, UTC).isoformat()
    raise InputRejectedError(f"{field} is a number that tells no time: {number!r}", _HINT)
