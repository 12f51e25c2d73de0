"""Evidence that contradicts an anchor, in plain words: a wrong anchor makes every relative date wrong.

The anchor stays that of the strongest evidence. What speaks against it is told to people, who can redate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from kptimeline.dateline import likelihood
from kptimeline.dateline.choose import dateline_day, published_day, told_as_of
from kptimeline.dateline.words import WEEKDAYS
from kptimeline.interval import days_in_month, from_day, iso, parse_iso, to_day, weekday
from kptimeline.records import (
    Anchor,
    AnchorCandidate,
    AnchorEvidence,
    Article,
    Basis,
    DatelineReading,
    EvidenceKind,
    Reading,
    Tense,
)

APART = 3  # days between two statements of one publication: time zones, late pages, weekend issues
# A report in the past tense names its own day, the day before, or for a weekend's issue the one before that
# (92 leads in 100 name one of the first two: dateline_weekday_shares.toml); days before the anchor's. Of 1,500
# agency leads of 2014 with their right day 9 are told of wrongly, with a day a year off 623 rightly.
BACK = frozenset({0, 1, 2})
# Names that feeds and pages give to the day of publication; a later change (`updated`) contradicts nothing.
PUBLISHED_FIELDS = (
    "date", "date_published", "date_publish", "datepublished", "datetime", "pub_date", "pubdate", "publishdate",
    "publication_date", "publish_date", "published_at", "published_date", "published_time", "publishedat",
)  # fmt: skip
_PREFIX = re.compile(r"^.*[:.]")


def disagreement(article: Article, reading: Reading, anchor: Anchor | None) -> str | None:
    """*published says 2024-12-29, the dateline and its weekday say 2025-12-29*; None where nothing contradicts.

    Without an anchor there is nothing to contradict; why there is none is the choice's own reason.
    """
    if anchor is None:
        return None
    against = [
        *_metadata(article, reading, anchor),
        *_dateline(article, reading, anchor),
        *_named_day(reading, anchor),
        *_path(article, reading, anchor),
        *_other_fields(article, anchor),
    ]
    return ", ".join([_told(article, reading, anchor), *against]) if against else None


def _told(article: Article, reading: Reading, anchor: Anchor) -> str:
    """What the anchor rests on."""
    day = iso(anchor.day)
    if anchor.basis is Basis.METADATA and "day" in anchor.inferred:
        return f"htmldate guesses {day} from the page"
    if anchor.basis is Basis.METADATA:
        return f"{article.published_from or 'published'} says {day}"
    if anchor.basis is Basis.DATELINE:
        return (
            f"the dateline says {_date_text(reading.dateline)}{f', read as {day}' if anchor.inferred else ''}"
        )
    if anchor.basis is Basis.FILE_NAME:
        return f"the file name or url says {day}"
    return f"the day given is {day}"


def _date_text(dateline: DatelineReading | None) -> str:
    return " ".join(((dateline and dateline.date_text) or "nothing").split()).strip(" ,")


def _metadata(article: Article, reading: Reading, anchor: Anchor) -> Iterator[str]:
    zone = reading.dateline.zone if reading.dateline else None
    for candidate in published_day(article, zone):
        if candidate.day > parse_iso(article.as_of) + 1:
            yield (
                f"{article.published_from or 'published'} says {iso(candidate.day)}, "
                f"after {told_as_of(article)}"
            )
        elif _apart(candidate.day, anchor):
            yield f"{article.published_from or 'published'} says {iso(candidate.day)}"


def _dateline(article: Article, reading: Reading, anchor: Anchor) -> Iterator[str]:
    """The dateline's own date, and the weekday that the lead names."""
    dateline = reading.dateline
    near = [*dateline_day(dateline), *_nearest(dateline, anchor)]
    far = [candidate for candidate in near if _apart(candidate.day, anchor)]
    days = [anchor.day, *(candidate.day for candidate in near if candidate not in far)]
    odd = None if article.genre == "narrative" else _odd_weekday(article, reading, anchor, days)
    if far:
        yield f"the dateline says {_date_text(dateline)}"
    elif odd is not None and (fitting := _fitting_year(article, dateline, odd, anchor)):
        yield f"the dateline and its weekday say {fitting}"
    elif odd is not None:
        name = WEEKDAYS[weekday(anchor.day) - 1].title()
        yield f'the text says "{" ".join(odd.text.split())}" where {iso(anchor.day)} is a {name}'


