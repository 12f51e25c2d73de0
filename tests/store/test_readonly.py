"""SQL from people: it reads, and does nothing else."""

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kptimeline.errors import DatabaseError, UsageError
from kptimeline.store.engine import open_database
from kptimeline.store.readonly import run_sql
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, extraction

ROOT = Path(__file__).resolve().parents[2]


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
    ("SELECT 1; -- done", [(1,)]),
    ("/* ; DELETE FROM event */ SELECT 1", [(1,)]),
    ("SELECT 'DELETE FROM event; --'", [("DELETE FROM event; --",)]),
    ("SELECT json_extract('{\"a\": [1, 2]}', '$.a[1]')", [(2,)]),
    ("SELECT value FROM json_each('[1, 2]')", [(1,), (2,)]),
    (
        "SELECT row_number() OVER (PARTITION BY status ORDER BY event_id), lag(status) OVER (ORDER BY event_id) FROM chronology",
        [(1, None), (2, "occurred")],
    ),
    ("SELECT count(*) FROM sentence_fts WHERE sentence_fts MATCH 'rock* NOT colleagues'", [(1,)]),
    (
        "SELECT event_type FROM chronology WHERE summary LIKE 'fire%' UNION SELECT NULL ORDER BY 1",
        [(None,), ("ASSAULT",)],
    ),
    ("SELECT count(*) FILTER (WHERE status = 'occurred') FROM mentions", [(2,)]),
    ("SELECT atom FROM json_tree('[[3]]') WHERE atom IS NOT NULL", [(3,)]),
]


@pytest.mark.parametrize(("sql", "rows"), READING)
def test_reading_is_allowed(filled, sql, rows):
    assert list(run_sql(filled, sql).rows) == rows


def test_plans_are_told(filled):
    assert run_sql(filled, "EXPLAIN QUERY PLAN SELECT * FROM chronology").rows


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
    "SELECT 1\x00; DELETE FROM event",
    "",
    " \n\t ",
    "-- nothing but a comment",
    "/* nothing",
    ";",
    "; DELETE FROM event",
    "/* first */ DELETE FROM event",
    "/*/ SELECT 1 /*/ DELETE FROM event",
    "-- SELECT 1\nDELETE FROM event",
    "SELECT 1; /* then */ DELETE FROM event",
    "SELECT 1 -- ;\n; DROP TABLE event",
    "\ufeffDELETE FROM event",
    "DELETE\u00a0FROM event",
    "ＤＥＬＥＴＥ FROM event",
    "SELECT 1；DELETE FROM event",
    "DeLeTe FrOm EvEnT",
    "WITH x AS (DELETE FROM event RETURNING *) SELECT * FROM x",
    "WITH x AS (SELECT 1) INSERT INTO registry_state SELECT 9, 'x'",
    "WITH x AS (SELECT 1) UPDATE event SET status = 'x' RETURNING *",
    "INSERT INTO registry_state VALUES (8, 'x') RETURNING fingerprint",
    "INSERT INTO registry_state VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET fingerprint = 'x'",
    "SELECT * FROM (DELETE FROM event RETURNING *)",
    "DELETE FROM event ORDER BY id LIMIT 1",
    "SELECT * INTO copied FROM event",
    "EXPLAIN QUERY PLAN DELETE FROM event",
    "EXPLAIN ATTACH '{folder}/attached.db' AS x",
    "EXPLAIN PRAGMA journal_mode = DELETE",
    "INSERT INTO sentence_fts (sentence_fts, rank) VALUES ('automerge', 0)",
    "INSERT INTO sentence_fts (sentence_fts) VALUES ('optimize')",
    "INSERT INTO sentence_fts (sentence_fts) VALUES ('integrity-check')",
    "DELETE FROM sentence_fts_data",
    "UPDATE sqlite_master SET sql = ''",
    "DELETE FROM sqlite_schema",
    "INSERT INTO sqlite_sequence VALUES ('x', 1)",
    "DELETE FROM sqlite_stat1",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pragma_journal_mode",
    "SELECT * FROM pragma_query_only",
    "PRAGMA database_list",
    "PRAGMA main.journal_mode = WAL",
    "PRAGMA schema_version = 1",
    "PRAGMA application_id = 1",
    "PRAGMA temp_store = FILE",
    "PRAGMA hard_heap_limit = 0",
    "PRAGMA soft_heap_limit = 1",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA synchronous = OFF",
    "PRAGMA encoding = 'UTF-16'",
    "PRAGMA page_size = 512",
    "PRAGMA secure_delete = OFF",
    "PRAGMA case_sensitive_like = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA integrity_check",
    "PRAGMA quick_check",
    "PRAGMA foreign_key_check",
    "PRAGMA shrink_memory",
    "PRAGMA busy_timeout = 1000000",
    "PRAGMA read_uncommitted = ON",
    "SELECT edit('x', 'rm')",
    "SELECT fts3_tokenizer('simple', x'0000000000000000')",
    "SELECT load_extension('{folder}/x.so', 'entry')",
    "SELECT sqlite_compileoption_used(load_extension('x'))",
    "SELECT event_id FROM chronology WHERE load_extension('x') = 1",
    "SELECT * FROM sqlite_dbpage",
    "INSERT INTO sqlite_dbpage VALUES (1, zeroblob(4096), 'main')",
    "SELECT * FROM fsdir('/')",
    "SELECT * FROM generate_series(1, 100)",
    "SELECT * FROM csv('/etc/passwd')",
    "SELECT * FROM zipfile('{folder}/kptimeline.db')",
    "SELECT event_id FROM chronology ORDER BY event_id COLLATE nothing",
    "CREATE TEMP TABLE sqlite_x (y)",
    "CREATE TEMPORARY TRIGGER x INSTEAD OF INSERT ON chronology BEGIN DELETE FROM event; END",
    "CREATE TABLE IF NOT EXISTS event (x)",
    "DROP TABLE IF EXISTS nothing",
    "DROP TRIGGER sentence_fts_insert",
    "DROP INDEX ix_event_order",
    "ALTER TABLE event DROP COLUMN status",
    "ALTER VIEW chronology RENAME TO x",
    "DETACH temp",
    "VACUUM main INTO '{folder}/copy.db'",
    "VACUUM temp",
    "ANALYZE main",
    "REINDEX event",
    "BEGIN EXCLUSIVE",
    "END",
    "RELEASE x",
    "ROLLBACK TO x",
    "START TRANSACTION",
    "SET TRANSACTION READ WRITE",
    "LOAD 'x'",
    ".shell touch {folder}/x",
    ".output {folder}/x",
    "SELECT printf('%.*c', 1000000000, 'x')",
    f"{BIG} SELECT group_concat(i, printf('%.*c', 100000, 'x')) FROM n",
    f"{BIG} SELECT json_group_array(printf('%.*c', 100000, i)) FROM n",
    f"{BIG} SELECT i, i, i, i FROM n",
    f"{BIG} SELECT DISTINCT hex(randomblob(1000)) FROM n",
    f"{BIG} SELECT count(*) FROM n GROUP BY i % 1000000",
    f"{BIG} SELECT sum(i) OVER (ORDER BY i) FROM n",
    f"{BIG} SELECT group_concat(i) OVER (ORDER BY i) FROM n",
    f"{BIG} SELECT i FROM n WHERE i < 0 LIMIT 1",
    f"{BIG} SELECT i FROM n LIMIT -1",
    f"{BIG} SELECT i FROM n LIMIT 1 OFFSET 9223372036854775807",
    f"{BIG} SELECT * FROM n EXCEPT SELECT i FROM n",
    "SELECT 1 LIMIT 'x'",
    "SELECT 1 GLOB '" + "*a" * 2000 + "'",
    "SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH '" + "(" * 2000 + "'",
    "SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH 'NEAR('",
    "SELECT " + "-" * 99_000 + "1",
    "SELECT " + "NOT " * 5_000 + "1",
    "SELECT " + "abs(" * 500 + "1" + ")" * 500,
    "SELECT " + "(SELECT " * 500 + "1" + ")" * 500,
    "SELECT " + "CASE WHEN 1 THEN " * 500 + "1" + " END" * 500,
    "SELECT " + ", ".join(["1"] * 3_000),
    "SELECT * FROM " + ", ".join(["event"] * 100),
    "SELECT coalesce(" + ", ".join(["1"] * 2_000) + ")",
    "SELECT '" + "x" * 1_000_000 + "'",
    "SELECT 1 /*" + "x" * 1_000_000 + "*/",
    "SELECT '\ud800'",
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


