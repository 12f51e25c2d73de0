"""The store among a million events: every figure a ratio to SQL written by hand, in the same run.

    python benchmarks/store.py --data DIR                    # makes the database there, or takes the one made before
    python benchmarks/store.py --data DIR --events 100000    # a quick look
    python benchmarks/store.py --data DIR --only first       # the rows whose names hold a word

Both sides are asked the same questions in turn, and their answers are compared row by row before anything is
timed. A question's time is the least of some repetitions, in CPU of this process; a row gives the ratio of the
medians and of the 95th percentiles over its questions. Below stand the figures of whole commands, of growth and
of saving (_store_programs.py).
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

import _store_data
import _store_programs
import _store_questions
from _store_questions import Row

from kptimeline.store.engine import open_database

INFINITY = float("inf")


def timed(row: Row, repeat: int) -> dict[str, Any]:
    """The figures of a row; `same` is how many of its questions had the same answer on both sides."""
    same = sum(row.same(row.ours(values), row.others(values)) for values in row.values)
    ours, others = [INFINITY] * len(row.values), [INFINITY] * len(row.values)
    # Round by round, so that SQLite's page cache is as cold for each question as for a new one.
    for _ in range(repeat):
        for place, values in enumerate(row.values):
            for best, ask in ((ours, row.ours), (others, row.others)):
                start = time.process_time_ns()
                ask(values)
                best[place] = min(best[place], (time.process_time_ns() - start) / 1e6)
    return {
        "questions": len(row.values),
        "same": same,
        "most": row.most,
        "ours_ms": [middle(ours), p95(ours)],
        "others_ms": [middle(others), p95(others)],
        "ratio_p50": middle(ours) / middle(others),
        "ratio_p95": p95(ours) / p95(others),
    }


def middle(values: Sequence[float]) -> float:
    return quantiles(values, n=2)[0]


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]


def measured(path: Path, asked: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that ask questions, with their figures."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with (
        open_database(path) as ours,
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as by_hand,
    ):
        for row in _store_questions.rows(ours, by_hand, asked.questions):
            if asked.only in row.name:
                yield row.name, timed(row, asked.repeat)


def told(name: str, figures: dict[str, Any]) -> str:
    """A line for people."""
    mark = "  " if figures["ratio_p95"] <= figures["most"] else " !"
    (ours, ours95), (others, others95) = figures["ours_ms"], figures["others_ms"]
    differ = figures["questions"] - figures["same"]
    return (
        f"{name:<42} p50 {ours:7.2f} / {others:7.2f} ms  p95 {ours95:7.2f} / {others95:7.2f} ms  "
        f"ratio {figures['ratio_p95']:.2f} (at most {figures['most']}){mark}"
        + (f"  {differ} ANSWERS DIFFER" if differ else "")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder where the made database is kept")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200, help="questions a row")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--articles", type=int, default=500, help="how many are saved in bulk")
    parser.add_argument("--only", default="", help="rows whose names hold this")
    parser.add_argument("--json", action="store_true", help="print every figure")
    asked = parser.parse_args(arguments)
    gc.set_threshold(100_000, 20, 20)  # as the program itself has it
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        path = _store_data.database(asked.data or Path(scratch), asked.events)
        for name, figures in measured(path, asked):
            print(json.dumps({"row": name, **figures}) if asked.json else told(name, figures), flush=True)
            failed |= figures["same"] < figures["questions"]
        smaller = _store_data.database(asked.data or Path(scratch), asked.events // 10)
        for figure in _store_programs.figures(
            path, smaller, questions=asked.questions, rounds=asked.repeat, articles=asked.articles
        ):
            if asked.only in figure.name:
                found = figure.measured()
                line = json.dumps({"row": figure.name, **found}) if asked.json else figure.told(found)
                print(line, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
