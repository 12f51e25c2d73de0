"""The questions of benchmarks/store.py: asked of kptimeline, and of SQLite by the SQL of store.sql."""

from __future__ import annotations

import random
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import _store_data
from sqlalchemy import Connection

from kptimeline.interval import Granularity, iso, parse_iso
from kptimeline.records import Chronology
from kptimeline.store.counts import by_month
from kptimeline.store.query import Question, chronology

Values = dict[str, Any]
LIMIT = 100
LENGTHS = (7, 31, 92, 366)  # days of the spans that are asked for
FIRST, LAST = parse_iso("2006-02-01"), parse_iso("2025-12-01")
MONTH = Granularity.VAGUE.rank - Granularity.MONTH.rank  # the fineness of a month


def statements() -> dict[str, str]:
    """The statements of store.sql by name."""
    text = Path(__file__).with_name("store.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], (sql.strip().rstrip(";") for sql in parts[2::2]), strict=True))


class ByHand:
    """Answers from the SQL of store.sql, as rows of SQLite in lists: no records are made of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection, self.sql = connection, statements()

    def rows(self, name: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self.connection.execute(self.sql[name], values).fetchall()

    def among(self, name: str, ids: list[int]) -> list[tuple[Any, ...]]:
        """The rows of a statement about some ids."""
        places = ", ".join("?" * len(ids))
        return self.connection.execute(self.sql[name].replace(":ids", places), ids).fetchall()

    def parts(self, prefix: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of the three parts of an overlap, one after the other, as far as the limit."""
        found: list[tuple[Any, ...]] = []
        for part in ("before", "within", "after"):
            if left := values["limit"] - len(found):
                found += self.rows(f"{prefix}{part}", values | {"limit": left})
        return found

    def first(self, values: Values) -> list[Any]:
        """Events, their mentions and actors, and what is left out."""
        prefix = "actor_" if "actor" in values else ""
        return self._whole(self.parts(prefix, values), prefix, values)

    def told(self, values: Values) -> list[Any]:
        """The same of the events that some words find, for a common word or for others."""
        prefix = "each_" if values["words"] == _store_data.COMMON else "list_"
        return self._whole(self.parts(prefix, values), "words_", values)

    def _whole(self, events: list[tuple[Any, ...]], prefix: str, values: Values) -> list[Any]:
        mentions = self.among("mentions", [row[0] for row in events])
        actors = self.among("actors", [row[1] for row in mentions])
        undated, hidden = self.rows(f"{prefix}undated", values), self.rows(f"{prefix}hidden", values)
        return [events, mentions, actors, undated, hidden]

    def months(self, values: Values) -> list[tuple[Any, ...]]:
        """Months with their counts."""
        return self.rows("actor_months" if "actor" in values else "months", values | {"month": MONTH})


def by_program(found: Chronology) -> list[Any]:
    """An answer of the program in the shape of `in_short`."""
    shown = [
        (
            event.event_id,
            event.sort_day,
            event.summary,
            event.sentence,
            event.outlet,
            sorted(mention["mention_key"] for mention in event.mentions),
            sorted((actor.role, actor.name) for actor in event.actors),
        )
        for event in found.events
    ]
    return [shown, found.left_out]


def in_short(answer: list[Any]) -> list[Any]:
    """What was found by hand, so that it can be compared."""
    events, mentions, actors, undated, hidden = answer
    named: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for mention_id, role, name, _ in actors:
        if role in {"by", "to"}:
            named[mention_id].add((role, name))
    told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in mentions:
        told[row[0]].append(row)
    shown = []
    for event in events:
        own = next(row for row in told[event[0]] if row[1] == event[2])
        keys = sorted(row[2] for row in told[event[0]])
        who = sorted(set().union(*(named[row[1]] for row in told[event[0]])))
        shown.append((event[1], event[7], event[22], own[16], own[4], keys, who))
    count = {bool(none): number for none, number in hidden}
    left_out = {"undated": undated[0][0] - count.get(True, 0), "hidden": sum(count.values())}
    return [shown, left_out]


@dataclass(frozen=True)
class Row:
    """A line of the report: ways to answer the same questions, ours and the other, and how they compare."""

    name: str
    most: float  # the ratio that must be reached
    values: list[Values]
    ours: Callable[[Values], Any]
    others: Callable[[Values], Any]
    same: Callable[[Any, Any], bool]


def spans(count: int, lengths: tuple[int, ...], seed: int, **more: Any) -> list[Values]:
    """Spans of these lengths anywhere in the data, as values of statements."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        since = chance.randint(FIRST, LAST)
        until = since + chance.choice(lengths) - 1
        found.append({"since": iso(since), "until": iso(until), "limit": LIMIT, **more})
    return found


def question(values: Mapping[str, Any]) -> Question:
    """The program's form of the values of a statement."""
    return Question(
        words=values.get("words"),
        actors=(values["actor"],) if "actor" in values else (),
        since=parse_iso(values["since"]),
        until=parse_iso(values["until"]),
        limit=values["limit"],
    )


def rows(ours: Connection, connection: sqlite3.Connection, count: int) -> Iterator[Row]:
    """The rows of the table that ask questions of one process."""
    by_hand = ByHand(connection)

    def ask(values: Values) -> Chronology:
        return chronology(ours, question(values))

    def alike(answer: Chronology, other: list[Any]) -> bool:
        return by_program(answer) == in_short(other)

    of_actor = spans(count, LENGTHS, 1, actor="north-korea")
    yield Row("first 100 of an actor in a span", 1.3, of_actor, ask, by_hand.first, alike)
    month = spans(count, (31,), 2)
    yield Row("first 100 of 31 days", 1.3, month, ask, by_hand.first, alike)

    def months(values: Values) -> list[tuple[str, int]]:
        return list(by_month(ours, question(values)).items())

    def equal(answer: object, other: object) -> bool:
        return answer == other

    years = spans(count, (3 * 366, 10 * 366), 3)
    yield Row("counts by month", 1.3, years[: count // 4], months, by_hand.months, equal)
    of_actor = spans(count, (3 * 366, 10 * 366), 4, actor="north-korea")
    yield Row("counts by month of an actor", 1.3, of_actor[: count // 4], months, by_hand.months, equal)
    yield from _of_views(by_hand, count)
    for name, words in (
        ("search of two words", _store_data.PAIR),
        ("search of a common word", (_store_data.COMMON,)),
    ):
        asked = spans(count, LENGTHS, 5, actor="north-korea", words=" ".join(words))
        yield Row(f"{name}, actor and span", 1.3, asked[: max(count // 10, 3)], ask, by_hand.told, alike)


def _of_views(by_hand: ByHand, count: int) -> Iterator[Row]:
    """What an actor did in a span, first 100: the views, in the words of docs/schema.md, against the tables."""
    page = (Path(__file__).parents[1] / "docs" / "schema.md").read_text(encoding="utf-8")
    in_parts = re.findall(r"^    (SELECT a\.sort_day.*?);", page, re.MULTILINE | re.DOTALL)[0]
    sql = in_parts.replace("'2025-01-01'", ":since").replace("'2025-12-31'", ":until")
    if sql.count(":since") != 3 or sql.count(":until") != 3:
        raise ValueError("docs/schema.md asks in another way: bring this benchmark in line")

    def views(values: Values) -> list[tuple[Any, ...]]:
        return by_hand.connection.execute(sql, values).fetchall()

    def tables(values: Values) -> list[tuple[Any, ...]]:
        return by_hand.parts("deeds_", values)

    of_actor = spans(count, LENGTHS, 1, actor="north-korea")
    yield Row("the same asked of the views", 2.0, of_actor, views, tables, lambda one, other: one == other)
