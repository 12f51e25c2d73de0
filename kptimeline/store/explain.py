"""Everything that leads from an event back to the words it came from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from kptimeline.interval import parse_iso
from kptimeline.merge.hanging import Hinge
from kptimeline.records import READING_VERSION, Basis, ChronologyEvent, EventActor, Span
from kptimeline.records import Anchor as AnchorRecord
from kptimeline.store.hanging import account_of, hanging_mentions
from kptimeline.store.history import History, history
from kptimeline.store.lines import event_rows, lines
from kptimeline.store.load import parts, stored_article, stored_reading
from kptimeline.store.models import (
    Actor,
    Alternative,
    Anchor,
    Article,
    DatelineCandidate,
    Event,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.query import event_row_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A meaning of a time expression that was weighed and not chosen."""

    expression: str
    weight: float
    value: str | None
    edtf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAccount:
    """The phrase that dates a mention; `span` is of the article's text, `previous` the phrase it hangs from."""

    text: str
    span: Span
    expression: str
    rule: str
    tense: str | None
    plan: bool
    timex_type: str
    timex_value: str
    mod: str | None
    edtf: str | None
    first_day: str | None
    last_day: str | None
    granularity: str | None
    extent: str | None
    inferred: tuple[str, ...]
    ambiguous: bool
    previous: str | None
    event: str | None
    reason: str | None
    alternatives: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAccount:
    """A day that the article may be from; scores of one article add up to 1."""

    day: str
    score: float
    basis: str
    reason: str
    inferred: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorAccount:
    """A choice of anchor; `day` None with the `reason` when there is none."""

    day: str | None
    basis: str | None
    inferred: tuple[str, ...]
    zone: str | None
    certain: bool
    reason: str | None
    chosen_at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionAccount:
    """One mention: where it stands, what it says, how it got its date. Spans are of the article's text."""

    key: str
    article_key: str
    outlet: str | None
    url: str | None
    path: str | None
    title: str | None
    sentence: str
    sentence_span: Span
    clause: Span
    trigger: str
    trigger_span: Span
    event_type: str | None
    status: str
    by: tuple[EventActor, ...]
    to: tuple[EventActor, ...]
    claimed_by: tuple[str, ...]
    claim_verb: str | None
    place: str | None
    quantities: tuple[str, ...]
    summary: str
    first_day: str | None
    last_day: str | None
    first_time: str | None
    last_time: str | None
    utc_offset: str | None
    granularity: str | None
    extent: str | None
    edtf: str | None
    dated_by: str | None
    certainty: str | None
    reason: str | None
    chain: str | None  # sentence of the mention whose date it takes
    time: TimeAccount | None
    anchor: AnchorAccount
    candidates: tuple[CandidateAccount, ...]
    earlier_anchors: tuple[AnchorAccount, ...]  # latest first
    contradiction: str | None  # what other evidence says against the anchor
    merge_reason: str | None
    hinges: tuple[Hinge, ...]  # events that its phrase may hang from


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An event with an account of each of its mentions, the one that stands for it first."""

    event: ChronologyEvent
    mentions: tuple[MentionAccount, ...]
    history: History


def explain(connection: Connection, event_id: str) -> Explanation:
    """The account of an event, by its id, an id it had before, or the beginning of one. Raises NotFoundError."""
    row_id = event_row_id(connection, event_id)
    (event,) = lines(connection, connection.execute(event_rows().where(Event.id == row_id)))
    query = (
        select(
            EventMention.__table__,
            Article.key.label("article_key"),
            Article.outlet,
            Article.url,
            Article.path,
            Article.title,
            Sentence.text.label("sentence"),
            Sentence.start_char.label("s_start"),
            Sentence.end_char.label("s_end"),
        )
        .join(Event, Event.id == EventMention.event_id)
        .join(Article, Article.id == EventMention.article_id)
        .join(Sentence, Sentence.id == EventMention.sentence_id)
        .where(EventMention.event_id == row_id)
        .order_by(EventMention.id != Event.mention_id, EventMention.key)
    )
    rows = connection.execute(query).all()
    return Explanation(
        event=event,
        mentions=tuple(_mention(connection, row) for row in rows),
        history=history(connection, event.event_id),
    )


def _mention(connection: Connection, row: Row[Any]) -> MentionAccount:
    anchor, *earlier = chosen = anchors(connection, row.article_id)
    actors = _actors(connection, row.id)
    time = _time(connection, row.time_expression_id)
    return MentionAccount(
        sentence_span=Span(row.s_start, row.s_end),
        clause=Span(row.start_char, row.end_char),
        trigger_span=Span(row.trigger_start, row.trigger_end),
        by=tuple(each for each in actors if each.role == "by"),
        to=tuple(each for each in actors if each.role == "to"),
        claimed_by=tuple(row.claimed_by.split("; ")) if row.claimed_by else (),
        quantities=tuple(json.loads(row.quantities)),
        chain=_chain(connection, row),
        time=time,
        hinges=_hinges(connection, row.id) if time is not None and time.event is not None else (),
        anchor=anchor,
        candidates=candidates(connection, row.article_id),
        earlier_anchors=tuple(earlier),
        contradiction=_contradiction(connection, row.article_id, chosen),
        **{name: getattr(row, name) for name in _SAME},
    )


_SAME = (
    "key", "article_key", "outlet", "url", "path", "title", "sentence", "trigger", "event_type", "status",
    "claim_verb", "place", "summary", "first_day", "last_day", "first_time", "last_time", "utc_offset",
    "granularity", "extent", "edtf", "dated_by", "certainty", "reason", "merge_reason",
)  # fmt: skip


def _actors(connection: Connection, mention_id: int) -> list[EventActor]:
    query = (
        select(MentionActor.role, MentionActor.name, Actor.slug)
        .outerjoin(Actor, Actor.id == MentionActor.actor_id)
        .where(MentionActor.mention_id == mention_id, MentionActor.role.in_(("by", "to")))
        .order_by(MentionActor.role, MentionActor.position)
    )
    return [
        EventActor(actor=slug, name=name, role="by" if role == "by" else "to")
        for role, name, slug in connection.execute(query)
    ]


def _hinges(connection: Connection, mention_id: int) -> tuple[Hinge, ...]:
    from kptimeline.store.check import registry_of

    for mention in hanging_mentions(connection, EventMention.id == mention_id):
        return account_of(connection, registry_of(connection), mention).hinges
    return ()


def _chain(connection: Connection, row: Row[Any]) -> str | None:
    if row.chain is None:
        return None
    query = select(Sentence.text).join(EventMention, EventMention.sentence_id == Sentence.id)
    return connection.scalar(
        query.where(EventMention.article_id == row.article_id, EventMention.position == row.chain)
    )


def _time(connection: Connection, time_id: int | None) -> TimeAccount | None:
    if time_id is None:
        return None
    row = connection.execute(select(TimeExpression.__table__).where(TimeExpression.id == time_id)).one()
    previous = None
    if row.previous is not None:
        before = (TimeExpression.article_id == row.article_id, TimeExpression.position == row.previous)
        previous = connection.scalar(select(TimeExpression.text).where(*before))
    alternatives = connection.execute(
        select(Alternative.expression, Alternative.weight, Alternative.value, Alternative.edtf)
        .where(Alternative.time_expression_id == time_id)
        .order_by(Alternative.position)
    )
    return TimeAccount(
        span=Span(row.start_char, row.end_char),
        inferred=parts(row.inferred),
        previous=previous,
        alternatives=tuple(Meaning(**each) for each in alternatives.mappings()),
        **{name: getattr(row, name) for name in _SAME_OF_TIME},
    )


_SAME_OF_TIME = (
    "text", "expression", "rule", "tense", "plan", "timex_type", "timex_value", "mod", "edtf", "first_day",
    "last_day", "granularity", "extent", "ambiguous", "event", "reason",
)  # fmt: skip


def anchors(connection: Connection, article_id: int) -> list[AnchorAccount]:
    """The choices of anchor of an article, the current one first."""
    query = select(Anchor.__table__).where(Anchor.article_id == article_id).order_by(Anchor.id.desc())
    same = ("day", "basis", "zone", "certain", "reason", "chosen_at", "by")
    return [
        AnchorAccount(inferred=parts(row.inferred), **{name: getattr(row, name) for name in same})
        for row in connection.execute(query)
    ]


def _contradiction(connection: Connection, article_id: int, chosen: Sequence[AnchorAccount]) -> str | None:
    row = connection.execute(select(Article.__table__).where(Article.id == article_id)).one()
    return contradiction(row, chosen)


def contradiction(row: Row[Any], chosen: Sequence[AnchorAccount]) -> str | None:
    """What an article's other evidence says against its current anchor, in words; `row` is of the table `article`."""
    from kptimeline.dateline.disagree import disagreement

    if not chosen or chosen[0].day is None or chosen[0].basis is None:
        return None
    if row.reading_version != READING_VERSION:
        return f"not compared: the article was read by another version ({row.reading_version})"
    current = chosen[0]
    anchor = AnchorRecord(
        day=parse_iso(chosen[0].day),
        basis=Basis(chosen[0].basis),
        inferred=current.inferred,
        zone=current.zone,
        certain=current.certain,
    )
    return disagreement(stored_article(row), stored_reading(row), anchor)


def candidates(connection: Connection, article_id: int) -> tuple[CandidateAccount, ...]:
    """The days that were weighed for the current choice, best first."""
    query = select(DatelineCandidate.__table__).where(DatelineCandidate.article_id == article_id)
    same = ("day", "score", "basis", "reason")
    return tuple(
        CandidateAccount(inferred=parts(row.inferred), **{name: getattr(row, name) for name in same})
        for row in connection.execute(query.order_by(DatelineCandidate.position))
    )
