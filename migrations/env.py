"""Runs migrations in one transaction, on the database that the program, the environment or alembic.ini names."""

from __future__ import annotations

import os
from typing import Any

from alembic import context

from kptimeline.store.engine import make_engine, take_turn
from kptimeline.store.models import Base
from kptimeline.store.target import Target


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leaves full-text tables with their shadows, and full-text indexes, to the SQL files."""
    return not (kind in {"table", "index"} and name is not None and "_fts" in name)


def include_object(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return include_name(name, kind, None)


def target() -> Target:
    given = context.config.attributes.get("target")
    url = os.environ.get("KPTIMELINE_DATABASE") or context.config.get_main_option("sqlalchemy.url") or ""
    return given or Target.of(url)


def run() -> None:
    place = target()
    engine = make_engine(place, "write", create=True)
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            # A batch rebuild drops the old table: with foreign keys on, that empties its child tables.
            # The switch works only outside a transaction, so before BEGIN.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            take_turn(connection)  # two that meet an old schema upgrade it once
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=include_name,
            include_object=include_object,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
            connection.rollback()
            raise RuntimeError(f"the migration would break foreign keys: {broken[:3]}")
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("migrations need a database to run on; there is no --sql mode")
run()
