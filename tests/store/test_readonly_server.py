"""SQL from people on a PostgreSQL server: it reads, and does nothing else."""

import hashlib
import os

import pytest

from kptimeline.errors import DatabaseError, UsageError
from kptimeline.store.engine import open_database
from kptimeline.store.readonly import run_sql
from kptimeline.store.save import save
from kptimeline.store.schema import HEAD
from tests.store.builder import LAUNCH, MEETING, extraction
from tests.store.test_save import tables

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def filled(server, empty_on_server, registry):
    url = server.url(empty_on_server)
    with open_database(url, "write") as connection:
        save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
    yield url
    server.back(empty_on_server)


READING = [
    ("SELECT by_actors FROM chronology ORDER BY 1", [("North Korea",), ("South Korea",)]),
    ("SELECT count(*) AS n FROM mentions;", [(2,)]),
    ("VALUES (1, 'a')", [(1, "a")]),
    ("TABLE alembic_version", [(HEAD,)]),
    ("SELECT 1; -- done", [(1,)]),
    ("-- what is there\nSELECT string_agg(status, '+') FROM chronology", [("occurred+occurred",)]),
    ("/* ; DELETE FROM event */ SELECT 1", [(1,)]),
    ("SELECT 'DELETE FROM event; --'", [("DELETE FROM event; --",)]),
    ("SELECT '%s', '%', 5 % 3", [("%s", "%", 2)]),
    ("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n", [(1,), (2,), (3,)]),
    ("SELECT count(*) FROM sentence WHERE kptimeline_words(text) @@ to_tsquery('simple', 'rock:* & !colleagues')", [(1,)]),
    ("SELECT (first_day::date + 1)::text, upper('a') FROM chronology ORDER BY 1", [("2025-12-29", "A"), ("2025-12-30", "A")]),
    ("SELECT sum(1) OVER (ORDER BY event_id) FROM chronology", [(1,), (2,)]),
    ("SELECT event_type FROM chronology WHERE summary LIKE 'fire%' UNION SELECT NULL ORDER BY 1 NULLS FIRST", [(None,), ("ASSAULT",)]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "rows"), READING)
def test_reading_is_allowed(filled, sql, rows):
    assert list(run_sql(filled, sql).rows) == rows


HOSTILE = [
    "DELETE FROM event",
    "UPDATE article SET text = ''",
    "INSERT INTO registry_state VALUES (7, 'x')",
    "DELETE FROM event RETURNING *",
    "WITH x AS (DELETE FROM event RETURNING *) SELECT * FROM x",
    "SELECT * INTO x FROM event",
    "SELECT * FROM event FOR UPDATE",
    "MERGE INTO event USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE event CASCADE",
    "DROP TABLE event CASCADE",
    "DROP OWNED BY kpt",
    "ALTER TABLE event ADD COLUMN x text",
    "ALTER ROLE kpt SUPERUSER",
    "CREATE TABLE x (y text)",
    "CREATE TEMP TABLE x (y text)",
    "CREATE VIEW x AS SELECT 1",
    "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION dblink",
    "GRANT ALL ON event TO PUBLIC",
    "LOCK TABLE event",
    "VACUUM",
    "ANALYZE",
    "REINDEX TABLE event",
    "CHECKPOINT",
    "COMMIT",
    "ROLLBACK",
    "BEGIN",
    "SAVEPOINT x",
    "SET TRANSACTION READ WRITE",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "RESET ALL",
    "DISCARD ALL",
    "LOAD 'x'",
    "LISTEN x",
    "NOTIFY x",
    "PREPARE x AS SELECT 1",
    "EXPLAIN ANALYZE DELETE FROM event",
    "FETCH ALL FROM kptimeline_question",
    "CLOSE ALL",
    "DO $$ BEGIN DELETE FROM event; END $$",
    "CALL x()",
    "COPY event TO '{folder}/x'",
    "COPY event TO STDOUT",
    "COPY event FROM '/etc/passwd'",
    "COPY (SELECT 1) TO PROGRAM 'touch {folder}/x'",
    "SELECT 1; DELETE FROM event",
    "SELECT 1; COMMIT; DELETE FROM event",
    "SELECT 1; SELECT 2",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('session_authorization', 'postgres', false)",
    "SELECT set_config('role', 'postgres', false)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT pg_stat_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '{folder}/x')",
    "SELECT \"lo_import\"('/etc/passwd')",
    "SELECT U&\"lo\\005fimport\"('/etc/passwd')",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_create(0)",
    "SELECT lo_unlink(1)",
    "SELECT dblink('dbname=postgres', 'SELECT 1')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity",
    "SELECT pg_reload_conf()",
    "SELECT pg_switch_wal()",
    "SELECT pg_logical_emit_message(false, 'x', 'y')",
    "SELECT pg_advisory_lock(1802532972)",
    "SELECT pg_try_advisory_lock(1)",
    "SELECT pg_notify('x', 'y')",
    "SELECT query_to_xml('DELETE FROM event', true, true, '')",
    "SELECT ts_stat('SELECT 1')",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT 1 \x00",
    "SELECT FROM WHERE",
    "SELECT nothing",
    "",
]


