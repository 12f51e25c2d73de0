"""What people add to the registry of actors, with who and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ACTIONS = ("actor", "name", "parent", "merge", "kept")


def upgrade() -> None:
    op.create_table(
        "actor_edit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("action", "actor")),
        *(
            sa.Column(name, TEXT, nullable=True)
            for name in ("name", "kind", "country", "surname", "other", "from_day", "to_day")
        ),
        *(sa.Column(name, TEXT, nullable=False) for name in ("who", "made_at")),
        *(sa.Column(name, TEXT, nullable=True) for name in ("undone_by", "undone_at")),
        sa.CheckConstraint(
            f"action IN ({', '.join(repr(each) for each in ACTIONS)})", name=op.f("ck_actor_edit_action")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_edit")),
    )


def downgrade() -> None:
    op.drop_table("actor_edit")
