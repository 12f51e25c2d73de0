"""Whether articles, sentences and mentions are what was read: texts under their offsets, as many rows as the Reading has."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from kptimeline.records import READING_VERSION, Span, Standing
from kptimeline.store import check_alike
from kptimeline.store.difference import Difference, told
from kptimeline.store.models import Anchor, Article, EventMention, Sentence, TimeExpression


class _MentionRead(msgspec.Struct):
    trigger: Span
    standing: Standing = Standing.EVENT


class _Read(msgspec.Struct):
    """Of a Reading what rows are counted by; much faster to decode than all of it."""

    times: list[msgspec.Raw] = []
    mentions: list[_MentionRead] = []


class Batch(msgspec.Struct):
    """Some articles looked at: ids of mentions that found an event, and of those that found none but have one."""

    founding: list[int]
    apart: list[int]


def look(connection: Connection, ids: Sequence[int], batch: Batch) -> Iterator[Difference]:
    """Differences of some articles and of what hangs from them; fills the batch."""
    mentions = _rows(connection, EventMention, ids)
    sentences = _rows(connection, Sentence, ids)
    times = _counts(connection, TimeExpression, ids)
    anchors = _counts(connection, Anchor, ids)
    bands = check_alike.stored_bands(connection, ids)
    for article in connection.execute(
        select(Article.__table__).where(Article.id.in_(ids)).order_by(Article.id)
    ):
        yield from _article(article)
        yield from check_alike.bands(article, bands[article.id])
        yield from _sentences(article, sentences[article.id])
        yield from _mentions(article, mentions[article.id], times[article.id], batch)
        if not anchors[article.id]:
            yield _again(article.key, "anchors", 0, "one or more")


def _rows(connection: Connection, model: type[Any], ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    query = select(model.__table__).where(model.article_id.in_(ids)).order_by(model.id)
    for row in connection.execute(query):
        found[row.article_id].append(row)
    return found


def _counts(connection: Connection, model: type[Any], ids: Sequence[int]) -> dict[int, int]:
    query = select(model.article_id, func.count()).where(model.article_id.in_(ids)).group_by(model.article_id)
    return defaultdict(int, dict(connection.execute(query).all()))


def _again(key: str, what: str, found: object, wanted: object) -> Difference:
    return Difference(
        part="article", what=f"{key} {what}", found=str(found), wanted=str(wanted), remedy="reprocess"
    )


def _article(article: Row[Any]) -> Iterator[Difference]:
    digest = hashlib.sha256(article.text.encode(errors="surrogatepass")).hexdigest()
    if digest != article.text_sha256:
        yield Difference(
            part="article",
            what=f"{article.key} text",
            found=f"sha256 {digest[:12]}…",
            wanted=f"{article.text_sha256[:12]}…, as it was read",
            remedy="backup",
        )
    title = article.text[article.title_start : article.title_end] if article.title_start is not None else None
    if title != article.title:
        yield Difference(
            part="article",
            what=f"{article.key} title",
            found=told(article.title),
            wanted=told(title),
            remedy="backup",
        )


def _sentences(article: Row[Any], sentences: Sequence[Row[Any]]) -> Iterator[Difference]:
    for row in sentences:
        text = article.text[row.start_char : row.end_char]
        if row.text != text:
            yield Difference(
                part="sentence",
                what=f"{article.key}:{row.start_char}",
                found=told(row.text),
                wanted=told(text),
                remedy="repair",
            )


def _mentions(
    article: Row[Any], mentions: Sequence[Row[Any]], times: int, batch: Batch
) -> Iterator[Difference]:
    if article.reading_version != READING_VERSION:
        yield _again(article.key, "reading", f"version {article.reading_version}", READING_VERSION)
        batch.founding += [row.id for row in mentions if row.event_id is not None]
        return
    try:
        read = msgspec.json.decode(article.reading, type=_Read)
    except msgspec.MsgspecError as error:
        yield _again(article.key, "reading", str(error), "a Reading")
        return
    if len(read.times) != times:
        yield _again(article.key, "time expressions", times, len(read.times))
    if len(read.mentions) != len(mentions):
        yield _again(article.key, "mentions", len(mentions), len(read.mentions))
    for row in mentions:
        if row.trigger != (text := article.text[row.trigger_start : row.trigger_end]):
            yield Difference(
                part="mention",
                what=f"{row.key} trigger",
                found=told(row.trigger),
                wanted=told(text),
                remedy="reprocess",
            )
        known = read.mentions[row.position] if row.position < len(read.mentions) else None
        if known is None or known.trigger != (row.trigger_start, row.trigger_end):
            yield _again(article.key, f"mention {row.position}", row.key, "another, or none")
        elif known.standing is Standing.EVENT:
            batch.founding.append(row.id)
        elif row.event_id is not None or row.merge_profile is not None:
            batch.apart.append(row.id)
            yield Difference(
                part="mention",
                what=row.key,
                found="is in an event",
                wanted=f"in none ({known.standing})",
                mentions=(row.key,),
            )
