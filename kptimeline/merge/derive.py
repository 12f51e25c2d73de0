"""What an event is, from its mentions: date, status, actors, dispute, and the mention that stands for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kptimeline.interval import OPEN_FROM, OPEN_TO, Extent, Granularity
from kptimeline.merge.events import event_key
from kptimeline.merge.facts import Dates, MentionFacts, Party
from kptimeline.records import OtherDate

# Among mentions of one day of publication: what is told to be a fact before what is only said of it.
_STATUS_ORDER = ("occurred", "ongoing", "planned", "proposed", "hypothetical", "negated", "denied")
_AGAINST = {"negated", "denied"}
_AHEAD = {"planned", "proposed", "hypothetical"}
_STATED = {"stated", "corrected"}
_LATEST = "9999-12-31"


class EventFacts(Struct, frozen=True, kw_only=True):
    """An event, derived; `representative` is a mention key, `mentions` all of them, ascending."""

    key: str
    representative: str
    mentions: tuple[str, ...]
    event_type: str | None
    status: str
    disputed: bool
    by: tuple[Party, ...]
    to: tuple[Party, ...]
    claimed_by: str
    place: str | None
    summary: str
    articles: int
    dates: Dates
    other_dates: tuple[OtherDate, ...]
    dated_by: str | None
    certainty: str | None
    reason: str | None


def derive(mentions: Iterable[MentionFacts]) -> EventFacts:
    """The event of one or more mentions. A function of their set; their order has no part in it."""
    ranked = _settled(list(mentions))
    if len(ranked) > 1:  # most events have one mention, and it need not be weighed
        ranked.sort(key=precision)
        interval = best_interval(ranked)
        ranked.sort(key=lambda mention: _days(mention) != interval)
    best = ranked[0]
    by, to = _parties(ranked, "by"), _parties(ranked, "to")
    statuses = {mention.status for mention in ranked}
    return EventFacts(
        key=event_key(min(mention.key for mention in ranked)),
        representative=best.key,
        mentions=tuple(sorted(mention.key for mention in ranked)),
        event_type=next((m.event_type for m in ranked if m.event_type), None),
        status=_status(ranked),
        disputed=len(statuses) > 1 and bool(statuses & _AGAINST) and bool(statuses - _AGAINST),
        by=by,
        to=to,
        claimed_by="; ".join(party.name for party in _parties(ranked, "claimed_by")),
        place=next((m.place for m in ranked if m.place), None),
        summary=best.summary,
        articles=len({_report(mention) for mention in ranked}),
        dates=best.dates,
        other_dates=_other_dates(ranked, best),
        dated_by=best.dated_by,
        certainty=best.certainty,
        reason=best.reason,
    )


def _settled(mentions: list[MentionFacts]) -> list[MentionFacts]:
    """The mentions with the dates that count: one that hangs from an event dates only what nothing else dates."""
    if all(mention.hung is None for mention in mentions):
        return mentions
    own = any(mention.hung is None and mention.dates.from_day is not None for mention in mentions)
    found = []
    for mention in mentions:
        if (hung := mention.hung) is None:
            found.append(mention)
        elif own:
            found.append(replace(mention, dates=Dates(), dated_by=None, certainty=None))
        else:
            told = {"dates": hung.dates, "dated_by": hung.dated_by, "certainty": hung.certainty}
            found.append(replace(mention, reason=None, **told))
    return found


Days = tuple[str | None, str | None, str | None, str | None]


def best_interval(mentions: Sequence[MentionFacts]) -> Days:
    """The most precise of the intervals that most independent reports agree with.

    A report agrees with an interval that lies within its own: who says *in May* agrees with the third. What is told
    as done counts before what is planned, what is stated before what is inferred, and what a later version of the
    same article says before what that replaced. `mentions` come by `precision`, which decides between equals.
    """
    dated = [mention for mention in mentions if mention.dates.from_day is not None]
    for better in (
        lambda mention: not mention.superseded,
        lambda mention: mention.status not in _AHEAD,
        lambda mention: mention.certainty in _STATED,
    ):
        dated = list(filter(better, dated)) or dated
    if not dated:
        return (None,) * 4

    def agreement(mention: MentionFacts) -> int:
        return len({_report(other) for other in dated if _within(mention.dates, other.dates)})

    return _days(max(dated, key=agreement))


def _other_dates(mentions: Sequence[MentionFacts], best: MentionFacts) -> tuple[OtherDate, ...]:
    """Dates that have no day in common with the event's, those of most reports first."""
    reports: dict[Dates, set[str]] = defaultdict(set)
    for mention in mentions:
        dates = mention.dates
        if dates.from_day and best.dates.from_day and not _meet(dates, best.dates):
            told = Dates(
                first_day=dates.first_day,
                last_day=dates.last_day,
                granularity=dates.granularity,
                extent=dates.extent,
            )
            reports[told].add(_report(mention))
    found = (
        OtherDate(
            first_day=told.first_day,
            last_day=told.last_day,
            granularity=told.granularity,
            extent=Extent(told.extent) if told.extent else None,
            articles=len(articles),
        )
        for told, articles in reports.items()
    )
    return tuple(sorted(found, key=lambda each: (-each.articles, each.first_day or "", each.last_day or "")))


def _days(mention: MentionFacts) -> Days:
    dates = mention.dates
    return dates.first_day, dates.last_day, dates.first_time, dates.granularity


def _within(inner: Dates, outer: Dates) -> bool:
    clock = inner.first_time and outer.first_time and inner.first_time != outer.first_time
    first, last = _bounds(inner)
    return _bounds(outer)[0] <= first and last <= _bounds(outer)[1] and not clock


def _meet(one: Dates, two: Dates) -> bool:
    return _bounds(one)[0] <= _bounds(two)[1] and _bounds(two)[0] <= _bounds(one)[1]


def _bounds(dates: Dates) -> tuple[str, str]:
    return dates.from_day or OPEN_FROM, dates.to_day or OPEN_TO


def _report(mention: MentionFacts) -> str:
    return mention.report or mention.article


def precision(mention: MentionFacts) -> tuple[bool, int, int, str, str]:
    """Sorts mentions so that the one that stands for the event is first.

    The most precise date (dated before undated, finer before coarser, closed before open), then the
    earliest anchor, then the key.
    """
    dates = mention.dates
    undated = dates.from_day is None
    fineness = -1 if dates.fineness is None else dates.fineness
    is_open = (dates.first_day is None) + (dates.last_day is None)
    return undated, Granularity.VAGUE.rank - fineness, is_open, mention.anchor_day or _LATEST, mention.key


def _status(mentions: Sequence[MentionFacts]) -> str:
    """That of the latest-anchored mentions, occurrence before plan."""
    if len(mentions) == 1:
        return mentions[0].status
    latest = max(mention.anchor_day or "" for mention in mentions)
    said = {mention.status for mention in mentions if (mention.anchor_day or "") == latest}
    return next(status for status in _STATUS_ORDER if status in said)


def _parties(ranked: Sequence[MentionFacts], role: str) -> tuple[Party, ...]:
    """The actors of a role in all mentions, each once, those of the representative first."""
    found: dict[str, Party] = {}
    for mention in ranked:
        parties: tuple[Party, ...] = getattr(mention, role)
        if len(parties) == len(ranked) == 1:
            return parties
        for party in parties:
            found.setdefault(party.actor or f"name:{party.name}", party)
    return tuple(found.values())
