"""Stored articles read again, through the same `read`, `resolve` and `save` as every other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kptimeline.cli import options
from kptimeline.cli.interrupts import held_back
from kptimeline.pipeline import BATCH, Kit, load_kit, read_all, resolve
from kptimeline.records import AnchorChoice, Basis, Extraction, Reading

if TYPE_CHECKING:
    from kptimeline.store.load import Unread
    from kptimeline.store.retold import Change

Connection = Any  # SQLAlchemy's, as store.engine opens it; only the store knows more of it


class _NotSavedError(Exception):
    """Ends a transaction whose changes are only counted."""


class Sums:
    """What came of a run so far."""

    def __init__(self) -> None:
        from kptimeline.store.retold import Change

        self.articles = 0
        self.changed = 0
        self.change: Change = Change()

    def add(self, change: Change) -> None:
        """Counts an article."""
        from kptimeline.store.retold import Change

        self.articles += 1
        self.changed += bool(change)
        names = Change.__struct_fields__
        self.change = Change(**{name: getattr(self.change, name) + getattr(change, name) for name in names})


class Done(NamedTuple):
    """An article that was read again: what a person calls it, its key, what changed."""

    name: str
    key: str
    change: Change


class Reprocessor:
    """Reads articles again, each in a transaction of its own: what is done before it is stopped stays."""

    def __init__(
        self, connection: Connection, rule_dirs: Sequence[Path], *, now: str, dry_run: bool = False
    ) -> None:
        from kptimeline.store.additions import load_additions

        self.sums = Sums()
        self._connection = connection
        self._now = now
        self._dry_run = dry_run
        self._kit: Kit = load_kit(model=True, rule_dirs=rule_dirs, additions=load_additions(connection))
        self._rules = [str(folder) for folder in rule_dirs]
        self._run: int | None = None

    @property
    def _model(self) -> str | None:
        return self._kit.parser.name if self._kit.parser else None

    def todo(self, keys: Sequence[str] | None, *, every: bool) -> tuple[list[str], int]:
        """Keys of the articles to read, of the given ones or of all, and how many need it not."""
        from kptimeline.store.load import all_keys, keys_read_otherwise

        asked = all_keys(self._connection) if keys is None else list(keys)
        if every:
            return asked, 0
        other = set(keys_read_otherwise(self._connection, rules=self._kit.fingerprint, model=self._model))
        todo = [key for key in asked if key in other]
        return todo, len(asked) - len(todo)

    def lacking(self, keys: Sequence[str]) -> list[str]:
        """Names of rules that dated something in these articles and that are not among the rules at hand."""
        from kptimeline.store.load import rules_used

        at_hand = {rule.name for rule in self._kit.rules.rules}
        return sorted(rules_used(self._connection, keys) - at_hand - {""})

    def read(self, keys: Sequence[str]) -> Iterator[Done]:
        """Reads, resolves and saves each article; one that was removed meanwhile is left out."""
        from kptimeline.store.load import load_unread

        for at in range(0, len(keys), BATCH):
            batch = [found for key in keys[at : at + BATCH] if (found := load_unread(self._connection, key))]
            for article, reading in read_all([each.article for each in batch], self._kit):
                with held_back():
                    change = self._save(article.key, reading)
                    if change is not None:
                        self.sums.add(change)
                if change is not None:
                    yield Done(article.path or article.url or article.key, article.key, change)

    def _save(self, key: str, reading: Reading) -> Change | None:
        """What changes; what was said of the article while it was read counts."""
        from kptimeline.store.engine import writing
        from kptimeline.store.load import load_unread
        from kptimeline.store.retold import change, forget, told_by
        from kptimeline.store.save import save

        found = None
        with suppress(_NotSavedError), writing(self._connection):
            stored = load_unread(self._connection, key)
            if stored is None:
                return None
            before = told_by(self._connection, key)
            extraction = self._resolved(stored, reading)
            registry = self._kit.registry
            forget(self._connection, key)
            save(self._connection, extraction, registry, now=self._now, by="reprocess", force=True)
            found = change(before, told_by(self._connection, key))
            if self._dry_run:
                raise _NotSavedError
            self._note()
        return found

    def _resolved(self, stored: Unread, reading: Reading) -> Extraction:
        """Under the anchor that its evidence gives now; one that only neighbours gave stays where there is no other."""
        extraction = resolve(stored.article, reading, self._kit, trust_file_name=stored.by_file_name)
        if extraction.choice.anchor is None and stored.anchor and stored.anchor.basis is Basis.EVENTS:
            kept = AnchorChoice(anchor=stored.anchor, candidates=extraction.choice.candidates)
            return resolve(stored.article, reading, self._kit, anchor=kept)
        return extraction

    def _note(self) -> None:
        """Notes the run in the database with the first article that is saved."""
        from kptimeline.store.runs import start_run

        if self._run is None:
            self._run = start_run(
                self._connection,
                "reprocess",
                started_at=self._now,
                version=options.program_version(),
                rules=self._kit.fingerprint,
                model=self._model,
                actors=self._kit.registry.fingerprint,
                arguments={"rules": self._rules} if self._rules else None,
            )

    def finish(self, *, stopped: bool = False) -> None:
        """Notes what the run counted; one that was `stopped` has no end."""
        from kptimeline.store.runs import finish_run

        if self._run is not None:
            counts = {"articles": self.sums.articles, "changed": self.sums.changed}
            finish_run(self._connection, self._run, finished_at=None if stopped else self._now, counts=counts)
