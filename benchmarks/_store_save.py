"""What saving costs: Extractions through `save_all` against raw `executemany` of the very rows that come of it.

    python benchmarks/_store_save.py                                  # 1,000 made articles
    python benchmarks/_store_save.py --corpora ../shared/corpora/articles

Both sides fill a migrated database in the same batches, with the same settings, foreign keys, indexes and
full-text triggers. Our side begins with Extractions, so it makes the rows, looks for what is stored already and
merges; the raw side is given the rows that our side wrote, and only inserts them. Actors of the registry are
stored before, as they are once a database. Each round runs both sides; the figure is of the medians.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redate
from msgspec.structs import replace

from kptimeline.actors.registry import Registry
from kptimeline.pipeline import BATCH, load_kit, read_all, resolve
from kptimeline.readers import Reject, read_path, walk
from kptimeline.readers.article import Defaults, make_article
from kptimeline.records import Extraction
from kptimeline.store import writer
from kptimeline.store.actors import sync_registry
from kptimeline.store.engine import open_database, writing
from kptimeline.store.migrate import upgrade
from kptimeline.store.save import save_all

# Parents before children; a column names the article that a row belongs to, or the row that does.
TABLES = {
    "actor": "",
    "actor_name": "",
    "article": "id",
    "article_band": "article_id",
    "anchor": "article_id",
    "dateline_candidate": "article_id",
    "sentence": "article_id",
    "time_expression": "article_id",
    "alternative": "time_expression_id",
    "event": "id",
    "event_key": "event_id",
    "event_actor": "event_id",
    "event_mention": "article_id",
    "mention_actor": "mention_id",
    "mention_block": "mention_id",
    "mention_pair": "second_id",
}
OWNERS = {  # the article of a time expression, a mention, an event (the first that tells of it)
    "time_expression_id": "SELECT id, article_id FROM time_expression",
    "mention_id": "SELECT id, article_id FROM event_mention",
    "second_id": """SELECT second_id, max(one.article_id, max(two.article_id)) FROM mention_pair
        JOIN event_mention one ON one.id = second_id JOIN event_mention two ON two.id = first_id GROUP BY 1""",
    "event_id": "SELECT event_id, min(article_id) FROM event_mention WHERE event_id IS NOT NULL GROUP BY 1",
}


def from_corpora(paths: Sequence[Path]) -> tuple[list[Extraction], Registry]:
    """Extractions of all articles of some files and folders."""
    kit = load_kit(model=True)
    articles = [
        found
        for path in walk(list(paths))
        if not isinstance(path, Reject)
        for found in read_path(path, as_of=redate.AS_OF)
        if not isinstance(found, Reject)
    ]
    return [resolve(article, reading, kit) for article, reading in read_all(articles, kit)], kit.registry


def made_text(chance: random.Random) -> str:
    """A title line and three paragraphs."""
    title, *paragraphs = redate.made_text(chance).split("\n\n")
    paragraphs += [redate.made_text(chance).split("\n\n")[1] for _ in range(2)]
    return "\n\n".join([title, *paragraphs])


def made(count: int, seed: int) -> tuple[list[Extraction], Registry]:
    """Extractions of articles made from a seed, of 12 to 18 sentences as news has them; one in ten is a copy."""
    chance = random.Random(seed)
    kit = load_kit(model=True)
    texts = [made_text(chance) for _ in range(count - count // 10)]
    bare = [make_article(text, b"", Defaults(as_of=redate.AS_OF), path=None, title=None) for text in texts]
    readings = {article.text: reading for article, reading in read_all(bare, kit)}
    articles = redate.made_articles(count, texts, chance)
    return [
        resolve(replace(article, given=day), readings[article.text], kit) for article, day, _ in articles
    ], kit.registry


def empty(path: Path, registry: Registry) -> None:
    """A database with actors and nothing else."""
    upgrade(path)
    with open_database(path, "write") as connection, writing(connection):
        sync_registry(connection, registry)


@contextmanager
def ungrouped() -> Iterator[None]:
    """Saving as if no mention had anything to be compared by: what is left is the rows."""
    told = writer.Words, writer.story, writer.profile
    writer.Words, writer.story, writer.profile = (lambda *_: None,) * 3
    try:
        yield
    finally:
        writer.Words, writer.story, writer.profile = told


def ours(path: Path, extractions: Sequence[Extraction], registry: Registry, batch: int) -> float:
    """CPU seconds of saving, to the last checkpoint."""
    empty(path, registry)
    start = time.process_time()
    with open_database(path, "write") as connection:
        for at in range(0, len(extractions), batch):
            save_all(connection, extractions[at : at + batch], registry)
    return time.process_time() - start


Batches = list[dict[str, list[tuple[Any, ...]]]]


def rows_of(path: Path, batch: int) -> Batches:
    """What a database holds but for the registry, table by table, in batches of articles."""
    source = sqlite3.connect(path)
    source.row_factory = sqlite3.Row
    places = {
        id_: n // batch for n, (id_,) in enumerate(source.execute("SELECT id FROM article ORDER BY id"))
    }
    owners = {name: dict(map(tuple, source.execute(query))) for name, query in OWNERS.items()}
    found: dict[int, dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    for table, owner in TABLES.items():
        where = "" if owner else " WHERE origin = 'article'"
        for row in map(dict, source.execute(f"SELECT * FROM {table}{where}")):
            article = row[owner] if owner else min(places)
            if of := "event_id" if table == "event" else owner if owner in OWNERS else "":
                article = owners[of][article]
            if table == "article":  # what comes later is linked later: a raw insert leaves it out
                row |= {
                    name: None for name in ("copy_of_id", "supersedes_id") if (row[name] or 0) > row["id"]
                }
            found[places[article]][table].append(tuple(row.values()))
    source.close()
    return [found[place] for place in sorted(found)]


def raw(path: Path, batches: Batches, registry: Registry) -> float:
    """CPU seconds of inserting rows with the driver alone."""
    empty(path, registry)
    start = time.process_time()
    target = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        target.execute(f"PRAGMA {setting}")
    for batch in batches:
        target.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            if rows := batch.get(table):
                target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        target.execute("COMMIT")
    target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.close()
    return time.process_time() - start


def measure(
    folder: Path, extractions: Sequence[Extraction], registry: Registry, *, batch: int, rounds: int
) -> dict[str, Any]:
    """Figures of some rounds, and how many rows each side came to."""
    gc.collect()
    gc.freeze()  # what is to be saved is not saving's to look through
    saved, inserted, alone = [], [], []
    for n in range(rounds):
        mine, other = folder / f"ours{n}.db", folder / f"raw{n}.db"
        saved.append(ours(mine, extractions, registry, batch))
        batches = rows_of(mine, batch)
        inserted.append(raw(other, batches, registry))
        rows = sum(map(len, (some for each in batches for some in each.values())))
        with ungrouped():
            alone.append(ours(folder / f"alone{n}.db", extractions, registry, batch))
        again = sum(map(len, (some for each in rows_of(other, batch) for some in each.values())))
    mine_median, raw_median = statistics.median(saved), statistics.median(inserted)
    return {
        "articles": len(extractions),
        "batch": batch,
        "rows": rows,
        "rows_of_raw": again,
        "ours": {"cpu": mine_median, "rows_per_second": rows / mine_median},
        "without_grouping": {"cpu": statistics.median(alone)},
        "raw": {"cpu": raw_median, "rows_per_second": rows / raw_median},
        "ratio": raw_median / mine_median,
    }


def told(figures: dict[str, Any]) -> Iterator[str]:
    """Lines for people."""
    yield f"{figures['articles']:,} articles in batches of {figures['batch']}, {figures['rows']:,} rows"
    for side in ("ours", "raw"):
        cpu, speed = figures[side]["cpu"], figures[side]["rows_per_second"]
        yield f"{side}: {cpu:.2f} s of CPU, {speed:,.0f} rows per CPU-second"
    spent = figures["without_grouping"]["cpu"]
    yield f"ours without grouping: {spent:.2f} s of CPU, ratio {figures['raw']['cpu'] / spent:.2f}"
    yield f"ratio: {figures['ratio']:.2f} (must reach 0.5)"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--corpora", type=Path, nargs="*", help="files or folders with articles of any format"
    )
    parser.add_argument("--articles", type=int, default=1_000, help="how many to make without --corpora")
    parser.add_argument("--batch", type=int, default=BATCH, help="articles in a transaction")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--json", action="store_true", help="print every figure")
    asked = parser.parse_args(arguments)
    extractions, registry = from_corpora(asked.corpora) if asked.corpora else made(asked.articles, asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), extractions, registry, batch=asked.batch, rounds=asked.rounds)
    print(json.dumps(figures, indent=1) if asked.json else "\n".join(told(figures)))
    return int(figures["rows"] != figures["rows_of_raw"])


if __name__ == "__main__":
    sys.exit(main())
