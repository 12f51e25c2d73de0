"""A real scheduler with real workers: what it reads is what one process reads, whoever dies meanwhile."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kptimeline.errors import KptimelineError
from kptimeline.pipeline import load_kit
from kptimeline.pipeline.batches import Inline
from kptimeline.pipeline.cluster import Cluster
from kptimeline.pipeline.work import Work
from tests.cli.contents import contents
from tests.cli.processes import made_articles
from tests.cli.run import run
from tests.pipeline.deadly import KILLS, RAISES, DeadlyWork
from tests.pipeline.test_processes import articles, jobs, refused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fingerprint():
    return load_kit(model=False).fingerprint


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Its address; two workers with a nanny each, which starts another where one dies."""
    folder = tmp_path_factory.mktemp("dask")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }
    file = folder / "scheduler.json"
    log = (folder / "log").open("wb")

    def started(*words):
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        return subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )

    running = [
        started(
            "dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(file),
        ),
        started(
            "dask_worker",
            "--scheduler-file",
            str(file),
            "--nworkers",
            "2",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
            "--memory-limit",
            "0",
        ),
    ]
    try:
        deadline = time.monotonic() + 60
        while not file.exists() or not file.stat().st_size:
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)
        import json

        yield json.loads(file.read_text())["address"]
    finally:
        for each in running:
            with suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()
        log.close()


def read(work, address, given):
    executor = Cluster(work, address)
    try:
        return list(executor.run(jobs(given)))
    finally:
        executor.close()


def workers(executor):
    """Their processes."""
    with suppress(OSError, ValueError):
        return [one["pid"] for one in executor._client.run(lambda: {"pid": os.getpid()}).values()]
    return []


def test_only_a_poisoned_article_is_given_up(scheduler, fingerprint):
    given = articles(8, KILLS, at=(6,))
    found = read(DeadlyWork(fingerprint), scheduler, given)
    assert refused(found) == [(6, "every worker that read it ended")]
    found = read(DeadlyWork(fingerprint), scheduler, articles(8, RAISES, at=(2,)))
    assert refused(found) == [(2, "reading it failed: ValueError: no way to read it")]


def test_workers_killed_at_random_lose_and_double_nothing(scheduler, fingerprint):
    work = DeadlyWork(fingerprint)
    whole = list(Inline(work).run(jobs(articles(120))))
    executor = Cluster(work, scheduler)
    chance, ended, killed = random.Random(1), threading.Event(), []

    def kill():
        while len(killed) < 3 and not ended.wait(chance.random() / 2):
            if pids := workers(executor):
                os.kill(pid := chance.choice(pids), signal.SIGKILL)
                killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        while len(killed) < 3:
            assert list(executor.run(jobs(articles(120)))) == whole
    finally:
        ended.set()
        killer.join()
        executor.close()


def test_the_database_is_that_of_one_process(scheduler, tmp_path):
    made_articles(tmp_path, 40)
    for name, options in [("one.db", ()), ("cluster.db", ("--scheduler", scheduler))]:
        done = run(
            "ingest", "made.jsonl", "--as-of", "2026-11-21", "--database", name, *options, folder=tmp_path
        )
        assert (done.code, done.err) == (0, ""), done.err
    assert contents(tmp_path / "cluster.db") == contents(tmp_path / "one.db")


def test_what_a_worker_cannot_load_is_told_as_it_is(scheduler):
    with pytest.raises(KptimelineError, match="a worker has other rules or names than this command"):
        read(Work("another"), scheduler, articles(5))


def test_no_scheduler(tmp_path):
    made_articles(tmp_path, 1)
    done = run("ingest", "made.jsonl", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2", folder=tmp_path)
    assert (done.code, done.err.splitlines()[0]) == (2, "error: --workers and --scheduler exclude each other")
    done = run("ingest", "made.jsonl", "--scheduler", "nowhere://", folder=tmp_path)
    assert done.code == 1
    assert done.err.splitlines()[0].startswith("error: no scheduler answers at nowhere://: ")
    assert done.err.splitlines()[1] == "hint:  start one with: dask scheduler"
