"""Tables of what people overrule. Nothing here is ever deleted: what is taken back says when and by whom."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kptimeline.store.base import Base, key_column, one_of

KINDS = ("must", "cannot")


class CorrectedMention(Base):
    """A mention that corrections or links name, and the mention that holds them now.

    That is the mention of this key, else the only one with the same trigger in the same sentence, else none: then
    they are orphaned.
    """

    __tablename__ = "corrected_mention"

    key: Mapped[str] = mapped_column(primary_key=True)
    sentence: Mapped[str]
    trigger: Mapped[str]
    holder: Mapped[str | None] = mapped_column(index=True)


class Correction(Base):
    """What a person overrules, tied to a mention and to the words it stands in."""

    __tablename__ = "correction"

    id: Mapped[int] = key_column()
    mention_key: Mapped[str] = mapped_column(index=True)
    sentence: Mapped[str]
    trigger: Mapped[str]
    field: Mapped[str]
    value: Mapped[str | None]
    who: Mapped[str]
    made_at: Mapped[str]
    why: Mapped[str | None]
    undone_at: Mapped[str | None]
    undone_by: Mapped[str | None]


class MentionLink(Base):
    """Two mentions that a person joined (must) or kept apart (cannot)."""

    __tablename__ = "mention_link"
    __table_args__ = (
        one_of("kind", KINDS),
        Index("ix_mention_link_first_key", "first_key"),
    )

    id: Mapped[int] = key_column()
    kind: Mapped[str]
    first_key: Mapped[str]
    second_key: Mapped[str] = mapped_column(index=True)
    who: Mapped[str]
    made_at: Mapped[str]
    why: Mapped[str | None]
    undone_at: Mapped[str | None]
    undone_by: Mapped[str | None]
