"""What an event is, from its mentions: date, status, actors, dispute, and the mention that stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kptimeline.interval import Granularity
from kptimeline.merge.events import event_key
from kptimeline.merge.facts import Dates, MentionFacts, Party

# Among mentions of one day of publication: what is told to be a fact before what is only said of it.
_STATUS_ORDER = ("occurred", "ongoing", "planned", "proposed", "hypothetical", "negated", "denied")
_AGAINST = {"negated", "denied"}
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
    dated_by: str | None
    certainty: str | None
    reason: str | None


def derive(mentions: Iterable[MentionFacts]) -> EventFacts:
    """The event of one or more mentions. A function of their set; their order has no part in it."""
    ranked = list(mentions)
    if len(ranked) > 1:  # most events have one mention, and it need not be weighed
        ranked.sort(key=precision)
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
        articles=len({mention.article for mention in ranked}),
        dates=best.dates,
        dated_by=best.dated_by,
        certainty=best.certainty,
        reason=best.reason,
    )


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
