"""Is the year of a dateline completed rightly, and only where something tells it?

Each text is read as of some days after its publication, its day of publication hidden. Leads of agencies
carry no date in their dateline: the month and the day of publication are put into it, as wires write them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from _dateline_corpora import Json, article, published, run

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEAD = 500  # characters in which a weekday is near
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_HEADS = re.compile(r"(?P<place>[A-Z][^()\n]{1,50}?) ?\((?P<agency>AP|Reuters|AFP)\)(?= ?[-—–_])")
COLUMNS = ("truth in 3 kept", "best right", "anchor wrong", "certain", "certain and wrong", "no anchor")


def measure(corpora: dict[str, list[Json]], days_later: int, failures: list[str]) -> dict[str, Json]:
    """Shares by what the text offers: a weekday, a stated year, or neither."""
    dated = [(name, row, row["text"]) for name in ("reuters", "kcna") for row in corpora[name]]
    dated += [("leads", row, text) for row in corpora["leads"] if (text := _with_day(row, "{month} {day}"))]
    figures: dict[str, Json] = {}
    weekday = [entry for entry in dated if _WEEKDAY.search(entry[2][:LEAD])]
    nothing = [entry for entry in dated if not _WEEKDAY.search(entry[2]) and not _YEAR.search(entry[2][12:])]
    for name in ("reuters", "leads", "kcna"):
        part = [entry for entry in weekday if entry[0] == name]
        figures[f"weekday near: {name}"] = _judge(f"weekday {name}", part, days_later, failures)
    figures["weekday near: all"] = _sum(figures.values())
    figures["neither weekday nor year"] = _judge("neither", nothing, days_later, failures, expected=False)
    stated = [
        ("leads", row, text) for row in corpora["leads"] if (text := _with_day(row, "{month} {day}, {year}"))
    ]
    figures["year in the dateline"] = _judge("dateline year", stated, days_later, failures)
    figures["day in the url"] = _judge("url day", dated, days_later, failures, url="/{:%Y/%m/%d}/story.html")
    figures["month in the url"] = _judge("url month", dated, days_later, failures, url="/{:%Y/%m}/story.html")
    return figures


def _with_day(row: Json, form: str) -> str | None:
    """The lead with its day of publication in the dateline; None where it has no dateline of that form."""
    day = published(row)
    told = form.format(month=day.strftime("%b"), day=day.day, year=day.year)
    text, count = _HEADS.subn(rf"\g<place>, {told} (\g<agency>)", row["text"], count=1)
    return text if count else None


def _judge(
    name: str,
    entries: list[tuple[str, Json, str]],
    days_later: int,
    failures: list[str],
    *,
    url: str | None = None,
    expected: bool = True,
) -> Json:
    given = []
    for _, row, text in entries:
        fields = {"url": "https://wire.example" + url.format(published(row))} if url else {}
        given.append(article(row, text=text, days_later=days_later, **fields))
    answers = run("dateline", given)
    counts = dict.fromkeys(COLUMNS, 0)
    total = 0
    for _, row, text in entries:
        answer = answers[row["doc_id"]]
        truth = _truth(published(row), answer["date_text"])
        if truth is None:  # a dateline without a day: nothing to complete
            continue
        total += 1
        days = [candidate["day"] for candidate in answer["candidates"]]
        right = days[:1] == [truth]
        counts["truth in 3 kept"] += truth in days and len(days) <= 3
        counts["best right"] += right
        counts["anchor wrong"] += answer["anchor"] not in {None, truth}
        counts["certain"] += answer["certain"]
        counts["certain and wrong"] += answer["certain"] and answer["anchor"] != truth
        counts["no anchor"] += answer["anchor"] is None
        if (right if expected else answer["anchor"] is None) is False:
            failures.append(f"{name}: {truth} {days[:3]} {answer['candidates'][:2]} | {text[:150]!r}")
    return {column: [count, total] for column, count in counts.items()}


def _truth(day: date, told: str | None) -> str | None:
    """The day that the dateline means: its month and day near the day of publication."""
    found = re.search(r"\b([A-Z][a-z]{2})[a-z]*\.? +(\d{1,2})\b", told or "")
    if not found or found[1] not in MONTHS:
        return None
    month, number = MONTHS.index(found[1]) + 1, int(found[2])
    for year in (day.year, day.year - 1, day.year + 1):
        if number <= monthrange(year, month)[1] and abs((date(year, month, number) - day).days) < 60:
            return date(year, month, number).isoformat()
    return None


def _sum(figures: Iterable[Json]) -> Json:
    parts = list(figures)
    return {column: [sum(part[column][at] for part in parts) for at in (0, 1)] for column in COLUMNS}
