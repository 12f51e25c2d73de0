"""Indexes by which an overlap with a span is found without reading all events before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LASTING, UNBEGUN = "to_day > sort_day", "from_day < sort_day"
BY_ACTOR = ("actor_id", "sort_day", "fineness", "event_id")
INDEXES = (
    ("ix_event_lasting", "event", LASTING, ("sort_day", "fineness", "key", "to_day")),
    ("ix_event_unbegun", "event", UNBEGUN, ("sort_day", "fineness", "key", "from_day")),
    ("ix_event_actor_lasting", "event_actor", LASTING, (*BY_ACTOR, "to_day", "role")),
    ("ix_event_actor_unbegun", "event_actor", UNBEGUN, (*BY_ACTOR, "from_day", "role")),
)


def upgrade() -> None:
    for name, table, condition, columns in INDEXES:
        create(name, table, columns, sqlite=condition, postgresql=condition)
    days = ("sort_day", "from_day", "to_day")
    create("ix_event_hidden", "event", days, sqlite="hidden IS 1", postgresql="hidden IS true")


def create(name: str, table: str, columns: tuple[str, ...], *, sqlite: str, postgresql: str) -> None:
    where = {"sqlite_where": sa.text(sqlite), "postgresql_where": sa.text(postgresql)}
    op.create_index(op.f(name), table, list(columns), **where)


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(op.f(name), table)
    op.drop_index(op.f("ix_event_hidden"), "event")
