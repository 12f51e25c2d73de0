"""Mentions of many articles merged into events, against golds, and what that costs.

    python benchmarks/merge.py --corpora ../shared/corpora

See benchmarks/README.md for what each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import _merge_score as scorer
import _merge_time as speed
from _dateline_corpora import GOLD, Json, load
from _merge_score import Mention
from _tables import table
from datelines import rows

SECTIONS = ("gold", "timelines", "meantime", "speed")
OF_AN_EVENT = (
    "instance",
    "instance_id",
    "coref",
    "cluster",
)  # where a corpus says which mentions are one event


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    add("--only", type=lambda text: tuple(text.split(",")), default=SECTIONS, metavar="A,B")
    add(
        "--mentions",
        type=int,
        default=100_000,
        metavar="N",
        help="of the speed test, which then doubles them",
    )
    add("--json", action="store_true", help="all figures as JSON instead of tables")
    return parser.parse_args(given)


def of_gold(folder: Path) -> Json:
    """Our own gold: all groups, those that weights were fitted on (odd numbers), those that were held out (even)."""
    events, exact = scorer.ingested(load(folder / "articles.jsonl"))
    gold = _mentions(folder / "events.jsonl")
    parts: dict[str, Callable[[str], bool]] = {
        "all": lambda _: True,
        "odd groups": lambda article: _group(article) % 2 == 1,
        "even groups": lambda article: _group(article) % 2 == 0,
    }
    found: Json = {}
    for name, holds in parts.items():
        some = {mention: event for mention, event in gold.items() if holds(mention[0])}
        found |= _against(name, some, events, exact)
    if (folder / "events_second.jsonl").is_file():
        second = _mentions(folder / "events_second.jsonl")
        both = scorer.aligned(_of_articles(gold, second), second)
        found["second reader"] = scorer.figures(both, second, len(_of_articles(gold, second)))
    return found


def _mentions(path: Path) -> dict[Mention, str]:
    return {
        (one["article"], one["start"], one["end"]): row["event"]
        for row in load(path)
        for one in row["mentions"]
    }


def _of_articles(gold: dict[Mention, str], second: dict[Mention, str]) -> dict[Mention, str]:
    articles = {mention[0] for mention in second}
    return {mention: event for mention, event in gold.items() if mention[0] in articles}


def _group(article: str) -> int:
    return int(article.partition("-")[0].lstrip("g"))


def _against(
    name: str, gold: dict[Mention, str], events: dict[Mention, int], exact: dict[Mention, Hashable]
) -> Json:
    both = scorer.aligned(gold, events)
    alone = {mention: mention for mention in both}
    return {
        name: scorer.figures(both, events, len(gold)),
        f"{name}: exact agreement": scorer.figures(both, exact, len(gold)),
        f"{name}: nothing merged": scorer.figures(both, alone, len(gold)),
    }


def of_timelines(folder: Path) -> Json | None:
    """Cross-document instances of the timelines: what stands in one line of one is one event."""
    if not (folder / "wikinews_articles.jsonl").is_file():
        return None
    spots = {
        row["id"]: (row["doc_id"], row["start"], row["end"])
        for row in load(folder / "wikinews_mentions.jsonl")
    }
    gold: dict[Mention, str] = {}
    for number, row in enumerate(load(folder / "wikinews_gold.jsonl")):
        known = [spots[one["mention"]] for one in row["mentions"] if one["mention"] in spots]
        names = {gold[spot] for spot in known if spot in gold}
        name = min(names, default=f"{number:05}")
        for spot, event in list(gold.items()):
            if event in names:
                gold[spot] = name
        gold |= dict.fromkeys(known, name)
    articles = [
        {"id": row["doc_id"], "text": row["text"], "published": row["published"]}
        for row in load(folder / "wikinews_articles.jsonl")
    ]
    events, exact = scorer.ingested(articles)
    return _against("all", gold, events, exact)


def of_meantime(corpora: Path) -> str | None:
    """What MEANTIME, as it is at hand, can tell of events over articles."""
    if not (corpora / "dating" / "meantime.jsonl").is_file():
        return None
    told = load(corpora / "dating" / "meantime.jsonl")
    events = [event for row in told for event in row["events"]]
    named = sum(any(name in event for name in OF_AN_EVENT) for event in events)
    if named:
        return f"{named} of {len(events)} events say which event they are, and nothing here scores that yet"
    said = (
        f"{len(told)} articles, {len(events)} events, none of which says that it is another article's: there are no ids "
        "over articles in it, so nothing can be scored against it."
    )
    timelines = corpora / "timelines" / "wikinews_articles.jsonl"
    if timelines.is_file():
        urls = {row["url"] for row in load(timelines)}
        same = sum(row["url"] in urls for row in told)
        said += (
            f" {same} of these articles are those of the timelines, whose lines are instances over articles: "
            "the section timelines is that figure, with the floor of exact agreement."
        )
    return said


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; 0 in any case: figures are for people to judge."""
    options = arguments(given)
    result: Json = {}
    if "gold" in options.only:
        result["gold"] = of_gold(GOLD / "merge")
    if "timelines" in options.only:
        result["timelines"] = of_timelines(options.corpora / "timelines")
    if "meantime" in options.only:
        result["meantime"] = of_meantime(options.corpora)
    if "speed" in options.only:
        result["speed"] = speed.measure(options.mentions)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        for name, told in result.items():
            shown = told if isinstance(told, str) else table(*rows(told)) if told else None
            print(f"\n### {name}\n\n{shown or 'skipped: the corpus is not there'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
