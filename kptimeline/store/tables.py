"""The names of the tables, for those who show databases."""

from __future__ import annotations


def table_names() -> tuple[str, ...]:
    """All tables of the newest schema, the one of Alembic too; the views are no tables."""
    from kptimeline.store import models
    from kptimeline.store.base import Base

    assert models.Event.__tablename__ in Base.metadata.tables
    return (*sorted(Base.metadata.tables), "alembic_version")
