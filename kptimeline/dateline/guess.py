"""The last evidence: the day that htmldate guesses from the page around an article (`Article.extra["htmldate"]`).

It dates an article that nothing else dates, and the year of a dateline that has none. Never the other way round: it
is a guess, so all that it gives is inferred, and one that contradicts dateline, url or file name is not believed.
"""

from __future__ import annotations

from collections.abc import Sequence

from kptimeline.interval import days_in_month, from_day, iso, parse_iso, to_day
from kptimeline.records import Anchor, AnchorCandidate, AnchorChoice, Article, Basis, DatelineReading

NEAR = 3  # days between a dateline and the page that brings it


def guessed_choice(
    article: Article, dateline: DatelineReading | None, others: Sequence[AnchorCandidate]
) -> AnchorChoice | None:
    """The anchor by htmldate's guess, `others` kept with no score; None without a guess, or against better evidence."""
    guess = article.extra.get("htmldate")
    if not isinstance(guess, str):
        return None
    day = parse_iso(guess)
    if day > parse_iso(article.as_of):
        return None
    if dateline is not None and dateline.month and dateline.day:
        candidate = _completed(dateline, dateline.month, dateline.day, day)
    elif any(other.basis is Basis.FILE_NAME and abs(other.day - day) > NEAR for other in others):
        return None
    else:
        candidate = AnchorCandidate(
            day=day,
            score=1.0,
            basis=Basis.METADATA,
            reason=f"htmldate guesses {guess} from the page around the text",
            inferred=("year", "month", "day"),
        )
    if candidate is None:
        return None
    anchor = Anchor(
        day=candidate.day,
        basis=candidate.basis,
        inferred=candidate.inferred,
        zone=dateline.zone if dateline else None,
        certain=False,
    )
    kept = [_outweighed(other) for other in others if other.day != candidate.day]
    return AnchorChoice(anchor=anchor, candidates=(candidate, *kept))


def _outweighed(other: AnchorCandidate) -> AnchorCandidate:
    return AnchorCandidate(
        day=other.day, score=0.0, basis=other.basis, reason=other.reason, inferred=other.inferred
    )


def _completed(
    dateline: DatelineReading, month: int, day_of_month: int, guess: int
) -> AnchorCandidate | None:
    """The dateline's day in the year that brings it next to the guess."""
    years = (from_day(guess)[0] + away for away in (-1, 0, 1))
    days = [to_day(year, month, day_of_month) for year in years if day_of_month <= days_in_month(year, month)]
    day = min(days, key=lambda day: abs(day - guess), default=None)
    if day is None or abs(day - guess) > NEAR:
        return None
    return AnchorCandidate(
        day=day,
        score=1.0,
        basis=Basis.DATELINE,
        reason=f"the dateline says {dateline.date_text}; htmldate guesses {iso(guess)} from the page around the text",
        inferred=("year",),
    )
