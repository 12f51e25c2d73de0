"""What all models share: the naming convention, integer keys, closed sets of words, the columns that say when."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, CheckConstraint, Double, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# BIGINT where the dialect has it; SQLite's INTEGER has 64 bits and must be called so to be the rowid.
Id = BigInteger().with_variant(Integer(), "sqlite")
# Compared and sorted by code points, as SQLite does, whatever the language of a PostgreSQL server.
String = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Names every constraint, so that a later migration can find it on both dialects."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: String, float: Double()}  # noqa: RUF012 - SQLAlchemy reads it from the class


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A check that a column holds one of a closed set of words, or NULL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Dated:
    """The columns that say when (docs/schema.md): ISO days in three pairs, times as written, precision.

    `fineness` is 0 for vague to 13 for minute: ascending, it puts the coarser first.
    """

    first_day: Mapped[str | None]
    last_day: Mapped[str | None]
    from_day: Mapped[str | None]
    to_day: Mapped[str | None]
    sort_day: Mapped[str | None]
    first_time: Mapped[str | None]
    last_time: Mapped[str | None]
    utc_offset: Mapped[str | None]
    granularity: Mapped[str | None]
    fineness: Mapped[int | None]
    extent: Mapped[str | None]
    edtf: Mapped[str | None]


def key_column() -> Mapped[int]:
    """The integer key of a table; the writer assigns it (max + 1 inside its transaction)."""
    return mapped_column(Id, primary_key=True, autoincrement=False)
