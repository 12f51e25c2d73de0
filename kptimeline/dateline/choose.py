"""Choosing the anchor: the strongest evidence decides, the rest is kept as candidates.

given > published metadata > a full date in the dateline > a partial one completed by reasons > the file
name, and that only when the user asked for it > htmldate's guess from a web page. No evidence: no anchor, and the
reason why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from kptimeline.dateline import dates, likelihood
from kptimeline.dateline.complete import complete, is_solid
from kptimeline.dateline.guess import guessed_choice
from kptimeline.interval import days_in_month, from_day, iso, parse_iso, to_day
from kptimeline.records import (
    Anchor,
    AnchorCandidate,
    AnchorChoice,
    AnchorEvidence,
    Article,
    Basis,
    DatelineReading,
    EvidenceKind,
    Reading,
)

# What feeds, scrapers and news interfaces call the time of publication; none is read without the user's word,
# as others mean the day of the download by it.
DATE_FIELDS = frozenset(
    {
        "date",
        "pubdate",
        "publishdate",
        "publisheddate",
        "publicationdate",
        "datepublished",
        "publishedat",
        "publishedtime",
        "publishedon",
        "datetime",
        "time",
        "created",
        "createdat",
        "seendate",
        "webpublicationdate",
    }
)
CAPTURED = "captured"  # the field in which web archives state when
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")


def choose_anchor(
    article: Article, reading: Reading, *, given: int | None = None, trust_file_name: bool = False
) -> AnchorChoice:
    """The anchor of an article, or none, with every candidate, best first; never a day out of nothing.

    `given` is a day number that the user states now; `trust_file_name` allows a date in the file name or
    url to stand for a dateline that is not there.
    """
    dateline = reading.dateline
    zone = dateline.zone if dateline else None
    published, full = published_day(article, zone), dateline_day(dateline)
    ahead = [candidate for candidate in (*published, *full) if _is_ahead(candidate, article)]
    stated = [
        *given_day(article, given),
        *(candidate for candidate in (*published, *full) if candidate not in ahead),
        *(dateline_beside(dateline, article) if published and published[0] not in ahead else ()),
    ]
    if stated:
        # What was changed that day was published then or before: mostly the same day, and not surely.
        sure = not (stated[0].basis is Basis.DATELINE and is_of_a_change(article, dateline))
        return _beside(_choice(stated, zone, rivals=(), certain=sure), ahead, article)
    choice = _choose_unstated(article, reading, zone, trust_file_name=trust_file_name)
    return _beside(choice, ahead, article)


def _choose_unstated(
    article: Article, reading: Reading, zone: str | None, *, trust_file_name: bool
) -> AnchorChoice:
    """The anchor of an article that nothing states a full date of."""
    dateline, evidence = reading.dateline, reading.evidence
    if dateline is not None and dateline.month and dateline.day and not dateline.year:
        candidates, refusal = complete(dateline, evidence, parse_iso(article.as_of))
        if refusal is not None and (guessed := guessed_choice(article, dateline, candidates)):
            return guessed
        if refusal is None or not trust_file_name:
            sure = len(candidates) == 1 and is_solid(dateline, evidence)
            return _choice(candidates, zone, rivals=candidates[1:], refusal=refusal, certain=sure)
    named = path_day(evidence)
    if named and trust_file_name:
        return _choice(named, zone, rivals=())
    if guessed := guessed_choice(article, dateline, named):
        return guessed
    return AnchorChoice(anchor=None, candidates=tuple(named), reason=_why_none(article, dateline, named))


def _is_ahead(candidate: AnchorCandidate, article: Article) -> bool:
    """Whether a day lies so far after the day of ingest that no time zone explains it: then it is wrong."""
    return candidate.day > parse_iso(article.as_of) + 1


def _beside(choice: AnchorChoice, ahead: Sequence[AnchorCandidate], article: Article) -> AnchorChoice:
    """The choice with days that cannot be: they stay visible, with no score, and as a reason for no anchor."""
    if not ahead:
        return choice
    after = f"which lies after {told_as_of(article)}"
    kept = [
        AnchorCandidate(day=each.day, score=0.0, basis=each.basis, reason=f"{each.reason}, {after}")
        for each in ahead
    ]
    reason = None
    if choice.anchor is None:  # without candidates the choice knows no more than what was set aside
        reason = "; ".join([each.reason for each in kept] + [choice.reason or ""] * bool(choice.candidates))
    return AnchorChoice(anchor=choice.anchor, candidates=(*choice.candidates, *kept), reason=reason)


def told_as_of(article: Article) -> str:
    """*2025-12-29, the day of ingest*, or that of its capture: nothing was published later."""
    captured = str(article.extra.get(CAPTURED) or "").startswith(article.as_of)
    return f"{article.as_of}, the day {'that it was captured' if captured else 'of ingest'}"


def given_day(article: Article, given: int | None) -> list[AnchorCandidate]:
    """The user's word, now or in the article's own field `dateline`."""
    day = given if given is not None else parse_iso(article.given) if article.given else None
    return [_candidate(day, Basis.GIVEN, "stated by the user")] if day is not None else []


def published_day(article: Article, zone: str | None) -> list[AnchorCandidate]:
    """The day that the metadata state; a time with an offset is first turned into the dateline's zone."""
    if not article.published:
        return []
    field = article.published_from or "published"
    if len(article.published) <= 10:
        day = datetime.fromisoformat(article.published)
        return [_candidate(day.toordinal(), Basis.METADATA, f"{field} states {article.published}")]
    moment = datetime.fromisoformat(article.published)
    reason = f"{field} states {article.published}"
    if moment.tzinfo is not None and zone is not None:
        from zoneinfo import ZoneInfo

        there = moment.astimezone(ZoneInfo(zone))
        if there.date() != moment.date():
            reason += f", which is {there.date()} in {zone}"
        moment = there
    return [_candidate(moment.toordinal(), Basis.METADATA, reason)]


