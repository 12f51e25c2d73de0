"""Saves an Extraction: one transaction an article, matched by keys, so that saving again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from kptimeline.actors.registry import Registry
from kptimeline.errors import InputRejectedError
from kptimeline.interval import iso
from kptimeline.records import Anchor, Basis, Extraction
from kptimeline.store import rows
from kptimeline.store.actors import sync_registry
from kptimeline.store.engine import writing
from kptimeline.store.find import match
from kptimeline.store.models import Anchor as AnchorRow
from kptimeline.store.models import Article, EventMention
from kptimeline.store.writer import Writer

Kind = Literal["new", "unchanged", "redated", "updated"]
STRENGTH = {basis: rank for rank, basis in enumerate(Basis)}  # 0 is the strongest


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOutcome:
    """What came of saving: `article_key` as stored, and how many of its mentions (events, undated) there are."""

    kind: Kind
    article_key: str
    mentions: int
    undated: int
    events: int


def save(
    connection: Connection,
    extraction: Extraction,
    registry: Registry,
    *,
    now: str | None = None,
    by: str = "kptimeline",
    force: bool = False,
) -> SaveOutcome:
    """Inserts the article, or redates the known one when the anchor's evidence is stronger than before.

    `force` (redate, reprocess) takes the extraction as it is, however strong its anchor. `now` (ISO,
    default the article's `as_of`) and `by` say when and by whom the anchor was chosen. An article is
    known by its bytes, then by its key; `article_key` of the outcome is that of the stored one.
    Raises InputRejectedError when a known article must be redated from a text that is not the stored one.
    """
    article, anchor = extraction.article, extraction.choice.anchor
    with writing(connection):
        sync_registry(connection, registry)
        stored = match(connection, article)
        if stored is None:
            article_id = rows.next_id(connection, Article)
            Writer(connection, extraction, registry, article_id).insert(now or article.as_of, by)
            return _outcome(connection, "new", article_id)
        current = _current_anchor(connection, stored.id)
        if not force and not stronger(anchor, current):
            return _outcome(connection, "unchanged", stored.id)
        if stored.text_sha256 != article.text_sha256:
            raise InputRejectedError(
                f"{article.path or article.key} is already stored as {stored.key}, with another text",
                f"kptimeline redate {stored.key} {iso(anchor.day) if anchor else 'DATE'}",
            )
        same_anchor = _anchor_columns(current) == rows.anchor_row(extraction.choice)
        evidence = rows.evidence_columns(extraction)
        if (
            same_anchor
            and stored.resolved_sha256 == rows.resolved_sha256(extraction)
            and all(getattr(stored, name) == value for name, value in evidence.items())
        ):
            return _outcome(connection, "unchanged", stored.id)
        writer = Writer(connection, extraction, registry, stored.id)
        writer.replace(None if same_anchor else now or article.as_of, by)
        return _outcome(connection, "updated" if same_anchor else "redated", stored.id)


def stronger(anchor: Anchor | None, current: Row[Any] | None) -> bool:
    """Whether an anchor's evidence outranks the stored one; a day given again outranks another day given.

    A day that is stated outranks one that was guessed from the same kind of evidence.
    """
    if anchor is None:
        return False
    if current is None or current.day is None:
        return True
    old = STRENGTH[Basis(current.basis)]
    if anchor.basis is Basis.GIVEN and old == 0:
        return bool(iso(anchor.day) != current.day)
    if STRENGTH[anchor.basis] == old:
        return not anchor.inferred and "day" in (current.inferred or "")
    return STRENGTH[anchor.basis] < old


def _current_anchor(connection: Connection, article_id: int) -> Row[Any] | None:
    query = select(AnchorRow.__table__).where(AnchorRow.article_id == article_id)
    return connection.execute(query.order_by(AnchorRow.id.desc()).limit(1)).first()


def _anchor_columns(current: Row[Any] | None) -> rows.Row | None:
    names = ("day", "basis", "inferred", "zone", "certain", "reason")
    return None if current is None else {name: getattr(current, name) for name in names}


def _outcome(connection: Connection, kind: Kind, article_id: int) -> SaveOutcome:
    query = select(EventMention.event_id, EventMention.from_day).where(EventMention.article_id == article_id)
    mentions = connection.execute(query).all()
    return SaveOutcome(
        kind=kind,
        article_key=connection.scalars(select(Article.key).where(Article.id == article_id)).one(),
        mentions=len(mentions),
        undated=sum(row.from_day is None for row in mentions),
        events=len({row.event_id for row in mentions} - {None}),
    )
