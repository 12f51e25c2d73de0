"""How well a day of publication explains each observation: shares of a year, never proofs.

Each function gives, for one candidate day, a share between 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kptimeline.dateline.words import data
from kptimeline.interval import days_in_month, from_day, to_day, weekday
from kptimeline.records import AnchorEvidence, EvidenceKind, Tense

RECENCY_YEARS = 5.0
WEEKDAY_SPEAKS = 0.25  # above this share a weekday speaks for a day; chance alone gives it one in seven
NEAR, FAR = 0.95, 0.05  # a full date in the text beside the candidate or not
# A url or file name that fits the dateline's own month and day is made by whoever published it: a story put into
# another year's folder on just that day is hardly ever seen. A choice; no corpus has both.
PATH_NEAR, PATH_FAR = 0.995, 0.005
BACK, AHEAD = 62, 10  # days that a full date in the text lies before or after a dateline that shares its year
PATH_BEFORE, PATH_AFTER = 3, 1  # days from the dateline to the day in a url, and back


def recency(day: int, as_of: int) -> float:
    """People read recent news more often than old: e to the minus age over five years."""
    return math.exp(-(as_of - day) / 365.25 / RECENCY_YEARS)


def of_weekday(day: int, evidence: AnchorEvidence, *, in_dateline: bool, agency: str | None = None) -> float:
    """How often a lead that an agency published on `day` would name that weekday first."""
    shares = _weekday_shares(evidence, in_dateline=in_dateline, agency=agency)
    named = {0: "same", 6: "before", 1: "after"}
    offset = ((evidence.weekday or 0) - weekday(day)) % 7
    name = named.get(offset)
    if name is not None and name in shares:
        return shares[name]
    return (1 - sum(shares.values())) / (7 - len(shares))


def _weekday_shares(evidence: AnchorEvidence, *, in_dateline: bool, agency: str | None) -> dict[str, float]:
    tables = data("dateline_weekday_shares")
    if in_dateline:
        shares = tables["dateline"]
    elif is_possessive(evidence):
        shares = tables["possessive"]
    elif evidence.tense is Tense.FUTURE:
        shares = tables["future"]
    elif not set(tables["late"]["words"]).isdisjoint(evidence.text.casefold().split()):
        shares = tables["late"]["shares"]
    else:
        usual = tables["present" if evidence.tense is Tense.PRESENT else "past"]
        shares = tables["agency"].get(agency, usual)
    return {name: float(share) for name, share in shares.items()}


def is_possessive(evidence: AnchorEvidence) -> bool:
    """*Sunday's race*: the day of what is told about, hardly ever that of telling."""
    return evidence.text.endswith(("'s", "’s"))


def of_latest_year(day: int, latest: int) -> float:
    """How often a story published on `day` would name `latest` as its latest year."""
    shares = data("dateline_year_shares")
    back = from_day(day)[0] - latest
    near: list[float] = shares["back"] if back >= 0 else shares["ahead"]
    steps = back if back >= 0 else -back - 1
    if steps < len(near):
        return float(near[steps])
    if steps < len(near) + int(shares["rest_years"]):
        return float(shares["rest"]) / 2 / int(shares["rest_years"])
    return 0.0001


def of_same_year() -> float:
    """How often the latest year that a story names is its own."""
    return float(data("dateline_year_shares")["back"][0])


def latest_year(evidence: Sequence[AnchorEvidence]) -> AnchorEvidence | None:
    """The observation of the latest year that is no plan."""
    kinds = (EvidenceKind.YEAR, EvidenceKind.DATE)
    named = [item for item in evidence if item.kind in kinds and item.year and item.tense is not Tense.FUTURE]
    return max(named, key=lambda item: item.year or 0, default=None)


def of_dates(day: int, items: Sequence[AnchorEvidence]) -> tuple[float, AnchorEvidence | None]:
    """Full dates in the text: high with the nearest one that lies close to `day`, low without."""
    near = [(abs(day - other), item) for item in items if -AHEAD <= day - (other := day_of(item)) <= BACK]
    return (NEAR, min(near, key=lambda pair: pair[0])[1]) if near else (FAR, None)


def of_named_day(day: int, item: AnchorEvidence) -> float:
    """*Tuesday, April 14* in the text: high where the April 14 nearest to `day` is a Tuesday."""
    year, month, day_of_month = from_day(day)[0], item.month or 1, item.day or 1
    meant = [
        to_day(near, month, day_of_month)
        for near in (year - 1, year, year + 1)
        if day_of_month <= days_in_month(near, month)
    ]
    fits = bool(meant) and weekday(min(meant, key=lambda other: abs(other - day))) == item.weekday
    return NEAR if fits else FAR


def of_path(day: int, item: AnchorEvidence) -> float:
    """A date in file name or url: high where it is the candidate's or just after it."""
    if item.day is None:
        near = from_day(day)[:2] == (item.year, item.month)
    else:
        near = -PATH_AFTER <= day_of(item) - day <= PATH_BEFORE
    return PATH_NEAR if near else PATH_FAR


def day_of(item: AnchorEvidence) -> int:
    """The day number of an observation that states year, month and day."""
    return to_day(item.year or 1, item.month or 1, item.day or 1)
