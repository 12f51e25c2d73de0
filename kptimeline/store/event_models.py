"""Tables of what happened and who did it: mentions, events, actors."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kptimeline.records import Certainty, DatedBy, Status
from kptimeline.store.article_models import EXTENTS, GRANULARITIES
from kptimeline.store.base import Base, Dated, Id, key_column, one_of

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT",
)  # fmt: skip
ORIGINS = ("registry", "article", "user")
ACTIONS = ("actor", "name", "parent", "merge", "kept")


# Of two kinds of events the sort day alone does not tell whether they overlap a span: those that last beyond
# it, and those without a beginning. Each has an index of its own, beside the one of all events.
LASTING, UNBEGUN = "to_day > sort_day", "from_day < sort_day"
WAITING = "merge_profile IS NULL AND event_id IS NOT NULL"  # what is to be compared and is not yet
_QUESTION = ("actor_id", "sort_day", "fineness", "event_id")


def _partial(name: str, condition: str, *columns: str) -> Index:
    """An index of the rows that meet a condition, or in which a flag is set.

    PostgreSQL's condition stands in the migration alone: saying it here would import that dialect at each start.
    """
    return Index(
        name, *columns, sqlite_where=text(f"{condition} IS 1" if condition.isidentifier() else condition)
    )


def _event_checks() -> tuple[object, ...]:
    return (
        one_of("event_type", TYPES),
        one_of("status", tuple(Status)),
        one_of("granularity", GRANULARITIES),
        one_of("extent", EXTENTS),
        one_of("certainty", tuple(Certainty)),
        one_of("dated_by", tuple(DatedBy)),
    )


class EventMention(Dated, Base):
    """One article's statement that something happened, dated by the current anchor."""

    __tablename__ = "event_mention"
    __table_args__ = (
        Index("ix_event_mention_article_id_start_char", "article_id", "start_char"),
        _partial("ix_event_mention_waiting", WAITING, "id"),
        *_event_checks(),
    )

    id: Mapped[int] = key_column()
    key: Mapped[str] = mapped_column(unique=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id", ondelete="CASCADE"))
    event_id: Mapped[int | None] = mapped_column(Id, ForeignKey("event.id", ondelete="SET NULL"), index=True)
    sentence_id: Mapped[int] = mapped_column(Id, ForeignKey("sentence.id"), index=True)
    time_expression_id: Mapped[int | None] = mapped_column(Id, ForeignKey("time_expression.id"), index=True)
    position: Mapped[int]
    start_char: Mapped[int]
    end_char: Mapped[int]
    trigger_start: Mapped[int]
    trigger_end: Mapped[int]
    trigger: Mapped[str]
    lemma: Mapped[str]
    event_type: Mapped[str | None]
    status: Mapped[str]
    by_actors: Mapped[str]
    to_actors: Mapped[str]
    claimed_by: Mapped[str]
    claim_verb: Mapped[str | None]
    place: Mapped[str | None]
    quantities: Mapped[str]  # JSON array
    summary: Mapped[str]
    dated_by: Mapped[str | None]
    chain: Mapped[int | None]  # position of the mention of the same article whose date it takes
    certainty: Mapped[str | None]
    reason: Mapped[str | None]
    merge_profile: Mapped[str | None]  # JSON of merge.profile; NULL where it founds no event
    merge_reason: Mapped[str | None]


class MentionBlock(Base):
    """A key under which a mention is found by those that may tell of its event; `acts` are bits (merge.blocks)."""

    __tablename__ = "mention_block"
    __table_args__ = ({"sqlite_with_rowid": False},)

    block: Mapped[str] = mapped_column(primary_key=True)
    mention_id: Mapped[int] = mapped_column(
        Id, ForeignKey("event_mention.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    acts: Mapped[int] = mapped_column(BigInteger)


class MentionPair(Base):
    """Two mentions that were compared and may tell of one event, the smaller key first."""

    __tablename__ = "mention_pair"
    __table_args__ = ({"sqlite_with_rowid": False},)

    first_id: Mapped[int] = mapped_column(
        Id, ForeignKey("event_mention.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        Id, ForeignKey("event_mention.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[float]


class MentionActor(Base):
    """An actor of a mention, in the order of the text."""

    __tablename__ = "mention_actor"
    __table_args__ = (one_of("role", ("by", "to", "claimed_by")),)

    mention_id: Mapped[int] = mapped_column(
        Id, ForeignKey("event_mention.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    start_char: Mapped[int | None]
    end_char: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("actor.id"), index=True)
    country: Mapped[str | None]
    inferred: Mapped[bool]


class Event(Dated, Base):
    """What happened; derived from its mentions, can always be rebuilt."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_order", "sort_day", "fineness", "key"),
        _partial("ix_event_lasting", LASTING, "sort_day", "fineness", "key", "to_day"),
        _partial("ix_event_unbegun", UNBEGUN, "sort_day", "fineness", "key", "from_day"),
        _partial("ix_event_hidden", "hidden", "sort_day", "from_day", "to_day"),
        *_event_checks(),
    )

    id: Mapped[int] = key_column()
    key: Mapped[str] = mapped_column(unique=True)
    mention_id: Mapped[int] = mapped_column(Id)  # the representative; no foreign key, which would be a circle
    event_type: Mapped[str | None]
    status: Mapped[str]
    disputed: Mapped[bool]
    hidden: Mapped[bool]
    by_actors: Mapped[str]
    to_actors: Mapped[str]
    claimed_by: Mapped[str]
    place: Mapped[str | None]
    summary: Mapped[str]
    articles: Mapped[int]
    other_dates: Mapped[str | None]  # JSON: dates that other articles give it, each with how many do
    dated_by: Mapped[str | None]
    certainty: Mapped[str | None]
    reason: Mapped[str | None]


class EventKey(Base):
    """The key that a mention gives an event when it is the first of it, and the event that now holds that mention."""

    __tablename__ = "event_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    mention_key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int | None] = mapped_column(Id, ForeignKey("event.id", ondelete="SET NULL"), index=True)


class EventActor(Base):
    """An actor of an event (depth 0), or an ancestor of one on the event's day (depth 1 and more)."""

    __tablename__ = "event_actor"
    __table_args__ = (
        one_of("role", ("by", "to")),
        Index(
            "ix_event_actor_question",
            "actor_id",
            "sort_day",
            "fineness",
            "event_id",
            "from_day",
            "to_day",
            "role",
            "depth",
        ),
        _partial("ix_event_actor_lasting", LASTING, *_QUESTION, "to_day", "role"),
        _partial("ix_event_actor_unbegun", UNBEGUN, *_QUESTION, "from_day", "role"),
        {"sqlite_with_rowid": False},
    )

    event_id: Mapped[int] = mapped_column(Id, ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actor.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    depth: Mapped[int]
    from_day: Mapped[str | None]
    to_day: Mapped[str | None]
    sort_day: Mapped[str | None]
    fineness: Mapped[int | None]


class Actor(Base):
    """Who; from the registry, from an article that names somebody unknown, or from the user."""

    __tablename__ = "actor"
    __table_args__ = (one_of("origin", ORIGINS),)

    id: Mapped[int] = key_column()
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    country: Mapped[str | None]
    origin: Mapped[str]


class ActorName(Base):
    """A name that leads to an actor, on the days between which it does."""

    __tablename__ = "actor_name"
    __table_args__ = (one_of("origin", ORIGINS),)

    id: Mapped[int] = key_column()
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)  # casefolded, for looking up
    kind: Mapped[str]
    from_day: Mapped[str | None]
    to_day: Mapped[str | None]
    of: Mapped[str | None]  # slug of the actor whose office it is
    origin: Mapped[str]


class ActorParent(Base):
    """What an actor belongs to, on the days between which it does."""

    __tablename__ = "actor_parent"
    __table_args__ = (one_of("origin", ORIGINS),)

    id: Mapped[int] = key_column()
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int] = mapped_column(Id, ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    from_day: Mapped[str | None]
    to_day: Mapped[str | None]
    origin: Mapped[str]


class RegistryState(Base):
    """The fingerprint of the registry whose actors the tables hold: one row."""

    __tablename__ = "registry_state"

    id: Mapped[int] = key_column()
    fingerprint: Mapped[str]


class ActorEdit(Base):
    """What a person said of an actor (actors.additions); `undone_at` when it was taken back. Never deleted."""

    __tablename__ = "actor_edit"
    __table_args__ = (one_of("action", ACTIONS),)

    id: Mapped[int] = key_column()
    action: Mapped[str]
    actor: Mapped[str]  # a slug, as `other`
    name: Mapped[str | None]
    kind: Mapped[str | None]
    country: Mapped[str | None]
    surname: Mapped[str | None]
    other: Mapped[str | None]
    from_day: Mapped[str | None]
    to_day: Mapped[str | None]
    who: Mapped[str]
    made_at: Mapped[str]
    undone_by: Mapped[str | None]
    undone_at: Mapped[str | None]
