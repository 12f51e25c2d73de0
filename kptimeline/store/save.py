"""Saves Extractions, a batch in one transaction, matched by keys, so that saving again changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from kptimeline.actors.registry import Registry
from kptimeline.errors import InputRejectedError
from kptimeline.interval import iso
from kptimeline.records import Anchor, Basis, Extraction
from kptimeline.store import rows
from kptimeline.store.actors import sync_registry
from kptimeline.store.engine import savepoint, writing
from kptimeline.store.find import match
from kptimeline.store.models import Anchor as AnchorRow
from kptimeline.store.models import Article, EventMention
from kptimeline.store.writer import Draft, Writer

Kind = Literal["new", "unchanged", "redated", "updated"]
STRENGTH = {basis: rank for rank, basis in enumerate(Basis)}  # 0 is the strongest
# What one article brings with it: values that no row takes. All else (a full disk) is not the article's fault.
_ITS_OWN = (IntegrityError, DataError, UnicodeError, OverflowError)
_TOO_LONG = "54000"  # what PostgreSQL says of a url or a name too long for its index


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
    """Saves one extraction: a batch of one, of which `save_all` tells more.

    Raises InputRejectedError when it cannot be stored.
    """
    (outcome,) = save_all(connection, [extraction], registry, now=now, by=by, force=force)
    if isinstance(outcome, InputRejectedError):
        article = extraction.article
        raise InputRejectedError(
            f"{article.path or article.key} {outcome.message}", outcome.hint
        ) from outcome
    return outcome


def save_all(
    connection: Connection,
    extractions: Sequence[Extraction],
    registry: Registry,
    *,
    now: str | None = None,
    by: str = "kptimeline",
    force: bool = False,
) -> list[SaveOutcome | InputRejectedError]:
    """Inserts articles, or redates known ones when the anchor's evidence is stronger than before; one transaction.

    What comes of it is what saving them one by one would give, but for integer keys. `force` (redate,
    reprocess) takes extractions as they are, however strong their anchor. `now` (ISO, default the article's
    `as_of`) and `by` say when and by whom the anchor was chosen. An article is known by its bytes, then by
    its key; `article_key` of the outcome is that of the stored one. An article that cannot be stored has an
    error for its outcome (*is already stored as …*, without its name), and the others are saved.
    """
    with writing(connection):
        sync_registry(connection, registry)
        batch = _Batch(connection, registry, now, by, force)
        return [outcome for some in _unlike(extractions) for outcome in batch.save(some)]


def _unlike(extractions: Sequence[Extraction]) -> Iterator[list[Extraction]]:
    """Parts in which no article is another one's again."""
    part: list[Extraction] = []
    seen: set[str] = set()
    for each in extractions:
        names = {each.article.key, each.article.raw_sha256}
        if seen & names:
            yield part
            part, seen = [], set()
        part.append(each)
        seen |= names
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class _Batch:
    connection: Connection
    registry: Registry
    now: str | None
    by: str
    force: bool

    def save(self, extractions: Sequence[Extraction]) -> list[SaveOutcome | InputRejectedError]:
        """Saves different articles together; where one cannot be stored, each by itself."""
        try:
            with savepoint(self.connection):
                return self._save(extractions)
        except (*_ITS_OWN, DBAPIError) as error:
            if not isinstance(error, _ITS_OWN) and getattr(error.orig, "sqlstate", None) != _TOO_LONG:
                raise
            if len(extractions) > 1:
                return [outcome for each in extractions for outcome in self.save([each])]
            refused = InputRejectedError(
                f"cannot be stored: {_cause(error)}",
                "this is a defect of kptimeline: please report it with the article",
            )
            refused.__cause__ = error
            return [refused]

    def _save(self, extractions: Sequence[Extraction]) -> list[SaveOutcome | InputRejectedError]:
        stored = match(self.connection, [each.article for each in extractions], *_COLUMNS)
        known = [row.id for row in stored if row is not None]
        if len(known) > len(set(known)):  # two of them are one article, by its bytes and by its key
            return [outcome for each in extractions for outcome in self._save([each])]
        anchors = _current_anchors(self.connection, known)
        plans = [
            self._plan(each, row, anchors.get(row.id) if row is not None else None)
            for each, row in zip(extractions, stored, strict=True)
        ]
        drafts = [plan for _, plan in plans if isinstance(plan, Draft)]
        if drafts:
            Writer(self.connection, self.registry, self.by).write(drafts)
        same = _same(self.connection, [plan for _, plan in plans if isinstance(plan, Row)])
        outcomes: list[SaveOutcome | InputRejectedError] = []
        for kind, plan in plans:
            if isinstance(plan, Draft):
                outcomes.append(_written(kind, plan))
            else:
                outcomes.append(same[plan.id] if isinstance(plan, Row) else plan)
        return outcomes

    def _plan(
        self, extraction: Extraction, stored: Row[Any] | None, current: Row[Any] | None
    ) -> tuple[Kind, Draft | Row[Any] | InputRejectedError]:
        """What is to be done with an article: a draft to be written, the row that stays, or why it is refused."""
        article, anchor = extraction.article, extraction.choice.anchor
        now = self.now or article.as_of
        if stored is None:
            return "new", Draft(extraction=extraction, now=now)
        if not self.force and not stronger(anchor, current):
            return "unchanged", stored
        if stored.text_sha256 != article.text_sha256:
            return "unchanged", InputRejectedError(
                f"is already stored as {stored.key}, with another text",
                f"kptimeline redate {stored.key} {iso(anchor.day) if anchor else 'DATE'}",
            )
        same_anchor = _anchor_columns(current) == rows.anchor_row(extraction.choice)
        evidence = rows.evidence_columns(extraction)
        if (
            same_anchor
            and stored.resolved_sha256 == rows.resolved_sha256(extraction)
            and all(getattr(stored, name) == value for name, value in evidence.items())
        ):
            return "unchanged", stored
        draft = Draft(extraction=extraction, stored=stored, now=None if same_anchor else now)
        return "updated" if same_anchor else "redated", draft


_COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    Article.id,
    Article.key,
    Article.raw_sha256,
    Article.text_sha256,
    Article.outlet,
    Article.url,
    Article.given_id,
    Article.published,
    Article.published_from,
    Article.given,
    Article.resolved_sha256,
)


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


def _current_anchors(connection: Connection, article_ids: Sequence[int]) -> dict[int, Row[Any]]:
    found: dict[int, Row[Any]] = {}
    for some in rows.chunks(article_ids):
        found |= {row.article_id: row for row in connection.execute(_anchors(), {"some": some})}
    return found


@cache
def _anchors() -> Select[Any]:
    return select(AnchorRow.__table__).where(rows.among(AnchorRow.article_id)).order_by(AnchorRow.id)


def _anchor_columns(current: Row[Any] | None) -> rows.Row | None:
    names = ("day", "basis", "inferred", "zone", "certain", "reason")
    return None if current is None else {name: getattr(current, name) for name in names}


def _written(kind: Kind, draft: Draft) -> SaveOutcome:
    return SaveOutcome(
        kind=kind,
        article_key=draft.article_key,
        mentions=len(draft.keys),
        undated=sum(facts.dates.from_day is None for facts in draft.facts),
        events=len({place.event_id for place in draft.places if place is not None}),
    )


def _same(connection: Connection, stored: Sequence[Row[Any]]) -> dict[int, SaveOutcome]:
    """Outcomes of articles that stay as they are, by id."""
    mentions: dict[int, list[Row[int, int | None, str | None]]] = defaultdict(list)
    columns = (EventMention.article_id, EventMention.event_id, EventMention.from_day)
    for some in rows.chunks([row.id for row in stored]):
        for mention in connection.execute(select(*columns).where(EventMention.article_id.in_(some))):
            mentions[mention.article_id].append(mention)
    return {
        row.id: SaveOutcome(
            kind="unchanged",
            article_key=row.key,
            mentions=len(mentions[row.id]),
            undated=sum(each.from_day is None for each in mentions[row.id]),
            events=len({each.event_id for each in mentions[row.id]} - {None}),
        )
        for row in stored
    }


def _cause(error: Exception) -> str:
    return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
