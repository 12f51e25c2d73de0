"""Which mention holds what people said of one: that of its key, else the only one of its words, else none.

Its words are the sentence and the trigger in it. They lead on when the article is gone and another has the sentence,
as when an outlet sends it again with a line changed. Where two mentions have the same words none is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select, update

from kptimeline.store.bulk import add
from kptimeline.store.models import CorrectedMention, EventMention, Sentence
from kptimeline.store.rows import chunks


class Quote(NamedTuple):
    """The words of a mention."""

    sentence: str
    trigger: str


def any_corrected(connection: Connection) -> bool:
    """Whether people ever said anything of a mention."""
    return connection.scalar(_any()) is not None


@cache
def _any() -> Select[str]:
    return select(CorrectedMention.key).limit(1)


def quotes_of(connection: Connection, keys: Collection[str]) -> dict[str, Quote]:
    """The words of stored mentions by key."""
    found: dict[str, Quote] = {}
    query = select(EventMention.key, Sentence.text, EventMention.trigger).join(
        Sentence, Sentence.id == EventMention.sentence_id
    )
    for some in chunks(sorted(keys)):
        for key, sentence, trigger in connection.execute(query.where(EventMention.key.in_(some))):
            found[key] = Quote(sentence, trigger)
    return found


def name_mentions(connection: Connection, quotes: Mapping[str, Quote]) -> set[str]:
    """Takes note of mentions that something is said of; returns the mentions that now hold what was said of others."""
    known: set[str] = set()
    for some in chunks(sorted(quotes)):
        known |= set(connection.scalars(select(CorrectedMention.key).where(CorrectedMention.key.in_(some))))
    new = {key: quote for key, quote in quotes.items() if key not in known}
    rows = [
        {"key": key, "sentence": quote.sentence, "trigger": quote.trigger, "holder": None}
        for key, quote in new.items()
    ]
    add(connection, CorrectedMention, rows)
    return _hold(connection, new)


def follow(
    connection: Connection,
    *,
    told: Mapping[str, Quote] | None = None,
    founding: Collection[str] = (),
    lost: Mapping[str, Quote] | None = None,
    articles: Collection[int] = (),
) -> set[str]:
    """Brings holders up to date; returns the keys of mentions that hold something else than before.

    `told`: the words of mentions as they will be stored, all those of the `articles` (ids) that are written, and
    `founding` those of them that found an event. `lost`: mentions that are stored no more.
    """
    told, lost = told or {}, lost or {}
    if not (told or lost) or not any_corrected(connection):
        return set()
    affected: dict[str, Quote] = {}
    query = select(CorrectedMention.__table__)
    for some in chunks(sorted({*told, *lost})):
        named = or_(CorrectedMention.holder.in_(some), CorrectedMention.key.in_(some))
        affected |= {
            row.key: Quote(row.sentence, row.trigger) for row in connection.execute(query.where(named))
        }
    # One that is away may find its words in what comes in, and lose or gain them as the only ones.
    words = {*told.values(), *lost.values()}
    for row in connection.execute(query.where(_away())):
        if (quote := Quote(row.sentence, row.trigger)) in words:
            affected[row.key] = quote
    return _hold(connection, affected, told, founding, articles)


def holders(connection: Connection) -> dict[str, tuple[str | None, str | None]]:
    """What holds each corrected mention, and what should: where they differ, by key."""
    rows = connection.execute(select(CorrectedMention.__table__)).all()
    wanted = _wanted(connection, {row.key: Quote(row.sentence, row.trigger) for row in rows}, {}, (), ())
    return {row.key: (row.holder, wanted[row.key]) for row in rows if row.holder != wanted[row.key]}


def rehold(connection: Connection, keys: Collection[str]) -> set[str]:
    """Finds the holders of some corrected mentions anew; returns the mentions that hold something else than before."""
    affected: dict[str, Quote] = {}
    for some in chunks(sorted(keys)):
        query = select(CorrectedMention.__table__).where(CorrectedMention.key.in_(some))
        affected |= {row.key: Quote(row.sentence, row.trigger) for row in connection.execute(query)}
    return _hold(connection, affected)


def _away() -> ColumnElement[bool]:
    return or_(CorrectedMention.holder.is_(None), CorrectedMention.holder != CorrectedMention.key)


def _hold(
    connection: Connection,
    affected: Mapping[str, Quote],
    told: Mapping[str, Quote] = MappingProxyType({}),
    founding: Collection[str] = (),
    articles: Collection[int] = (),
) -> set[str]:
    wanted = _wanted(connection, affected, told, founding, articles)
    before: dict[str, str | None] = {}
    for some in chunks(sorted(affected)):
        query = select(CorrectedMention.key, CorrectedMention.holder).where(CorrectedMention.key.in_(some))
        before |= dict(connection.execute(query).all())
    changed = sorted(key for key, holder in before.items() if holder != wanted[key])
    if changed:
        connection.execute(
            update(CorrectedMention)
            .where(CorrectedMention.key == bindparam("b_key"))
            .values(holder=bindparam("b_holder")),
            [{"b_key": key, "b_holder": wanted[key]} for key in changed],
        )
    return {holder for key in changed for holder in (before[key], wanted[key]) if holder is not None}


def _wanted(
    connection: Connection,
    affected: Mapping[str, Quote],
    told: Mapping[str, Quote],
    founding: Collection[str],
    articles: Collection[int],
) -> dict[str, str | None]:
    stored = set(told)
    for some in chunks(sorted(affected)):
        stored |= set(connection.scalars(select(EventMention.key).where(EventMention.key.in_(some))))
    away = {quote for key, quote in affected.items() if key not in stored}
    same: dict[Quote, set[str]] = defaultdict(set)
    for key in founding:
        if told[key] in away:
            same[told[key]].add(key)
    for some in chunks(sorted({quote.sentence for quote in away})):
        query = (
            select(EventMention.key, Sentence.text, EventMention.trigger)
            .join(Sentence, Sentence.id == EventMention.sentence_id)
            .where(Sentence.text.in_(some), EventMention.event_id.is_not(None))
        )
        if articles:
            query = query.where(EventMention.article_id.not_in(articles))
        for key, sentence, trigger in connection.execute(query):
            same[Quote(sentence, trigger)].add(key)
    return {
        key: key if key in stored else next(iter(same[quote])) if len(same[quote]) == 1 else None
        for key, quote in affected.items()
    }
