"""The day of an article without an anchor, from events that dated articles tell too (`redate --infer`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select

from kptimeline.interval import from_day, iso, parse_iso
from kptimeline.records import Anchor, AnchorCandidate, AnchorChoice, Basis, Mention
from kptimeline.store.models import Actor, Article, Event, EventMention, MentionActor
from kptimeline.store.models import Anchor as AnchorRow

# How far from an event articles name its day by words that hang from their own: *on Monday* to *three weeks ago*.
BEFORE, AFTER = 14, 31
MOST = 2000  # days that are tried; an article that fits more has nothing that tells its day
TOLD = 3  # candidates kept


class Shared(Struct, frozen=True, kw_only=True):
    """An event of dated articles that an undated article's mention may tell: its day, and whether all of it fits.

    `close`: both sides are named, or the same place; only then one event alone can tell a day.
    """

    mention: int  # index among the article's mentions
    event: str
    day: int
    what: str
    close: bool


def shared_events(connection: Connection, article: str, mentions: Sequence[Mention]) -> list[Shared]:
    """Events on one day, told by articles whose own day comes from their evidence, that are like a mention.

    Like: the same type, head word and actors on both sides. Only mentions with a time phrase but no date count.
    """
    found: set[tuple[int, str, int, str, bool]] = set()
    for index, mention in enumerate(mentions):
        reading = mention.reading
        sides = _sides(mention)
        if not (mention.founds_event and reading.time is not None and reading.dated_by is not None):
            continue
        if mention.interval is not None or reading.event_type is None or sides is None:
            continue
        for row in _like(connection, article, mention, min(sides["by"] or sides["to"])):
            if _sides_of(connection, row.id) == sides:
                place = reading.place is not None and reading.place == row.place
                close = place or bool(sides["by"] and sides["to"])
                found.add((index, row.key, parse_iso(row.from_day), row.summary, close))
    return [
        Shared(mention=index, event=event, day=day, what=what, close=close)
        for index, event, day, what, close in sorted(found)
    ]


def _like(connection: Connection, article: str, mention: Mention, slug: str) -> Sequence[Any]:
    latest = select(AnchorRow.basis).where(AnchorRow.article_id == Article.id).order_by(AnchorRow.id.desc())
    basis = latest.limit(1).scalar_subquery()
    return connection.execute(
        select(EventMention.id, EventMention.from_day, EventMention.place, Event.key, Event.summary)
        .join(Event, Event.id == EventMention.event_id)
        .join(Article, Article.id == EventMention.article_id)
        .where(
            EventMention.id.in_(
                select(MentionActor.mention_id)
                .join(Actor, Actor.id == MentionActor.actor_id)
                .where(Actor.slug == slug, MentionActor.role.in_(("by", "to")))
            ),
            EventMention.event_type == mention.reading.event_type,
            EventMention.lemma == mention.reading.lemma,
            EventMention.from_day == EventMention.to_day,
            Article.key != article,
            basis.is_not(None),
            basis != str(Basis.EVENTS),
        )
    ).all()


def _sides(mention: Mention) -> dict[str, frozenset[str]] | None:
    """Slugs by role; None where nobody, or somebody unknown, is named."""
    sides = {"by": mention.by, "to": mention.to}
    if not (mention.by or mention.to) or any(one.actor is None for refs in sides.values() for one in refs):
        return None
    return {role: frozenset(one.actor for one in refs if one.actor) for role, refs in sides.items()}


def _sides_of(connection: Connection, mention_id: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {"by": set(), "to": set()}
    query = (
        select(MentionActor.role, Actor.slug)
        .outerjoin(Actor, Actor.id == MentionActor.actor_id)
        .where(MentionActor.mention_id == mention_id, MentionActor.role.in_(("by", "to")))
    )
    for role, slug in connection.execute(query):
        found[role].add(slug or "")
    return {role: frozenset(slugs) for role, slugs in found.items()}


def infer(
    shared: Sequence[Shared],
    resolved: Callable[[int], Sequence[Mention]],
    *,
    latest: int | None,
    known: Sequence[AnchorCandidate] = (),
) -> AnchorChoice:
    """The anchor under which the article's mentions have the days of the events, or why there is none.

    `resolved` gives the mentions under a day; nothing was published after `latest`; of `known` candidates (of a
    dateline without a year) month and day hold. An anchor needs two events, or one that fits in all, and no other day
    with as many.
    """
    if not shared:
        return AnchorChoice(
            anchor=None,
            candidates=tuple(known),
            reason="no event of a dated article is like one that it tells",
        )
    days = sorted(day for day in _days(shared, known) if latest is None or day <= latest)
    if len(days) > MOST:
        return AnchorChoice(
            anchor=None, candidates=tuple(known), reason=f"its events may be those of more than {MOST:,} days"
        )
    fits = {day: fitting for day in days if (fitting := _fitting(shared, resolved(day)))}
    if not fits:
        reason = "no day brings its events to the days that dated articles give"
        return AnchorChoice(anchor=None, candidates=tuple(known), reason=reason)
    ranked = sorted(fits, key=lambda day: (-len(fits[day]), day))
    most = len(fits[ranked[0]])
    tried = sum(len(some) for some in fits.values())
    candidates = tuple(
        AnchorCandidate(
            day=day,
            score=round(len(fits[day]) / tried, 4),
            basis=Basis.EVENTS,
            reason=_told(fits[day]),
            inferred=("year", "month", "day"),
        )
        for day in ranked[:TOLD]
    )
    best = [day for day in ranked if len(fits[day]) == most]
    if len(best) > 1:
        reason = f"{len(best):,} days fit its events equally well"
        return AnchorChoice(anchor=None, candidates=candidates, reason=reason)
    if most == 1 and not fits[best[0]][0].close:
        reason = "one event alone fits, told without a second side or a place"
        return AnchorChoice(anchor=None, candidates=candidates, reason=reason)
    anchor = Anchor(day=best[0], basis=Basis.EVENTS, inferred=("year", "month", "day"), certain=False)
    return AnchorChoice(anchor=anchor, candidates=candidates)


def _days(shared: Iterable[Shared], known: Sequence[AnchorCandidate]) -> set[int]:
    around = {day for each in shared for day in range(each.day - BEFORE, each.day + AFTER + 1)}
    if not known:
        return around
    calendar = {from_day(one.day)[1:] for one in known}
    return {day for day in around if from_day(day)[1:] in calendar}


def _fitting(shared: Sequence[Shared], mentions: Sequence[Mention]) -> list[Shared]:
    """Events whose day a mention has; each event, and each mention, once."""
    by_event: Mapping[str, list[Shared]] = defaultdict(list)
    for each in shared:
        interval = mentions[each.mention].interval
        if interval is not None and interval.first == interval.last == each.day:
            by_event[each.event].append(each)
    found: dict[int, Shared] = {}
    for event in sorted(by_event):
        free = next((each for each in by_event[event] if each.mention not in found), None)
        if free is not None:
            found[free.mention] = free
    return list(found.values())


def _told(shared: Sequence[Shared]) -> str:
    said = ", ".join(f"{each.event} ({each.what}) of {iso(each.day)}" for each in shared[:TOLD])
    more = f" and {len(shared) - TOLD} more" if len(shared) > TOLD else ""
    return f"its times then give the days of {said}{more}"


def undated_keys(connection: Connection) -> list[str]:
    """Keys of the articles without an anchor, ascending."""
    latest = select(AnchorRow.day).where(AnchorRow.article_id == Article.id).order_by(AnchorRow.id.desc())
    query = select(Article.key).where(latest.limit(1).scalar_subquery().is_(None))
    return list(connection.scalars(query.order_by(Article.key)))
