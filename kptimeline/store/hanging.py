"""Mentions whose phrase names an event (*two days after the summit*), dated by that event once it is known.

What binds is a function of all other events: an event that hangs from another is none to hang from, so that one look
is enough, and the order in which articles came in has no part in it. A mention's own row holds the date; what its
article alone tells stays with its time expression.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from kptimeline.actors.registry import Registry
from kptimeline.interval import iso, parse_iso
from kptimeline.merge import hanging
from kptimeline.merge.facts import Dates, Hung
from kptimeline.merge.hanging import Hinge, Phrase
from kptimeline.records import Span, Tense
from kptimeline.store.models import (
    Actor,
    Anchor,
    Article,
    Event,
    EventActor,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.rows import Row, chunks, date_columns
from kptimeline.temporal.times import HANGS

_DATES = Dates.__struct_fields__
_BY_PHRASE = ("phrase", "sentence")


class Hanging(Struct, frozen=True, kw_only=True):
    """A mention that hangs from an event: what its article tells of its date (`own`), and what its row says."""

    id: int
    key: str
    article_id: int
    event_id: int
    phrase: Phrase
    inside: bool  # the phrase stands in the mention's clause
    own: Dates
    own_reason: str | None
    dates: Dates
    dated_by: str | None
    certainty: str | None
    reason: str | None

    @property
    def is_told(self) -> bool:
        """Whether its own article dates the event that it hangs from."""
        return self.own.from_day is not None

    @property
    def row(self) -> Row:
        """What its row says of its date."""
        told = {"dated_by": self.dated_by, "certainty": self.certainty, "reason": self.reason}
        return {**date_columns(self.dates), **told}

    @property
    def own_columns(self) -> dict[str, str | None]:
        """How its own article dates it, and why it does not."""
        if self.is_told:
            return {"dated_by": self.dated_by, "certainty": self.certainty, "reason": None}
        return {"dated_by": None, "certainty": None, "reason": self.own_reason}

    @property
    def hung(self) -> Hung | None:
        """What its row says when that is another event's doing."""
        if self.dates == self.own:
            return None
        return Hung(dates=self.dates, dated_by=self.dated_by, certainty=self.certainty)


class Account(Struct, frozen=True, kw_only=True):
    """What a mention may hang from, nearest first, and what comes of it: a date, or the reason why there is none."""

    hinges: tuple[Hinge, ...] = ()
    hung: Hung | None = None
    reason: str | None = None


def hanging_mentions(connection: Connection, which: ColumnElement[bool]) -> list[Hanging]:
    """The mentions of events that hang from an event, among some."""
    found = []
    for row in connection.execute(_hanging().where(which)):
        own = Dates(**{name: getattr(row, f"own_{name}") for name in _DATES})
        by_phrase = row.dated_by in _BY_PHRASE
        if not by_phrase and (own.from_day is not None or not (row.reason or "").startswith(HANGS)):
            continue  # the phrase may be another's, or does not date it for another reason
        if _names_itself(row):
            continue
        if own.from_day is None and not (row.own_reason or "").startswith(HANGS):
            continue
        span = Span(row.time_start, row.time_end)
        found.append(
            Hanging(
                id=row.id,
                key=row.key,
                article_id=row.article_id,
                event_id=row.event_id,
                phrase=Phrase(
                    span=span,
                    expression=row.expression,
                    name=row.name,
                    following=row.following,
                    anchor=parse_iso(row.anchor) if row.anchor else None,
                    zone=row.zone,
                    genre=row.genre,
                    tense=Tense(row.tense) if row.tense else None,
                    plan=row.plan,
                ),
                inside=row.start_char <= span.start and span.end <= row.end_char,
                own=own,
                own_reason=row.own_reason,
                dates=Dates(**{name: getattr(row, name) for name in _DATES}),
                dated_by=row.dated_by,
                certainty=row.certainty,
                reason=row.reason,
            )
        )
    return found


def _names_itself(row: Any) -> bool:
    """Whether a mention is the event that its phrase names: *the summit* of *two days after the summit*."""
    beside = row.time_start <= row.trigger_start < row.time_end + hanging.BESIDE
    return beside and not hanging.names_of((row.trigger, row.lemma)).isdisjoint((row.name,))


