"""Stored articles for people: a line for each, and the whole account of one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Label, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from kptimeline.errors import NotFoundError
from kptimeline.interval import iso
from kptimeline.records import ChronologyEvent
from kptimeline.store.explain import AnchorAccount, CandidateAccount, anchors, candidates, contradiction
from kptimeline.store.find import find_article
from kptimeline.store.load import parts
from kptimeline.store.models import Anchor, Article, EventMention, TimeExpression
from kptimeline.store.rows import chunks

LONGEST_TITLE = 300  # characters
LONGEST_HEAD = 60  # of a text without a title


class ArticleQuestion(Struct, frozen=True, kw_only=True):
    """Which articles. Days are day numbers, inclusive, of the anchor; `undated`: only those without an anchor."""

    undated: bool = False
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    limit: int | None = None


class ArticleLine(Struct, frozen=True, kw_only=True):
    """One article of a list; `anchor` is ISO, None with the `reason`; `undated` counts its undated mentions."""

    article: str
    anchor: str | None
    basis: str | None
    inferred: tuple[str, ...]
    certain: bool
    reason: str | None
    outlet: str | None
    title: str
    language: str | None
    published: str | None
    url: str | None
    path: str | None
    as_of: str
    mentions: int
    undated: int
    copy_of: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None  # of several the first by key


class ArticleAccount(Struct, frozen=True, kw_only=True):
    """All that is known of an article; the first of `anchors` is current. Reasons with how many they hold for."""

    article: str
    title: str
    outlet: str | None
    url: str | None
    path: str | None
    language: str | None
    genre: str
    authors: tuple[str, ...]
    published: str | None
    published_from: str | None
    as_of: str
    note: str | None
    text: str
    copy_of: str | None
    copies: tuple[str, ...]
    supersedes: str | None
    superseded_by: tuple[str, ...]
    anchors: tuple[AnchorAccount, ...]
    candidates: tuple[CandidateAccount, ...]
    contradiction: str | None
    times: int
    mentions: int
    unresolved: tuple[tuple[str, int], ...]  # times
    undated: tuple[tuple[str, int], ...]  # mentions


def list_articles(connection: Connection, question: ArticleQuestion) -> tuple[ArticleLine, ...]:
    """By anchor, then outlet and key; those without an anchor last. Raises NotFoundError for an unknown outlet."""
    wanted = _wanted(connection, question)
    query = _with_anchor(
        select(
            Article.id, Article.key, Article.title, Article.extra, func.substr(Article.text, 1, 200).label("head"),
            Article.outlet, Article.language, Article.published, Article.url, Article.path, Article.as_of,
            Anchor.day, Anchor.basis, Anchor.inferred, Anchor.certain, Anchor.reason,
            *_relatives(),
        )
    )  # fmt: skip
    order = (Anchor.day.nulls_last(), Article.outlet.nulls_last(), Article.key)
    rows = connection.execute(query.where(*wanted).order_by(*order).limit(question.limit)).all()
    counts = _counts(connection, [row.id for row in rows])
    return tuple(_line(row, *counts.get(row.id, (0, 0))) for row in rows)


def _relatives() -> tuple[Label[str | None], ...]:
    """Keys of what an article is a copy of, supersedes, and is superseded by."""
    other = aliased(Article)
    found = (
        ("copy_of", select(other.key).where(other.id == Article.copy_of_id)),
        ("supersedes", select(other.key).where(other.id == Article.supersedes_id)),
        ("superseded_by", select(func.min(other.key)).where(other.supersedes_id == Article.id)),
    )
    return tuple(query.correlate(Article).scalar_subquery().label(name) for name, query in found)


def count_undated(connection: Connection, question: ArticleQuestion) -> int:
    """How many articles without an anchor a span of anchors leaves out; the other conditions hold."""
    if question.undated or (question.since is None and question.until is None):
        return 0
    undated = ArticleQuestion(undated=True, outlets=question.outlets, languages=question.languages)
    query = _with_anchor(select(func.count(Article.id)))
    return connection.scalar(query.where(*_wanted(connection, undated))) or 0


def _wanted(connection: Connection, question: ArticleQuestion) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if question.undated:
        wanted.append(Anchor.day.is_(None))
    if outlets := [name for outlet in question.outlets for name in find_outlets(connection, outlet)]:
        wanted.append(Article.outlet.in_(outlets))
    if question.languages:
        wanted.append(or_(*(_speaks(tag) for tag in question.languages)))
    if since := iso(question.since):
        wanted.append(Anchor.day >= since)
    if until := iso(question.until):
        wanted.append(Anchor.day <= until)
    return wanted


def undated_articles(events: Sequence[ChronologyEvent]) -> list[str]:
    """Keys of the articles that tell of undated events, of each event the one that stands for it."""
    return [event.article_key for event in events if event.from_day is None]


def without_anchor(connection: Connection, keys: Sequence[str]) -> tuple[str, ...]:
    """Those of the articles that have no anchor, in the order given."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        query = _with_anchor(select(Article.key)).where(Article.key.in_(some), Anchor.day.is_(None))
        found |= set(connection.scalars(query))
    return tuple(key for key in dict.fromkeys(keys) if key in found)


