"""An article under another anchor: what changes, and the change made; no reading, so no language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kptimeline.cli import options
from kptimeline.cli.periods import AUTO
from kptimeline.interval import parse_iso
from kptimeline.pipeline import Kit, load_kit, resolve
from kptimeline.records import Anchor, AnchorChoice, Basis, Extraction, Mention

if TYPE_CHECKING:
    from kptimeline.store.load import StoredArticle

Connection = Any  # SQLAlchemy's, as store.engine opens it; only the store knows more of it


class Redating(Struct, frozen=True, kw_only=True):
    """An article before and after; `anchor` is the one it had, `changes` whether anything differs."""

    article: str
    name: str
    anchor: Anchor | None
    before: Extraction
    after: Extraction
    changes: bool
    reason: str | None = None  # why events of other articles tell no day


class Redater:
    """Gives articles other anchors, through the same `resolve` and `save` as every other way."""

    def __init__(self, connection: Connection, *, now: str, dry_run: bool = False) -> None:
        from kptimeline.store.additions import load_additions

        self._connection = connection
        self._now = now
        self._dry_run = dry_run
        self._run: int | None = None
        self._changed = 0
        self._kit: Kit = load_kit(model=False, additions=load_additions(connection))

    def redate(self, ref: str, day: str, *, near: bool = True) -> Redating:
        """The article that a person names under `day` (ISO, or AUTO), in a transaction of its own.

        Raises NotFoundError (with near names, where `near`) and UsageError as find.find_article does.
        """
        from kptimeline.store.engine import writing
        from kptimeline.store.load import load_article
        from kptimeline.store.save import save

        stored = load_article(self._connection, ref, near=near)
        kept = AnchorChoice(anchor=stored.anchor)
        before = resolve(stored.article, stored.reading, self._kit, anchor=kept)
        after = self._resolved(stored, day)
        changes = after.choice.anchor != stored.anchor
        if not self._dry_run:
            with writing(self._connection):
                saved = save(
                    self._connection, after, self._kit.registry, now=self._now, by="redate", force=True
                )
                changes = saved.kind != "unchanged"
                if changes:
                    self._note()
        return Redating(
            article=stored.article.key,
            name=stored.article.path or stored.article.url or stored.article.key,
            anchor=stored.anchor,
            before=before,
            after=after,
            changes=changes,
        )

    def infer(self, ref: str) -> Redating:
        """The day of an article without an anchor from events that dated articles share with it, where they tell one.

        Raises as `redate` does. An article that has an anchor keeps it.
        """
        from kptimeline.store.engine import writing
        from kptimeline.store.load import load_article
        from kptimeline.store.save import save
        from kptimeline.store.shared import infer, shared_events

        stored = load_article(self._connection, ref)
        article = stored.article

        def under(choice: AnchorChoice) -> Extraction:
            return resolve(article, stored.reading, self._kit, anchor=choice)

        before = under(AnchorChoice(anchor=stored.anchor))
        redating = Redating(
            article=article.key,
            name=article.path or article.url or article.key,
            anchor=stored.anchor,
            before=before,
            after=before,
            changes=False,
            reason="it has one",
        )
        if stored.anchor is not None:
            return redating

        def mentions(day: int) -> Sequence[Mention]:
            return under(AnchorChoice(anchor=Anchor(day=day, basis=Basis.EVENTS))).mentions

        choice = infer(
            shared_events(self._connection, article.key, before.mentions),
            mentions,
            latest=parse_iso(article.as_of),
            known=self._resolved(stored, AUTO).choice.candidates,
        )
        if choice.anchor is None:
            return replace(redating, reason=choice.reason)
        after = under(choice)
        if not self._dry_run:
            with writing(self._connection):
                save(
                    self._connection,
                    after,
                    self._kit.registry,
                    now=self._now,
                    by="redate --infer",
                    force=True,
                )
                self._note()
        return replace(redating, after=after, changes=True, reason=None)

    def _note(self) -> None:
        """Notes the run in the database with the first article that it changes."""
        from kptimeline.store.runs import start_run

        self._changed += 1
        if self._run is None:
            self._run = start_run(
                self._connection,
                "redate",
                started_at=self._now,
                version=options.program_version(),
                rules=self._kit.fingerprint,
                actors=self._kit.registry.fingerprint,
            )

    def finish(self, *, rejected: int = 0, stopped: bool = False) -> None:
        """Notes what the run counted; nothing where it changed nothing. One that was `stopped` has no end."""
        from kptimeline.store.runs import finish_run

        if self._run is not None:
            counts = {"redated": self._changed, "rejected": rejected}
            finish_run(self._connection, self._run, finished_at=None if stopped else self._now, counts=counts)

    def _resolved(self, stored: StoredArticle, day: str) -> Extraction:
        """AUTO takes back what people gave, and lets the file name serve where it did before."""
        auto = day == AUTO
        article = replace(stored.article, given=None if auto else day)
        return resolve(article, stored.reading, self._kit, trust_file_name=auto and stored.by_file_name)
