"""Shards: what workers have read and nobody has saved yet, each copied in one transaction under a key of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shard",
        *(sa.Column(name, TEXT, nullable=False) for name in ("key", "copied_at")),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_shard")),
    )
    op.create_table(
        "shard_article",
        sa.Column("shard_key", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("name", "extraction")),
        sa.ForeignKeyConstraint(
            ["shard_key"], ["shard.key"], name=op.f("fk_shard_article_shard_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shard_key", "position", name=op.f("pk_shard_article")),
    )


def downgrade() -> None:
    op.drop_table("shard_article")
    op.drop_table("shard")
