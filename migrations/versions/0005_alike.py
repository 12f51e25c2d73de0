"""Which articles are one report, and the bands by which a new one finds them.

Articles of an older kptimeline get both after the upgrade (store.migrate).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("article", sa.Column("alike_key", TEXT, nullable=True))
    op.create_index(op.f("ix_article_alike_key"), "article", ["alike_key"])
    op.create_table(
        "article_band",
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_band_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("value", "article_id", name=op.f("pk_article_band")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_article_band_article_id"), "article_band", ["article_id"])


def downgrade() -> None:
    op.drop_table("article_band")
    op.drop_index(op.f("ix_article_alike_key"), "article")
    op.drop_column("article", "alike_key")
