"""Completing a month and a day with a year: every year up to the day of ingest is weighed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from kptimeline.dateline import likelihood
from kptimeline.dateline.words import WEEKDAYS
from kptimeline.interval import days_in_month, from_day, iso, to_day, weekday
from kptimeline.records import AnchorCandidate, AnchorEvidence, Basis, DatelineReading, EvidenceKind, Tense

FIRST_YEAR = 1850  # no agency is older
KEPT = 1 / 20  # rivals below this share of the best are dropped
MOST = 3  # kept; people weigh no more. The scores stay shares of all, so what was dropped is what they lack
SURE_OF_YEARS = 0.5  # share that the best must have when nothing but years named in the text speaks for it

_Witness = Callable[[int], tuple[bool, float, str | None]]  # speaks for the day; share; its reason in words


def complete(
    dateline: DatelineReading, evidence: Sequence[AnchorEvidence], as_of: int
) -> tuple[tuple[AnchorCandidate, ...], str | None]:
    """At most three candidates, best first, and why none may be the anchor (None: the first may).

    Recency alone never makes an anchor: the best must be spoken for by something in the article.
    """
    days = candidate_days(dateline.month or 1, dateline.day or 1, as_of)
    if not days:
        return (), f"the dateline's {dateline.date_text} lies after {iso(as_of)}"
    witnesses = _witnesses(dateline, evidence)
    weighed = []
    for day in days:
        share, reasons, supported = likelihood.recency(day, as_of), [], False
        for witness in witnesses:
            speaks, part, reason = witness(day)
            share *= part
            supported = supported or speaks
            reasons += [reason] if reason else []
        weighed.append((share, day, supported, "; ".join(reasons)))
    weighed.sort(key=lambda row: (-row[0], -row[1]))
    best = weighed[0]
    kept = [row for row in weighed if row[0] >= best[0] * KEPT]
    whole = sum(row[0] for row in weighed)
    candidates = tuple(
        AnchorCandidate(
            day=day,
            score=share / whole,
            basis=Basis.DATELINE,
            reason=reason or "recency alone",
            inferred=("year",),
        )
        for share, day, _, reason in kept[:MOST]
    )
    return candidates, _refusal(dateline, evidence, candidates, supported=best[2])


def candidate_days(month: int, day: int, as_of: int) -> list[int]:
    """That day of every year from FIRST_YEAR up to `as_of`; 29 February only in leap years."""
    years = range(FIRST_YEAR, from_day(as_of)[0] + 1)
    days = (to_day(year, month, day) for year in years if day <= days_in_month(year, month))
    return [number for number in days if number <= as_of]


def _refusal(
    dateline: DatelineReading,
    evidence: Sequence[AnchorEvidence],
    candidates: Sequence[AnchorCandidate],
    *,
    supported: bool,
) -> str | None:
    if not supported:
        return f"the dateline says {dateline.date_text} without a year, and nothing in the article tells which year"
    named = any(item.kind is EvidenceKind.NAMED_DAY for item in evidence)
    weekdays = named or first_weekday(dateline, evidence)
    if not (weekdays or is_solid(dateline, evidence)) and candidates[0].score < SURE_OF_YEARS:
        return (
            f"the dateline says {dateline.date_text} without a year, and the years named in the text "
            f"leave {len(candidates)} possible"
        )
    return None


def is_solid(dateline: DatelineReading, evidence: Sequence[AnchorEvidence]) -> bool:
    """Whether more than weekdays and bare years speaks for a year: only then may it be certain."""
    return bool(near_dates(dateline, evidence) or _paths(dateline, evidence))


def _witnesses(dateline: DatelineReading, evidence: Sequence[AnchorEvidence]) -> list[_Witness]:
    """One for each kind of observation: two weekdays of one lead are not two proofs."""
    witnesses: list[_Witness] = []
    if (item := first_weekday(dateline, evidence)) is not None:
        witnesses.append(_weekday_witness(dateline, item))
    if full := near_dates(dateline, evidence):
        witnesses.append(_date_witness(full))
    elif (latest := likelihood.latest_year(evidence)) is not None:
        witnesses.append(_bound_witness(latest) if witnesses else _year_witness(latest))
    witnesses += [_named_day_witness(item) for item in evidence if item.kind is EvidenceKind.NAMED_DAY][:1]
    witnesses += [
        _path_witness(item) for item in evidence if item.kind is EvidenceKind.PATH and _fits(dateline, item)
    ]
    return witnesses


def first_weekday(dateline: DatelineReading, evidence: Sequence[AnchorEvidence]) -> AnchorEvidence | None:
    """The weekday that counts: the dateline's own, else the lead's first that does not look ahead, else its first.

    Where the next one back is the day after it, it is that one: *freed on Saturday, called on Sunday* was
    written on Sunday (4 leads of 4).
    """
    named = [item for item in evidence if item.kind is EvidenceKind.WEEKDAY]
    own = [item for item in named if item.span == dateline.span]
    if own:
        return own[0]
    telling = [item for item in named if not likelihood.is_possessive(item)]
    looking_back = [item for item in telling if item.tense is not Tense.FUTURE]
    for item, following in pairwise(looking_back):
        if (following.weekday or 0) % 7 == ((item.weekday or 0) + 1) % 7:
            return following
        if following.weekday != item.weekday:
            break
    return next(iter([*looking_back, *telling, *named]), None)


def _weekday_witness(dateline: DatelineReading, item: AnchorEvidence) -> _Witness:
    in_dateline = item.span == dateline.span
    phrase = " ".join(item.text.split())

    def witness(day: int) -> tuple[bool, float, str | None]:
        share = likelihood.of_weekday(day, item, in_dateline=in_dateline, agency=dateline.agency)
        away = ((item.weekday or 1) - weekday(day) + 3) % 7 - 3
        relation = {0: "the same day", -1: "the day before", 1: "the day after"}.get(
            away, f"{abs(away)} days away"
        )
        name = WEEKDAYS[weekday(day) - 1].title()
        return share > likelihood.WEEKDAY_SPEAKS, share, f'{iso(day)} is a {name}; "{phrase}" is {relation}'

    return witness


def _date_witness(items: Sequence[AnchorEvidence]) -> _Witness:
    def witness(day: int) -> tuple[bool, float, str | None]:
        share, near = likelihood.of_dates(day, items)
        return near is not None, share, f'"{near.text.strip(" ,")}" in the text lies near' if near else None

    return witness


def _year_witness(item: AnchorEvidence) -> _Witness:
    def witness(day: int) -> tuple[bool, float, str | None]:
        latest = item.year or 0
        back = from_day(day)[0] - latest
        reason = f'"{item.text}" is the latest year in the text' if back in {0, 1} else None
        return back in {0, 1}, likelihood.of_latest_year(day, latest), reason

    return witness


def _bound_witness(item: AnchorEvidence) -> _Witness:
    """Beside a weekday the latest year only speaks against the years before it: stories name old years in passing."""

    def witness(day: int) -> tuple[bool, float, str | None]:
        latest = item.year or 0
        year = from_day(day)[0]
        reason = f'"{item.text}" is the latest year in the text' if year in {latest, latest + 1} else None
        share = likelihood.of_latest_year(day, latest) / likelihood.of_same_year() if year < latest else 1.0
        return False, share, reason

    return witness


def _named_day_witness(item: AnchorEvidence) -> _Witness:
    phrase = " ".join(item.text.split())

    def witness(day: int) -> tuple[bool, float, str | None]:
        share = likelihood.of_named_day(day, item)
        fits = share == likelihood.NEAR
        return fits, share, f'"{phrase}" in the text falls so in that year' if fits else None

    return witness


def _path_witness(item: AnchorEvidence) -> _Witness:
    def witness(day: int) -> tuple[bool, float, str | None]:
        share = likelihood.of_path(day, item)
        fits = share == likelihood.PATH_NEAR
        return fits, share, f"{item.text} in the file name or url" if fits else None

    return witness


def near_dates(dateline: DatelineReading, evidence: Sequence[AnchorEvidence]) -> list[AnchorEvidence]:
    """Full dates that look back a few weeks from this dateline, no later year being named: they share its year."""
    latest = likelihood.latest_year(evidence)
    full = [item for item in evidence if item.kind is EvidenceKind.DATE and item.tense is not Tense.FUTURE]
    return [item for item in full if latest and item.year == latest.year and _lies_near(dateline, item)]


def _lies_near(dateline: DatelineReading, item: AnchorEvidence) -> bool:
    years = (item.year or 0, (item.year or 0) + 1)
    days = [to_day(year, dateline.month or 1, dateline.day or 1) for year in years]
    return any(likelihood.of_dates(day, (item,))[1] is not None for day in days)


def _paths(dateline: DatelineReading, evidence: Sequence[AnchorEvidence]) -> list[AnchorEvidence]:
    return [item for item in evidence if item.kind is EvidenceKind.PATH and _fits(dateline, item)]


def _fits(dateline: DatelineReading, item: AnchorEvidence) -> bool:
    """Whether a date in the path could be that of this dateline: its year is then the dateline's."""
    day = to_day(item.year or 1, dateline.month or 1, dateline.day or 1)
    return likelihood.of_path(day, item) == likelihood.PATH_NEAR
