"""Redating against a fresh ingest: the same articles, dated wrongly and then redated, or rightly from the start.

    python benchmarks/redate.py                 # 10,000 articles
    python benchmarks/redate.py --articles 500

Articles are made here from a seed: some hundred short texts, each under many outlets and addresses. A text
is read once with the language model; every article is resolved and saved as `ingest` does it, and redated as
`kptimeline redate` does it. Both databases must give the same views, row for row.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlalchemy import text as sql

from kptimeline.cli.redating import Redater
from kptimeline.interval import iso, parse_iso
from kptimeline.pipeline import Kit, load_kit, read_all, resolve
from kptimeline.readers.article import Defaults, make_article
from kptimeline.records import Article, Reading
from kptimeline.store.engine import open_database
from kptimeline.store.migrate import upgrade
from kptimeline.store.save import save

VIEWS = ("chronology", "mentions", "undated", "event_actors")
HISTORY = {"mentions": {"anchor_basis"}, "undated": {"anchor_basis"}}  # who chose the anchor, not which it is
AS_OF = "2026-11-21"
FIRST, DAYS = parse_iso("2024-01-01"), 730  # right days lie in these two years

STATES = ("North Korea", "South Korea", "Japan", "China", "Russia", "the United States")
WHEN_PAST = (
    "on {weekday}", "yesterday", "last week", "on {month} {day}", "two days ago", "on 12 May 2023", "last month",
    "in 2022", "earlier this month", "the previous day", "late last year", "on the same day",
)  # fmt: skip
WHEN_AHEAD = ("on {weekday}", "next week", "tomorrow", "next month", "on {month} {day}", "in 2027")
PAST = (
    "{a} sent aid to {b} {when}.",
    "{a} condemned {b} {when}.",
    "{a} fired a missile {when}, officials in {b} said.",
    "Officials of {a} met officials of {b} {when}.",
    "{a} rejected a proposal by {b} {when}.",
    "According to {b}, {a} has moved troops since {since}.",
    "{a} thanked {b} for the ships.",
)
AHEAD = ("{a} will send a delegation to {b} {when}.", "{a} and {b} plan to hold talks {when}.")
SINCE = ("last October", "Monday", "2021", "the previous spring")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "March", "June", "September", "December")


def made_text(chance: random.Random) -> str:
    """A title line and four to six sentences."""
    told = []
    for number in range(chance.randint(4, 6)):
        ahead = number > 1 and chance.random() < 0.3
        a, b = chance.sample(STATES, 2)
        when = chance.choice(WHEN_AHEAD if ahead else WHEN_PAST).format(
            weekday=chance.choice(WEEKDAYS), month=chance.choice(MONTHS), day=chance.randint(1, 28)
        )
        sentence = chance.choice(AHEAD if ahead else PAST).format(
            a=a, b=b, when=when, since=chance.choice(SINCE)
        )
        told.append(sentence[0].upper() + sentence[1:])
    return f"Report {chance.randrange(10**6)}\n\n{' '.join(told)}"


def made_articles(
    count: int, texts: Sequence[str], chance: random.Random
) -> Iterator[tuple[Article, str, str | None]]:
    """Each article without a day, its right day, and a wrong one (None for one in ten: it was undated)."""
    for number in range(count):
        right = FIRST + chance.randrange(DAYS)
        wrong = (
            None if chance.random() < 0.1 else iso(right + chance.choice((-366, -365, -30, -1, 1, 7, 365)))
        )
        text = texts[number % len(texts)]
        article = make_article(
            text,
            f"{number}".encode(),
            Defaults(as_of=AS_OF),
            path=f"made/{number}.txt",
            title=None,
            outlet=f"Outlet {number % 97}",
            url=f"https://made.example/{number}",
        )
        yield article, str(iso(right)), wrong


def ingest(path: Path, articles: Sequence[tuple[Article, Reading, str | None]], kit: Kit) -> float:
    """Saves the articles as `ingest` does, with the day that each is given; CPU seconds."""
    upgrade(path)
    start = time.process_time()
    with open_database(path, "write") as connection:
        for article, reading, day in articles:
            save(connection, resolve(replace(article, given=day), reading, kit), kit.registry, now=AS_OF)
    return time.process_time() - start


def redate(path: Path, days: Sequence[tuple[str, str]]) -> float:
    """Redates articles (path, day) one by one; CPU seconds."""
    start = time.process_time()
    with open_database(path, "write") as connection:
        redater = Redater(connection, now=AS_OF)
        for name, day in days:
            redater.redate(name, day)
    return time.process_time() - start


def rows(path: Path, view: str) -> Counter[tuple[Any, ...]]:
    """The rows of a view with how often each occurs, without the columns that tell the history of an anchor."""
    with open_database(path) as connection:
        found = connection.execute(sql(f"SELECT * FROM {view}"))
        kept = [place for place, name in enumerate(found.keys()) if name not in HISTORY.get(view, ())]
        return Counter(tuple(row[place] for place in kept) for row in found)


def measure(folder: Path, *, count: int, texts: int, seed: int) -> dict[str, Any]:
    """Both ways to the right days in two databases of a folder, and how their views differ."""
    chance = random.Random(seed)
    kit = load_kit(model=True)
    start = time.process_time()
    written = [made_text(chance) for _ in range(texts)]
    bare = [make_article(text, b"", Defaults(as_of=AS_OF), path=None, title=None) for text in written]
    readings = {article.text: reading for article, reading in read_all(bare, kit)}
    reading_seconds = time.process_time() - start
    made = list(made_articles(count, written, chance))
    wrong = [(article, readings[article.text], day) for article, _, day in made]
    right = [(article, readings[article.text], day) for article, day, _ in made]
    order = [(str(article.path), day) for article, day, _ in made]
    chance.shuffle(order)
    redated, fresh = folder / "redated.db", folder / "fresh.db"
    wrong_seconds = ingest(redated, wrong, kit)
    moved = rows(redated, "mentions")
    redate_seconds = redate(redated, order)
    fresh_seconds = ingest(fresh, right, kit)
    views = {}
    for view in VIEWS:
        one, other = rows(redated, view), rows(fresh, view)
        views[view] = {
            "rows": other.total(),
            "missing": (other - one).total(),
            "added": (one - other).total(),
        }
    return {
        "articles": count,
        "texts": texts,
        "mentions_changed": (moved - rows(redated, "mentions")).total(),
        "views": views,
        "cpu": {
            "read": reading_seconds,
            "ingest_wrong": wrong_seconds,
            "redate": redate_seconds,
            "ingest_right": fresh_seconds,
        },
    }


def told(figures: dict[str, Any]) -> Iterator[str]:
    """Lines for people."""
    cpu = figures["cpu"]
    yield f"{figures['articles']:,} articles of {figures['texts']:,} texts; redating changed {figures['mentions_changed']:,} mentions"
    for view, found in figures["views"].items():
        same = not (found["missing"] or found["added"])
        differs = f"{found['missing']:,} missing, {found['added']:,} added"
        yield f"{view}: {found['rows']:,} rows, {'equal' if same else differs}"
    yield (
        f"CPU: redating {cpu['redate']:.1f} s, {cpu['redate'] / cpu['ingest_right']:.2f} of resolving and saving them "
        f"anew ({cpu['ingest_right']:.1f} s); reading the {figures['texts']:,} texts {cpu['read']:.1f} s"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=200, help="distinct texts")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--json", action="store_true", help="print every figure")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), count=asked.articles, texts=asked.texts, seed=asked.seed)
    print(json.dumps(figures, indent=1) if asked.json else "\n".join(told(figures)))
    return int(any(view["missing"] or view["added"] for view in figures["views"].values()))


if __name__ == "__main__":
    sys.exit(main())