def _with_anchor(query: Select[Any]) -> Select[Any]:
    latest = select(func.max(Anchor.id)).where(Anchor.article_id == Article.id).correlate(Article)
    return query.outerjoin(Anchor, Anchor.id == latest.scalar_subquery())


def find_outlets(connection: Connection, name: str) -> list[str]:
    """The outlets of that name in any case, as they are written. Raises NotFoundError with near ones."""
    known = [outlet for outlet in connection.scalars(select(Article.outlet).distinct()) if outlet]
    found = [outlet for outlet in known if outlet.casefold() == name.casefold()]
    if not found:
        near = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
        listed = ", ".join(near or sorted(known)[:5])
        raise NotFoundError(
            f"no article is from the outlet {name}",
            f"did you mean {listed}?" if near else f"there are {listed}" if listed else None,
        )
    return found


def _speaks(tag: str) -> ColumnElement[bool]:
    """*en* is any English: *en*, *en-GB*."""
    language, tag = func.lower(func.replace(Article.language, "_", "-")), tag.lower().replace("_", "-")
    return or_(language == tag, language.startswith(f"{tag}-", autoescape=True))


def _counts(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Mentions of events, and those of them without a date, by article."""
    found: dict[int, tuple[int, int]] = {}
    for some in chunks(ids):
        query = (
            select(EventMention.article_id, func.count(), func.count(EventMention.from_day))
            .where(EventMention.article_id.in_(some), EventMention.event_id.is_not(None))
            .group_by(EventMention.article_id)
        )
        for article_id, mentions, dated in connection.execute(query):
            found[article_id] = (mentions, mentions - dated)
    return found


def _line(row: Row[Any], mentions: int, undated: int) -> ArticleLine:
    return ArticleLine(
        article=row.key,
        anchor=row.day,
        basis=row.basis,
        inferred=parts(row.inferred or ""),
        certain=bool(row.certain),
        reason=row.reason,
        outlet=row.outlet,
        title=title(row.title, row.extra, row.head),
        language=row.language,
        published=row.published,
        url=row.url,
        path=row.path,
        as_of=row.as_of,
        mentions=mentions,
        undated=undated,
        copy_of=row.copy_of,
        supersedes=row.supersedes,
        superseded_by=row.superseded_by,
    )


def title(stated: str | None, extra: str, text: str) -> str:
    """The title, or the beginning of a text that has none; what is far too long for one is cut."""
    beside = json.loads(extra).get("title")
    if stated or (isinstance(beside, str) and beside):
        return _cut(stated or str(beside), LONGEST_TITLE)
    return _cut(" ".join(text[:200].split()), LONGEST_HEAD)


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest].rstrip()}…"


def account(connection: Connection, ref: str) -> ArticleAccount:
    """The account of the article that a person names (see find.find_article). Raises NotFoundError, UsageError."""
    row = find_article(connection, ref)
    chosen = anchors(connection, row.id)
    same = (
        "outlet",
        "url",
        "path",
        "language",
        "genre",
        "published",
        "published_from",
        "as_of",
        "note",
        "text",
    )
    times = TimeExpression.article_id == row.id
    mentions = (EventMention.article_id == row.id) & EventMention.event_id.is_not(None)
    return ArticleAccount(
        article=row.key,
        title=title(row.title, row.extra, row.text),
        authors=tuple(json.loads(row.authors)),
        copy_of=_key(connection, row.copy_of_id),
        copies=_keys(connection, Article.copy_of_id == row.id),
        supersedes=_key(connection, row.supersedes_id),
        superseded_by=_keys(connection, Article.supersedes_id == row.id),
        anchors=tuple(chosen),
        candidates=candidates(connection, row.id),
        contradiction=contradiction(row, chosen),
        times=connection.scalar(select(func.count()).where(times)) or 0,
        mentions=connection.scalar(select(func.count()).where(mentions)) or 0,
        unresolved=_reasons(
            connection,
            select(TimeExpression.reason).where(
                times, TimeExpression.from_day.is_(None), TimeExpression.reason.is_not(None)
            ),
        ),
        undated=_reasons(
            connection, select(EventMention.reason).where(mentions, EventMention.from_day.is_(None))
        ),
        **{name: getattr(row, name) for name in same},
    )


def _key(connection: Connection, article_id: int | None) -> str | None:
    return connection.scalar(select(Article.key).where(Article.id == article_id)) if article_id else None


def _keys(connection: Connection, which: ColumnElement[bool]) -> tuple[str, ...]:
    return tuple(connection.scalars(select(Article.key).where(which).order_by(Article.key)))


def _reasons(connection: Connection, query: Select[Any]) -> tuple[tuple[str, int], ...]:
    """Each reason with how many it holds for, the most first."""
    found: dict[str, int] = {}
    for reason in connection.scalars(query):
        found[reason or "not known why"] = found.get(reason or "not known why", 0) + 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
