"""What a long run tells of itself while it goes on: a bar for people, JSON lines for machines (`--json-log`)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kptimeline.readers import Reject
from kptimeline.readers.line_file import LineFile

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Journal:
    """The account of one run; `files` are those it reads in all.

    Events: `started`, `batch`, `rejected`, then `done` or `stopped`; one that failed has neither.
    """

    def __init__(self, log: LineFile | None, files: int) -> None:
        self._log = log
        self._files = files
        self._began = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._began

    def started(self, **about: Any) -> None:
        """The run begins, with what it runs with."""
        self._tell("started", **about, files=self._files)

    def batch(self, files: int, counts: Mapping[str, int]) -> None:
        """Articles were saved: how many so far, by what came of them, and how many files are read."""
        articles = sum(count for name, count in counts.items() if name != "rejected")
        rate = articles / self.seconds if self.seconds else 0.0
        self._tell("batch", **self._so_far(counts), articles_per_second=round(rate, 2), files=files)
        if self._bar:
            bar, task = self._bar
            told = f"{articles:,} articles, {rate:,.1f} a second"
            rejected = counts.get("rejected", 0)
            told += f", {rejected:,} rejected" if rejected else ""
            bar.update(task, completed=files, told=told)

    def rejected(self, reject: Reject) -> None:
        """Something could not be read or saved."""
        line = {"path": reject.path, "line": reject.line, "reason": reject.reason, "hint": reject.hint}
        self._tell("rejected", **line)

    def ended(self, counts: Mapping[str, int], *, stopped: bool = False) -> None:
        """The run came to its end, or a person stopped it."""
        self._tell("stopped" if stopped else "done", **self._so_far(counts))

    def _so_far(self, counts: Mapping[str, int]) -> dict[str, Any]:
        return {"seconds": round(self.seconds, 3), "counts": dict(counts)}

    def _tell(self, event: str, **about: Any) -> None:
        if self._log:
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            self._log.add({"event": event, "at": at, **about})

    @contextmanager
    def shown(self) -> Iterator[None]:
        """While a person looks: a bar with files, rate and, where there are several files, the time that is left."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        columns: list[ProgressColumn] = [
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[told]}"),
        ]
        if self._files > 1:
            columns += [TimeRemainingColumn(compact=True), TextColumn("left")]
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            self._bar = bar, bar.add_task("", total=self._files, told="")
            yield
        self._bar = None
