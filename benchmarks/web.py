"""The chronology page among a million events, against Datasette's bare table page with the same filter.

    python benchmarks/web.py --data DIR                    # makes the database there, or takes the one made before
    python benchmarks/web.py --database FILE               # any database of the newest schema
    python benchmarks/web.py --data DIR --events 100000    # a quick look

Both sides are asked in one process, in turn, through their ASGI applications, so that no network is measured. The bare
side is Datasette as it comes, without our plugin, on the same file, its facets off (`suggest_facets`, which it has
on, would cost it far more): its page of the view `chronology`, or of `event_actors` where an actor is asked for, since
`chronology` does not know what belongs to whom. Ours finds the same events with their actors, mentions and sentences,
counts what is left out, and counts the strip. A filter's time is the least CPU of the process over the rounds; the
figure is the ratio of the medians over the filters.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import _store_data
import httpx

from kptimeline.web.server import SETTINGS, Site

MOST = 1.5
VIEW, ACTORS = "/kptimeline/chronology", "/kptimeline/event_actors"
# A name, the address here, and there: the same filter.
FILTERS = (
    ("everything", "/chronology", f"{VIEW}?_sort=sort_day"),
    ("a span", "/chronology?since=2024-01&until=2024-03",
     f"{VIEW}?to_day__gte=2024-01-01&from_day__lte=2024-03-31&_sort=sort_day"),
    ("a type", "/chronology?type=SANCTION", f"{VIEW}?event_type=SANCTION&_sort=sort_day"),
    ("a status", "/chronology?status=planned", f"{VIEW}?status=planned&_sort=sort_day"),
    ("the commonest actor", "/chronology?actor=north-korea", f"{ACTORS}?actor=north-korea&_sort=sort_day"),
    ("an actor", "/chronology?actor=japan", f"{ACTORS}?actor=japan&_sort=sort_day"),
    ("an actor in a span", "/chronology?actor=north-korea&since=2024-01&until=2024-03",
     f"{ACTORS}?actor=north-korea&to_day__gte=2024-01-01&from_day__lte=2024-03-31&_sort=sort_day"),
    ("an actor's body", "/chronology?actor=japan-body-1&since=2020&until=2024",
     f"{ACTORS}?actor=japan-body-1&to_day__gte=2020-01-01&from_day__lte=2024-12-31&_sort=sort_day"),
)  # fmt: skip


class Side:
    """An application, asked in this process."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def ask(self, address: str) -> httpx.Response:
        """One request; raises where it fails or is sent elsewhere."""

        async def get() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1", timeout=None
            ) as client:
                return await client.get(address)

        found = asyncio.run(get())
        if found.status_code != 200:
            raise SystemExit(f"{address}: {found.status_code}")
        return found


def timed(
    path: Path, side: Callable[[Path], tuple[Side, Callable[[], None]]], addresses: list[str], rounds: int
) -> list[float]:
    """CPU of each address in milliseconds, the least of the rounds."""
    asked, close = side(path)
    best = [float("inf")] * len(addresses)
    try:
        for _ in range(rounds):
            for place, address in enumerate(addresses):
                gc.collect()
                start = time.process_time_ns()
                asked.ask(address)
                best[place] = min(best[place], (time.process_time_ns() - start) / 1e6)
    finally:
        close()
    return best


def ours(path: Path) -> tuple[Side, Callable[[], None]]:
    site = Site(path, lambda: "2026-01-05")
    return Side(site.app), site.close


def bare(path: Path) -> tuple[Side, Callable[[], None]]:
    from datasette.app import Datasette
    from datasette.database import Database

    kept = ("suggest_facets", "default_page_size", "num_sql_threads", "sql_time_limit_ms")
    datasette = Datasette(settings={name: SETTINGS[name] for name in kept})
    datasette.add_database(Database(datasette, path=str(path), is_mutable=True), name="kptimeline")

    def close() -> None:
        datasette.executor.shutdown()
        datasette.get_database("kptimeline").close()

    return Side(datasette.app()), close


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the folder of made databases")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path, help="this database instead")
    parser.add_argument(
        "--rounds", type=int, default=3, help="of requests, and times that the sides take turns"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.database is None and asked.data is None:
        parser.error("give --data or --database")
    path = asked.database or _store_data.database(asked.data, asked.events)
    here, there = [
        list(each) for each in zip(*((ours_at, bare_at) for _, ours_at, bare_at in FILTERS), strict=True)
    ]
    mine, theirs = [float("inf")] * len(FILTERS), [float("inf")] * len(FILTERS)
    for _ in range(asked.rounds):
        # Datasette knows its plugins process by process, so one side is closed before the other opens.
        for best, side, addresses in ((mine, ours, here), (theirs, bare, there)):
            for place, took in enumerate(timed(path, side, addresses, 2)):
                best[place] = min(best[place], took)
    ratio = median(mine) / median(theirs)
    figures = {
        "ratio": ratio,
        "most": MOST,
        "filters": {
            name: {"ours_ms": one, "bare_ms": other, "ratio": one / other}
            for (name, _, _), one, other in zip(FILTERS, mine, theirs, strict=True)
        },
    }
    if asked.json:
        print(json.dumps(figures, indent=2))
    else:
        print("| filter | chronology page, CPU ms | bare table page, CPU ms | ratio |\n|---|---|---|---|")
        for name, each in figures["filters"].items():
            print(f"| {name} | {each['ours_ms']:.0f} | {each['bare_ms']:.0f} | {each['ratio']:.2f} |")
        print(f"| median | {median(mine):.0f} | {median(theirs):.0f} | {ratio:.2f}, at most {MOST} |")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
