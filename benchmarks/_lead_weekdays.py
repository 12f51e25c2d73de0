"""Which day does the first *on WEEKDAY* of a lead mean, given its day of publication?

The truth is `gold/weekdays.jsonl`, decided by hand lead by lead: plans point forward.
"""

from __future__ import annotations

import re
from pathlib import Path

from _dateline_corpora import Json, article, load, run

_ON = re.compile(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")


def measure(leads: list[Json], gold: Path, failures: list[str]) -> dict[str, Json]:
    """The share of leads whose weekday is resolved to the day meant, by the direction that it points to."""
    truth = {row["id"]: row for row in load(gold)}
    rows = [row for row in leads if row["doc_id"] in truth]
    given = [article(row, days_later=400, dateline=row["published"][:10]) for row in rows]
    answers = run("tag", given)
    figures: dict[str, Json] = {}
    for row in rows:
        marked = truth[row["doc_id"]]
        told = _answer(row["text"], answers[row["doc_id"]]["timexes"])
        for name in ("all", marked["direction"], *(["sure"] if not marked["doubt"] else [])):
            figure = figures.setdefault(name, {"right": [0, 0]})["right"]
            figure[0] += told == marked["day"]
            figure[1] += 1
        if told != marked["day"]:
            failures.append(
                f"weekday {marked['direction']}: {marked['day']} not {told}, {row['published']} | {row['text'][:200]!r}"
            )
    return figures


def _answer(text: str, timexes: list[Json]) -> str | None:
    """The first day of the timex that holds the weekday; None where there is none."""
    found = _ON.search(text)
    if found is None:
        return None
    at = found.start(1)
    return next((timex["first_day"] for timex in timexes if timex["start"] <= at < timex["end"]), None)
