"""Full text over sentences and titles: which events are told in the words searched for, and where.

An event is found by the sentence of one of its mentions, or by the title of an article that has one. SQLite
searches with FTS5, PostgreSQL with indexes of the same words, as tsvectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    column,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from kptimeline.records import ChronologyEvent, Match, Span
from kptimeline.store.models import Anchor, Article, Event, EventMention, Sentence
from kptimeline.store.rows import chunks
from kptimeline.store.words import Words, fts5, hits, read_words, tsquery

Number = ColumnElement[int] | InstrumentedAttribute[int]

# How the events told in some words are found. Of few sentences (below COMMON) the events are gathered. Of more, each
# event that meets the other conditions is looked at, in time order: in a list of the sentences, made once, or with a
# search of the index for each event. The list costs by the sentence, a search by the event: a page of N events looks at
# about N / share, where share is that of all sentences which hold the words. With EACH both cost the same (a million
# events, first 100 of an actor: words in 30 of 100 sentences 60 ms by a list, 9 by searches; in 7 of 100, 46 and 63).
COMMON = 10_000
EACH = 270
COUNTED = 5_000  # places found that are looked at when those without an event are counted
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: around what the database marks


def told_in(
    connection: Connection, words: str, limit: int | None = None, event: Number = Event.id
) -> ColumnElement[bool]:
    """The condition on an event (its id is `event`) that the words find it; `limit` is how many are wanted.

    Raises UsageError for words that find nothing.
    """
    asked = read_words(words)
    sentences, titles = _sentences(connection, asked), _titles(connection, asked)
    some = sentences.limit(COMMON).subquery()
    (number,) = some.c
    count, reach = connection.execute(select(func.count(), func.max(number)).select_from(some)).one()
    if count < COMMON:
        told = select(EventMention.event_id).where(EventMention.event_id.is_not(None))
        above = told.where(EventMention.article_id.in_(titles))
        return event.in_(told.where(EventMention.sentence_id.in_(sentences)).union(above))
    if limit is not None and not _has_prefix(asked) and _is_each(connection, count / (reach or 1), limit):
        return _told_each(connection, asked)
    return _told(event, or_(EventMention.sentence_id.in_(sentences), EventMention.article_id.in_(titles)))


def told_each(connection: Connection, words: str) -> ColumnElement[bool]:
    """The same condition, for events so few that each is best searched for by itself."""
    asked = read_words(words)
    return told_in(connection, words) if _has_prefix(asked) else _told_each(connection, asked)


def _told(event: Number, held: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(EventMention.id).where(EventMention.event_id == event, held).correlate(Event))


def _told_each(connection: Connection, words: Words) -> ColumnElement[bool]:
    sentences = _sentences(connection, words)
    (number,) = sentences.selected_columns
    own = sentences.where(number == EventMention.sentence_id).correlate(EventMention).exists()
    return _told(Event.id, or_(own, EventMention.article_id.in_(_titles(connection, words))))


def _has_prefix(words: Words) -> bool:
    """Whether any ending of a word will do: then a search of the index gathers all of its words, each time."""
    return any(term.prefix for terms in (*words.wanted, words.unwanted) for term in terms)


def _is_each(connection: Connection, share: float, limit: int) -> bool:
    """Whether searching for each event costs less than a list of all sentences, of which a share holds the words."""
    if connection.dialect.name != "sqlite":
        return False  # PostgreSQL's planner weighs it itself
    total = connection.scalar(select(func.max(Sentence.id))) or 0
    return limit * EACH < share * share * total


def _sentences(connection: Connection, words: Words) -> Select[int]:
    """Ids of the sentences that hold the words."""
    return _found(connection, "sentence", "text", words)


def _titles(connection: Connection, words: Words) -> Select[int]:
    """Ids of the articles whose title holds them."""
    return _found(connection, "article", "title", words)


def _found(connection: Connection, name: str, text: str, words: Words) -> Select[int]:
    if connection.dialect.name == "sqlite":
        index = "sentence_fts" if name == "sentence" else "title_fts"
        ids: ColumnElement[int] = table(index, column("rowid")).c.rowid
        return select(ids).where(_matched(index, words))
    rows = table(name, column("id"), column(text)).alias(f"found_{name}")
    return select(rows.c.id).where(_vector_holds(rows.c[text], words))


def _matched(index: str, words: Words) -> ColumnElement[bool]:
    return literal_column(index).op("MATCH", is_comparison=True)(literal(fts5(words)))


def _vector_holds(text: Any, words: Words) -> ColumnElement[bool]:
    """The same expression as the indexes of migrations/sql/postgresql.sql, or they are not used."""
    asked = func.to_tsquery(literal_column("'pg_catalog.simple'"), literal(tsquery(words)))
    return func.kptimeline_words(text).op("@@", is_comparison=True)(asked)


def matches(
    connection: Connection, words: str, events: Sequence[ChronologyEvent]
) -> dict[str, tuple[Match, ...]]:
    """What found each event, by its key: its sentences that hold the words, then the titles above them."""
    asked = read_words(words)
    places: dict[tuple[str, str], dict[tuple[str, int], None]] = defaultdict(dict)
    for some in chunks([event.event_id for event in events]):
        query = (
            select(Event.key, EventMention.sentence_id, EventMention.article_id)
            .join(EventMention, EventMention.event_id == Event.id)
            .where(Event.key.in_(some))
            .order_by(EventMention.key)
        )
        for key, sentence_id, article_id in connection.execute(query):
            places[key, "sentence"]["sentence", sentence_id] = None
            places[key, "title"]["title", article_id] = None
    wanted = dict.fromkeys(place for found in places.values() for place in found)
    marked = _marked(connection, asked, list(wanted))
    found = {}
    for event in events:
        held = [*places[event.event_id, "sentence"], *places[event.event_id, "title"]]
        found[event.event_id] = tuple(marked[place] for place in held if place in marked)
    return found


def untold_count(connection: Connection, words: str) -> tuple[int, bool]:
    """How many sentences and titles hold the words and tell of no event; whether there may be more.

    At most `COUNTED` of those found are looked at, so that a common word costs no more than a rare one.
    """
    asked = read_words(words)
    some = _sentences(connection, asked).limit(COUNTED).subquery()
    (number,) = some.c
    sentences = connection.scalar(select(func.count()).select_from(some).where(~_has_event(number))) or 0
    seen = connection.scalar(select(func.count()).select_from(some)) or 0
    above = _titles(connection, asked).limit(COUNTED).subquery()
    (number,) = above.c
    titles = connection.scalar(select(func.count()).select_from(above).where(~_has_events(number))) or 0
    return sentences + titles, seen == COUNTED


def untold(connection: Connection, words: str, limit: int | None = None) -> Iterator[Match]:
    """The sentences and titles that hold the words and tell of no event, by anchor, article and place."""
    asked = read_words(words)
    sentence = (
        select(
            literal("sentence").label("field"),
            Sentence.id,
            _anchor().label("day"),
            Article.key,
            Sentence.start_char,
        )
        .join(Article, Article.id == Sentence.article_id)
        .where(Sentence.id.in_(_sentences(connection, asked)), ~_has_event(Sentence.id))
    )
    title = select(
        literal("title").label("field"),
        Article.id,
        _anchor().label("day"),
        Article.key,
        func.coalesce(Article.title_start, 0).label("start_char"),
    ).where(Article.id.in_(_titles(connection, asked)), ~_has_events(Article.id))
    both = union_all(sentence, title).subquery()
    order = (both.c.day.nulls_last(), both.c.key, both.c.start_char)
    rows = connection.execution_options(yield_per=500).execute(
        select(both.c.field, both.c.id).order_by(*order).limit(limit)
    )
    for some in rows.partitions():
        places = [(field, number) for field, number in some]
        marked = _marked(connection, asked, places)
        yield from (marked[place] for place in places if place in marked)


def _has_event(sentence: Number) -> ColumnElement[bool]:
    return exists().where(EventMention.sentence_id == sentence, EventMention.event_id.is_not(None))


def _has_events(article: Number) -> ColumnElement[bool]:
    return exists().where(EventMention.article_id == article, EventMention.event_id.is_not(None))


def _anchor() -> Any:
    """The day of the article's current anchor."""
    of_article = select(Anchor.day).where(Anchor.article_id == Article.id).correlate(Article)
    return of_article.order_by(Anchor.id.desc()).limit(1).scalar_subquery()


