"""Mentions that wait to be compared: those that found events and have no profile, by an index of their own.

What mentions are compared by is of another shape, so all of them wait. Their events stay as they are until
`kptimeline db upgrade`, or the next `kptimeline ingest`, has compared them (store.waiting).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WAITING = sa.text("merge_profile IS NULL AND event_id IS NOT NULL")


def upgrade() -> None:
    _compare_again()
    op.create_index(
        "ix_event_mention_waiting",
        "event_mention",
        ["id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_event_mention_waiting", table_name="event_mention")
    _compare_again()


def _compare_again() -> None:
    for statement in (
        "DELETE FROM mention_pair",
        "DELETE FROM mention_block",
        "UPDATE event_mention SET merge_profile = NULL WHERE merge_profile IS NOT NULL",
    ):
        op.execute(statement)