# Functions that work for hours in one step of SQLite's machine, so that no deadline of its own is looked at; what
# needs memory. Each is run by a process of its own with as much as a small computer has, and ends by itself.
LONG = [
    "SELECT instr(printf('%.*c', 9000000, 'a'), printf('%.*c', 4500000, 'a') || 'b')",
    "SELECT replace(printf('%.*c', 9000000, 'a'), printf('%.*c', 4500000, 'a') || 'b', 'x')",
    (f"SELECT json_patch((SELECT json_group_object('a' || i, i) FROM ({BIG} SELECT i FROM n LIMIT 200000)), "
    f"(SELECT json_group_object('b' || i, i) FROM ({BIG} SELECT i FROM n LIMIT 200000)))"),
    f"{BIG} SELECT hex(randomblob(1000000)) AS bytes FROM n ORDER BY bytes",
    f"{BIG}, m(s) AS (SELECT hex(randomblob(1000000)) FROM n) SELECT count(DISTINCT s) FROM m",
    ("SELECT highlight(sentence_fts, 0, printf('%.*c', 9000000, 'a'), 'b') || highlight(sentence_fts, 0, "
    "printf('%.*c', 9000000, 'a'), 'b') FROM sentence_fts('r* OR s* OR c* OR t* OR n* OR e*')"),
]  # fmt: skip


@pytest.mark.parametrize("sql", LONG, ids=lambda sql: sql[:40])
def test_what_never_ends_ends(filled, sql):
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "from kptimeline.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    before, files = digest(filled), {path.name for path in filled.parent.iterdir()}
    arguments = ["sql", sql, "--database", str(filled), "--seconds", "1", "--limit", "1000000"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert re.match(
        r"error: (the query took longer than 1 s|the query needs more than 512 MB|SQL: )", done.stderr
    )
    assert (digest(filled), done.stdout) == (before, "")
    assert {path.name for path in filled.parent.iterdir()} <= {
        *files,
        "kptimeline.db-wal",
        "kptimeline.db-shm",
    }


def test_more_than_a_hundred_statements_are_tried():
    assert len(set(HOSTILE)) >= 100


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
