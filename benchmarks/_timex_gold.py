"""Our own gold (gold/temporal.jsonl): articles made of its cases, and what a system gets right of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from _days import NOWHERE, Bounds, day_of, edtf_days, timex_days
from _timex_score import Timex, overlap, span

Case = dict[str, Any]
GOLD = Path(__file__).resolve().parent / "gold"
DATED = ("DATE", "TIME")  # a length or a set is no date, so nothing is missing where it has no day


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one case; None where the case does not ask for it or the system has no word for it."""

    case: Case
    answer: Timex | None
    days: bool
    rival: bool  # not the answer, but another reading that the case lists
    extent: bool | None
    times: bool | None
    offset: bool | None
    unresolved: bool | None

    @property
    def right(self) -> bool:
        """Everything that was asked for."""
        return self.days and all(
            part is not False for part in (self.extent, self.times, self.offset, self.unresolved)
        )


def load(path: Path) -> list[Case]:
    """The cases, or the second reader's answers."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def text_of(case: Case) -> tuple[str, int]:
    """The text of a case and where its phrase begins.

    A case that names a zone gets the head that tells it in an article: *SEOUL, Nov 21 -*.
    """
    head = ""
    if case.get("zone") and case["dateline"]:
        day = date.fromisoformat(case["dateline"])
        place = case["zone"].rsplit("/", 1)[-1].replace("_", " ").upper()
        head = f"{place}, {day:%b} {day.day} (Agency) - "
    before = f"{case['before']} " if case.get("before") else ""
    return head + before + case["sentence"], len(head) + len(before) + case["start"]


def articles(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """The cases as `kptimeline tag` reads articles."""
    return [
        {"id": case["id"], "text": text_of(case)[0], "dateline": case["dateline"], "genre": case["genre"]}
        for case in cases
    ]


def judge(cases: Sequence[Case], timexes: dict[str, list[Timex]], *, ours: bool) -> list[Verdict]:
    """A verdict for each case: of the timexes that overlap the phrase the one that shares most of it."""
    return [_judge(case, timexes.get(case["id"], []), ours=ours) for case in cases]


def _judge(case: Case, found: list[Timex], *, ours: bool) -> Verdict:
    start = text_of(case)[1]
    phrase = (start, start + len(case["phrase"]))
    touching = [timex for timex in found if overlap(phrase, span(timex)) > 0]
    answer = max(touching, key=lambda timex: overlap(phrase, span(timex)), default=None)
    expected = case["expected"]
    given = (_our_days if ours else _peer_days)(answer) if answer else NOWHERE
    days = answer is not None and given == edtf_days(expected["edtf"])
    times = (expected["first_time"], expected["last_time"])
    timed, told = times != (None, None), answer or {}
    missing = given == NOWHERE and told.get("type") in DATED and told.get("reason") is not None
    return Verdict(
        case=case,
        answer=answer,
        days=days,
        rival=not days and given != NOWHERE and given in [edtf_days(rival) for rival in expected["rivals"]],
        extent=told.get("extent") == expected["extent"] if ours and expected["extent"] else None,
        times=(_our_times if ours else _peer_times)(told) == times if timed else None,
        offset=told.get("utc_offset") == expected["utc_offset"] if ours and expected["utc_offset"] else None,
        unresolved=missing == expected["unresolved"] if ours and answer is not None else None,
    )


def _our_days(timex: Timex) -> Bounds:
    if "-" in {(timex["edtf"] or "")[:1], (timex["edtf"] or "").partition("/")[2][:1]}:
        return edtf_days(timex["edtf"])  # years before 1 have no ISO day
    return day_of(timex["first_day"]), day_of(timex["last_day"])


def _peer_days(timex: Timex) -> Bounds:
    if timex["type"] not in DATED:
        return NOWHERE
    if "first_day" in timex:
        return day_of(timex["first_day"]), day_of(timex["last_day"])
    first, last = _values(timex)
    return timex_days(first)[0], timex_days(last)[1]


def _our_times(timex: Timex) -> tuple[str | None, str | None]:
    return timex.get("first_time"), timex.get("last_time")


def _peer_times(timex: Timex) -> tuple[str | None, str | None]:
    first, last = _values(timex)
    return _clock(first), _clock(last)


def _values(timex: Timex) -> tuple[str, str]:
    """Of a peer's answer: where it begins and, if it tells that, where it ends."""
    first = timex.get("value") or ""
    return first, timex.get("end_value") or first


def _clock(value: str) -> str | None:
    hours = value.partition("T")[2]
    if not hours[:2].isdigit():
        return None
    return f"{hours[:2]}:{hours[3:5] or '00'}"


def agreement(cases: Sequence[Case], second: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Of the cases that two people answered: how many have equal days, extent, times and `unresolved`."""
    first = {case["id"]: case["expected"] for case in cases}
    pairs = [(first[other["id"]], other["expected"]) for other in second]
    asked = [pair for pair in pairs if any(one["first_time"] or one["last_time"] for one in pair)]

    def same(*names: str, among: list[tuple[Case, Case]] = pairs) -> tuple[int, int]:
        return sum(all(a[name] == b[name] for name in names) for a, b in among), len(among)

    return {
        "days": (sum(edtf_days(a["edtf"]) == edtf_days(b["edtf"]) for a, b in pairs), len(pairs)),
        "extent": same("extent"),
        "unresolved": same("unresolved"),
        "clock times": same("first_time", "last_time", among=asked),
        "offsets": same("utc_offset", among=asked),
    }


def told(verdict: Verdict) -> str:
    """A failure in a line: what was expected and what was answered."""
    case, answer = verdict.case, verdict.answer
    parts = [
        name
        for name in ("days", "extent", "times", "offset", "unresolved")
        if getattr(verdict, name) is False
    ]
    expected = {name: value for name, value in case["expected"].items() if value not in (None, False, [])}
    given = (
        {
            name: answer.get(name)
            for name in ("text", "edtf", "extent", "first_time", "last_time", "utc_offset", "rule", "reason")
            if answer.get(name) is not None
        }
        if answer
        else None
    )
    return (
        f"{case['id']} {'/'.join(parts)}: {case['phrase']!r} in {case['sentence']!r}: {expected} <> {given}"
    )
