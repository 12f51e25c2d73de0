"""Corrections and links that are found again: the words of their mentions, and the mention that holds each now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

HOLDER = "(SELECT m.key FROM event_mention m WHERE m.key = {key})"
WORDS = """
    INSERT INTO corrected_mention (key, sentence, trigger, holder)
    SELECT l.key, s.text, m.trigger, m.key
    FROM (SELECT first_key AS key FROM mention_link UNION SELECT second_key FROM mention_link) l
    JOIN event_mention m ON m.key = l.key JOIN sentence s ON s.id = m.sentence_id
    WHERE l.key NOT IN (SELECT key FROM corrected_mention)
"""


def upgrade() -> None:
    op.create_table(
        "corrected_mention",
        *(sa.Column(name, TEXT, nullable=False) for name in ("key", "sentence", "trigger")),
        sa.Column("holder", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_corrected_mention")),
    )
    op.create_index(op.f("ix_corrected_mention_holder"), "corrected_mention", ["holder"])
    op.add_column("correction", sa.Column("undone_by", TEXT, nullable=True))
    # What was said once, taken back and said again stands there twice.
    with op.batch_alter_table("mention_link") as table:
        table.drop_constraint("uq_mention_link_first_key_second_key", type_="unique")
        table.add_column(sa.Column("undone_by", TEXT, nullable=True))
        table.create_index(op.f("ix_mention_link_first_key"), ["first_key"])
    op.execute(
        "INSERT INTO corrected_mention (key, sentence, trigger, holder) "  # noqa: S608
        "SELECT c.mention_key, min(c.sentence), min(c.trigger), "
        f"{HOLDER.format(key='c.mention_key')} FROM correction c GROUP BY c.mention_key"
    )
    op.execute(WORDS)


def downgrade() -> None:
    with op.batch_alter_table("mention_link") as table:
        table.drop_index(op.f("ix_mention_link_first_key"))
        table.drop_column("undone_by")
        table.create_unique_constraint("uq_mention_link_first_key_second_key", ["first_key", "second_key"])
    op.drop_column("correction", "undone_by")
    op.drop_table("corrected_mention")
