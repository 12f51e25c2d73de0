"""CPU of a whole `extract` and of the bare language model over the same texts, each a process of its own."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from _dateline_corpora import ROOT, Json

BARE = """
import json, sys, spacy
from kptimeline.events import parse
folder = next(folder for name in parse.PACKAGES if (folder := parse._data_folder(name)))
nlp = spacy.load(folder)
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
for doc in nlp.pipe(texts):
    pass
"""


def measure(articles: Sequence[Json], rounds: int) -> Json:
    """Medians in CPU seconds, start-up and loading of the model included, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.jsonl"
        given.write_text("".join(json.dumps(row) + "\n" for row in articles), "utf-8")
        commands = {
            "extract": (sys.executable, "-m", "kptimeline", "extract", str(given)),
            "bare model": (sys.executable, "-c", BARE, str(given)),
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                spent[name].append(_cpu(command))
    medians = {name: statistics.median(times) for name, times in spent.items()}
    ratio = medians["extract"] / medians["bare model"]
    size = sum(len(row["text"].encode()) for row in articles) // 1000
    return {
        "kB": size,
        **{f"{name}, s": round(time, 2) for name, time in medians.items()},
        "ratio": round(ratio, 2),
    }


def _cpu(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = os.environ | {"PYTHONPATH": str(ROOT), "TZ": "UTC", "OMP_NUM_THREADS": "1"}
    subprocess.run(command, stdout=subprocess.DEVNULL, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
