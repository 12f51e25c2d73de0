"""Reading on a cluster that Dask schedules: one task a batch, a window of them at once, results in order.

The scheduler gives the tasks of a worker that dies to others, and gives up one that was there when several died
(`distributed.scheduler.allowed-failures`), though another may be to blame. So what it gives up is tried again with
nothing else on the cluster, and only then halved. Only the client opens the database: a task that runs twice
changes nothing.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kptimeline.errors import KptimelineError
from kptimeline.pipeline.batches import Executor, Piece
from kptimeline.pipeline.work import REPORT, Outcome, Unreadable, Work

if TYPE_CHECKING:
    from kptimeline.pipeline import Kit
    from kptimeline.records import Article

AHEAD = 3  # batches on their way for each thread of the cluster: one is read, the others are waiting or done
LOOK = 5.0  # seconds between looks whether anybody is there
DESERTED = 600.0  # seconds without any worker until a run gives up; machines that are ordered take minutes
LOST = "the same command goes on where this one stopped"

_lock = threading.Lock()  # the language model serves one thread at a time
_prepared: dict[Work, Kit] = {}


def _read(work: Work, articles: Sequence[Article]) -> list[Outcome]:
    """A task: in a worker, which keeps the model between tasks, and that of one kind of work alone."""
    with _lock:
        if work not in _prepared:
            _prepared.clear()
            _prepared[work] = work.prepare()
        return work(articles, _prepared[work])


class Cluster(Executor):
    """The workers of a scheduler, which may come and go."""

    def __init__(self, work: Work, address: str) -> None:
        try:
            dask: Any = importlib.import_module("distributed")  # it has no types
        except ImportError as error:
            raise KptimelineError(
                "--scheduler needs the package distributed", "pip install 'kptimeline[cluster]'"
            ) from error
        self._work = work
        self._pieces: dict[Any, Piece] = {}  # by the future of each
        self._todo: deque[Piece] = deque()
        self._suspects: deque[Piece] = deque()
        self._alone = False  # whether the one on its way is a suspect
        logging.getLogger("distributed").setLevel(logging.ERROR)  # what it mends itself is no news
        self._dask = dask
        try:
            self._client = dask.Client(address, set_as_default=False, name="kptimeline")
        except (OSError, ValueError) as error:
            raise KptimelineError(
                f"no scheduler answers at {address}: {error}", "start one with: dask scheduler"
            ) from error

    @property
    def window(self) -> int:  # type: ignore[override]  # it grows and shrinks with the cluster
        """Batches at once."""
        return AHEAD * max(1, int(sum(self._client.nthreads().values())))

    def _send(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            (self._suspects if piece.part or piece.deaths else self._todo).append(piece)
        self._hand_out()

    def _hand_out(self) -> None:
        """All that is beyond suspicion at once; what is not by itself."""
        while self._todo and not self._alone:
            self._submit(self._todo.popleft())
        if self._suspects and not self._pieces:
            self._alone = True
            self._submit(self._suspects.popleft())

    def _submit(self, piece: Piece) -> None:
        future = self._client.submit(_read, self._work, piece.articles, pure=False)
        self._pieces[future] = piece

    def _wait(self) -> None:
        for future in self._done():
            if future.status in ("pending", "lost"):  # its worker died with the outcome: it is read again
                continue
            piece = self._pieces.pop(future)
            alone, self._alone = self._alone, False
            if future.status == "finished":
                self._take(future, piece)
                continue
            error = future.exception() if future.status == "error" else None
            if isinstance(error, self._dask.KilledWorker):
                self._send(piece.lost(Unreadable("every worker that read it ended", REPORT), again=not alone))
            elif error is not None:
                raise error
            else:
                raise KptimelineError("the scheduler has lost what it was given", LOST)
        self._hand_out()

    def _done(self) -> Sequence[Any]:
        """Futures that have come to an end, sooner or later; an empty cluster is waited for only so long."""
        deserted = time.monotonic() + DESERTED
        while True:
            with suppress(self._dask.TimeoutError), self._client.as_current():
                return list(self._dask.wait(list(self._pieces), LOOK, "FIRST_COMPLETED").done)
            if self._client.nthreads():
                deserted = time.monotonic() + DESERTED
            elif time.monotonic() > deserted:
                raise KptimelineError(f"the cluster has had no worker for {DESERTED / 60:.0f} minutes", LOST)

    def _take(self, future: Any, piece: Piece) -> None:
        try:
            piece.done(future.result())
        except self._dask.CancelledError as error:
            raise KptimelineError("the scheduler has lost what it was given", LOST) from error

    def close(self) -> None:
        """Takes back what is not read, and leaves the cluster as it was."""
        self._client.cancel(list(self._pieces))
        self._pieces.clear()
        self._client.close()
