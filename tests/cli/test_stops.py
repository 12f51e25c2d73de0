"""Nothing is lost: commands that are killed, interrupted, run at once, or meet a full disk or locked doors."""

import os
import random
import resource
import signal
import sqlite3
from contextlib import closing

import pytest

from kptimeline.errors import DatabaseError
from kptimeline.pipeline import load_kit
from kptimeline.store.check import Check
from kptimeline.store.engine import open_database
from kptimeline.store.save import save
from kptimeline.store.status import status
from tests.cli.contents import contents
from tests.cli.processes import articles, made_articles, names, obey_permissions, ran, start, wait_for
from tests.store.builder import LAUNCH, extraction

COUNT = 96
INGEST = ("ingest", "made.jsonl", "--as-of", "2026-11-21")


@pytest.fixture(scope="module", autouse=True)
def _warm():
    load_kit(model=True)  # once, before the processes part


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What an ingest that nobody disturbs makes."""
    folder = tmp_path_factory.mktemp("whole")
    made_articles(folder, COUNT)
    done = ran(*INGEST, folder=folder)
    assert done.code == 0, done.err
    assert names(folder) == ["kptimeline.db", "made.jsonl"]
    return contents(folder / "kptimeline.db")


@pytest.fixture
def folder(tmp_path):
    made_articles(tmp_path, COUNT)
    return tmp_path


def goes_on(folder, whole):
    """The same command again ends as if nothing had happened, and all is sound."""
    path = folder / "kptimeline.db"
    done = ran(*INGEST, folder=folder)
    assert done.code == 0, done.err
    assert contents(path) == whole
    assert list(Check(path).differences()) == []


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_any_point_and_finished_it_is_the_same(folder, whole, seed):
    path = folder / "kptimeline.db"
    chance = random.Random(seed)
    running = start(*INGEST, folder=folder)
    wait_for(running, path, chance.randint(1, COUNT - 40))
    for _ in range(chance.randint(0, 20_000)):
        os.getpid()  # a moment that differs from test to test
    running.kill()
    assert running.end().code == -signal.SIGKILL
    saved = articles(path)
    assert 0 < saved < COUNT
    found = status(path)
    assert (found.articles, found.last_run.finished_at) == (saved, None)
    goes_on(folder, whole)


@pytest.mark.parametrize("seed", range(3))
def test_interrupted_it_says_what_is_saved_and_goes_on(folder, whole, seed):
    path = folder / "kptimeline.db"
    running = start(*INGEST, folder=folder)
    wait_for(running, path, random.Random(seed).randint(1, COUNT - 40))
    running.kill(signal.SIGINT)
    done = running.end()
    assert names(folder) == ["kptimeline.db", "made.jsonl"]
    saved = articles(path)
    assert (done.code, done.out) == (130, ""), done.err
    words = f"{saved} article{'s' if saved > 1 else ''} ({saved} new), all that was read is kept"
    assert (
        done.err == f"error: interrupted; {words}\nhint:  the same command goes on where this one stopped\n"
    )
    assert 0 < saved < COUNT
    found = status(path).last_run
    assert found.finished_at is None
    assert found.counts.items() >= {"new": saved, "rejected": 0}.items()
    goes_on(folder, whole)


WORKERS = ("--workers", "2")


@pytest.mark.parametrize("seed", range(2))
def test_workers_that_are_killed_are_not_missed(folder, whole, seed):
    path = folder / "kptimeline.db"
    chance = random.Random(seed)
    running = start(*INGEST, *WORKERS, folder=folder)
    wait_for(running, path, chance.randint(1, COUNT - 60))
    for pid in running.workers()[seed:]:
        os.kill(pid, signal.SIGKILL)
    done = running.end()
    assert (done.code, done.err) == (0, "")
    assert contents(path) == whole
    assert list(Check(path).differences()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_with_workers_it_goes_on_where_it_was_stopped(folder, whole, number):
    path = folder / "kptimeline.db"
    running = start(*INGEST, *WORKERS, folder=folder)
    wait_for(running, path, 1)
    workers = running.workers()
    assert len(workers) == 2
    for pid in [*workers, running.pid] if number == signal.SIGINT else [running.pid]:  # as a terminal does
        os.kill(pid, number)
    done = running.end()
    saved = articles(path)
    assert 0 < saved < COUNT
    if number == signal.SIGINT:
        assert done.code == 130
        assert done.err.splitlines()[0].startswith(f"error: interrupted; {saved} articles ({saved} new), all")
        assert len(done.err.splitlines()) == 2
    goes_on(folder, whole)


def test_reprocess_interrupted_goes_on_with_the_rest(folder, whole):
    path = folder / "kptimeline.db"
    assert ran(*INGEST, folder=folder).code == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE article SET rules = 'older'")
    running = start("reprocess", "--as-of", "2026-11-21", folder=folder)
    todo = "SELECT count(*) FROM article WHERE rules = 'older'"
    with closing(sqlite3.connect(path)) as connection:
        while running.alive() and connection.execute(todo).fetchone()[0] > COUNT - 5:
            pass
        running.kill(signal.SIGINT)
        done = running.end()
        left = connection.execute(todo).fetchone()[0]
    assert done.code == 130
    assert f"error: interrupted; {COUNT - left} of {COUNT} articles read again and saved\n" in done.err
    assert 0 < left < COUNT
    again = ran("reprocess", "--as-of", "2026-11-21", folder=folder)
    assert again.out.startswith(f"{left} articles read again, 0 changed; {COUNT - left} left")
    assert contents(path) == whole


def test_two_ingests_and_a_reader_at_once_lose_nothing(folder, whole):
    path = folder / "kptimeline.db"
    half = COUNT // 2
    made_articles(folder, half + 8, "one.jsonl")
    made_articles(folder, half + 8, "two.jsonl", first=half - 8)  # some come twice
    writers = [start("ingest", name, *INGEST[2:], folder=folder) for name in ("one.jsonl", "two.jsonl")]
    wait_for(writers[0], path, 1)
    readers = []
    while any(writer.alive() for writer in writers):
        readers.append(ran("show", "--actor", "Russia", "--since", "2025-01", "--limit", "5", folder=folder))
    ended = [writer.end() for writer in writers]
    assert [(each.code, each.err) for each in ended] == [(0, ""), (0, "")]
    assert readers
    assert {(each.code, each.err) for each in readers} == {(0, "")}
    assert articles(path) == COUNT
    assert list(Check(path).differences()) == []
    paths = {"one.jsonl", "two.jsonl"}
    found, wanted = contents(path), whole
    for query in found:
        if "path" in query:  # what of two files told an article first is a matter of luck
            assert {row[5] for row in found[query]} == paths
        else:
            assert found[query] == wanted[query]


def test_a_full_disk_is_told_and_leaves_the_database_sound(folder, whole):
    path = folder / "kptimeline.db"
    empty = ran("ingest", "made.jsonl", "--dry-run", folder=folder)
    assert empty.code == 0
    made_articles(folder, 1)
    assert ran(*INGEST, folder=folder).code == 0
    made_articles(folder, COUNT)
    room = path.stat().st_size + 60_000

    def quota():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = ran(*INGEST, folder=folder, before=quota)
    assert done.code == 3, done.err
    error, hint = done.err.splitlines()
    assert error in {
        "error: no room is left on the disk of kptimeline.db; what was being saved is undone",
        "error: the disk did not take or give what kptimeline.db needs; what was being saved is undone",
    }
    assert hint.endswith("then try again")
    assert list(Check(path).differences()) == []
    assert 1 <= articles(path) < COUNT
    goes_on(folder, whole)


def test_sqlites_own_error_of_a_full_disk(folder):
    path = folder / "kptimeline.db"
    made_articles(folder, 1)
    assert ran(*INGEST, folder=folder).code == 0
    with pytest.raises(DatabaseError) as caught:
        fill(path)
    assert caught.value.message == f"no room is left on the disk of {path}; what was being saved is undone"
    assert articles(path) > 1
    assert list(Check(path).differences()) == []


def fill(path):
    registry = load_kit(model=False).registry
    with open_database(path, "write") as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        for number in range(500):
            told = extraction(LAUNCH, registry=registry, anchor="2025-12-29", given_id=str(number))
            save(connection, told, registry)


def test_a_file_that_cannot_be_written_can_be_read(folder):
    path = folder / "kptimeline.db"
    made_articles(folder, 2)
    assert ran(*INGEST, folder=folder).code == 0
    before = path.read_bytes()
    path.chmod(0o444)
    made_articles(folder, 4)
    done = ran(*INGEST, folder=folder, before=obey_permissions)
    assert (done.code, done.err) == (
        3,
        "error: kptimeline.db cannot be written\nhint:  check the permissions of the file and its folder\n",
    )
    assert ran("show", folder=folder, before=obey_permissions).code == 0
    told = ran("db", "check", folder=folder, before=obey_permissions)
    assert (told.code, told.err) == (
        0,
        "warning: not looked at: full text: kptimeline.db cannot be written\n",
    )
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written(folder):
    path = folder / "kptimeline.db"
    made_articles(folder, 2)
    assert ran(*INGEST, folder=folder).code == 0
    (locked := folder / "locked").mkdir()
    path.rename(locked / "kptimeline.db")
    assert ran("db", "backup", "copy.db", "--database", "locked/kptimeline.db", folder=folder).code == 0
    (folder / "copy.db").rename(locked / "copy.db")
    locked.chmod(0o555)
    try:
        for command in (INGEST, ("show",)):
            done = ran(*command, "--database", "locked/kptimeline.db", folder=folder, before=obey_permissions)
            assert done.code == 3, command
            assert done.err.startswith("error: locked/kptimeline.db cannot be ")
            assert "\nhint:  " in done.err
        new = ran(*INGEST, "--database", "locked/new.db", folder=folder, before=obey_permissions)
        assert (new.code, new.err.splitlines()[0]) == (3, "error: locked/new.db cannot be opened")
        copy = ran("show", "--database", "locked/copy.db", folder=folder, before=obey_permissions)
        assert copy.code == 0, copy.err
        backup = ran(
            "db",
            "backup",
            "locked/b.db",
            "--database",
            "locked/copy.db",
            folder=folder,
            before=obey_permissions,
        )
        assert (backup.code, backup.err.splitlines()[0]) == (3, "error: locked/b.db cannot be opened")
    finally:
        locked.chmod(0o755)
    assert names(locked) == ["copy.db", "kptimeline.db"]
    path = locked / "secret"
    path.mkdir()
    path.chmod(0o000)
    hidden = ran("show", "--database", "locked/secret/x.db", folder=folder, before=obey_permissions)
    assert (hidden.code, hidden.err) == (
        3,
        "error: locked/secret/x.db cannot be opened: permission denied\nhint:  name another file with --database\n",
    )
