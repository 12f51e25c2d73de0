"""A calendar (iCalendar, RFC 5545) of the events whose days are known: all-day events, the end exclusive."""

from __future__ import annotations

from collections.abc import Iterator

from kptimeline.interval import Extent, Granularity, from_day, parse_iso
from kptimeline.records import Chronology, ChronologyEvent
from kptimeline.render import safe, words
from kptimeline.render.link import web

_STATUS = {
    "planned": "TENTATIVE",
    "proposed": "TENTATIVE",
    "hypothetical": "TENTATIVE",
    "denied": "CANCELLED",
    "negated": "CANCELLED",
}
_LAST = parse_iso("9999-12-31")  # the last day that a calendar can name


def has_days(event: ChronologyEvent) -> bool:
    """Whether a calendar can show it without saying more than is known: one day, or all days from one to another."""
    if event.first_day is None or event.last_day is None:
        return False
    fine = event.granularity is None or Granularity(event.granularity).rank <= Granularity.DAY.rank
    whole = event.first_day == event.last_day or event.extent == Extent.THROUGHOUT
    return fine and whole and parse_iso(event.last_day) < _LAST


def render(chronology: Chronology, *, title: str, made: str) -> str:
    """The calendar, with CR LF and lines of at most 75 octets; `made` is the day of DTSTAMP (ISO).

    Events without days of their own are left out: ask `has_days` which.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kptimeline//kptimeline//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{escaped(title)}")
    for event in filter(has_days, chronology.events):
        lines += _event(event, made)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def _event(event: ChronologyEvent, made: str) -> Iterator[str]:
    assert event.first_day
    assert event.last_day
    yield "BEGIN:VEVENT"
    yield f"UID:{event.event_id}@kptimeline"
    yield f"DTSTAMP:{_date(parse_iso(made))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_date(parse_iso(event.first_day))}"
    yield f"DTEND;VALUE=DATE:{_date(parse_iso(event.last_day) + 1)}"
    mark = f"[{event.status}] " if event.status in _STATUS else ""
    yield f"SUMMARY:{escaped(mark + words.what(event))}"
    facts = [words.date(event), *words.who(event), words.kind(event), *words.marks(event), *words.says(event)]
    told = [" · ".join(facts), safe.line(event.sentence), words.origin(event)]
    yield "DESCRIPTION:" + r"\n".join(map(escaped, told))
    yield f"STATUS:{_STATUS.get(event.status, 'CONFIRMED')}"
    if event.event_type:
        yield f"CATEGORIES:{escaped(event.event_type)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if address := web(event.url):
        yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""A TEXT value (section 3.3.11): backslash, semicolon and comma behind a backslash, on one line."""
    return safe.line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """A content line as lines of at most 75 octets (section 3.1), no letter cut in two."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > 75:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)


def _date(day: int) -> str:
    year, month, monthday = from_day(day)
    return f"{year:04}{month:02}{monthday:02}"
