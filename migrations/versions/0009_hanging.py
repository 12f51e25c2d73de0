"""An index of the time expressions that hang from events, by the name of the event.

What they date waits (schema 0007): when it is compared again it takes the dates of these events.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HANGING = sa.text("event IS NOT NULL")
MINE = """
    SELECT id FROM event_mention WHERE event_id IS NOT NULL
    AND time_expression_id IN (SELECT id FROM time_expression WHERE event IS NOT NULL)
"""
WAIT = (
    f"DELETE FROM mention_pair WHERE first_id IN ({MINE}) OR second_id IN ({MINE})",  # noqa: S608
    f"DELETE FROM mention_block WHERE mention_id IN ({MINE})",  # noqa: S608
    f"UPDATE event_mention SET merge_profile = NULL WHERE id IN ({MINE})",  # noqa: S608
)


def upgrade() -> None:
    op.create_index(
        "ix_time_expression_event",
        "time_expression",
        ["event"],
        sqlite_where=HANGING,
        postgresql_where=HANGING,
    )
    for statement in WAIT:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_time_expression_event", table_name="time_expression")
