"""Days and date-times in metadata fields."""

from __future__ import annotations

from datetime import date, datetime

from kptimeline.errors import InputRejectedError
from kptimeline.interval import parse_iso


def checked_day(text: str, field: str) -> str:
    """The ISO day itself. Raises InputRejectedError naming the field."""
    try:
        parse_iso(text)
    except ValueError as error:
        raise InputRejectedError(f"{field} is no ISO date: {text!r}", "write it as 2025-12-29") from error
    return text


def checked_time(text: str, field: str) -> str:
    """The ISO date or date-time itself. Raises InputRejectedError naming the field."""
    try:
        date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise InputRejectedError(
            f"{field} is neither an ISO date nor an ISO date-time: {text!r}",
            "write it as 2025-12-29 or 2025-12-29T09:30:00+09:00",
        ) from error
    return text


def is_ahead(day: str, as_of: str) -> bool:
    """Whether an ISO day lies so far after the day of ingest that no time zone explains it."""
    return parse_iso(day) > parse_iso(as_of) + 1