def _nearest(dateline: DatelineReading | None, anchor: Anchor) -> list[AnchorCandidate]:
    """A dateline without a year in the year that brings it nearest to the anchor."""
    if dateline is None or dateline.year or not (dateline.month and dateline.day):
        return []
    day = nearest_year(dateline.month, dateline.day, anchor.day)
    return [] if day is None else [AnchorCandidate(day=day, score=0.0, basis=Basis.DATELINE, reason="")]


def _odd_weekday(
    article: Article, reading: Reading, anchor: Anchor, days: Sequence[int]
) -> AnchorEvidence | None:
    """The first weekday of the lead, when none that the lead names in the past fits any of the days."""
    own = reading.dateline.span if reading.dateline else None
    named = [item for item in reading.evidence if item.kind is EvidenceKind.WEEKDAY and item.weekday]
    heads = [item for item in named if own is not None and item.span == own]
    if heads and all((heads[0].weekday or 0) != weekday(day) for day in days):
        return heads[0]
    # A time without a known zone may be that of the day after, where the article was written.
    loose = anchor.basis is Basis.METADATA and not anchor.zone and len(article.published or "") > 10
    back = BACK | {6} if loose else BACK
    if weekday(anchor.day) == 1:  # Monday's paper tells of Friday: 7 of TimeBank's 183
        back |= {3}
    past = [item for item in named if item.tense is Tense.PAST and not item.text.endswith(("'s", "’s"))]
    fits = any((weekday(day) - (item.weekday or 0)) % 7 in back for item in past for day in days)
    return None if heads or fits or not past else past[0]


def _fitting_year(
    article: Article, dateline: DatelineReading | None, odd: AnchorEvidence, anchor: Anchor
) -> str | None:
    """The dateline's month and day in the year nearest to the anchor in which they are that weekday, ISO."""
    if dateline is None or dateline.year or not (dateline.month and dateline.day):
        return None
    year, as_of = from_day(anchor.day)[0], parse_iso(article.as_of)
    for distance in range(1, 12):  # a weekday comes back to a day of the year within eleven years
        for near in (year + distance, year - distance):
            if near > 0 and dateline.day <= days_in_month(near, dateline.month):
                day = to_day(near, dateline.month, dateline.day)
                if weekday(day) == odd.weekday and day <= as_of:
                    return iso(day)
    return None


def _named_day(reading: Reading, anchor: Anchor) -> Iterator[str]:
    """The first *Tuesday, April 14* whose day of the month is another weekday in the year around the anchor."""
    for item in reading.evidence:
        if item.kind is EvidenceKind.NAMED_DAY and item.month and item.day:
            day = nearest_year(item.month, item.day, anchor.day)
            if day is not None and weekday(day) != item.weekday:
                name = WEEKDAYS[weekday(day) - 1].title()
                yield f'the text says "{" ".join(item.text.split())}" where {iso(day)} is a {name}'
                return


def nearest_year(month: int, day: int, around: int) -> int | None:
    """A month and day in the year that brings them nearest to a day; None for 29 February far from leap years."""
    year = from_day(around)[0]
    days = [to_day(one, month, day) for one in (year - 1, year, year + 1) if day <= days_in_month(one, month)]
    return min(days, key=lambda one: abs(one - around), default=None)


def _path(article: Article, reading: Reading, anchor: Anchor) -> Iterator[str]:
    """A full date in the url; one in the file name only where it lies before: files are named when they are kept."""
    for item in reading.evidence:
        if item.kind is EvidenceKind.PATH and item.day is not None and anchor.basis is not Basis.FILE_NAME:
            day, in_url = likelihood.day_of(item), item.text in (article.url or "")
            if _apart(day, anchor) and (in_url or day < anchor.day):
                yield f"the {'url' if in_url else 'file name'} says {iso(day)}"


def _other_fields(article: Article, anchor: Anchor) -> Iterator[str]:
    """Fields beside `published` that state the day of publication too."""
    for name, value in sorted(article.extra.items()):
        last = _PREFIX.sub("", name.casefold()).replace("-", "_")  # `article:published_time`, `dc.date`
        if last in PUBLISHED_FIELDS and isinstance(value, str):
            try:
                day = datetime.fromisoformat(value.strip()).toordinal()
            except ValueError:
                continue  # no date that we read: it says nothing against the anchor
            if _apart(day, anchor):
                yield f"{name} says {iso(day)}"


def _apart(day: int, anchor: Anchor) -> bool:
    return abs(day - anchor.day) > APART