def _marked(
    connection: Connection, words: Words, places: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Match]:
    """The places that hold the words, with where in them; `places` are sentences and titles by id."""
    found = {}
    for field in ("sentence", "title"):
        for some in chunks([number for name, number in places if name == field]):
            for row in connection.execute(_marking(connection, words, field, some)):
                found[field, row.id] = Match(
                    field=field,
                    article_key=row.key,
                    outlet=row.outlet,
                    url=row.url,
                    anchor=row.anchor,
                    start_char=row.start_char,
                    end_char=row.end_char,
                    text=row.text,
                    hits=spans(row.text, row.marked) if row.marked is not None else hits(row.text, words),
                )
    return found


def _marking(connection: Connection, words: Words, field: str, ids: Sequence[int]) -> Select[Any]:
    """The texts of some sentences or titles, as the database marks them where it marks the words and no others."""
    is_sentence = field == "sentence"
    text: Any = Sentence.text if is_sentence else Article.title
    number = Sentence.id if is_sentence else Article.id
    query: Select[Any]
    if connection.dialect.name == "sqlite":
        index = f"{field}_fts"
        rowid: ColumnElement[int] = table(index, column("rowid")).c.rowid
        marks = func.highlight(literal_column(index), 0, _OPEN, _CLOSE).label("marked")
        found = select(rowid, marks).where(_matched(index, words), rowid.in_(ids)).subquery()
        query = select(found.c.marked).join(Sentence if is_sentence else Article, number == found.c.rowid)
    else:
        query = select(null().label("marked")).where(number.in_(ids), _vector_holds(text, words))
    columns = (
        (Sentence.start_char, Sentence.end_char)
        if is_sentence
        else (
            func.coalesce(Article.title_start, 0).label("start_char"),
            func.coalesce(Article.title_end, 0).label("end_char"),
        )
    )
    query = query.add_columns(
        number.label("id"),
        func.coalesce(text, "").label("text"),
        *columns,
        Article.key,
        Article.outlet,
        Article.url,
        _anchor().label("anchor"),
    )
    return query.join(Article, Article.id == Sentence.article_id) if is_sentence else query


def spans(text: str, marked: str) -> tuple[Span, ...]:
    """Where the marks of `marked` stand in `text`, which is the same without them."""
    found = []
    at, start = 0, None
    for letter in marked:
        if letter in {_OPEN, _CLOSE} and text[at : at + 1] != letter:
            if letter == _OPEN:
                start = at
            elif start is not None:
                found.append(Span(start, at))
                start = None
        else:
            at += 1
    return tuple(found)
