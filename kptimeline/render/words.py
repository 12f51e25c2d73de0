"""What an event's row says, in the words that every format for people uses."""

from __future__ import annotations

from kptimeline.records import ChronologyEvent, OtherDate
from kptimeline.render import safe
from kptimeline.render.dates import When, heading, say

_DATED_BY = {
    "sentence": "from another clause of its sentence",
    "chain": "from the event told before it",
    "lead": "from the day of the report",
}


def when(event: ChronologyEvent) -> When:
    """The time columns of a row."""
    return When(
        first_day=event.first_day,
        last_day=event.last_day,
        granularity=event.granularity,
        extent=event.extent,
        first_time=event.first_time,
        last_time=event.last_time,
        utc_offset=event.utc_offset,
        edtf=event.edtf,
        phrase=safe.line(event.time_text).lower()
        if event.time_text and event.certainty != "corrected"
        else None,
    )


def date(event: ChronologyEvent) -> str:
    """*10–16 Nov 2025*."""
    return say(when(event))


def year(event: ChronologyEvent) -> str:
    """The heading that the event stands under."""
    return heading(when(event))


def marks(event: ChronologyEvent) -> list[str]:
    """What is not plain fact about the row: a guessed date and from what, a correction, other dates, a dispute."""
    found = []
    if event.certainty == "inferred":
        found.append(" ".join(["date inferred", _DATED_BY.get(event.dated_by or "", "")]).strip())
    elif event.certainty == "ambiguous":
        found.append("date ambiguous")
    fields = [field for field in event.corrected if field != "hidden"]
    if event.certainty == "corrected" and "date" not in fields:
        fields.insert(0, "date")
    if fields:
        found.append(f"{', '.join(fields)} corrected by hand")
    if "hidden" in event.corrected:
        found.append("hidden")
    found += [f"also given as {say(_other(each))} by {each.articles}" for each in event.other_dates]
    if event.disputed:
        found.append("disputed")
    return found


def _other(date: OtherDate) -> When:
    return When(
        first_day=date.first_day, last_day=date.last_day, granularity=date.granularity, extent=date.extent
    )


def what(event: ChronologyEvent) -> str:
    """The event in a line: its summary, or the sentence where there is none."""
    return safe.line(event.summary or event.sentence)


def who(event: ChronologyEvent) -> list[str]:
    """*North Korea → Russia*, *Kim Jong-un ↔ Moon Jae-in*; nothing where no actor is known."""
    by, to = safe.line(event.by_actors), safe.line(event.to_actors)
    if mutual(event):
        return [by.replace("; ", " ↔ ")]
    if by and to:
        return [f"{by} → {to}"]
    return [by] if by else [f"→ {to}"] if to else []


def mutual(event: ChronologyEvent) -> bool:
    """Whether the same actors stand on both sides: they met, agreed, talked with each other."""
    by, to = set(event.by_actors.split("; ")), set(event.to_actors.split("; "))
    return len(by) > 1 and by == to


def says(event: ChronologyEvent) -> list[str]:
    """Who claims it, where somebody but the outlet does."""
    claimant = safe.line(event.claimed_by)
    return [f"says {claimant}"] if claimant else []


def reason(event: ChronologyEvent) -> str:
    """Why an undated event has no date; empty for a dated one."""
    return "" if event.sort_day or event.edtf else f"no date: {safe.line(event.reason or 'not known why')}"


def kind(event: ChronologyEvent) -> str:
    """*AID, ongoing*; the status alone where no type was told."""
    return f"{event.event_type}, {event.status}" if event.event_type else event.status


def article(event: ChronologyEvent) -> str:
    """The file that the article was read from, else its key, as commands take them."""
    paths = (each["path"] for each in event.mentions if each["article_key"] == event.article_key)
    return safe.line((next(paths, None) or "").rpartition("/")[2]) or f"article {event.article_key}"


def origin(event: ChronologyEvent) -> str:
    """The outlet, or the article where that is unknown; and how many more articles tell it.

    An undated event names its article too, which is where its date must come from.
    """
    outlet = safe.line(event.outlet or "") or article(event)
    if event.outlet and not (event.sort_day or event.edtf):
        outlet += f", article {event.article_key}"
    return f"{outlet} and {event.articles - 1} more" if event.articles > 1 else outlet
