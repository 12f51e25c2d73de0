"""Reading in several processes of this machine: batches over pipes, results in order, no worker indispensable.

One pipe a worker, and no queue or lock among them: what a worker that was killed leaves behind is the end of its
pipe and nothing else, where a shared queue (concurrent.futures, multiprocessing.Pool) may stay locked or half
written. That also tells which batch it had, and ends a worker whose client is gone.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeAlias

from kptimeline.errors import KptimelineError
from kptimeline.pipeline.batches import Executor, Piece
from kptimeline.pipeline.work import REPORT, Unreadable, Work
from kptimeline.records import Article

AHEAD = 2  # pieces a worker has at once: one that it reads, and one that waits until it is done
STARTS = 6  # workers that were killed in a row before they began: there is no room for so many
BEGINNING = 300.0  # seconds until one that loads the model counts as hung
PATIENCE = 120.0  # seconds until one that reads does: some for a busy machine, …
PATIENCE_A_LETTER = 0.002  # … and 40 times as long as reading takes (0.05 ms a character)

_spawn = get_context("spawn")  # a fork would copy locks that other threads hold, and the client's database
_Pipe: TypeAlias = "Connection[Any, Any]"
_Todo: TypeAlias = "queue.SimpleQueue[Sequence[Article]]"


def _serve(pipe: _Pipe, work: Work) -> None:
    """A worker's life: says that it is ready, then reads what comes. It ends when the client does."""
    todo: _Todo = queue.SimpleQueue()

    def receive() -> None:
        with suppress(EOFError, OSError):
            while True:
                todo.put(pipe.recv())
        os._exit(0)  # in the midst of a batch, too: nobody wants it any more

    threading.Thread(target=receive, daemon=True).start()
    try:
        kit = work.prepare()
    except KptimelineError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        pipe.send(work(todo.get(), kit))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started here inherits a blocked Ctrl-C, which a terminal sends to all: the client hears it, and ends the others."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """The client's end of a process, with the pieces it has."""

    def __init__(self, work: Work) -> None:
        self.pipe, there = _spawn.Pipe()
        self.process = _spawn.Process(target=_serve, args=(there, work), daemon=True)
        with _deaf_to_interrupts():
            self.process.start()
        there.close()
        self.ready = False
        self.hung = False
        self.pieces: deque[Piece] = deque()
        self._since = time.monotonic()
        self._to_send: _Todo = queue.SimpleQueue()
        threading.Thread(target=self._feed, daemon=True).start()

    def _feed(self) -> None:
        """Sends in a thread of its own: a worker that hangs takes nothing in, and must not hold up the client."""
        with suppress(OSError):  # it is gone, which its pipe tells whoever listens
            while articles := self._to_send.get():
                self.pipe.send(articles)

    def give(self, piece: Piece) -> None:
        if not self.pieces:
            self._since = time.monotonic()
        self.pieces.append(piece)
        self._to_send.put(piece.articles)

    def hear(self) -> bool:
        """Takes in what it says; False when it is gone. Raises KptimelineError where it cannot begin."""
        try:
            told = self.pipe.recv()
        except (EOFError, OSError):
            return False
        if isinstance(told, KptimelineError):
            raise told
        if told is None:
            self.ready = True
        else:
            self.pieces.popleft().done(told)
        self._since = time.monotonic()
        return True

    def limit(self, patience: float) -> float:
        """The moment from which on it counts as hung."""
        if not self.ready:
            return self._since + BEGINNING
        letters = sum(len(article.text) for article in self.pieces[0].articles) if self.pieces else 0
        return self._since + patience + letters * PATIENCE_A_LETTER

    def end(self) -> None:
        self._to_send.put(())
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Processes(Executor):
    """`count` workers, each started when there is something for it."""

    def __init__(self, work: Work, count: int, *, patience: float = PATIENCE) -> None:
        self.window = (AHEAD + 1) * count
        self._work = work
        self._count = count
        self._patience = patience
        self._workers: list[_Worker] = []
        self._todo: deque[Piece] = deque()
        self._false_starts = 0

    @property
    def pids(self) -> list[int]:
        """The processes that live now."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def _send(self, pieces: Sequence[Piece]) -> None:
        self._todo.extend(pieces)
        self._hand_out()

    def _hand_out(self) -> None:
        while self._todo:
            worker = min(self._workers, key=lambda one: len(one.pieces), default=None)
            if (worker is None or worker.pieces) and len(self._workers) < self._count:
                worker = _Worker(self._work)
                self._workers.append(worker)
            if worker is None or len(worker.pieces) >= AHEAD:
                return
            worker.give(self._todo.popleft())

    def _wait(self) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.pieces or not worker.ready}
        first = min(worker.limit(self._patience) for worker in busy.values())
        for pipe in wait(list(busy), timeout=max(0.0, first - time.monotonic())):
            worker = busy[pipe]  # type: ignore[index]  # of what was given
            if worker.hear():
                self._false_starts = 0 if worker.ready else self._false_starts
            else:
                self._bury(worker)
        for worker in busy.values():
            if worker in self._workers and time.monotonic() > worker.limit(self._patience):
                worker.hung = True
                self._bury(worker)
        self._hand_out()

    def _bury(self, worker: _Worker) -> None:
        """One is gone: what it was reading is to blame, unless it was still beginning; the rest comes next."""
        self._workers.remove(worker)
        worker.end()
        pieces = list(worker.pieces)
        code = worker.process.exitcode or 0
        if not worker.ready:
            self._false_starts += 1
            if code > 0 or self._false_starts >= STARTS:
                raise KptimelineError(
                    f"a worker ended before it began to read ({_how(code)})",
                    "look whether memory suffices for so many, or read in one process: --workers 1",
                )
        elif pieces:
            pieces[:1] = pieces[0].lost(_why(worker))
        self._todo.extendleft(reversed(pieces))

    def close(self) -> None:
        """Ends all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._todo.clear()


def _why(worker: _Worker) -> Unreadable:
    if worker.hung:
        return Unreadable("no worker came to the end of it", REPORT)
    return Unreadable(f"every worker that read it ended ({_how(worker.process.exitcode or 0)})", REPORT)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