def rows_of(url):
    with open_database(url) as connection:
        return hashlib.sha256(repr(tables(connection)).encode()).hexdigest()


def test_nothing_else_is(filled, tmp_path):
    before = rows_of(filled)
    for sql in HOSTILE:
        with pytest.raises(UsageError) as caught:
            run_sql(filled, sql.replace("{folder}", str(tmp_path)))
        assert caught.value.exit_code == 2, sql
        assert caught.value.hint, sql
    assert rows_of(filled) == before
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_what_passes_for_reading_is_undone(filled):
    """Settings of the session are the session's, which ends with the statement."""
    run_sql(
        filled,
        "SELECT set_config('search_path', 'pg_catalog', false), set_config('statement_timeout', '0', false)",
    )
    assert run_sql(filled, "SELECT current_setting('search_path')").rows == (('"$user", public',),)


ENDLESS = [
    "SELECT pg_sleep(60)",
    "SELECT count(*) FROM generate_series(1, 100000000000)",
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "SELECT set_config('statement_timeout', '0', false), pg_sleep(60)",
    "SELECT i, set_config('statement_timeout', '0', false), pg_sleep(0.01) FROM generate_series(1, 100000) i",
    "SELECT 'x' FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b WHERE a = -b",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_what_never_ends_ends(server, filled, sql):
    with pytest.raises(UsageError, match=r"took longer than 0\.3 s") as caught:
        run_sql(filled, sql, seconds=0.3, limit=10**9)
    assert "--seconds" in caught.value.hint
    busy = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND usename = 'kpt'"
    with server.admin() as connection:
        for _ in range(100):
            if connection.execute(busy).fetchone() == (0,):
                return
            connection.execute("SELECT pg_sleep(0.05)")
    pytest.fail("the server is still at work on it")


def test_too_many_rows_and_too_much(filled):
    found = run_sql(filled, "SELECT i FROM generate_series(1, 1000) i", limit=250)
    assert (len(found.rows), found.truncated, found.columns) == (250, True, ("i",))
    found = run_sql(filled, "SELECT i FROM generate_series(1, 250) i", limit=250)
    assert (len(found.rows), found.truncated) == (250, False)
    assert run_sql(filled, "SELECT 1 AS n WHERE false").columns == ("n",)
    with pytest.raises(UsageError, match="larger than 100 MB"):
        run_sql(filled, "SELECT repeat('x', 3000000) FROM generate_series(1, 1000)")


POWERS = [
    "SUPERUSER",
    "CREATEROLE",
    "REPLICATION",
    "IN ROLE pg_read_server_files",
    "IN ROLE pg_signal_backend",
]


@pytest.mark.parametrize("power", POWERS)
def test_a_role_that_could_do_more_is_refused(server, empty_on_server, filled, power):
    with server.admin(empty_on_server) as connection:
        connection.execute(f"CREATE ROLE mighty LOGIN {power}; GRANT SELECT ON alembic_version TO mighty")
        try:
            with pytest.raises(UsageError, match="may do more than read"):
                run_sql(filled.replace("kpt@", "mighty@"), "SELECT 1")
        finally:
            connection.execute("DROP OWNED BY mighty; DROP ROLE mighty")


def test_a_role_that_may_not_read_is_told_so(filled):
    with pytest.raises(DatabaseError, match="does not let this role do that"):
        run_sql(filled.replace("kpt@", "locked:s3cret%20word@"), "SELECT * FROM chronology")
