"""PostgreSQL: shards against psql's own \\copy, and the main query against SQL written by hand.

    python benchmarks/postgres.py                             # both, a million events (some minutes to make)
    python benchmarks/postgres.py --only query --events 100000
    python benchmarks/postgres.py --only shard --articles 4000 --rounds 5

It starts a server of its own (tests/postgres.py) that writes as a server does: fsync on, WAL for all. Both sides of a
figure use it in turn. `shard`: the same rows, by `copy_shard` from Extractions in memory (a shard of 500, encoding
included) and by `\\copy` from a file; rows a second of wall time, the ratio is the median of the rounds. `query`: the
first 100 of an actor in a span, all that `show` asks for it; CPU of the client and of its server process together, the
least of some repetitions, the ratio of medians and of 95th percentiles over the questions; answers are compared
first.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import _postgres_data  # noqa: E402 - the checkout comes first
import _store_questions  # noqa: E402
from msgspec.structs import replace  # noqa: E402

from kptimeline.pipeline import load_kit, read, resolve  # noqa: E402
from kptimeline.readers import read_path, walk  # noqa: E402
from kptimeline.records import Article, Extraction  # noqa: E402
from kptimeline.store.engine import open_database, writing  # noqa: E402
from kptimeline.store.migrate import upgrade  # noqa: E402
from kptimeline.store.query import chronology  # noqa: E402
from kptimeline.store.shards import copy_shard  # noqa: E402
from tests.postgres import Server, serving  # noqa: E402

SETTINGS = """
listen_addresses = ''
shared_buffers = 1GB
max_wal_size = 4GB
random_page_cost = 1.1
timezone = 'UTC'
"""
SHARD = 500  # articles
LEAST, MOST = 0.6, 1.3
NOW = "2026-11-22"


def extractions(count: int) -> list[Extraction]:
    """The sample articles again and again, each under a key of its own."""
    kit = load_kit(model=True)
    found = [each for each in read_all() if isinstance(each, Article)]
    told = [resolve(each, read(each, kit), kit) for each in found]
    return [
        replace(each, article=replace(each.article, key=f"a{number:012d}"))
        for number, each in enumerate(islice(cycle(told), count))
    ]


def read_all() -> Iterator[Any]:
    for path in walk([ROOT / "seeds" / "articles"]):
        yield from read_path(path, as_of=NOW)


def shard(server: Server, name: str, articles: int, rounds: int) -> dict[str, Any]:
    """Articles a second of both ways."""
    todo = extractions(articles)
    file = server.folder / "shard.copy"
    ours, others = [], []
    with open_database(server.url(name), "write") as connection:
        for number in range(rounds):
            gc.collect()
            start = time.perf_counter()
            for at in range(0, len(todo), SHARD):
                if not copy_shard(connection, f"{number}-{at}", todo[at : at + SHARD], now=NOW):
                    raise RuntimeError("the shard is in already")
            ours.append(len(todo) / (time.perf_counter() - start))
            with server.admin(name) as admin:
                with file.open("wb") as into, admin.cursor().copy("COPY shard_article TO STDOUT") as rows:
                    for row in rows:
                        into.write(row)
                admin.execute("DELETE FROM shard_article")
                admin.execute("VACUUM shard_article")
            start = time.perf_counter()
            server.psql("-c", f"\\copy shard_article from '{file}'", name=name)
            others.append(len(todo) / (time.perf_counter() - start))
            with writing(connection):
                connection.exec_driver_sql("DELETE FROM shard")
            with server.admin(name) as admin:
                admin.execute("VACUUM shard_article")
    ratios = [one / other for one, other in zip(ours, others, strict=True)]
    return {
        "articles": articles,
        "megabytes": round(file.stat().st_size / 1e6, 1),
        "ours_a_second": round(median(ours)),
        "psql_a_second": round(median(others)),
        "ratio": round(median(ratios), 3),
        "least": LEAST,
    }


class ByHand(_store_questions.ByHand):
    """The statements of store.sql in PostgreSQL's words, by psycopg alone."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        for name, sql in self.sql.items():
            told = sql.replace("hidden IS 0", "NOT e.hidden").replace("e.NOT e.hidden", "NOT e.hidden")
            told = told.replace("e.hidden IS 1", "e.hidden IS TRUE").replace("IN (:ids)", "= ANY(%s)")
            told = re.sub(r"(FROM \(.*\))$", r"\1 AS found", told, flags=re.DOTALL)
            self.sql[name] = re.sub(r"(?<!:):(\w+)", r"%(\1)s", told)
        # The few hidden events are asked one by one: a join would begin with all events of the actor.
        hidden = self.sql["actor_hidden"]
        self.sql["actor_hidden"] = hidden.replace("slug = %(actor)s))", "slug = %(actor)s) OFFSET 0)")

    def among(self, name: str, ids: list[int]) -> list[tuple[Any, ...]]:
        return self.connection.execute(self.sql[name], (ids,)).fetchall()


def spent(backend: int) -> int:
    """Nanoseconds of CPU of this process and of a server process, so far."""
    return time.process_time_ns() + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0])


def query(server: Server, name: str, questions: int, repeat: int) -> dict[str, Any]:
    """The main query, both ways."""
    values = _store_questions.spans(questions, _store_questions.LENGTHS, 1, actor="north-korea")
    with open_database(server.url(name)) as connection, server.admin(name) as admin:
        by_hand = ByHand(admin)
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        sides = (
            (lambda each: chronology(connection, _store_questions.question(each)), pid),
            (by_hand.first, admin.info.backend_pid),
        )
        same = sum(
            _store_questions.by_program(sides[0][0](each)) == _store_questions.in_short(sides[1][0](each))
            for each in values
        )
        best = [[float("inf")] * len(values) for _ in sides]
        for _ in range(repeat):
            for place, each in enumerate(values):
                for side, (ask, backend) in enumerate(sides):
                    start = spent(backend)
                    ask(each)
                    best[side][place] = min(best[side][place], (spent(backend) - start) / 1e6)
    (ours, ours95), (others, others95) = ((median(side), quantiles(side, n=20)[-1]) for side in best)
    return {
        "questions": len(values),
        "same": same,
        "ours_ms": [round(ours, 2), round(ours95, 2)],
        "by_hand_ms": [round(others, 2), round(others95, 2)],
        "ratio_p50": round(ours / others, 3),
        "ratio_p95": round(ours95 / others95, 3),
        "most": MOST,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=("shard", "query"))
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--articles", type=int, default=4_000, help="how many are copied in a round")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    gc.set_threshold(100_000, 20, 20)  # as the program itself has it
    failed = False
    with serving(SETTINGS) as server:
        name = server.create()
        upgrade(server.url(name))
        if asked.only != "query":
            found = shard(server, name, asked.articles, asked.rounds)
            failed |= found["ratio"] < LEAST
            print(json.dumps({"figure": "shard COPY against \\copy", **found}), flush=True)
        if asked.only != "shard":
            with server.admin(name) as admin:
                start = time.perf_counter()
                _postgres_data.fill(admin, asked.events)
            found = {"events": asked.events, "filled_in_s": round(time.perf_counter() - start)}
            found |= query(server, name, asked.questions, asked.repeat)
            failed |= found["same"] < found["questions"] or found["ratio_p50"] > MOST
            print(json.dumps({"figure": "first 100 of an actor in a span", **found}), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
