"""What a whole `kptimeline ingest` costs, in one process, in several and on a cluster, and what killing workers does to it.

    python benchmarks/ingest.py --corpora ../shared/corpora
    python benchmarks/ingest.py --only memory --articles 300,3000

See benchmarks/README.md for what each figure means. The parts workers and dask need as many free cores as workers.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

import _ingest_articles as made
from _ingest_runs import ROOT, Spent, cluster, ingest, killer, run, workers
from _tables import Json, table

sys.path.insert(0, str(ROOT))

from tests.cli.contents import contents

PARTS = ("cpu", "workers", "dask", "memory", "kills")
BASELINE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["baseline"]
BARE = """
import json, sys, spacy
from kptimeline.events import parse
folder = next(folder for name in parse.PACKAGES if (folder := parse._data_folder(name)))
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
for _ in spacy.load(folder).pipe(texts, batch_size=int(sys.argv[2]), disable=sys.argv[3:]):
    pass
"""


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--only", type=lambda text: tuple(text.split(",")), default=PARTS, metavar="A,B", help=",".join(PARTS)
    )
    add("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    add(
        "--articles",
        type=lambda text: [int(n) for n in text.split(",")],
        metavar="N",
        help="instead of each part's own",
    )
    add("--letters", type=int, metavar="N", help="characters of a made article, instead of each part's own")
    add("--workers", type=int, default=2, metavar="N")
    add("--kills", type=int, default=5, metavar="N")
    add("--repeat", type=int, default=3, metavar="N", help="rounds of cpu and workers; medians are told")
    add("--seed", type=int, default=1)
    add("--json", action="store_true")
    return parser.parse_args(given)


class Bench:
    """One run of the benchmark, in a folder of its own."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder

    def _made(self, count: int, letters: int) -> Path:
        letters = self._options.letters or letters
        path = self._folder / f"made-{count}-{letters}.jsonl"
        made.write(path, count, letters)
        return path

    def _count(self, default: int) -> int:
        return int(self._options.articles[-1]) if self._options.articles else default

    def cpu(self) -> list[Json]:
        """Whole ingest against the bare model, CPU of both from start to end of their process."""
        texts = {"made": self._made(self._count(160), 2000)}
        if (news := self._options.corpora / "articles/kcna.jsonl").is_file():
            texts = {news.name: news.resolve(), **texts}
        found = []
        words = (str(BASELINE["batch"]), *BASELINE["disable"])
        for name, path in texts.items():
            rounds = [
                (ingest(path)[0], run((sys.executable, "-c", BARE, str(path), *words), self._folder))
                for _ in range(self._options.repeat)
            ]
            whole, bare = (
                statistics.median(each.cpu for each in column) for column in zip(*rounds, strict=True)
            )
            found.append(
                {"texts": name, "ingest, CPU s": whole, "bare model, CPU s": bare, "ratio": whole / bare}
            )
        return found

    def workers(self) -> list[Json]:
        """Several workers against one process: the clock."""
        given, many = self._made(self._count(400), 2000), self._options.workers
        rounds = [
            (ingest(given)[0], ingest(given, "--workers", str(many))[0]) for _ in range(self._options.repeat)
        ]
        one, other = ([pair[at] for pair in rounds] for at in (0, 1))
        return [
            {
                "workers": many,
                "one process, s": _median(one, "wall"),
                "workers, s": _median(other, "wall"),
                "faster": _median(one, "wall") / _median(other, "wall"),
                "faster, start-up left out": _median(other, "steady") / _median(one, "steady"),
                "CPU of all": _median(other, "cpu") / _median(one, "cpu"),
                "load of the machine": os.getloadavg()[1],
            }
        ]

    def dask(self) -> list[Json]:
        """A cluster of this machine against as many workers: articles a second once all is started."""
        given, many = self._made(self._count(1600), 2000), self._options.workers
        with cluster(self._folder, many) as there:
            on_cluster, database = ingest(given, "--scheduler", there.address)
        in_workers, other = ingest(given, "--workers", str(many))
        assert contents(database) == contents(other), "the databases differ"
        return [
            {
                "workers": many,
                "cluster, s": on_cluster.wall,
                "workers, s": in_workers.wall,
                "cluster / workers, start-up left out": in_workers.steady / on_cluster.steady,
                "load of the machine": os.getloadavg()[1],
            }
        ]

    def memory(self) -> list[Json]:
        """The highest that one process needs, for few articles and for many."""
        few, many = (self._options.articles or [300, 3000])[:2]
        peaks = [ingest(self._made(count, 600))[0].peak for count in (few, many)]
        return [
            {
                "articles": f"{few}, {many}",
                "MB": peaks[0],
                "MB of many": peaks[1],
                "ratio": peaks[1] / peaks[0],
            }
        ]

    def kills(self) -> list[Json]:
        """Workers killed at random: is the database that of one process?"""
        given, many = self._made(self._count(400), 1000), str(self._options.workers)
        wanted = contents(ingest(given)[1])
        found = []
        for name in ("processes", "cluster"):
            killed: list[int] = []
            if name == "processes":
                disturb = killer(self._options.kills, self._options.seed, workers, killed)
                _, database = ingest(given, "--workers", many, disturb=disturb)
            else:
                with cluster(self._folder, int(many)) as there:
                    disturb = killer(self._options.kills, self._options.seed, there.pids, killed)
                    _, database = ingest(given, "--scheduler", there.address, disturb=disturb)
            same = contents(database) == wanted
            found.append(
                {"of": name, "killed": len(killed), "views and keys": "equal" if same else "DIFFERENT"}
            )
        return found


def _median(runs: Sequence[Spent], name: str) -> float:
    return statistics.median(getattr(each, name) for each in runs)


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 where killing workers changed anything."""
    options = arguments(given)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        result = {}
        for name in options.only:
            result[name] = getattr(bench, name)()
            if not options.json:
                rows = [[_cell(value) for value in row.values()] for row in result[name]]
                print(f"\n### {name}\n\n{table(list(result[name][0]), rows)}", flush=True)
    if options.json:
        print(json.dumps(result, indent=2))
    return int(any(row["views and keys"] != "equal" for row in result.get("kills", ())))


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
