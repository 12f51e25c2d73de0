"""Looks a whole database through: what is derived is made anew from what it comes from, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from kptimeline.actors.additions import extend
from kptimeline.actors.registry import Registry, load_registry
from kptimeline.errors import DatabaseError
from kptimeline.store import check_actors, check_alike, check_articles, check_events, check_file, check_server
from kptimeline.store.additions import load_additions
from kptimeline.store.backup import back_up_beside
from kptimeline.store.difference import Difference
from kptimeline.store.engine import open_database
from kptimeline.store.models import Article
from kptimeline.store.repair import repair
from kptimeline.store.target import Target

BATCH = 100  # articles whose rows are held in memory at once


class Check:
    """One look at a database; `unchecked` says what could not be looked at, and why."""

    def __init__(self, target: str | Path | Target) -> None:
        self.place = Target.of(target)
        self.unchecked: list[str] = []

    def differences(self) -> Iterator[Difference]:
        """Every difference, as it is found. Writers can go on: all is read as of one moment.

        Raises DatabaseError for a database that cannot be opened, or is of another schema.
        """
        full_text: list[str] = []
        with open_database(self.place) as connection:
            if self.place.path is not None:
                connection.exec_driver_sql("BEGIN")
                damage = list(check_file.pages(connection))
                yield from damage
                if damage:
                    return
                yield from check_file.foreign_keys(connection)
                yield from check_file.shape(connection)
                full_text = check_file.full_text_tables(check_file.objects(connection))
            else:
                yield from check_server.shape(connection)
            yield from _rows(connection, registry_of(connection))
        if full_text:
            try:
                yield from check_file.full_text(self.place, full_text)
            except DatabaseError as error:
                self.unchecked.append(f"full text: {error.message}")

    def back_up(self) -> Path | None:
        """Copies the database beside itself; returns the copy's path, None on a server."""
        return back_up_beside(self.place, "check")

    def mend(self, found: Iterable[Difference]) -> None:
        """Makes anew, in one transaction, what was found and can be made anew."""
        with open_database(self.place, "write") as connection:
            repair(connection, registry_of(connection), (each for each in found if each.remedy == "repair"))


def registry_of(connection: Connection) -> Registry:
    """The registry that this kptimeline has, with what people added in the database."""
    return extend(load_registry(), load_additions(connection))


def _rows(connection: Connection, registry: Registry) -> Iterator[Difference]:
    yield from check_actors.look(connection, registry)
    seen: set[int] = set()
    last = 0
    while True:
        query = select(Article.id).where(Article.id > last).order_by(Article.id).limit(BATCH)
        ids = list(connection.scalars(query))
        if not ids:
            break
        last = ids[-1]
        batch = check_articles.Batch([], [])
        yield from check_articles.look(connection, ids, batch)
        yield from check_events.look(connection, registry, batch.founding, seen)
    yield from check_alike.links(connection)
    yield from check_events.corrections(connection)
    yield from check_events.left_over(connection)
