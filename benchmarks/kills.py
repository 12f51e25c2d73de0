"""Kills `kptimeline ingest` at 25 random points and finishes it: is anything lost, or there twice?

    python benchmarks/kills.py [--kills 25] [--articles 200] [--seed 1]

Each round starts the real command in an empty folder, kills it (SIGKILL) once a random number of articles is saved and
a random part of a second has passed, and starts it again. The end is compared with that of a run that nobody
disturbed: the four views, the keys of events, articles, anchors and actors. `db check` must find no differences.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.cli.contents import contents  # noqa: E402 - the checkout comes first
from tests.cli.processes import articles, made_articles  # noqa: E402


def command(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kptimeline", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def ingest(folder: Path) -> subprocess.Popen[bytes]:
    return command(folder, "ingest", "made.jsonl", "--as-of", "2026-11-21")


def killed(folder: Path, count: int, chance: random.Random) -> int:
    """Articles that were saved when it was killed."""
    running, wanted = ingest(folder), chance.randint(0, count - 1)
    while running.poll() is None and articles(folder / "kptimeline.db") < wanted:
        time.sleep(0.002)
    time.sleep(chance.random() / 5)
    running.send_signal(signal.SIGKILL)
    running.wait()
    return articles(folder / "kptimeline.db")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=25)
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    lost = 0
    with tempfile.TemporaryDirectory() as root:
        whole = Path(root) / "whole"
        whole.mkdir()
        made_articles(whole, given.articles)
        assert ingest(whole).wait() == 0
        wanted = contents(whole / "kptimeline.db")
        for number in range(given.kills):
            folder = Path(root) / str(number)
            folder.mkdir()
            made_articles(folder, given.articles)
            saved = killed(folder, given.articles, chance)
            assert ingest(folder).wait() == 0
            same = contents(folder / "kptimeline.db") == wanted
            sound = command(folder, "db", "check").wait() == 0
            lost += not (same and sound)
            print(
                f"kill {number + 1:2}: {saved:4} of {given.articles} saved; the end is "
                f"{'the same' if same else 'NOT the same'}, {'sound' if sound else 'NOT sound'}",
                flush=True,
            )
    print(f"{given.kills - lost} of {given.kills} ended as if nobody had killed them")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
