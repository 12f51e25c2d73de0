"""What merging costs: made articles saved in batches, twice as many of them over twice as many years."""

from __future__ import annotations

import random
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from _dateline_corpora import Json
from msgspec.structs import replace

from kptimeline.interval import iso, parse_iso
from kptimeline.pipeline import Kit, load_kit, read_all, resolve
from kptimeline.readers.article import Defaults, make_article
from kptimeline.records import Extraction, Reading
from kptimeline.store.engine import open_database
from kptimeline.store.migrate import upgrade
from kptimeline.store.save import save_all

AS_OF = "2076-11-21"
SEED = 20261122
FIRST = parse_iso("2000-01-01")
BATCH = 100  # articles saved together
ARTICLES_A_DAY = 5
TEXTS = 400
STATES = (
    "North Korea", "South Korea", "Japan", "China", "Russia", "the United States", "Britain", "France",
    "Germany", "Italy", "Spain", "India", "Pakistan", "Iran", "Iraq", "Egypt", "Israel", "Turkey", "Greece",
    "Poland", "Ukraine", "Brazil", "Mexico", "Canada", "Vietnam", "Thailand", "Kenya", "Nigeria", "Norway",
    "Sweden",
)  # fmt: skip
TOLD = (
    "{a} sent aid to {b} {when}.", "{a} condemned {b} {when}.", "{a} fired a missile {when}.",
    "Officials of {a} met officials of {b} {when}.", "{a} rejected a proposal by {b} {when}.",
    "{a} expelled an envoy of {b} {when}.", "{a} imposed sanctions on {b} {when}.",
    "{a} will send a delegation to {b} next week.", "{a} signed a pact with {b} {when}.",
)  # fmt: skip
WHEN = ("on Monday", "yesterday", "last week", "on Thursday", "two days ago", "last month", "today", "")


def measure(mentions: int) -> Json:
    """CPU seconds and the greatest memory of the writer for so many mentions and for twice as many."""
    kit = load_kit(model=True)
    chance = random.Random(SEED)
    texts = [_text(chance) for _ in range(TEXTS)]
    bare = [make_article(text, b"", Defaults(as_of=AS_OF), path=None, title=None) for text in texts]
    readings = [reading for _, reading in read_all(bare, kit)]
    found: Json = {}
    for count in (mentions, 2 * mentions):
        found[f"{count:,} mentions"] = _saved(count, texts, readings, kit)
    one, two = found.values()
    found["ratio"] = {name: round(two[name] / one[name], 2) for name in one}
    return found


def _saved(mentions: int, texts: list[str], readings: list[Reading], kit: Kit) -> Json:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "time.db"
        upgrade(path)
        done, seconds, peak = 0, 0.0, 0
        made = _articles(texts, readings, kit, mentions)
        with open_database(path, "write") as connection:
            batches = 0
            while done < mentions and (batch := list(islice(made, BATCH))):
                if watched := batches % 20 == 5:  # tracing slows, so some batches are watched and not timed
                    tracemalloc.start()
                start = time.process_time()
                outcomes = save_all(connection, batch, kit.registry)
                if watched:
                    peak = max(peak, tracemalloc.get_traced_memory()[1])
                    tracemalloc.stop()
                else:
                    seconds += time.process_time() - start
                done += sum(each.mentions for each in outcomes if not isinstance(each, Exception))
                batches += 1
        return {"CPU s": round(seconds, 1), "peak MB of a batch": round(peak / 1e6, 1)}


def _articles(texts: list[str], readings: list[Reading], kit: Kit, mentions: int) -> Iterator[Extraction]:
    """Five articles a day, in an order of their own; the same seed gives the same ones."""
    chance = random.Random(SEED + 1)
    days = mentions // (4 * ARTICLES_A_DAY)  # an article has four mentions or so
    number = 0
    while True:
        text = number % len(texts)
        article = make_article(
            f"{texts[text]} ({number})",  # no copies of one another
            str(number).encode(),
            Defaults(as_of=AS_OF),
            path=None,
            title=None,
            outlet=f"Outlet {number % 97}",
            url=f"https://made.example/{number}",
        )
        article = replace(article, given=iso(FIRST + chance.randrange(days)))
        yield resolve(article, readings[text], kit)
        number += 1


def _text(chance: random.Random) -> str:
    told = []
    for _ in range(4):
        a, b = chance.sample(STATES, 2)
        sentence = chance.choice(TOLD).format(a=a, b=b, when=chance.choice(WHEN)).replace(" .", ".")
        told.append(sentence[0].upper() + sentence[1:])
    return f"Report {chance.randrange(10**6)}\n\n{' '.join(told)}"
