"""Mentions as read to mentions with actors and dates, once the anchor is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kptimeline.actors.registry import Registry
from kptimeline.dateline.agency import agency_of, lends_its_day
from kptimeline.events.story import is_said
from kptimeline.events.words import load_words
from kptimeline.interval import Granularity, Interval, iso
from kptimeline.records import (
    ActorReading,
    ActorRef,
    Anchor,
    Article,
    Certainty,
    DatedBy,
    Mention,
    MentionReading,
    Reading,
    Resolution,
    Status,
)

NO_PHRASE = "no time phrase"
UNCLEAR = "its clause has a time phrase that may be another event's, or several"
_SETTLED = frozenset({"week", "month", "year"})  # what convention tells of *on Monday* and *on Dec. 3*
_BETWEEN = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "AID", "MOBILIZE"})  # takes two
ANOTHER_DAY = "the article opens with an earlier day than its own"
OTHER_SCENE = "the story before it is of another day than its report"
OTHER_DAYS = "mostly tells of other days than that of its report"
OPENING_DAYS = 31  # an article whose first sentence lies further back tells of old days
STORY_DAYS = 3  # what a lead tells of an earlier day is background, not its news
# What tells a day by that of writing: in a story of old days *on Sunday* is a Sunday of those days.
_OF_WRITING = re.compile(r"(nearest|last|next|preceding|following)\(")
AHEAD = "its clause's time phrase lies after the article's day, and is of what was planned then"
RIVAL = 0.25  # a meaning this likely keeps another from being what the text states


@dataclass(frozen=True, slots=True)
class _Date:
    interval: Interval | None = None
    edtf: str | None = None
    dated_by: DatedBy | None = None
    certainty: Certainty | None = None
    reason: str | None = None


def _certainty(dated_by: DatedBy, resolution: Resolution) -> Certainty:
    """`stated` is a phrase of the clause whose meaning only convention completes, without a serious rival."""
    if resolution.ambiguous:
        return Certainty.AMBIGUOUS
    rivals = any(one.weight >= RIVAL for one in resolution.alternatives)
    if dated_by is DatedBy.PHRASE and not rivals and _SETTLED.issuperset(resolution.inferred):
        return Certainty.STATED
    return Certainty.INFERRED


def _date(
    mention: MentionReading,
    times: Sequence[Resolution],
    anchor: Anchor | None,
    before: Sequence[_Date],
    *,
    bygone: bool = False,
    late: str | None = None,
) -> _Date:
    """The date of one mention; `before` are the dates that it may hang from, `bygone` that no news leads.

    `late` is the agency where its stories are seldom of their own day.
    """
    if mention.time is not None:
        if mention.dated_by is None:
            return _Date(reason=UNCLEAR)
        resolution = times[mention.time]
        if bygone and _OF_WRITING.match(resolution.expression):
            return _Date(reason=f"{ANOTHER_DAY}, and the phrase may be of that time")
        if resolution.interval is None:
            return _Date(reason=resolution.reason or f"unresolved: {resolution.expression}")
        if anchor is not None and is_ahead_of_past(mention, resolution, anchor.day):
            return _Date(reason=AHEAD)
        certainty = _certainty(mention.dated_by, resolution)
        return _Date(resolution.interval, resolution.edtf, mention.dated_by, certainty)
    if mention.dated_by is DatedBy.CHAIN and mention.chain is not None:
        founder = before[mention.chain]
        if founder.interval is None:
            return _Date(reason=f"goes on from a mention without a date: {founder.reason}")
        ambiguous = founder.certainty is Certainty.AMBIGUOUS
        return _Date(
            founder.interval,
            founder.edtf,
            DatedBy.CHAIN,
            Certainty.AMBIGUOUS if ambiguous else Certainty.INFERRED,
        )
    if mention.dated_by is DatedBy.LEAD:
        if anchor is None:
            return _Date(reason=f"{NO_PHRASE}, and the article has no anchor")
        if bygone:
            return _Date(reason=f"{NO_PHRASE}, and {ANOTHER_DAY}")
        lead = before[mention.chain] if mention.chain is not None else None
        if lead is not None and lead.reason == UNCLEAR:
            return _Date(reason=f"{NO_PHRASE}, and the story's day is unclear: {UNCLEAR}")
        days = story_days(lead, anchor.day)
        if days is None and late is not None:
            return _Date(reason=f"{NO_PHRASE}, and {late} {OTHER_DAYS}")
        if days is None and _is_elsewhere(lead, anchor.day) and not _is_said(mention):
            return _Date(reason=f"{NO_PHRASE}, and {OTHER_SCENE}")
        first, last = days or (anchor.day, anchor.day)
        edtf = iso(first) if first == last else f"{iso(first)}/{iso(last)}"
        return _Date(Interval(first, last, Granularity.DAY), edtf, DatedBy.LEAD, Certainty.INFERRED)
    return _Date(reason=NO_PHRASE)


def is_ahead_of_past(mention: MentionReading, resolution: Resolution, anchor: int) -> bool:
    """*Peru proposed talks in April*, written in March: the phrase is of the talks, wherever the parse hangs it.

    A phrase that states its year stays: then the anchor may be wrong. A day ahead may be another zone's.
    """
    interval = resolution.interval
    return (
        mention.status is Status.OCCURRED
        and interval is not None
        and interval.first is not None
        and interval.first > anchor + 1
        and _OF_WRITING.match(resolution.expression) is not None
    )


def _dates(
    article: Article, reading: Reading, times: Sequence[Resolution], anchor: Anchor | None
) -> list[_Date]:
    """Dates of all mentions: phrases first, then what hangs from the dates of other mentions, in order."""
    none, mentions = _Date(), reading.mentions
    bygone = anchor is not None and opens_bygone(reading, times, anchor.day)
    agency = agency_of(article, reading.dateline)
    late = None if lends_its_day(agency) else agency
    dates = [
        _date(one, times, anchor, (), bygone=bygone) if one.time is not None else none for one in mentions
    ]
    for number, one in enumerate(mentions):
        if one.time is None:
            dates[number] = _date(one, times, anchor, dates, bygone=bygone, late=late)
    return dates


def _is_elsewhere(lead: _Date | None, anchor: int) -> bool:
    """Whether a story began on a day that is over long before its report: what goes on there was not done today."""
    return (
        lead is not None
        and lead.interval is not None
        and lead.interval.last is not None
        and (lead.interval.last < anchor - STORY_DAYS)
    )


def _is_said(mention: MentionReading) -> bool:
    """Whether it is said, or done by saying it: that is of the report's day whatever it is about."""
    return is_said(mention.event_type, mention.lemma, load_words())


