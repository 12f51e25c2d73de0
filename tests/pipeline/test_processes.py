"""Workers that really die: nothing is lost, nothing is read twice, and only the guilty article is given up."""

import multiprocessing
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from kptimeline.errors import KptimelineError
from kptimeline.pipeline import load_kit
from kptimeline.pipeline.batches import Inline
from kptimeline.pipeline.processes import Processes
from kptimeline.pipeline.work import Unreadable, Work
from kptimeline.readers.article import Defaults, make_article
from tests.pipeline.deadly import EXITS, HANGS, KILLS, RAISES, DeadlyWork

SIZE = 5


@pytest.fixture(scope="module")
def fingerprint():
    return load_kit(model=False).fingerprint


@pytest.fixture(scope="module")
def whole(fingerprint):
    """What one process reads of 40 articles."""
    return list(Inline(DeadlyWork(fingerprint)).run(jobs(articles(40))))


def articles(count, poison=None, at=()):
    texts = [
        f"SEOUL, Dec 29 (Wire) -- Japan attacked Russia on Monday. It was act {n}. {poison if n in at else ''}"
        for n in range(count)
    ]
    return [
        make_article(text, text.encode(), Defaults(as_of="2026-11-21"), path=f"{n}.txt", title=None)
        for n, text in enumerate(texts)
    ]


def jobs(given):
    for at in range(0, len(given), SIZE):
        yield at, given[at : at + SIZE]


def read(work, given, count=2, **options):
    executor = Processes(work, count, **options)
    try:
        return list(executor.run(jobs(given)))
    finally:
        executor.close()
        assert not multiprocessing.active_children()


def refused(found):
    """Number of the article, and why, of all that were given up."""
    return [
        (mark + at, outcome.reason)
        for mark, outcomes in found
        for at, outcome in enumerate(outcomes)
        if isinstance(outcome, Unreadable)
    ]


def test_they_read_what_one_process_reads_in_the_order_it_came(fingerprint):
    """The whole way, language model and all."""
    given = [*jobs(articles(40)), ("nothing to read", [])]
    whole = list(Inline(Work(fingerprint)).run(iter(given)))
    assert all(outcome.mentions for _, outcomes in whole for outcome in outcomes)
    executor = Processes(Work(fingerprint), 2)
    try:
        assert list(executor.run(iter(given))) == whole
        pids = executor.pids
        assert len(set(pids)) == 2
        assert list(executor.run(iter(given))) == whole
        assert executor.pids == pids  # they stay for what comes later
    finally:
        executor.close()


def test_workers_killed_at_random_cost_nothing_but_time(fingerprint, whole):
    executor = Processes(DeadlyWork(fingerprint), 2)
    chance, killed, ended = random.Random(1), [], threading.Event()

    def kill():
        while not ended.wait(chance.random()) and len(killed) < 5:
            if pids := executor.pids:
                os.kill(pid := chance.choice(pids), signal.SIGKILL)
                killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        while len(killed) < 5:
            assert list(executor.run(jobs(articles(40)))) == whole
    finally:
        ended.set()
        killer.join()
        executor.close()


def test_a_worker_that_dies_once_gets_its_batch_again(fingerprint, whole, tmp_path):
    given = articles(40, KILLS, at=(3, 22))
    found = read(DeadlyWork(fingerprint, once=str(tmp_path / "killed")), given)
    assert refused(found) == []
    assert [len(outcomes) for _, outcomes in found] == [SIZE] * 8


@pytest.mark.parametrize(
    ("poison", "at", "reason"),
    [
        (KILLS, (3,), "every worker that read it ended (SIGKILL)"),
        (EXITS, (0, 4), "every worker that read it ended (exit code 9)"),
        (RAISES, (2,), "reading it failed: ValueError: no way to read it"),
    ],
)
def test_a_poisoned_article_is_given_up_and_no_other(fingerprint, whole, poison, at, reason):
    found = read(DeadlyWork(fingerprint), articles(10, poison, at))
    assert refused(found) == [(number, reason) for number in at]
    wanted = [outcome for _, outcomes in whole for outcome in outcomes]
    for mark, outcomes in found:
        for number, outcome in enumerate(outcomes, mark):
            assert number in at or outcome == wanted[number]


def test_a_worker_that_hangs_is_ended(fingerprint):
    found = read(DeadlyWork(fingerprint), articles(2, HANGS, at=(1,)), count=1, patience=2.0)
    assert refused(found) == [(1, "no worker came to the end of it")]


def test_workers_that_cannot_begin_end_the_run(fingerprint):
    with pytest.raises(KptimelineError) as caught:
        read(DeadlyWork(fingerprint, false_starts=True), articles(5))
    assert caught.value.message == "a worker ended before it began to read (exit code 7)"


def test_what_a_worker_cannot_load_is_told_as_it_is():
    with pytest.raises(KptimelineError, match="a worker has other rules or names than this command"):
        read(Work("another"), articles(5))


def test_no_more_is_taken_in_than_there_is_room_for(fingerprint):
    """However much comes, memory holds a window of it, though one batch keeps all others waiting."""
    taken = []

    def endless():
        for at, some in jobs(articles(400)):
            taken.append(at)
            yield at, some

    executor = Processes(DeadlyWork(fingerprint), 2)
    try:
        found = executor.run(endless())
        next(found)
        time.sleep(1)
        assert len(taken) <= executor.window + 1
        next(found)
        assert len(taken) <= executor.window + 2
    finally:
        executor.close()


def test_workers_end_with_their_client(fingerprint, tmp_path):
    """Even one that is killed leaves no process behind."""
    told = tmp_path / "pids"
    client = os.fork()
    if not client:
        try:
            executor = Processes(DeadlyWork(fingerprint), 2)
            next(executor.run(jobs(articles(40))))
            told.write_text(" ".join(map(str, executor.pids)))
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(client, 0)
    pids = [int(pid) for pid in told.read_text().split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 60
    while any(map(lives, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
