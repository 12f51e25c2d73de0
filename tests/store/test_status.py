"""What `db status` counts and says, of any schema and state."""

import sqlite3
from contextlib import closing

import pytest

from kptimeline.errors import DatabaseError
from kptimeline.store.engine import open_database
from kptimeline.store.migrate import upgrade
from kptimeline.store.runs import add_reject, finish_run, start_run
from kptimeline.store.save import save
from kptimeline.store.status import status
from tests.cli.run import run
from tests.store.builder import LAUNCH, MEETING, WARNING, extraction


@pytest.fixture
def filled(database, registry):
    with open_database(database, "write") as connection:
        save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
        save(connection, extraction(WARNING, registry=registry), registry)
        number = start_run(connection, "ingest", started_at="2026-01-05", version="0")
        add_reject(connection, number, path="a.txt", line=None, reason="is empty")
        finish_run(connection, number, finished_at="2026-01-06", counts={"new": 2, "rejected": 1})
    return database


def test_counts(filled):
    found = status(filled)
    counts = (
        found.articles,
        found.without_anchor,
        found.events,
        found.mentions,
        found.undated,
        found.rejects,
    )
    assert counts == (2, 1, 3, 3, 1, 1)
    assert (found.runs, found.last_run.command, found.last_run.counts) == (
        1,
        "ingest",
        {"new": 2, "rejected": 1},
    )
    assert (found.current, found.unsaved, found.size) == (True, 0, filled.stat().st_size)
    assert [each.name for each in filled.parent.iterdir()] == [filled.name]


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_every_schema_has_what_is_counted(tmp_path, revision):
    upgrade(tmp_path / "old.db", revision)
    found = status(tmp_path / "old.db")
    assert (found.revision, found.articles, found.last_run) == (revision, 0, None)


def test_what_only_the_wal_holds_is_told(filled):
    with open_database(filled, "write") as connection:
        start_run(connection, "ingest", started_at="2026-01-07", version="0")
        outcome = run("db", "status", "--database", filled.name, folder=filled.parent)
    assert outcome.err.startswith(f"warning: {filled.name}-wal holds ")
    assert "hint:  kptimeline db backup FILE" in outcome.err
    assert "last run     ingest, 2026-01-07; not finished\n" in outcome.out
    assert run("db", "status", "--database", filled.name, folder=filled.parent).err == ""


REVISIONS = [
    ("0099", "has schema 0099, this kptimeline knows schemas up to"),
    ("5f2c1a", "has schema '5f2c1a', which no kptimeline has made"),
    ("", "has schema '', which no kptimeline has made"),
]


@pytest.mark.parametrize(("revision", "words"), REVISIONS)
@pytest.mark.parametrize("command", ["status", "upgrade", "check"])
def test_an_ancestry_that_is_not_known_is_refused(filled, command, revision, words):
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    before = filled.read_bytes()
    outcome = run("db", command, "--database", filled.name, folder=filled.parent)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith(f"error: {filled.name} {words}")
    assert "\nhint:  " in outcome.err
    assert filled.read_bytes() == before
    assert [each.name for each in filled.parent.iterdir()] == [filled.name]


def test_an_older_schema_is_upgraded_after_a_backup(tmp_path):
    upgrade(tmp_path / "old.db", "0001")
    told = run("db", "status", "--database", "old.db", folder=tmp_path)
    assert told.err.endswith("hint:  kptimeline db upgrade\n")
    refused = run("show", "--database", "old.db", folder=tmp_path)
    assert refused.code == 3
    assert refused.err.splitlines()[1].startswith("hint:  kptimeline db upgrade")
    outcome = run("db", "upgrade", "--database", "old.db", folder=tmp_path)
    assert outcome.out.splitlines()[1] == "the database as it was: old.db.0001.backup"
    assert (status(tmp_path / "old.db").current, status(tmp_path / "old.db.0001.backup").revision) == (
        True,
        "0001",
    )


def test_a_table_that_is_gone_is_told(filled):
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("DROP TABLE reject")
    with pytest.raises(DatabaseError, match="lacks a part of its schema: no such table: reject") as caught:
        status(filled)
    assert "db check" in caught.value.hint
