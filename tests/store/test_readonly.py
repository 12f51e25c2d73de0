"""SQL from people: it reads, and does nothing else."""

import hashlib
import sqlite3
from contextlib import closing

import pytest

from kptimeline.errors import DatabaseError, UsageError
from kptimeline.store.engine import open_database
from kptimeline.store.readonly import run_sql
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, extraction


@pytest.fixture(scope="module")
def filled(tmp_path_factory, empty_database, registry):
    path = tmp_path_factory.mktemp("sql") / "kptimeline.db"
    path.write_bytes(empty_database)
    with open_database(path, "write") as connection:
        save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
    return path


READING = [
    ("SELECT by_actors FROM chronology ORDER BY 1", [("North Korea",), ("South Korea",)]),
    ("SELECT count(*) AS n FROM mentions;", [(2,)]),
    (
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
        [(1,), (2,), (3,)],
    ),
    ("VALUES (1, 'a')", [(1, "a")]),
    ("SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH 'rockets AND sea'", [(1,)]),
    (
        "SELECT snippet(sentence_fts, 0, '[', ']', '…', 3) FROM sentence_fts('colleagues')",
        [("…Japanese [colleagues] yesterday.",)],
    ),
    ("SELECT count(*) FROM title_fts('happened')", [(1,)]),
    ("SELECT name FROM pragma_table_info('registry_state') ORDER BY cid", [("id",), ("fingerprint",)]),
    (
        "PRAGMA table_info(registry_state)",
        [(0, "id", "INTEGER", 1, None, 1), (1, "fingerprint", "TEXT", 1, None, 0)],
    ),
    ("SELECT count(*) FROM sqlite_master WHERE type = 'view'", [(4,)]),
    ("SELECT sum(1) OVER (ORDER BY event_id) FROM chronology", [(1,), (2,)]),
    ("-- what is there\nSELECT group_concat(status, '+') FROM chronology", [("occurred+occurred",)]),
    ("SELECT date('2025-12-29', '+1 day'), upper('a')", [("2025-12-30", "A")]),
]


@pytest.mark.parametrize(("sql", "rows"), READING)
def test_reading_is_allowed(filled, sql, rows):
    assert list(run_sql(filled, sql).rows) == rows


