"""Tables of what was read: articles, anchors, sentences, time expressions; and of the runs that read them."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kptimeline.interval import Extent, Granularity
from kptimeline.records import Basis, Tense
from kptimeline.store.base import Base, Dated, Id, key_column, one_of

BASES = tuple(Basis)
GRANULARITIES = tuple(Granularity)
EXTENTS = tuple(Extent)


class Article(Base):
    """A document as published; `reading` is what it says before any anchor is known (JSON)."""

    __tablename__ = "article"
    __table_args__ = (one_of("genre", ("news", "narrative")),)

    id: Mapped[int] = key_column()
    key: Mapped[str] = mapped_column(unique=True)
    raw_sha256: Mapped[str] = mapped_column(index=True)
    text_sha256: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    title: Mapped[str | None]
    title_start: Mapped[int | None]
    title_end: Mapped[int | None]
    dateline_start: Mapped[int | None]
    dateline_end: Mapped[int | None]
    body_start: Mapped[int]
    body_end: Mapped[int]
    given_id: Mapped[str | None]
    outlet: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str | None]
    genre: Mapped[str]
    authors: Mapped[str]  # JSON array
    published: Mapped[str | None]
    published_from: Mapped[str | None]
    given: Mapped[str | None]
    as_of: Mapped[str]
    path: Mapped[str | None] = mapped_column(index=True)
    extra: Mapped[str]  # JSON object
    reading: Mapped[str]  # JSON
    reading_version: Mapped[str]
    rules: Mapped[str]
    model: Mapped[str | None]
    note: Mapped[str | None]
    resolved_sha256: Mapped[str]  # of all that resolving gave; equal means that nothing changed
    supersedes_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    copy_of_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    alike_key: Mapped[str | None] = mapped_column(index=True)  # smallest key of its near copies and itself


class ArticleBand(Base):
    """Minimum hashes of an article's words, some at a time: near copies have one in common (merge.likeness)."""

    __tablename__ = "article_band"
    __table_args__ = ({"sqlite_with_rowid": False},)

    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(
        Id, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Anchor(Base):
    """A choice of anchor; the last of an article is current, the others are its history."""

    __tablename__ = "anchor"
    __table_args__ = (one_of("basis", BASES), Index("ix_anchor_article_id_id", "article_id", "id"))

    id: Mapped[int] = key_column()
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id", ondelete="CASCADE"))
    day: Mapped[str | None]  # ISO; NULL: no anchor, for the reason
    basis: Mapped[str | None]
    inferred: Mapped[str]  # words joined by ","
    zone: Mapped[str | None]
    certain: Mapped[bool]
    reason: Mapped[str | None]
    chosen_at: Mapped[str]
    by: Mapped[str]


class DatelineCandidate(Base):
    """A possible day of publication of the current choice, best first."""

    __tablename__ = "dateline_candidate"
    __table_args__ = (one_of("basis", BASES),)

    article_id: Mapped[int] = mapped_column(
        Id, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[str]
    score: Mapped[float]
    basis: Mapped[str]
    reason: Mapped[str]
    inferred: Mapped[str]


class Sentence(Base):
    """A sentence of an article's body."""

    __tablename__ = "sentence"
    __table_args__ = (UniqueConstraint("article_id", "start_char"),)

    id: Mapped[int] = key_column()
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id", ondelete="CASCADE"))
    start_char: Mapped[int]
    end_char: Mapped[int]
    text: Mapped[str]


HANGING = "event IS NOT NULL"


class TimeExpression(Dated, Base):
    """A phrase that says when, with its meaning under the current anchor."""

    __tablename__ = "time_expression"
    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        Index("ix_time_expression_event", "event", sqlite_where=text(HANGING)),
        one_of("tense", tuple(Tense)),
        one_of("granularity", GRANULARITIES),
        one_of("extent", EXTENTS),
        one_of("timex_type", ("DATE", "TIME", "DURATION", "SET")),
    )

    id: Mapped[int] = key_column()
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id", ondelete="CASCADE"))
    position: Mapped[int]
    start_char: Mapped[int]
    end_char: Mapped[int]
    text: Mapped[str]
    expression: Mapped[str]
    rule: Mapped[str]
    tense: Mapped[str | None]
    plan: Mapped[bool]
    previous: Mapped[int | None]  # position of the expression of the same article that it refers back to
    event: Mapped[str | None]  # the event's name, for *two days after the summit*
    timex_type: Mapped[str]
    timex_value: Mapped[str]
    mod: Mapped[str | None]
    inferred: Mapped[str]
    ambiguous: Mapped[bool]
    reason: Mapped[str | None]


class Alternative(Base):
    """Another meaning of a time expression that was weighed and not chosen."""

    __tablename__ = "alternative"

    time_expression_id: Mapped[int] = mapped_column(
        Id, ForeignKey("time_expression.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    expression: Mapped[str]
    weight: Mapped[float]
    value: Mapped[str | None]
    edtf: Mapped[str | None]


class Run(Base):
    """One command that wrote: what it ran with, and what came of it."""

    __tablename__ = "run"

    id: Mapped[int] = key_column()
    command: Mapped[str]
    started_at: Mapped[str]
    finished_at: Mapped[str | None]
    version: Mapped[str]
    rules: Mapped[str | None]
    model: Mapped[str | None]
    actors: Mapped[str | None]  # fingerprint of the registry
    arguments: Mapped[str]  # JSON
    counts: Mapped[str]  # JSON object of numbers


class Reject(Base):
    """An input that could not be read in a run."""

    __tablename__ = "reject"

    id: Mapped[int] = key_column()
    run_id: Mapped[int] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), index=True)
    path: Mapped[str]
    line: Mapped[int | None]
    reason: Mapped[str]
    hint: Mapped[str | None]
