"""All tables, the views that docs/schema.md promises, and full-text search."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared by code points on both databases, whatever the language of a server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def key() -> sa.Column[int]:
    return sa.Column("id", ID, autoincrement=False, nullable=False)


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def optional(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=True) for name in names]


def integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def optional_integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=True) for name in names]


def flags(*names: str) -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def dated() -> list[sa.Column]:
    return [
        *optional("first_day", "last_day", "from_day", "to_day", "sort_day", "first_time", "last_time"),
        *optional("utc_offset", "granularity"),
        *optional_integers("fineness"),
        *optional("extent", "edtf"),
    ]


def one_of(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def foreign(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def index(table: str, *columns: str, name: str | None = None) -> None:
    op.create_index(op.f(name or f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


# fmt: off
ORIGINS = ("registry", "article", "user")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT",
)
EXTENTS = ("within", "throughout")
GRANULARITIES = (
    "minute", "hour", "part-of-day", "day", "weekend", "week", "month", "quarter", "season",
    "half", "year", "decade", "century", "vague",
)
DATED_BY = ("phrase", "sentence", "chain", "lead", "correction")
STATUSES = ("occurred", "ongoing", "planned", "proposed", "hypothetical", "negated", "denied")
CERTAINTIES = ("stated", "inferred", "ambiguous", "corrected")
BASES = ("given", "metadata", "dateline", "file-name", "events")
# fmt: on


def create_tables_of_reading() -> None:
    op.create_table(
        "actor",
        key(),
        *texts("slug", "name", "kind"),
        *optional("country"),
        *texts("origin"),
        one_of("actor", "origin", *ORIGINS),
        primary("actor", "id"),
        unique("actor", "slug"),
    )
    op.create_table(
        "article",
        key(),
        *texts("key", "raw_sha256", "text_sha256", "text"),
        *optional("title"),
        *optional_integers("title_start", "title_end", "dateline_start", "dateline_end"),
        *integers("body_start", "body_end"),
        *optional("given_id", "outlet", "url", "language"),
        *texts("genre", "authors"),
        *optional("published", "published_from", "given"),
        *texts("as_of"),
        *optional("path"),
        *texts("extra", "reading", "reading_version", "rules"),
        *optional("model", "note"),
        *texts("resolved_sha256"),
        sa.Column("supersedes_id", ID, nullable=True),
        sa.Column("copy_of_id", ID, nullable=True),
        one_of("article", "genre", "news", "narrative"),
        foreign("article", "copy_of_id", "article", "SET NULL"),
        foreign("article", "supersedes_id", "article", "SET NULL"),
        primary("article", "id"),
        unique("article", "key"),
    )
    for column in ("copy_of_id", "outlet", "path", "raw_sha256", "supersedes_id", "text_sha256", "url"):
        index("article", column)
    op.create_table(
        "anchor",
        key(),
        sa.Column("article_id", ID, nullable=False),
        *optional("day", "basis"),
        *texts("inferred"),
        *optional("zone"),
        *flags("certain"),
        *optional("reason"),
        *texts("chosen_at", "by"),
        one_of("anchor", "basis", *BASES),
        foreign("anchor", "article_id", "article", "CASCADE"),
        primary("anchor", "id"),
    )
    index("anchor", "article_id", "id")
    op.create_table(
        "dateline_candidate",
        sa.Column("article_id", ID, nullable=False),
        *integers("position"),
        *texts("day"),
        sa.Column("score", sa.Double(), nullable=False),
        *texts("basis", "reason", "inferred"),
        one_of("dateline_candidate", "basis", *BASES),
        foreign("dateline_candidate", "article_id", "article", "CASCADE"),
        primary("dateline_candidate", "article_id", "position"),
    )
    op.create_table(
        "sentence",
        key(),
        sa.Column("article_id", ID, nullable=False),
        *integers("start_char", "end_char"),
        *texts("text"),
        foreign("sentence", "article_id", "article", "CASCADE"),
        primary("sentence", "id"),
        unique("sentence", "article_id", "start_char"),
    )
    op.create_table(
        "time_expression",
        key(),
        sa.Column("article_id", ID, nullable=False),
        *integers("position", "start_char", "end_char"),
        *texts("text", "expression", "rule"),
        *optional("tense"),
        *flags("plan"),
        *optional_integers("previous"),
        *optional("event"),
        *texts("timex_type", "timex_value"),
        *optional("mod"),
        *texts("inferred"),
        *flags("ambiguous"),
        *optional("reason"),
        *dated(),
        one_of("time_expression", "extent", *EXTENTS),
        one_of("time_expression", "granularity", *GRANULARITIES),
        one_of("time_expression", "tense", "past", "present", "future"),
        one_of("time_expression", "timex_type", "DATE", "TIME", "DURATION", "SET"),
        foreign("time_expression", "article_id", "article", "CASCADE"),
        primary("time_expression", "id"),
        unique("time_expression", "article_id", "position"),
    )
    op.create_table(
        "alternative",
        sa.Column("time_expression_id", ID, nullable=False),
        *integers("position"),
        *texts("expression"),
        sa.Column("weight", sa.Double(), nullable=False),
        *optional("value", "edtf"),
        foreign("alternative", "time_expression_id", "time_expression", "CASCADE"),
        primary("alternative", "time_expression_id", "position"),
    )
    op.create_table(
        "run",
        key(),
        *texts("command", "started_at"),
        *optional("finished_at"),
        *texts("version"),
        *optional("rules", "model", "actors"),
        *texts("arguments", "counts"),
        primary("run", "id"),
    )
    op.create_table(
        "reject",
        key(),
        sa.Column("run_id", ID, nullable=False),
        *texts("path"),
        *optional_integers("line"),
        *texts("reason"),
        *optional("hint"),
        foreign("reject", "run_id", "run", "CASCADE"),
        primary("reject", "id"),
    )
    index("reject", "run_id")


def create_tables_of_events() -> None:
    op.create_table(
        "event",
        key(),
        *texts("key"),
        sa.Column("mention_id", ID, nullable=False),
        *optional("event_type"),
        *texts("status"),
        *flags("disputed", "hidden"),
        *texts("by_actors", "to_actors", "claimed_by"),
        *optional("place"),
        *texts("summary"),
        *integers("articles"),
        *optional("dated_by", "certainty", "reason"),
        *dated(),
        one_of("event", "certainty", *CERTAINTIES),
        one_of("event", "dated_by", *DATED_BY),
        one_of("event", "event_type", *TYPES),
        one_of("event", "extent", *EXTENTS),
        one_of("event", "granularity", *GRANULARITIES),
        one_of("event", "status", *STATUSES),
        primary("event", "id"),
        unique("event", "key"),
    )
    index("event", "sort_day", "fineness", "key", name="ix_event_order")
    op.create_table(
        "event_mention",
        key(),
        *texts("key"),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=True),
        sa.Column("sentence_id", ID, nullable=False),
        sa.Column("time_expression_id", ID, nullable=True),
        *integers("position", "start_char", "end_char", "trigger_start", "trigger_end"),
        *texts("trigger", "lemma"),
        *optional("event_type"),
        *texts("status", "by_actors", "to_actors", "claimed_by"),
        *optional("claim_verb", "place"),
        *texts("quantities", "summary"),
        *optional("dated_by"),
        *optional_integers("chain"),
        *optional("certainty", "reason", "merge_block", "merge_reason"),
        *dated(),
        one_of("event_mention", "certainty", *CERTAINTIES),
        one_of("event_mention", "dated_by", *DATED_BY),
        one_of("event_mention", "event_type", *TYPES),
        one_of("event_mention", "extent", *EXTENTS),
        one_of("event_mention", "granularity", *GRANULARITIES),
        one_of("event_mention", "status", *STATUSES),
        foreign("event_mention", "article_id", "article", "CASCADE"),
        foreign("event_mention", "event_id", "event", "SET NULL"),
        foreign("event_mention", "sentence_id", "sentence"),
        foreign("event_mention", "time_expression_id", "time_expression"),
        primary("event_mention", "id"),
        unique("event_mention", "key"),
    )
    for column in ("event_id", "merge_block", "sentence_id", "time_expression_id"):
        index("event_mention", column)
    index("event_mention", "article_id", "start_char")
    op.create_table(
        "mention_actor",
        sa.Column("mention_id", ID, nullable=False),
        *texts("role"),
        *integers("position"),
        *texts("name"),
        *optional_integers("start_char", "end_char"),
        sa.Column("actor_id", ID, nullable=True),
        *optional("country"),
        *flags("inferred"),
        one_of("mention_actor", "role", "by", "to", "claimed_by"),
        foreign("mention_actor", "actor_id", "actor"),
        foreign("mention_actor", "mention_id", "event_mention", "CASCADE"),
        primary("mention_actor", "mention_id", "role", "position"),
    )
    index("mention_actor", "actor_id")
    op.create_table(
        "event_key",
        *texts("key", "mention_key"),
        sa.Column("event_id", ID, nullable=True),
        foreign("event_key", "event_id", "event", "SET NULL"),
        primary("event_key", "key"),
        unique("event_key", "mention_key"),
    )
    index("event_key", "event_id")
    op.create_table(
        "event_actor",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        *texts("role"),
        *integers("depth"),
        *optional("from_day", "to_day", "sort_day"),
        *optional_integers("fineness"),
        one_of("event_actor", "role", "by", "to"),
        foreign("event_actor", "actor_id", "actor"),
        foreign("event_actor", "event_id", "event", "CASCADE"),
        primary("event_actor", "event_id", "actor_id", "role"),
        sqlite_with_rowid=False,
    )
    question = ("actor_id", "sort_day", "fineness", "event_id", "from_day", "to_day", "role", "depth")
    index("event_actor", *question, name="ix_event_actor_question")


def create_tables_of_actors() -> None:
    op.create_table(
        "actor_name",
        key(),
        sa.Column("actor_id", ID, nullable=False),
        *texts("text", "folded", "kind"),
        *optional("from_day", "to_day", "of"),
        *texts("origin"),
        one_of("actor_name", "origin", *ORIGINS),
        foreign("actor_name", "actor_id", "actor", "CASCADE"),
        primary("actor_name", "id"),
    )
    for column in ("actor_id", "folded"):
        index("actor_name", column)
    op.create_table(
        "actor_parent",
        key(),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=False),
        *optional("from_day", "to_day"),
        *texts("origin"),
        one_of("actor_parent", "origin", *ORIGINS),
        foreign("actor_parent", "actor_id", "actor", "CASCADE"),
        foreign("actor_parent", "parent_id", "actor", "CASCADE"),
        primary("actor_parent", "id"),
    )
    for column in ("actor_id", "parent_id"):
        index("actor_parent", column)
    op.create_table(
        "registry_state",
        key(),
        *texts("fingerprint"),
        primary("registry_state", "id"),
    )
    op.create_table(
        "correction",
        key(),
        *texts("mention_key", "sentence", "trigger", "field"),
        *optional("value"),
        *texts("who", "made_at"),
        *optional("why", "undone_at"),
        primary("correction", "id"),
    )
    index("correction", "mention_key")
    op.create_table(
        "mention_link",
        key(),
        *texts("kind", "first_key", "second_key", "who", "made_at"),
        *optional("why", "undone_at"),
        one_of("mention_link", "kind", "must", "cannot"),
        primary("mention_link", "id"),
        unique("mention_link", "first_key", "second_key"),
    )
    index("mention_link", "second_key")


def upgrade() -> None:
    create_tables_of_reading()
    create_tables_of_events()
    create_tables_of_actors()
    script = (SQL / f"{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in script.split(
        "\n\n"
    ):  # statements are parted by empty lines: triggers hold ";" themselves
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first revision; go back to a backup instead")
