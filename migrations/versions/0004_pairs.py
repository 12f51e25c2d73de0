"""Pairs of mentions that may tell of one event, the keys under which they find each other, dates that differ.

`merge_block` gives way to `merge_profile`, which is NULL for mentions of an older kptimeline: their events stay
as they are until `kptimeline reprocess` or `kptimeline db check --repair` compares them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_index("ix_event_mention_merge_block", table_name="event_mention")
    op.drop_column("event_mention", "merge_block")
    op.add_column("event_mention", sa.Column("merge_profile", TEXT, nullable=True))
    op.add_column("event", sa.Column("other_dates", TEXT, nullable=True))
    op.create_table(
        "mention_block",
        sa.Column("block", TEXT, nullable=False),
        sa.Column("mention_id", ID, nullable=False),
        sa.Column("acts", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"],
            ["event_mention.id"],
            name=op.f("fk_mention_block_mention_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("block", "mention_id", name=op.f("pk_mention_block")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_block_mention_id", "mention_block", ["mention_id"])
    op.create_table(
        "mention_pair",
        *(sa.Column(name, ID, nullable=False) for name in ("first_id", "second_id")),
        sa.Column("score", sa.Double(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["event_mention.id"],
                name=op.f(f"fk_mention_pair_{name}"),
                ondelete="CASCADE",
            )
            for name in ("first_id", "second_id")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_mention_pair")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_pair_second_id", "mention_pair", ["second_id"])


def downgrade() -> None:
    op.drop_table("mention_pair")
    op.drop_table("mention_block")
    op.drop_column("event", "other_dates")
    op.drop_column("event_mention", "merge_profile")
    op.add_column("event_mention", sa.Column("merge_block", TEXT, nullable=True))
    op.create_index("ix_event_mention_merge_block", "event_mention", ["merge_block"])