def dateline_day(dateline: DatelineReading | None) -> list[AnchorCandidate]:
    """A full date at the head of the article."""
    if dateline is None or not (dateline.year and dateline.month and dateline.day):
        return []
    day = to_day(dateline.year, dateline.month, dateline.day)
    return [_candidate(day, Basis.DATELINE, f"the dateline states {dateline.date_text}")]


def is_of_a_change(article: Article, dateline: DatelineReading | None) -> bool:
    """Whether the dateline's date stands on a line that says *Updated*, its own or one above it."""
    if dateline is None or not dateline.date_text:
        return False
    at = article.text.find(dateline.date_text, *dateline.span)
    if at < 0:
        at = article.text.rfind(dateline.date_text, 0, dateline.span.start)
    return at >= 0 and dates.is_of_a_change(article.text[max(at - 40, 0) : at].rpartition("\n")[2])


def dateline_beside(dateline: DatelineReading | None, article: Article) -> list[AnchorCandidate]:
    """A dateline without a year beside metadata: in the year that brings the two nearest, to show where they differ."""
    if dateline is None or dateline.year or not (dateline.month and dateline.day and article.published):
        return []
    published = datetime.fromisoformat(article.published).toordinal()
    year = from_day(published)[0]
    days = [
        to_day(near, dateline.month, dateline.day)
        for near in (year - 1, year, year + 1)
        if dateline.day <= days_in_month(near, dateline.month)
    ]
    if not days:
        return []
    day = min(days, key=lambda day: abs(day - published))
    reason = f"the dateline says {dateline.date_text}"
    return [AnchorCandidate(day=day, score=0.0, basis=Basis.DATELINE, reason=reason, inferred=("year",))]


def path_day(evidence: Sequence[AnchorEvidence]) -> list[AnchorCandidate]:
    """Full dates in url and file name."""
    return [
        _candidate(likelihood.day_of(item), Basis.FILE_NAME, f"{item.text} in the file name or url")
        for item in evidence
        if item.kind is EvidenceKind.PATH and item.day is not None
    ][:1]


def _candidate(day: int, basis: Basis, reason: str) -> AnchorCandidate:
    return AnchorCandidate(day=day, score=1.0, basis=basis, reason=reason)


def _choice(
    candidates: Sequence[AnchorCandidate],
    zone: str | None,
    *,
    rivals: Sequence[AnchorCandidate],
    refusal: str | None = None,
    certain: bool = True,
) -> AnchorChoice:
    """The first candidate as the anchor; stated evidence that disagrees stays visible with no score."""
    if refusal is not None or not candidates:
        return AnchorChoice(anchor=None, candidates=tuple(candidates), reason=refusal)
    best = candidates[0]
    kept = [best, *rivals]
    if not rivals:
        kept += [
            AnchorCandidate(
                day=other.day,
                score=0.0,
                basis=other.basis,
                reason=f"{other.reason}, but {best.reason}",
                inferred=other.inferred,
            )
            for other in candidates[1:]
            if other.day != best.day
        ]
    anchor = Anchor(day=best.day, basis=best.basis, inferred=best.inferred, zone=zone, certain=certain)
    return AnchorChoice(anchor=anchor, candidates=tuple(kept))


def _why_none(article: Article, dateline: DatelineReading | None, named: Sequence[AnchorCandidate]) -> str:
    if dateline is None:
        missing = "no dateline and no metadata date"
    elif dateline.year:
        missing = "no other date"
    elif dateline.date_text is None:
        missing = "a dateline without a date, and no metadata date"
    else:
        missing = f"a dateline whose date cannot be read ({dateline.date_text}), and no metadata date"
    hint = (
        f"; the file name or url says {iso(named[0].day)}, which is not used unless asked for"
        if named
        else ""
    )
    if field := unread_date(article):
        hint += f"; its field {field} is read with --map published={field}"
    return f"the article has {missing}{hint}"


def unread_date(article: Article) -> str | None:
    """The field, of those kept unread, that by its name and value says when the article was published."""
    for name, value in article.extra.items():
        plain = name.lower().replace("_", "").replace("-", "")
        if plain in DATE_FIELDS and name.isascii() and _YEAR.search(str(value)[:40]):
            return name
    return None
