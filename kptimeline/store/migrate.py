"""Creates and upgrades databases: the one importer of Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from kptimeline import shipped
from kptimeline.store import schema
from kptimeline.store.backup import back_up_beside
from kptimeline.store.causes import plain_errors
from kptimeline.store.engine import reading
from kptimeline.store.target import Target


def prepare(target: str | Path | Target) -> Path | None:
    """Makes the database ready to write: creates or upgrades it unless it is at HEAD (then no Alembic)."""
    place = Target.of(target)
    if place.path is None or place.path.exists():
        with plain_errors(place.name), reading(place) as connection:
            if schema.revision(connection) == schema.HEAD:
                return None
    return upgrade(place)


def upgrade(target: str | Path | Target, revision: str = "head") -> Path | None:
    """Creates the database, or upgrades it after a backup of its file; returns the backup's path.

    Raises DatabaseError for a foreign, damaged or newer database, which is left as it was.
    """
    from alembic import command
    from alembic.config import Config

    place = Target.of(target)
    backup, found = None, ""
    with plain_errors(place.name):
        fresh = place.path is not None and not (place.path.exists() and place.path.stat().st_size)
        if not fresh:
            found = _found(place)
            if found in {schema.HEAD, revision}:
                return None
            if found != "":
                backup = back_up_beside(place, found)
        config = Config()
        config.set_main_option("script_location", str(shipped.migrations()).replace("%", "%%"))
        config.attributes["target"] = place
        command.upgrade(config, revision)
    if "" != found < schema.ALIKE and revision == "head":
        _find_near_copies(place)
    return backup


def _find_near_copies(place: Target) -> None:
    """Among articles that came when only copies to the letter were found."""
    from kptimeline.store.engine import open_database, writing
    from kptimeline.store.lineage import link_again
    from kptimeline.store.models import Article

    with open_database(place, "write") as connection, writing(connection):
        link_again(connection, connection.scalars(select(Article.id)).all())


def _found(place: Target) -> str:
    """The revision of an existing database, "" for one without any table."""
    with reading(place) as connection:
        found = schema.revision(connection)
        if found is None and schema.is_empty(connection):
            if place.url is not None:
                schema.require_unicode(connection, place.name)
            return ""
        schema.require_ours(found, place.name)
        return found or ""
