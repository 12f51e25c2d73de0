"""Timelines of entities by the measure of SemEval-2015 task 4: temporal awareness of mentions and their days.

A timeline is a graph: each mention is simultaneous with its date, undated mentions of one place in the order with each
other, and what comes earlier is before what comes later. Precision is the share of our relations, none of them implied by
others, that the gold's closure holds; recall the reverse; both are summed over all entities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from _dateline_corpora import Json, load, run

Relation = tuple[str, str, str]


@dataclass(frozen=True)
class Timeline:
    """Places in order, each a date (YYYY, YYYY-MM, YYYY-MM-DD; None where unknown) and mention ids."""

    places: tuple[tuple[str | None, frozenset[str]], ...]

    def reduced(self) -> set[Relation]:
        """Relations of which none follows from the others."""
        found: set[Relation] = set()
        for number, (date, mentions) in enumerate(self.places):
            ordered = sorted(mentions)
            if date is not None:  # what has one date is at one time by that
                found |= {("day", mention, date) for mention in ordered}
            else:
                found |= {("same", ordered[0], other) for other in ordered[1:]}
            if number:
                found.add(("before", min(self.places[number - 1][1]), ordered[0]))
        return found

    def holds(self, relation: Relation) -> bool:
        """Whether a relation follows from the timeline."""
        kind, first, second = relation
        at = {mention: n for n, (_, mentions) in enumerate(self.places) for mention in mentions}
        if first not in at:
            return False
        if kind == "day":
            return self.places[at[first]][0] == second
        if second not in at:
            return False
        return at[first] == at[second] if kind == "same" else at[first] < at[second]


def measure(folder: Path) -> Json | None:
    """Rows of figures: all entities, all but the largest, each; None where the corpus is not there."""
    articles = folder / "wikinews_articles.jsonl"
    if not articles.is_file():
        return None
    given = [
        {"id": row["doc_id"], "text": row["text"], "published": row["published"]} for row in load(articles)
    ]
    said = run("extract", given)
    ids: dict[str, list[Json]] = defaultdict(list)
    for row in load(folder / "wikinews_mentions.jsonl"):
        ids[row["doc_id"]].append(row)
    gold: dict[str, list[Json]] = defaultdict(list)
    for row in load(folder / "wikinews_gold.jsonl"):
        gold[row["entity"]].append(row)
    counts = {entity: compare(of_gold(rows), of_mentions(entity, said, ids)) for entity, rows in gold.items()}
    largest = max(gold, key=lambda entity: len(gold[entity]))
    rest = [count for entity, count in counts.items() if entity != largest]
    return {
        "all": figures(list(counts.values())),
        f"without {largest}": figures(rest),
        **{entity: figures([count]) for entity, count in counts.items()},
    }


def of_gold(rows: Sequence[Json]) -> Timeline:
    """The gold's timeline; place 0 is for what it cannot order, and dates with an X where the day is open."""
    places: dict[int, tuple[str | None, set[str]]] = {}
    for row in rows:
        if row["order"]:
            date = re.sub(r"(-XX)+$", "", row["date"])
            place = places.setdefault(row["order"], (None if "X" in date else date, set()))
            place[1].update(one["mention"] for one in row["mentions"])
    return Timeline(tuple((date, frozenset(them)) for _, (date, them) in sorted(places.items())))


def of_mentions(entity: str, said: dict[str, Json], ids: dict[str, list[Json]]) -> Timeline:
    """Dated mentions that the entity takes part in, by day; mentions the gold knows have its ids."""
    places: dict[str, set[str]] = defaultdict(set)
    for article, answer in said.items():
        for one in answer["mentions"]:
            date = day(one)
            if date is not None and takes_part(entity, one):
                places[date].add(_id(article, one, ids.get(article, [])))
    return Timeline(tuple((date, frozenset(them)) for date, them in sorted(places.items())))


def day(mention: Json) -> str | None:
    """The date as timelines have it: the day, month or year that holds the mention, or in which it began.

    The measure knows no weeks and no lengths: *this week* is its month, *since 2004* is 2004.
    """
    first, last = mention["first_day"], mention["last_day"]
    if first is None:
        return None
    if last is None:
        lengths = {"day": 10, "month": 7, "year": 4}
        return str(first)[: lengths[mention["granularity"]]] if mention["granularity"] in lengths else None
    return next((str(first)[:n] for n in (10, 7, 4) if first[:n] == last[:n]), None)


def takes_part(entity: str, mention: Json) -> bool:
    """Whether the entity is an actor, by its name or by the end of it (*Jobs*), or a thing that the summary tells of.

    A thing is named by its words near each other (*iTunes Music Store* for *iTunes store*). What somebody only
    speaks of takes no part in the speaking.
    """
    name = entity.casefold()
    parties = [one["name"].casefold() for one in (*mention["by"], *mention["to"])]
    if any(name in party or name.endswith(" " + party) for party in parties):
        return True
    told = mention["summary"].casefold()
    if mention["event_type"] == "STATEMENT":
        told = re.split(r" that |: ", told)[0]
    words, wanted = re.findall(r"\w+", told), set(re.findall(r"\w+", name))
    width = len(wanted) + (len(wanted) > 1)
    return name in told or any(wanted <= set(words[n : n + width]) for n in range(len(words)))


def _id(article: str, mention: Json, known: Sequence[Json]) -> str:
    trigger = mention["trigger"]
    for one in known:
        if one["start"] < trigger["end"] and one["end"] > trigger["start"]:
            return str(one["id"])
    return f"{article}:{trigger['start']}"


def compare(gold: Timeline, ours: Timeline) -> tuple[int, int, int, int]:
    """Relations of ours that hold in the gold, ours, those of the gold that hold in ours, the gold's."""
    mine, wanted = ours.reduced(), gold.reduced()
    return sum(map(gold.holds, mine)), len(mine), sum(map(ours.holds, wanted)), len(wanted)


def figures(counts: Sequence[tuple[int, int, int, int]]) -> Json:
    """Precision, recall as [right, of] and F1 in per cent, summed over entities."""
    right, mine, held, wanted = (
        (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0, 0)
    )
    p, r = right / max(1, mine), held / max(1, wanted)
    return {
        "P": [right, mine],
        "R": [held, wanted],
        "F1": round(100 * 2 * p * r / (p + r), 1) if p + r else 0.0,
    }