BIG = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)"
HOSTILE = [
    "DELETE FROM event",
    "UPDATE article SET text = ''",
    "INSERT INTO registry_state VALUES (7, 'x')",
    "REPLACE INTO registry_state VALUES (1, 'x')",
    "DELETE FROM event RETURNING *",
    "WITH x AS (SELECT 1) DELETE FROM event",
    "DROP TABLE event",
    "DROP VIEW chronology",
    "ALTER TABLE event ADD COLUMN x",
    "ALTER TABLE event RENAME TO x",
    "CREATE TABLE x (y)",
    "CREATE TEMP TABLE x (y)",
    "CREATE TABLE temp.x AS SELECT * FROM event",
    "CREATE VIEW x AS SELECT 1",
    "CREATE TEMP VIEW x AS SELECT 1",
    "CREATE TRIGGER x AFTER INSERT ON event BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM article; END",
    "CREATE INDEX x ON event (status)",
    "CREATE VIRTUAL TABLE x USING fts5 (y)",
    "CREATE VIRTUAL TABLE temp.x USING fts5 (y)",
    "INSERT INTO sentence_fts (sentence_fts) VALUES ('delete-all')",
    "INSERT INTO sentence_fts (sentence_fts) VALUES ('rebuild')",
    "ATTACH DATABASE '{folder}/attached.db' AS x",
    "ATTACH DATABASE ':memory:' AS x",
    "ATTACH 'file:{folder}/attached.db?mode=rwc' AS x",
    "DETACH DATABASE main",
    "VACUUM",
    "VACUUM INTO '{folder}/copy.db'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT x",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA journal_mode",
    "PRAGMA user_version = 7",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA temp_store_directory = '{folder}'",
    "PRAGMA mmap_size = 1000000000",
    "PRAGMA trusted_schema = ON",
    "PRAGMA optimize",
    "PRAGMA incremental_vacuum",
    "SELECT * FROM pragma_wal_checkpoint('main')",
    "SELECT load_extension('x')",
    "SELECT LOAD_EXTENSION('x', 'y')",
    "SELECT \"load_extension\"('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT writefile('{folder}/x', 'y')",
    "SELECT readfile('/etc/hostname')",
    "SELECT 1; DELETE FROM event",
    "SELECT 1; SELECT 2",
    "SELECT 1; ATTACH '{folder}/attached.db' AS x",
    "EXPLAIN DELETE FROM event",
    "SELECT zeroblob(1000000000)",
    "SELECT randomblob(100000000)",
    "SELECT hex(zeroblob(9000000))",
    "PRAGMA data_version = 1",
    "SELECT replace(hex(zeroblob(4000000)), '0', 'aaaaaaaaaa')",
    f"{BIG} SELECT group_concat(hex(zeroblob(100000))) FROM n",
    f"{BIG} SELECT max(i) FROM n",
    f"{BIG} SELECT count(*) FROM n, n AS m",
    f"{BIG} SELECT zeroblob(5000000) FROM n",
    f"{BIG} SELECT i FROM n ORDER BY random()",
    "SELECT 1 WHERE 'aaaaaaaaaaaaaaaaaaaa' LIKE '" + "%a" * 2000 + "'",
    "SELECT " + "(" * 500 + "1" + ")" * 500,
    "SELECT " + "+".join("1" for _ in range(5000)),
    " UNION ALL ".join("SELECT 1" for _ in range(600)),
    "SELECT '" + "x" * 200_000 + "'",
    "SELEC 1",
    "SELECT nothing FROM chronology",
    "SELECT ?",
    "SELECT 1 \x00 FROM event",
]


@pytest.mark.parametrize("sql", HOSTILE, ids=lambda sql: sql[:60])
def test_everything_else_is_refused_and_changes_nothing(filled, sql):
    folder = filled.parent
    before = digest(filled)
    with pytest.raises(UsageError) as caught:
        run_sql(filled, sql.replace("{folder}", str(folder)), limit=1_000_000, seconds=0.3)
    assert caught.value.hint
    assert caught.value.exit_code == 2
    assert digest(filled) == before
    assert {path.name.removeprefix("kptimeline.db") for path in folder.iterdir()} <= {"", "-wal", "-shm"}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_at_least_forty_statements_are_tried():
    assert len(set(HOSTILE)) >= 40


def test_rows_beyond_the_limit_are_told_not_shown(filled):
    numbers = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n"
    assert (len(run_sql(filled, numbers, limit=9).rows), run_sql(filled, numbers, limit=9).truncated) == (
        9,
        True,
    )
    assert (len(run_sql(filled, numbers, limit=10).rows), run_sql(filled, numbers, limit=10).truncated) == (
        10,
        False,
    )
    assert run_sql(filled, numbers).columns == ("i",)


def test_the_deadline_is_kept_and_named(filled):
    with pytest.raises(UsageError, match=r"took longer than 0\.2 s") as caught:
        run_sql(filled, f"{BIG} SELECT count(*) FROM n", seconds=0.2)
    assert "--seconds" in caught.value.hint


def test_what_a_writer_has_not_finished_is_not_seen(filled):
    with closing(sqlite3.connect(filled, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM reject")
        assert run_sql(filled, "SELECT count(*) FROM chronology").rows == ((2,),)
        writer.execute("ROLLBACK")


def test_a_database_that_is_not_ours_is_refused(tmp_path):
    with pytest.raises(DatabaseError, match="there is no database"):
        run_sql(tmp_path / "none.db", "SELECT 1")
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(DatabaseError, match="not one of kptimeline's"):
        run_sql(tmp_path / "foreign.db", "SELECT 1")
