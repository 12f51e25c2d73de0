"""The figures of benchmarks/store.py that are no question of one process: whole commands, growth, bulk save."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import _store_questions

from kptimeline.store.engine import open_database
from kptimeline.store.query import chronology

ROOT = Path(__file__).resolve().parents[1]
BARE = "import click, sqlalchemy.orm, rich.table"
FEW = 20_000  # events of an answer against ten times as many
Json = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """One ratio, and the two figures that it is of."""

    name: str
    limit: float
    unit: str
    measure: Callable[[], tuple[float, float, float]]  # ours, the other, the ratio
    at_least: bool = False

    def measured(self) -> Json:
        """Its figures; `good`: the limit is reached."""
        ours, other, ratio = self.measure()
        good = ratio >= self.limit if self.at_least else ratio <= self.limit
        return {"ours": ours, "other": other, "ratio": ratio, "good": good}

    def told(self, figures: Json) -> str:
        """A line for people."""
        bound, mark = "at least" if self.at_least else "at most", "" if figures["good"] else " !"
        both = f"{figures['ours']:,.2f} / {figures['other']:,.2f} {self.unit}"
        return f"{self.name:<42} {both:<44} ratio {figures['ratio']:.2f} ({bound} {self.limit}){mark}"


def figures(path: Path, smaller: Path, *, questions: int, rounds: int, articles: int) -> Iterator[Figure]:
    """All of them; `smaller` is a database with a tenth of the events of `path`."""
    yield Figure("whole show, ISO dates, piped", 1.8, "ms", lambda: whole(path, rounds))
    yield Figure("peak memory of show --format jsonl", 1.1, "MB", lambda: memory(path))
    for name, more in (("an actor in a span", {"actor": "north-korea"}), ("31 days", {})):
        values = _store_questions.spans(questions, _store_questions.LENGTHS if more else (31,), 6, **more)
        yield Figure(
            f"growth of first 100 of {name}",
            2.0,
            "ms",
            lambda values=values: growth(path, smaller, values, rounds),
        )
    yield Figure("bulk save", 0.5, "rows per CPU-second", lambda: saving(articles, rounds), at_least=True)


def ran(*arguments: str, output: int) -> tuple[float, float]:
    """CPU milliseconds (user and system) and peak memory in MB of a Python process that ends well."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    actions = [(os.POSIX_SPAWN_DUP2, output, 1)]
    pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], environment, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"{arguments} ended with {os.waitstatus_to_exitcode(status)}")
    return (used.ru_utime + used.ru_stime) * 1e3, used.ru_maxrss / 1024


def whole(path: Path, rounds: int) -> tuple[float, float, float]:
    """CPU of the whole command against that of importing what it is built on; medians of rounds in turn."""
    (values,) = _store_questions.spans(1, (31,), 7)
    show = ("-m", "kptimeline", "--database", str(path), "show", "--actor", "North Korea",
            "--since", values["since"], "--until", values["until"], "--limit", "100")  # fmt: skip
    ours, bare = [], []
    with tempfile.TemporaryFile() as scratch:
        for _ in range(max(3 * rounds, 2)):
            ours.append(ran(*show, output=scratch.fileno())[0])
            bare.append(ran("-c", BARE, output=scratch.fileno())[0])
    return median(ours[1:]), median(bare[1:]), median(ours[1:]) / median(bare[1:])  # the first of all is cold


def memory(path: Path) -> tuple[float, float, float]:
    """Peak memory of ten times as many events of one actor, against that of the fewer."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        query = """SELECT count(DISTINCT x.event_id) FROM event_actor x JOIN event e ON e.id = x.event_id
                   JOIN actor a ON a.id = x.actor_id
                   WHERE a.slug = 'north-korea' AND x.sort_day IS NOT NULL AND NOT e.hidden"""
        (all_,) = connection.execute(query).fetchone()
    many = min(all_, 10 * FEW)
    peaks = []
    for events in (many, many // 10):
        show = ("-m", "kptimeline", "--database", str(path), "show", "--actor", "North Korea",
                "--format", "jsonl", "--limit", str(events))  # fmt: skip
        with tempfile.TemporaryFile() as scratch:
            peaks.append(ran(*show, output=scratch.fileno())[1])
            scratch.seek(0)
            if (lines := sum(1 for _ in scratch)) != events:
                raise RuntimeError(f"{lines} events of {events} were printed")
    return peaks[0], peaks[1], peaks[0] / peaks[1]


def growth(
    path: Path, smaller: Path, values: Sequence[_store_questions.Values], rounds: int
) -> tuple[float, float, float]:
    """The 95th percentile of our answers in the whole database against that in the smaller one."""
    best: list[list[float]] = [[float("inf")] * len(values) for _ in range(2)]
    with open_database(path) as large, open_database(smaller) as small:
        for _ in range(rounds):
            for place, each in enumerate(values):
                for times, connection in zip(best, (large, small), strict=True):
                    start = time.process_time_ns()
                    chronology(connection, _store_questions.question(each))
                    times[place] = min(times[place], (time.process_time_ns() - start) / 1e6)
    ours, other = (quantiles(times, n=20)[-1] for times in best)
    return ours, other, ours / other


def saving(articles: int, rounds: int) -> tuple[float, float, float]:
    """Rows a CPU-second against raw `executemany` of the same rows: _store_save.py, on made articles."""
    import _store_save  # brings the language model

    extractions, registry = _store_save.made(articles, 20261122)
    with tempfile.TemporaryDirectory() as folder:
        found = _store_save.measure(
            Path(folder), extractions, registry, batch=_store_save.BATCH, rounds=rounds
        )
    if found["rows"] != found["rows_of_raw"]:
        raise RuntimeError("the two databases hold different numbers of rows")
    return found["ours"]["rows_per_second"], found["raw"]["rows_per_second"], found["ratio"]
