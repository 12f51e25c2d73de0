"""Every command on a PostgreSQL server: the sessions of golden/, the samples, and runs that are disturbed."""

import os
import random
import re
import shutil
import signal
from pathlib import Path

import pytest

from kptimeline.pipeline import load_kit
from kptimeline.store.check import Check
from kptimeline.store.status import status
from tests.cli.contents import contents
from tests.cli.processes import articles, made_articles, names, ran, start, wait_for
from tests.cli.run import replay, run

HERE = Path(__file__).parent
# Those that ask a database; the others are about files, or about none.
SESSIONS = ("actors", "articles", "chronology", "redate", "search", "shared", "team")
COUNT = 48
AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture
def url(server):
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_says_what_it_says_on_sqlite(name, tmp_path, url):
    shutil.copytree(HERE / "articles", tmp_path / "work")
    stands = (HERE / "golden" / f"{name}.txt").read_text("utf-8")
    stands = re.sub(r"\$ kptimeline show --output kptimeline\.db\n.*?\n\n", "", stands, flags=re.DOTALL)
    assert replay(stands, tmp_path / "work", database=url) == stands
    assert not (tmp_path / "work" / "kptimeline.db").exists()


def test_the_samples_give_the_same_rows_and_keys(tmp_path, url):
    told = [
        run("ingest", "--sample", *AS_OF, "--database", place, folder=tmp_path)
        for place in ("kptimeline.db", url)
    ]
    assert [each.code for each in told] == [0, 0]
    assert told[1].out == told[0].out.replace("kptimeline.db", url)
    assert told[1].err == told[0].err
    found = contents(url)
    assert found == contents(tmp_path / "kptimeline.db")
    assert all(found.values())
    assert list(Check(url).differences()) == []
    for question in (
        ["show", "--undated", "--format", "json"],
        ["show", "--actor", "North Korea", "--with", "Russia", "--reverse", "--limit", "7"],
        ["show", "--count", "month"],
        ["search", "troops OR missile*", "--sentences", "--format", "jsonl"],
        ["sql", "SELECT * FROM mentions ORDER BY mention_key", "--format", "csv"],
        ["articles", "list"],
    ):
        both = [run(*question, "--database", place, folder=tmp_path) for place in ("kptimeline.db", url)]
        assert both[1] == both[0], question
        assert both[0].code == 0, both[0].err
        assert both[0].out


def test_how_it_is_kept(tmp_path, url):
    assert run("ingest", "--sample", *AS_OF, "--database", url, folder=tmp_path).code == 0
    told = run("db", "status", "--database", url, folder=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"database     {url}\n")
    assert "\narticles     15, " in told.out
    assert run("db", "upgrade", "--database", url, folder=tmp_path).out.endswith(
        "the newest: nothing to do\n"
    )
    assert run("db", "check", "--database", url, folder=tmp_path).out == f"{url}: no differences\n"
    copy = run("db", "backup", "copy.db", "--database", url, folder=tmp_path)
    assert (copy.code, copy.out) == (2, "")
    assert copy.err == f"error: only SQLite files are copied, not {url}\nhint:  pg_dump makes copies of it\n"
    assert names(tmp_path) == []


def test_a_server_that_is_not_there(tmp_path):
    secret = "postgresql://ana:hush@127.0.0.1:1/news"
    for words in (["show"], ["ingest", "--sample"], ["db", "status"], ["sql", "SELECT 1"], ["db", "check"]):
        told = run(*words, "--database", secret, folder=tmp_path)
        assert (told.code, told.out) == (3, ""), words
        assert told.err.startswith(
            "error: no PostgreSQL server answers at postgresql://ana:***@127.0.0.1:1/news\n"
        )
        assert "\nhint:  start it" in told.err


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What an ingest that nobody disturbs makes, on SQLite."""
    load_kit(model=True)  # once, before the processes part
    folder = tmp_path_factory.mktemp("whole")
    made_articles(folder, COUNT)
    assert ran("ingest", "made.jsonl", *AS_OF, folder=folder).code == 0
    return contents(folder / "kptimeline.db")


@pytest.fixture
def folder(tmp_path):
    made_articles(tmp_path, COUNT)
    return tmp_path


def ingest(url, name="made.jsonl"):
    return ("ingest", name, *AS_OF, "--database", url)


def goes_on(folder, url, whole):
    """The same command again ends as if nothing had happened, and all is sound."""
    done = ran(*ingest(url), folder=folder)
    assert done.code == 0, done.err
    assert contents(url) == whole
    assert list(Check(url).differences()) == []
    assert names(folder) == ["made.jsonl"]


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_point_and_finished_it_is_the_same(folder, url, whole, seed):
    chance = random.Random(seed)
    running = start(*ingest(url), folder=folder)
    wait_for(running, url, chance.randint(1, COUNT - 33))
    for _ in range(chance.randint(0, 20_000)):
        os.getpid()  # a moment that differs from test to test
    running.kill()
    assert running.end().code == -signal.SIGKILL
    assert 0 < articles(url) < COUNT
    assert status(url).last_run.finished_at is None
    goes_on(folder, url, whole)


def test_interrupted_it_says_what_is_saved_and_goes_on(folder, url, whole):
    running = start(*ingest(url), folder=folder)
    wait_for(running, url, 1)
    running.kill(signal.SIGINT)
    done = running.end()
    saved = articles(url)
    assert (done.code, done.out) == (130, ""), done.err
    assert done.err.startswith(
        f"error: interrupted; {saved} articles ({saved} new), all that was read is kept\n"
    )
    assert 0 < saved < COUNT
    goes_on(folder, url, whole)


def test_two_ingests_and_a_reader_at_once_lose_nothing(folder, url, whole):
    half = COUNT // 2
    made_articles(folder, half + 8, "one.jsonl")
    made_articles(folder, half + 8, "two.jsonl", first=half - 8)  # some come twice
    writers = [start(*ingest(url, name), folder=folder) for name in ("one.jsonl", "two.jsonl")]
    wait_for(writers[0], url, 1)
    readers = []
    while any(writer.alive() for writer in writers):
        readers.append(ran("show", "--actor", "Russia", "--limit", "5", "--database", url, folder=folder))
    assert [(each.code, each.err) for each in (writer.end() for writer in writers)] == [(0, ""), (0, "")]
    assert {(each.code, each.err) for each in readers} == {(0, "")}
    assert list(Check(url).differences()) == []
    found = contents(url)
    for query, rows in whole.items():
        if "path" in query:  # what of two files told an article first is a matter of luck
            assert {row[5] for row in found[query]} == {"one.jsonl", "two.jsonl"}
        else:
            assert found[query] == rows