def opens_bygone(reading: Reading, times: Sequence[Resolution], anchor: int) -> bool:
    """Whether an article opens long before its own day: *One day in May 1967 the president visited a mill.*

    All dates of its first sentence lie more than OPENING_DAYS back, and nothing in it is the day's news.
    """
    first = next((one for one in reading.sentences if one.start >= reading.body.start), None)
    if first is None or any(
        one.dated_by is DatedBy.LEAD and one.sentence == first for one in reading.mentions
    ):
        return False
    here = [
        resolution.interval
        for time, resolution in zip(reading.times, times, strict=True)
        if first.start <= time.start < first.end and resolution.interval is not None
    ]
    return bool(here) and all(one.last is not None and one.last < anchor - OPENING_DAYS for one in here)


def story_days(lead: _Date | None, anchor: int) -> tuple[int, int] | None:
    """First and last day that an article's news is of: those of its lead where they are shortly before its own."""
    interval = lead.interval if lead is not None else None
    if interval is None or interval.first is None or interval.last is None:
        return None
    near = anchor - STORY_DAYS <= interval.first <= interval.last <= anchor
    return (interval.first, interval.last) if near else None


def _day(date: _Date, anchor: Anchor | None) -> int | None:
    """The day on which offices are looked up: the event's first known day, else the day of writing."""
    if date.interval is not None:
        return date.interval.first if date.interval.first is not None else date.interval.last
    return anchor.day if anchor is not None else None


def _without_own_places(
    mention: MentionReading, by: tuple[ActorRef, ...], to: tuple[ActorRef, ...], registry: Registry
) -> tuple[ActorRef, ...]:
    """`to` without the towns that a state has in itself: *Peru blew up a bridge in Lima* is done where, not to whom."""
    if mention.event_type != "ASSAULT":
        return to  # what a state does to its people, it does in its towns
    own = {one.country for one in by if one.country and one.actor == registry.country_of_code(one.country)}
    towns = {one.name for one in mention.to if one.inferred and one.country_hint and one.name.istitle()}

    def is_own(one: ActorRef) -> bool:
        if one.country is not None:
            return one.country in own and one.name in towns
        land = registry.country_of_city(one.name)  # a town that the parse takes for something else
        return land is not None and registry.actors[land].country in own

    return tuple(one for one in to if one.actor is not None or not is_own(one))


def resolve_mentions(
    article: Article,
    reading: Reading,
    times: tuple[Resolution, ...],
    anchor: Anchor | None,
    registry: Registry,
) -> tuple[Mention, ...]:
    """One Mention for each of reading.mentions, in the same order; total: what has no date has a reason."""
    dates = _dates(article, reading, times, anchor)
    found: list[Mention] = []
    for mention, date in zip(reading.mentions, dates, strict=True):
        day = _day(date, anchor)
        said = anchor.day if anchor is not None else day

        def refs(readings: tuple[ActorReading, ...], on: int | None) -> tuple[ActorRef, ...]:
            return tuple(dict.fromkeys(registry.resolve(one, on) for one in readings))

        by, to = refs(mention.by, day), refs(mention.to, day)
        to = _without_own_places(mention, by, to, registry)
        if mention.by != mention.to and mention.event_type in _BETWEEN:
            # Nobody does it to himself: *Iran said it would extend talks on Tehran's plans*.
            doers = {one.actor for one in by} - {None}
            named = refs(tuple(one for one in mention.by if not (one.inferred and one.country_hint)), day)
            own = {slug for one in named if one.country and (slug := registry.country_of_code(one.country))}
            to = tuple(one for one in to if one.actor not in doers | own)
        found.append(
            Mention(
                key=f"{article.key}:{mention.trigger.start}-{mention.trigger.end}",
                reading=mention,
                by=by,
                to=to,
                claimed_by=refs(mention.claimed_by, said),
                interval=date.interval,
                edtf=date.edtf,
                dated_by=date.dated_by,
                certainty=date.certainty,
                reason=date.reason,
            )
        )
    return tuple(found)
