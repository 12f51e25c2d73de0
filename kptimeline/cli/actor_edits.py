"""Additions to the actors of a database, carried out: stored, and what they change in events resolved again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kptimeline.cli import options
from kptimeline.pipeline import Kit, load_kit, resolve

if TYPE_CHECKING:
    from kptimeline.actors.roster import Roster

Connection = Any  # SQLAlchemy's, as store.engine opens it; only the store knows more of it


class Outcome(Struct, frozen=True, kw_only=True):
    """How many additions were made or taken back, and how many articles and events read otherwise now."""

    additions: int
    articles: int
    events: int


class _NotSavedError(Exception):
    """Ends a transaction whose changes are only counted."""


class Editor:
    """Lets a person's words change the roster, then the database: all in one transaction."""

    def __init__(
        self, connection: Connection, command: str, *, who: str, now: str, dry_run: bool = False
    ) -> None:
        from kptimeline.actors.roster import Roster
        from kptimeline.store.additions import load_additions

        self._connection = connection
        self._command = command
        self._who = who
        self._now = now
        self._dry_run = dry_run
        self._kit = load_kit(model=False, additions=load_additions(connection))
        self.roster: Roster = Roster(self._kit.registry, self._kit.additions)

    def find(self, ref: str) -> str:
        """The slug of an actor that a person names, made known to the roster. Raises as store.actors.find_actor."""
        from kptimeline.store.actors import find_actor

        if self.roster.knows(ref):
            return ref
        slug = find_actor(self._connection, ref)
        self.meet(slug)
        return slug

    def meet(self, slug: str) -> None:
        """Makes an actor known to the roster that so far only articles name, where there is one of this slug."""
        from kptimeline.store.actor_lines import has_actor, stored_actor

        if not self.roster.knows(slug) and has_actor(self._connection, slug):
            self.roster.meet(stored_actor(self._connection, slug))

    def carry_out(self, say: Callable[[Editor], None]) -> Outcome:
        """Runs `say`, which changes the roster, and makes the database follow."""
        from kptimeline.store.engine import writing

        outcome = Outcome(additions=0, articles=0, events=0)
        with suppress(_NotSavedError), writing(self._connection):
            say(self)
            if self.roster.changed:
                outcome = self._follow()
            self._end()
        return outcome

    def _end(self) -> None:
        if self._dry_run:
            raise _NotSavedError

    def _follow(self) -> Outcome:
        from kptimeline.store import settle
        from kptimeline.store.actors import sync_registry
        from kptimeline.store.additions import add_said, load_additions
        from kptimeline.store.ancestors import rebuild_ancestors
        from kptimeline.store.fixes import rename_corrected
        from kptimeline.store.runs import finish_run, start_run

        made, undone = self.roster.made, self.roster.undone
        old = self._kit.registry
        add_said(self._connection, made, undone, who=self._who, now=self._now)
        kit = load_kit(model=False, additions=load_additions(self._connection))
        run = start_run(
            self._connection,
            self._command,
            started_at=self._now,
            version=options.program_version(),
            actors=kit.registry.fingerprint,
            arguments={"who": self._who},
        )
        reach = settle.Reach([*made, *undone], [old, kit.registry])
        near = reach.articles(self._connection)
        sync_registry(self._connection, kit.registry, events=False)  # counted and written below
        touched = [key for key in near if self._differs(key, kit)]
        events = reach.events(self._connection) if reach.above or touched else set()
        before = settle.signatures(self._connection, events, touched)
        gone = old.actors.keys() - kit.registry.actors.keys()
        unknown = settle.unknown_in(self._connection, touched) | reach.slugs | gone
        settle.disown(self._connection, gone)
        for key in touched:
            self._resolve_again(key, kit)
        rename_corrected(self._connection, kit.registry)
        if reach.above:
            events |= reach.events(self._connection)
            rebuild_ancestors(self._connection, kit.registry, events)
        settle.tidy(self._connection, unknown)
        after = settle.signatures(self._connection, events, touched)
        outcome = Outcome(
            additions=sum(each.action != "kept" for each in (*made, *undone)),
            articles=len(touched),
            events=settle.changed(before, after),
        )
        counts = {"additions": outcome.additions, "articles": outcome.articles, "events": outcome.events}
        finish_run(self._connection, run, finished_at=self._now, counts=counts)
        return outcome

    def _differs(self, key: str, kit: Kit) -> bool:
        from kptimeline.store.settle import actors_differ, stored_with_choice

        stored, choice = stored_with_choice(self._connection, key)
        extraction = resolve(stored.article, stored.reading, kit, anchor=choice)
        return actors_differ(self._connection, stored, extraction, kit.registry)

    def _resolve_again(self, key: str, kit: Kit) -> None:
        from kptimeline.store.save import save
        from kptimeline.store.settle import stored_with_choice

        stored, choice = stored_with_choice(self._connection, key)
        extraction = resolve(stored.article, stored.reading, kit, anchor=choice)
        save(self._connection, extraction, kit.registry, now=self._now, by=self._command, force=True)