@cache
def _hanging() -> Select[*tuple[Any, ...]]:
    other = aliased(Anchor)
    last = select(func.max(other.id)).where(other.article_id == Article.id).correlate(Article)
    columns = [EventMention.__table__.c[name] for name in _DATES]
    own = [TimeExpression.__table__.c[name].label(f"own_{name}") for name in _DATES]
    return (
        select(
            EventMention.id, EventMention.key, EventMention.article_id, EventMention.event_id,
            EventMention.trigger, EventMention.lemma, EventMention.trigger_start, EventMention.start_char, EventMention.end_char, EventMention.dated_by, EventMention.certainty,
            EventMention.reason, TimeExpression.start_char.label("time_start"),
            TimeExpression.end_char.label("time_end"), TimeExpression.expression,
            TimeExpression.event.label("name"), TimeExpression.tense, TimeExpression.plan,
            TimeExpression.reason.label("own_reason"), Article.genre, Anchor.day.label("anchor"), Anchor.zone,
            func.substr(Article.text, TimeExpression.end_char + 1, 120).label("following"), *columns, *own,
        )
        .join(TimeExpression, TimeExpression.id == EventMention.time_expression_id)
        .join(Article, Article.id == EventMention.article_id)
        .outerjoin(Anchor, Anchor.id == last.scalar_subquery())
        .where(TimeExpression.event.is_not(None), EventMention.event_id.is_not(None))
    )  # fmt: skip


def hung_facts(connection: Connection, mention_ids: Collection[int]) -> dict[int, Hanging]:
    """Of some mentions those whose row says another event's doing, by id."""
    found: dict[int, Hanging] = {}
    for some in chunks(sorted(mention_ids)):
        here = hanging_mentions(connection, EventMention.id.in_(some))
        found |= {each.id: each for each in here if each.hung is not None}
    return found


def account_of(connection: Connection, registry: Registry, mention: Hanging) -> Account:
    """What dates a mention: an event that its own article tells, else the one of all events that fits."""
    phrase = mention.phrase
    hinges = _own_hinges(connection, mention)
    if mention.is_told:
        # Its own article dates the event; only a person's word on that event is later than that.
        hinges = [each for each in hinges if each[1] == "corrected"]
    elif not hinges and phrase.reaches_out:
        hinges = _others(connection, registry, mention)
    told = tuple(dict.fromkeys(hinge for hinge, _ in hinges))
    if not told:
        return Account(reason=mention.own_reason)
    interval = hanging.choose(told)
    if interval is None:
        return Account(
            hinges=told, reason=mention.own_reason if mention.is_told else hanging.several(phrase, told)
        )
    by = mention.dated_by if mention.is_told else _BY_PHRASE[not mention.inside]
    hung = hanging.hang(phrase, interval, by or _BY_PHRASE[0])
    if hung is None or (mention.is_told and hung.dates.edtf == mention.own.edtf):
        return Account(hinges=told, reason=mention.own_reason)
    return Account(hinges=told, hung=hung)


def _own_hinges(connection: Connection, mention: Hanging) -> list[tuple[Hinge, str | None]]:
    """Dated events that its own article tells: the noun of the phrase itself, else what was told before it."""
    at, before = [], []
    start, end = mention.phrase.span
    query = _hinges().where(EventMention.article_id == mention.article_id, Event.id != mention.event_id)
    for row in connection.execute(query.order_by(EventMention.trigger_start.desc())):
        hinge = _hinge(row)
        if not hanging.tells(mention.phrase, hinge):
            continue
        if start <= row.trigger_start < end + hanging.BESIDE:
            at.append((hinge, row.certainty))
        elif row.sentence_end <= start:
            before.append((hinge, row.certainty))
    return at or before


def _others(connection: Connection, registry: Registry, mention: Hanging) -> list[tuple[Hinge, str | None]]:
    """Events of other articles within a year before the anchor, with an actor of this mention in them."""
    assert mention.phrase.anchor is not None  # it reaches out
    anchor = mention.phrase.anchor
    query = select(Actor.slug).join(MentionActor, MentionActor.actor_id == Actor.id)
    slugs = set(
        connection.scalars(
            query.where(MentionActor.mention_id == mention.id, MentionActor.role.in_(("by", "to")))
        )
    )
    slugs |= {above for slug in slugs for above, _ in registry.ancestors(slug, anchor)}
    first, last = iso(anchor - hanging.DAYS_BEFORE), iso(anchor)
    found: dict[str, tuple[Hinge, str | None]] = {}
    acting = (
        select(EventActor.event_id)
        .join(Actor, Actor.id == EventActor.actor_id)
        .where(Actor.slug.in_(slugs), EventActor.sort_day >= first, EventActor.sort_day <= last)
    )
    rows = connection.execute(
        _hinges().where(
            Event.id.in_(acting),
            Event.id != mention.event_id,
            EventMention.article_id != mention.article_id,
            Event.status.in_(("occurred", "ongoing")),
            Event.last_day <= last,
        )
    )
    for row in rows:
        hinge = _hinge(row)
        days = parse_iso(hinge.last) - parse_iso(hinge.first)
        if days < hanging.LONGEST and hanging.tells(mention.phrase, hinge, elsewhere=True):
            found.setdefault(hinge.event, (hinge, row.certainty))
    return [found[key] for key in sorted(found)]


