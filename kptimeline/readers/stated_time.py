"""Days and times as web pages, feeds and mails write them, to ISO; what may mean two days is no time.

The time is kept as stated: an offset is neither added nor turned into another, fractions are dropped.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from kptimeline.dateline.words import month_number
from kptimeline.temporal.clock import zones

LONGEST = 80  # characters of a value that can be a time
# What systems write for *no date*: their calendars' first days.
_NO_DAYS = frozenset({date(1, 1, 1), date(1899, 12, 30), date(1900, 1, 1), date(1970, 1, 1)})
_CLOCK = (
    r"(?:[T,\s]*(?:at\s+)?(?P<hour>\d{1,2}?):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*\(?(?P<zone>Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{2,9})?\)?)?\.?$"
)
_COMMENT = re.compile(r"([+-]\d{4}) \([^()]*\)$")  # *+0900 (KST)*
_OFFSET = re.compile(r"([+-])(\d{1,2}?):?(\d{2})?")
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_FORMS = tuple(
    re.compile(day + _CLOCK, re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>1[3-9]|2\d|3[01])[./](?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",
        r"(?P<year>\d{4})[./]\s?(?P<month>\d{1,2})[./]\s?(?P<day>\d{1,2})\.?",
        r"(?P<year>\d{4})년\s?(?P<month>\d{1,2})월\s?(?P<day>\d{1,2})일",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<name>[A-Za-z]{3,9})\.?,?[\s-](?P<year>\d{4})",
        r"(?:[A-Za-z]{3},\s)?(?P<day>\d{1,2})\s(?P<name>[A-Za-z]{3})\s(?P<year>\d{2})(?=\s)",
        _WEEKDAY + r"(?P<name>[A-Za-z]{3,9})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})",
    )
)


def iso_time(written: str) -> str | None:
    """`2025-11-18` or `2025-11-18T09:30:00+09:00`, without offset where none is written; None if it is no time.

    Reads ISO 8601, RFC 822, years first with dots or slashes, and English dates with the month in letters.
    *11/12/2025* is None: it is two days.
    """
    text = _COMMENT.sub(r"\1", " ".join(written.split()))
    if not text or len(text) > LONGEST:
        return None
    found = next((match for form in _FORMS if (match := form.match(text))), None)
    try:
        stated = _of(found) if found else None
    except (ValueError, OverflowError):
        return None
    if stated is None:
        return None
    day = stated.date() if isinstance(stated, datetime) else stated
    return None if day in _NO_DAYS else stated.isoformat()


def _of(found: re.Match[str]) -> date | datetime | None:
    parts = found.groupdict()
    month = int(parts["month"]) if parts.get("month") else month_number(parts["name"])
    if not month:
        return None
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # RFC 822 had two digits
        year += 2000 if year < 69 else 1900
    day = date(year, month, int(parts["day"]))
    if parts["hour"] is None:
        return day
    hour, zone = _hour(int(parts["hour"]), parts["half"]), parts["zone"]
    stated = datetime(day.year, day.month, day.day, hour, int(parts["minute"]), int(parts["second"] or 0))  # noqa: DTZ001
    return _placed(stated, zone) if zone else stated


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"no such hour: {hour} {half}")
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _placed(stated: datetime, zone: str) -> datetime:
    """With the offset of *+0900*, *GMT+9* or *KST*; a zone that is not known adds none, nor does RFC 822's -0000."""
    written = zones().get(zone.casefold(), re.sub("^(?:GMT|UTC)", "", zone.upper()))
    if written == "-0000":
        return stated
    offset = _OFFSET.fullmatch(written)
    if offset is not None:
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return stated.replace(tzinfo=timezone(-size if offset[1] == "-" else size))
    return stated.replace(tzinfo=ZoneInfo(written)) if "/" in written else stated
