"""Tables of what workers have read and nobody has saved yet."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kptimeline.store.base import Base


class Shard(Base):
    """A slice of input that a worker has read whole; it goes with its last article that is saved."""

    __tablename__ = "shard"

    key: Mapped[str] = mapped_column(primary_key=True)
    copied_at: Mapped[str]
    articles: Mapped[int]


class ShardArticle(Base):
    """What one of its articles says: an Extraction (JSON), and by which name people know the article."""

    __tablename__ = "shard_article"

    shard_key: Mapped[str] = mapped_column(ForeignKey("shard.key", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    extraction: Mapped[str]
