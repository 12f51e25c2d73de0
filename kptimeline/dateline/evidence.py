"""What the article itself says about its day: weekdays in the lead, years and dates, its file name or url.

Only observations are collected here; what they mean is decided in `choose`, against a day of ingest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from kptimeline.dateline import dates
from kptimeline.dateline.words import WEEKDAYS, weekday_number, words
from kptimeline.interval import days_in_month
from kptimeline.records import (
    AnchorEvidence,
    Article,
    DatelineReading,
    EvidenceKind,
    Span,
    Tense,
    TimeExpression,
)

LEAD = 500  # characters at the head of the body in which a weekday counts
MOST = 40  # observations kept of years and dates
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d")
_POSSESSIVE = re.compile(r"['’]s\b")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<![\d.,])(1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)")
_PATH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_/.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_PATH_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.](0[1-9]|1[0-2])(?!\d)")


def collect(
    article: Article, dateline: DatelineReading | None, body: Span, times: Sequence[TimeExpression]
) -> tuple[AnchorEvidence, ...]:
    """Everything in text, file name and url that speaks for a day, in the order of the text."""
    return (
        *_in_dateline(dateline),
        *_weekdays(article.text, body, times),
        *_named_days(body, times),
        *_years(time for time in times if dateline is None or not _within(time, dateline.span)),
        *_in_path(article),
    )


def _in_dateline(dateline: DatelineReading | None) -> Iterator[AnchorEvidence]:
    """*SEOUL, Monday, Dec 29*."""
    if (
        dateline is not None
        and dateline.date_text
        and (number := bare_weekday(_without_digits(dateline.date_text)))
    ):
        yield AnchorEvidence(
            kind=EvidenceKind.WEEKDAY, text=dateline.date_text, span=dateline.span, weekday=number
        )


def _weekdays(text: str, body: Span, times: Sequence[TimeExpression]) -> Iterator[AnchorEvidence]:
    """Bare weekdays of the lead; the text of *Sunday's race* is *Sunday's*, as it tells of another day."""
    for time in times:
        if body.start <= time.start < body.start + LEAD and (number := bare_weekday(time.text)):
            possessive = _POSSESSIVE.match(text, time.end)
            yield AnchorEvidence(
                kind=EvidenceKind.WEEKDAY,
                text=time.text + (possessive.group() if possessive else ""),
                span=Span(time.start, time.end),
                weekday=number,
                tense=_direction(time),
            )


def _named_days(body: Span, times: Sequence[TimeExpression]) -> Iterator[AnchorEvidence]:
    """*Tuesday, April 14*: in its year that day of the month is that weekday."""
    for time in times:
        if time.start < body.start or len(_NUMBER.findall(time.text)) != 1 or _YEAR.search(time.text):
            continue
        named = [number for word in _WORD.findall(time.text) if (number := weekday_number(word))]
        _, month, day = dates.parse(time.text) if len(named) == 1 else (None, None, None)
        if month and day:
            yield AnchorEvidence(
                kind=EvidenceKind.NAMED_DAY,
                text=time.text,
                span=Span(time.start, time.end),
                weekday=named[0],
                month=month,
                day=day,
                tense=_direction(time),
            )


def bare_weekday(phrase: str) -> int | None:
    """ISO weekday of *on Monday*, *Monday morning*; None for *last Monday*, *Mondays*, *Monday, Dec 22*."""
    found = _WORD.findall(phrase.casefold())
    if _DIGITS.search(phrase) or any(word in words("not_bare") for word in found):
        return None
    named = [number for word in found if word in WEEKDAYS and (number := weekday_number(word))]
    return named[0] if len(named) == 1 else None


def _without_digits(text: str) -> str:
    return " ".join(WEEKDAYS[number - 1] for word in _WORD.findall(text) if (number := weekday_number(word)))


def _within(time: TimeExpression, span: Span) -> bool:
    return time.start < span.end and span.start < time.end


def _years(times: Iterable[TimeExpression]) -> Iterator[AnchorEvidence]:
    """Full dates and years, each once for a direction."""
    seen: set[tuple[int | None, ...]] = set()
    for time in times:
        if len(seen) >= MOST:
            return
        for item in _dates_in(time):
            mark = (item.year, item.month, item.day, item.tense is Tense.FUTURE)
            if mark not in seen:
                seen.add(mark)
                yield item


def _dates_in(time: TimeExpression) -> Iterator[AnchorEvidence]:
    years = [int(found.group(1)) for found in _YEAR.finditer(time.text)]
    span, tense = Span(time.start, time.end), _direction(time)
    if len(years) == 1:
        year, month, day = dates.parse(time.text)
        if year and month and day and len(re.findall(r"\d+", time.text)) == 2:
            yield AnchorEvidence(
                kind=EvidenceKind.DATE,
                text=time.text,
                span=span,
                year=year,
                month=month,
                day=day,
                tense=tense,
            )
            return
    for year in years:
        yield AnchorEvidence(kind=EvidenceKind.YEAR, text=time.text, span=span, year=year, tense=tense)


def _direction(time: TimeExpression) -> Tense | None:
    return Tense.FUTURE if time.plan else time.tense


def _in_path(article: Article) -> Iterator[AnchorEvidence]:
    """A date in the url, else in the file name: *2025-12-29*, */2025/12/29/*, *20251229*, */2025/12/*."""
    for place in (article.url, PurePath(article.path).name if article.path else None):
        if place is None:
            continue
        for pattern in (_PATH_DAY, _PATH_MONTH):
            if found := pattern.search(place):
                yield from _path_evidence(found)
                break


def _path_evidence(found: re.Match[str]) -> Iterator[AnchorEvidence]:
    whole = found.re is _PATH_DAY
    year, month, day = int(found[1]), int(found[3 if whole else 2]), int(found[4]) if whole else None
    if day is None or day <= days_in_month(year, month):
        yield AnchorEvidence(kind=EvidenceKind.PATH, text=found.group(), year=year, month=month, day=day)
