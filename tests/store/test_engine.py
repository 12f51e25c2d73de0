"""Opening: settings, refusals in plain words, two writers at once."""

import importlib.util
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from kptimeline.errors import DatabaseError
from kptimeline.store.causes import plain_error
from kptimeline.store.engine import open_database, writing
from kptimeline.store.runs import add_reject, finish_run, start_run
from kptimeline.store.target import Target

MISSING = [
    ("nowhere.db", "there is no database .*nowhere.db", "kptimeline ingest"),
    ("no/such/x.db", "there is no database", "kptimeline ingest"),
    (".", "is a folder, not a database", "--database"),
    ("mysql://host/x", "names no database for kptimeline", "postgresql\\+psycopg"),
    ("sqlite://", "names no database for kptimeline", "SQLite file"),
    ("://x", "is not a database URL", "SQLite file"),
    ("http://[", "names no database for kptimeline", "SQLite file"),
]


@pytest.mark.parametrize(("name", "message", "hint"), MISSING)
def test_what_is_no_database_is_refused_with_a_way_out(tmp_path, monkeypatch, name, message, hint):
    monkeypatch.chdir(tmp_path)
    for mode in ("read", "write"):
        with pytest.raises(DatabaseError, match=message) as caught, open_database(name, mode):
            pass
        assert hint.replace("\\", "") in caught.value.hint
    assert list(tmp_path.iterdir()) == []


TARGETS = [
    ("a.db", "a.db", None),
    ("sqlite:///a.db", "a.db", None),
    ("sqlite:////tmp/a.db", "/tmp/a.db", None),
    ("postgresql://u:secret@h/n", None, "postgresql+psycopg"),
    ("postgresql+psycopg://u:secret@h/n", None, "postgresql+psycopg"),
]


@pytest.mark.parametrize(("given", "path", "driver"), TARGETS)
def test_targets(given, path, driver):
    target = Target.of(given)
    assert (target.path and str(target.path), target.url and target.url.drivername) == (path, driver)
    assert "secret" not in target.name


def test_postgresql_says_what_it_needs_when_it_cannot_be_reached():
    with (
        pytest.raises(DatabaseError) as caught,
        open_database("postgresql+psycopg://nobody:secret@127.0.0.1:1/none"),
    ):
        pass
    missing = importlib.util.find_spec("psycopg") is None
    assert ("pip install" if missing else "start it") in caught.value.hint
    assert "secret" not in caught.value.message


def test_settings_of_a_writer_and_of_a_reader(database):
    def pragma(connection, name):
        return connection.execute(text(f"PRAGMA {name}")).scalar()

    with open_database(database, "write") as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [pragma(connection, name) for name in names] == ["wal", 1, 1, 30_000]
    with open_database(database) as connection:
        assert (pragma(connection, "query_only"), pragma(connection, "busy_timeout")) == (1, 30_000)
        with pytest.raises(Exception, match="readonly"):
            connection.execute(text("DELETE FROM actor"))


def test_a_reader_of_a_writers_unfinished_work_sees_none_of_it(database):
    with open_database(database, "write") as writer, open_database(database) as reader, writing(writer):
        writer.execute(text("DELETE FROM actor_parent"))
        assert reader.execute(text("SELECT count(*) > 0 FROM actor_parent")).scalar() == 1


def test_two_writers_take_turns_and_lose_nothing(database):
    failures = []

    def write(name):
        try:
            with open_database(database, "write") as connection:
                run = start_run(connection, name, started_at="2026-01-05T10:00:00", version="0")
                for line in range(40):
                    add_reject(connection, run, path=name, line=line, reason="empty")
                finish_run(connection, run, finished_at="2026-01-05T10:01:00", counts={"rejects": 40})
        except Exception as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_database(database) as connection:
        rows = connection.execute(
            text("SELECT path, count(*), max(id) FROM reject GROUP BY path ORDER BY path")
        ).all()
        assert [(path, count) for path, count, _ in rows] == [("one", 40), ("two", 40)]
        assert max(row[2] for row in rows) == 80
        assert connection.execute(text("SELECT counts FROM run")).scalars().all() == ['{"rejects": 40}'] * 2


def test_a_writer_leaves_everything_in_the_main_file(database):
    with open_database(database, "write") as connection:
        start_run(connection, "ingest", started_at="2026-01-05", version="0")
    wal = database.with_name(database.name + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    with closing(sqlite3.connect(f"{database.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM run").fetchone() == (1,)


CAUSES = [
    ("database is locked", "x.db is locked by another program for more than 30 s"),
    ("database or disk is full", "no room is left on the disk of x.db; what was being saved is undone"),
    ("attempt to write a readonly database", "x.db cannot be written"),
    ("database disk image is malformed", "x.db is damaged: database disk image is malformed"),
    ("something\n  new", "x.db: something new"),
]


@pytest.mark.parametrize(("cause", "message"), CAUSES)
def test_causes_become_sentences(cause, message):
    assert plain_error("x.db", cause).message == message


def test_reading_loads_neither_alembic_nor_spacy_nor_dateparser(database):
    code = (
        "import sys\n"
        "from kptimeline.store import actors, explain, load, migrate, query, readonly, save\n"
        "from kptimeline.store.engine import open_database\n"
        f"with open_database({str(database)!r}) as c: query.chronology(c, query.Question())\n"
        f"readonly.run_sql({str(database)!r}, 'SELECT 1')\n"
        "print(*sorted({'spacy', 'alembic', 'dateparser'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_after_an_interrupted_statement_writing_goes_on(database):
    long = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT sum(i) FROM n"
    )
    with open_database(database, "write") as connection:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            connection.execute(text(long))
        timer.join()
        start_run(connection, "ingest", started_at="2026-01-05", version="0")
    with open_database(database) as connection:
        assert connection.execute(text("SELECT count(*) FROM run")).scalar() == 1