@cache
def _hinges() -> Select[*tuple[Any, ...]]:
    """Mentions of events that a date may hang from: shown, dated by themselves or by hand, and not told as untrue."""
    stands = aliased(EventMention)
    phrase = aliased(TimeExpression)
    return (
        select(Event.by_actors, Event.to_actors, Event.key, Event.first_day, Event.last_day, Event.certainty, EventMention.trigger,
               EventMention.lemma, EventMention.trigger_start, Sentence.text, Sentence.start_char.label("sentence_start"),
               Sentence.end_char.label("sentence_end"))
        .join(Event, Event.id == EventMention.event_id)
        .join(Sentence, Sentence.id == EventMention.sentence_id)
        .join(stands, stands.id == Event.mention_id)
        .outerjoin(phrase, phrase.id == stands.time_expression_id)
        .where(
            Event.first_day.is_not(None),
            Event.last_day.is_not(None),
            Event.hidden.is_(False),
            Event.status.not_in(("negated", "denied")),
            or_(phrase.event.is_(None), Event.certainty == "corrected"),
        )
    )  # fmt: skip


def _hinge(row: Any) -> Hinge:
    return Hinge(
        event=row.key,
        first=row.first_day,
        last=row.last_day,
        words=hanging.told_words(row.text, row.trigger_start - row.sentence_start, row.trigger, row.lemma),
        sentence=row.text,
        actors=f"{row.by_actors}; {row.to_actors}",
    )


def bind(
    connection: Connection, registry: Registry, events: Collection[int], words: Collection[str]
) -> set[int]:
    """Dates anew what may hang from events that were written, or from what words (triggers) that are gone told.

    Returns the events whose mentions have other dates than before, for the caller to write again.
    """
    todo = {each.id: each for each in _touched(connection, events, words)}
    changed: list[Row] = []
    touched: set[int] = set()
    for mention in todo.values():
        wanted = columns_of(mention, account_of(connection, registry, mention))
        if wanted != mention.row:
            changed.append({"b_id": mention.id, **{f"b_{name}": value for name, value in wanted.items()}})
            touched.add(mention.event_id)
    if changed:
        names = [name.removeprefix("b_") for name in changed[0] if name != "b_id"]
        connection.execute(
            update(EventMention)
            .where(EventMention.id == bindparam("b_id"))
            .values({name: bindparam(f"b_{name}") for name in names}),
            changed,
        )
    return touched


def columns_of(mention: Hanging, account: Account) -> Row:
    """What the row of a mention says of its date."""
    if (hung := account.hung) is not None:
        told = {"dated_by": hung.dated_by, "certainty": hung.certainty, "reason": None}
        if mention.is_told:
            told["certainty"] = mention.certainty
        return {**date_columns(hung.dates), **told}
    if mention.is_told:
        told = {"dated_by": mention.dated_by, "certainty": mention.certainty, "reason": mention.reason}
        return {**date_columns(mention.own), **told}
    told = {"dated_by": None, "certainty": None, "reason": account.reason}
    return {**date_columns(Dates()), **told}


def _touched(connection: Connection, events: Collection[int], words: Collection[str]) -> Iterator[Hanging]:
    """Mentions that hang from a name that these events, or these words, can tell of; and all in their articles."""
    said: set[str] = set(words)
    articles: set[int] = set()
    for some in chunks(sorted(events)):
        mine = EventMention.event_id.in_(some)
        articles |= set(connection.scalars(select(EventMention.article_id).where(mine).distinct()))
        said |= words_of(connection, mine)
    for those in chunks(sorted(articles)):
        yield from hanging_mentions(connection, EventMention.article_id.in_(those))
    for names in chunks(sorted(hanging.names_of(said))):
        yield from hanging_mentions(
            connection, and_(TimeExpression.event.in_(names), EventMention.time_expression_id.is_not(None))
        )


def words_of(connection: Connection, which: ColumnElement[bool]) -> set[str]:
    """The words with which some mentions tell their events."""
    query = (
        select(Sentence.text, EventMention.trigger_start - Sentence.start_char, EventMention.trigger,
               EventMention.lemma)
        .join(Sentence, Sentence.id == EventMention.sentence_id)
        .where(which, EventMention.event_id.is_not(None))
    )  # fmt: skip
    return {word for row in connection.execute(query) for word in hanging.told_words(*row)}
