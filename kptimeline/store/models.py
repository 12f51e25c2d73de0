"""All tables, as typed models (docs/schema.md says what they hold)."""

from __future__ import annotations

from kptimeline.store.article_models import (
    Alternative,
    Anchor,
    Article,
    ArticleBand,
    DatelineCandidate,
    Reject,
    Run,
    Sentence,
    TimeExpression,
)
from kptimeline.store.base import Base
from kptimeline.store.correction_models import CorrectedMention, Correction, MentionLink
from kptimeline.store.event_models import (
    Actor,
    ActorEdit,
    ActorName,
    ActorParent,
    Event,
    EventActor,
    EventKey,
    EventMention,
    MentionActor,
    MentionBlock,
    MentionPair,
    RegistryState,
)
from kptimeline.store.shard_models import Shard, ShardArticle

__all__ = [
    "Actor",
    "ActorEdit",
    "ActorName",
    "ActorParent",
    "Alternative",
    "Anchor",
    "Article",
    "ArticleBand",
    "Base",
    "CorrectedMention",
    "Correction",
    "DatelineCandidate",
    "Event",
    "EventActor",
    "EventKey",
    "EventMention",
    "MentionActor",
    "MentionBlock",
    "MentionLink",
    "MentionPair",
    "RegistryState",
    "Reject",
    "Run",
    "Sentence",
    "Shard",
    "ShardArticle",
    "TimeExpression",
]
