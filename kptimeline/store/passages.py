"""The places of stored mentions in their articles, as comparing needs them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from kptimeline.actors.registry import Registry
from kptimeline.merge.profile import Passage, story
from kptimeline.merge.words import Words
from kptimeline.records import Span
from kptimeline.store.models import Article, EventMention, Sentence
from kptimeline.store.rows import chunks


def passages_of(connection: Connection, ids: Iterable[int], registry: Registry) -> dict[int, Passage]:
    """By id of the mention; the names of each article are gathered once."""
    found: dict[int, Passage] = {}
    read: dict[int, tuple[Words, frozenset[str]]] = {}
    where = (
        EventMention.start_char,
        EventMention.end_char,
        EventMention.trigger_start,
        EventMention.trigger_end,
    )
    for some in chunks(sorted(ids)):
        query = (
            select(
                EventMention.id,
                *where,
                Sentence.start_char.label("s_start"),
                Sentence.end_char.label("s_end"),
                Article.id.label("article_id"),
                Article.text,
                Article.body_start,
                Article.body_end,
            )
            .join(Sentence, Sentence.id == EventMention.sentence_id)
            .join(Article, Article.id == EventMention.article_id)
            .where(EventMention.id.in_(some))
        )
        for row in connection.execute(query):
            if row.article_id not in read:
                words = Words(row.text, registry)
                read[row.article_id] = words, story(words, Span(row.body_start, row.body_end))
            words, names = read[row.article_id]
            found[row.id] = Passage(
                words=words,
                clause=Span(row.start_char, row.end_char),
                sentence=Span(row.s_start, row.s_end),
                trigger=Span(row.trigger_start, row.trigger_end),
                story=names,
            )
    return found
