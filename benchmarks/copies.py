"""Near copies of articles: which are linked, which are linked wrongly, and what that costs an article.

    python benchmarks/copies.py --corpora ../shared/corpora

Pairs are made from a seed by editing real articles, as outlets edit what they take over; see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from _dateline_corpora import Json, load
from _tables import percent, table
from sqlalchemy import select

from kptimeline.merge.likeness import bands, fingerprint
from kptimeline.pipeline import load_kit, read_all, resolve
from kptimeline.readers.article import Defaults, make_article
from kptimeline.records import Article, Span
from kptimeline.store.engine import open_database
from kptimeline.store.migrate import upgrade
from kptimeline.store.models import Article as StoredArticle
from kptimeline.store.save import save_all

SOURCES = ("articles/kcna.jsonl", "temporal/timebank.jsonl", "temporal/aquaint.jsonl",
           "datelines/reuters_1987.jsonl", "timelines/wikinews_articles.jsonl")  # fmt: skip
AS_OF, SEED, BATCH, FEWEST = "2026-11-21", 20261122, 100, 60  # words
OUTLETS = ("Harbour Wire", "Lantern Post", "Delta Times", "Gull Radio")
ADDED = (
    "Officials could not be reached for comment on the report.",
    "The report could not be confirmed independently.",
    "A spokesman declined to say more before the week is over.",
    "Residents said that shops had opened as usual in the morning.",
)
OTHERS = (
    "Marvik",
    "Tolsen",
    "Quarrin",
    "Belhaven",
    "Ostrova",
    "Dunmere",
    "Kessaly",
    "Rinfold",
    "Ashgrove",
    "Velmont",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_DATELINE = re.compile(r"^[^\n.]{0,60}?(?:--|-|–)\s+")
_PARTICULAR = re.compile(r"(?<![.!?\"“]\s)(?<!^)\b[A-Z][\w’'-]+|\d+")


class Told(NamedTuple):
    """An article before it is one: of which base, made how."""

    base: int
    kind: str
    title: str
    text: str
    outlet: str | None
    published: str | None


Edit = Callable[[Told, random.Random], Told]


def sentences(text: str) -> list[str]:
    """Roughly: the pieces that an editor would cut at."""
    return [part for line in text.split("\n") for part in _SENTENCE.split(line) if part.strip()]


def wire_copy(told: Told, chance: random.Random) -> Told:
    """Taken over: another outlet, straight quotes, other line breaks, a line of thanks."""
    text = "\n\n".join(sentences(told.text)).translate(str.maketrans("“”‘’", "\"\"''"))
    return told._replace(text=f"{text}\n\nWith material of an agency.", outlet=chance.choice(OUTLETS))


def headline(told: Told, chance: random.Random) -> Told:
    """Another headline in another outlet."""
    words = chance.sample(sorted(set(told.text.split())), 6)
    return told._replace(title=" ".join(words).strip(".,").capitalize(), outlet=chance.choice(OUTLETS))


def update(told: Told, chance: random.Random) -> Told:
    """A later version: a sentence more at the front, one within, a number that is another."""
    parts = sentences(told.text)
    parts.insert(1, chance.choice(ADDED))
    parts.insert(chance.randrange(1, len(parts)), chance.choice(ADDED))
    text = re.sub(r"\b\d{1,3}\b", lambda match: str(int(match[0]) + 1), "\n".join(parts), count=1)
    return told._replace(text=text, published="2025-12-31")


def cut(share: float) -> Edit:
    """The first part of it, as space allows."""

    def edit(told: Told, chance: random.Random) -> Told:
        parts = sentences(told.text)
        return told._replace(
            text="\n".join(parts[: max(1, round(share * len(parts)))]), outlet=chance.choice(OUTLETS)
        )

    return edit


def dateline(told: Told, chance: random.Random) -> Told:
    """The dateline in the words of another country."""
    body = _DATELINE.sub("", told.text, count=1)
    return told._replace(text=f"SÉOUL, 29 déc. (AFP) — {body}", outlet=chance.choice(OUTLETS))


def another_event(told: Told, chance: random.Random) -> Told:
    """No copy: the same form of words with other names and numbers, as reports of two launches in one week have."""
    named: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in named:
            named[word] = str(chance.randrange(2, 990)) if word.isdigit() else chance.choice(OTHERS)
        return named[word] if word.isdigit() or len(word) % 2 else word

    return told._replace(text=_PARTICULAR.sub(other, told.text), outlet=chance.choice(OUTLETS))


COPIES: dict[str, Edit] = {
    "wire copy": wire_copy, "another headline": headline, "later version": update, "cut to two thirds": cut(2 / 3),
    "cut to a third": cut(1 / 3), "dateline translated": dateline,
}  # fmt: skip
ANOTHER = "another event, same form"


def bases(folder: Path, count: int, chance: random.Random) -> list[Told]:
    """Different real articles; one that a corpus has twice, by its text or its title, counts once."""
    found: dict[str, Told] = {}
    titles: set[str] = set()
    for name in SOURCES:
        if not (folder / name).is_file():
            continue
        for row in load(folder / name):
            text, title = row["text"].strip(), row.get("title") or ""
            plain = " ".join(_DATELINE.sub("", text, count=1).split())
            if len(plain.split()) >= FEWEST and plain not in found and (not title or title not in titles):
                found[plain] = Told(0, "base", title, text, "Quay Post", None)
                titles.add(title)
    chosen = chance.sample(list(found.values()), min(count, len(found)))
    return [told._replace(base=number, published="2025-12-30") for number, told in enumerate(chosen)]


def made(originals: Sequence[Told], chance: random.Random) -> Iterator[Told]:
    """Each original, a copy of every kind, and a report of another event in its words."""
    for told in originals:
        yield told
        for kind, edit in (*COPIES.items(), (ANOTHER, another_event)):
            yield edit(told, chance)._replace(kind=kind)


def article_of(told: Told) -> Article:
    """An article with a url of its own."""
    title = Span(0, len(told.title)) if told.title else None
    return make_article(
        f"{told.title}\n\n{told.text}" if title else told.text,
        f"{told.base} {told.kind}".encode(),
        Defaults(as_of=AS_OF),
        path=None,
        title=title,
        outlet=told.outlet,
        published=told.published,
        url=f"https://made.example/{told.base}/{told.kind.replace(' ', '-')}",
    )


def stored(path: Path, articles: Sequence[Article]) -> tuple[dict[str, str | None], set[str], float]:
    """The group of each article by key, those that supersede another, and the CPU seconds of saving them all."""
    kit = load_kit(model=False)
    read = [resolve(article, reading, kit) for article, reading in read_all(articles, kit)]
    upgrade(path)
    start = time.process_time()
    with open_database(path, "write") as connection:
        for at in range(0, len(read), BATCH):
            save_all(connection, read[at : at + BATCH], kit.registry)
        seconds = time.process_time() - start
        columns = (StoredArticle.key, StoredArticle.alike_key, StoredArticle.supersedes_id)
        rows = connection.execute(select(*columns)).all()
    return {row.key: row.alike_key for row in rows}, {row.key for row in rows if row.supersedes_id}, seconds


def measure(folder: Path, corpora: Path, *, count: int, seed: int) -> Json:
    """Shares of copies that are linked, of links that are right, and CPU an article."""
    chance = random.Random(seed)
    all_told = list(made(bases(corpora, count, chance), chance))
    chance.shuffle(all_told)
    articles = [article_of(told) for told in all_told]
    start = time.process_time()
    for told in all_told:
        bands(fingerprint(told.text))
    likeness = time.process_time() - start
    groups, newer, seconds = stored(folder / "copies.db", articles)
    by_base: dict[int, dict[str, str]] = defaultdict(dict)
    for told, article in zip(all_told, articles, strict=True):
        by_base[told.base][told.kind] = article.key
    of = {key: (base, kind) for base, kinds in by_base.items() for kind, key in kinds.items()}

    def linked(one: str, two: str) -> bool:
        return groups[one] is not None and groups[one] == groups[two]

    kinds: Counter[str] = Counter()
    for own in by_base.values():
        kinds.update(kind for kind, key in own.items() if kind != "base" and linked(own["base"], key))
    members: dict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        if group is not None:
            members[group].append(key)
    right = wrong = 0
    for some in members.values():
        for one, two in combinations(some, 2):
            copies = of[one][0] == of[two][0] and ANOTHER not in (of[one][1], of[two][1])
            right, wrong = right + copies, wrong + (not copies)
    versions = sum(own["later version"] in newer for own in by_base.values())
    return {
        "articles": len(articles),
        "originals": len(by_base),
        "linked": {kind: kinds[kind] / len(by_base) for kind in (*COPIES, ANOTHER)},
        "recall": sum(kinds[kind] for kind in COPIES) / len(by_base) / len(COPIES),
        "precision": right / (right + wrong) if right + wrong else None,
        "links": {"right": right, "wrong": wrong},
        "later versions that supersede": versions / len(by_base),
        "ms": {"prints and bands": 1000 * likeness / len(articles), "saving": 1000 * seconds / len(articles)},
    }


def told(figures: Json) -> Iterator[str]:
    """The figures for people."""
    yield f"{figures['articles']:,} articles made of {figures['originals']:,}\n"
    rows = [[kind, percent(share)] for kind, share in figures["linked"].items()]
    yield table(["made from the original", "linked, %"], rows)
    links = figures["links"]
    precision = "none" if figures["precision"] is None else percent(figures["precision"])
    yield f"\nlinks that are right: {precision} % of {sum(links.values()):,}; copies that are linked: {percent(figures['recall'])} %"
    yield f"later versions that supersede the original: {percent(figures['later versions that supersede'])} %"
    ms = figures["ms"]
    share = ms["prints and bands"] / ms["saving"]
    yield (
        f"CPU an article: prints and bands {ms['prints and bands']:.2f} ms, {percent(share)} % of saving it without mentions "
        f"({ms['saving']:.2f} ms)"
    )


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; 2 where no corpus is at hand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    parser.add_argument(
        "--articles", type=int, default=300, metavar="N", help="originals, each edited seven ways"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(given)
    if not any((options.corpora / name).is_file() for name in SOURCES):
        print(f"no corpus in {options.corpora}: nothing to edit", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.corpora, count=options.articles, seed=options.seed)
    print(json.dumps(figures, indent=2) if options.json else "\n".join(told(figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
